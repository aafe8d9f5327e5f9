"""What an encoder of the MSR605 family does with one card: write, erase, and both bit by bit.

What is set for a raw write (bits of a character, clocking zeros, density) is set back after it: the
device keeps it for the next card, and the next card is a member's.
"""

from collections.abc import Callable, Sequence

from devices.codec import msr605
from devices.codec.stripe_bits import to_bits
from devices.drivers.msr605_talk import EncoderTalk
from devices.errors import CharacterError, VerifyMismatchError
from devices.events import RawRead, Sink, WriterPrompt, WriterStep
from devices.roles import RawOrder, WriteOrder
from devices.wire.line import Wire

_USUAL = RawOrder(entry_id="")
_LONGEST = 255
_SIZES = range(5, 9)

Bits = tuple[str | None, str | None, str | None]


class EncoderJobs:
    """The jobs of one card, on the owner thread; each raises the ``DeviceError`` that ended it."""

    def __init__(
        self,
        device: str,
        wire: Wire,
        talk: EncoderTalk,
        unstopped: EncoderTalk,
        tell: Sink,
        clock_ns: Callable[[], int],
    ) -> None:
        """Take what is needed for one card.

        Args:
            device: Name for events.
            wire: The open wire.
            talk: Ends when somebody cancels.
            unstopped: Does not: sets the encoder back after a raw write.
            tell: Takes events.
            clock_ns: Monotonic clock.
        """
        self._device = device
        self._wire = wire
        self._talk = talk
        self._unstopped = unstopped
        self._tell = tell
        self._clock_ns = clock_ns

    def write(self, order: WriteOrder) -> None:
        """Write tracks of text and read them back."""
        # Coercivity is volatile in the device: said anew for every card.
        self._talk.command(msr605.SET_COERCIVITY[order.coercivity])
        self._prompt(order.entry_id, WriterStep.SWIPE_TO_WRITE)
        self._wire.write(msr605.write_block(order.track1, order.track2, order.track3))
        self._talk.expect_written()
        self._prompt(order.entry_id, WriterStep.SWIPE_TO_VERIFY)
        self._wire.write(msr605.READ)
        swipe = self._talk.wait_for_card()
        for wanted, found in zip(
            (order.track1, order.track2, order.track3), swipe.tracks, strict=True
        ):
            if wanted is not None and wanted != (found or "  ")[1:-1]:
                raise VerifyMismatchError("the card reads back differently")

    def erase(self, entry_id: str, tracks: Sequence[int]) -> None:
        """Erase tracks."""
        self._prompt(entry_id, WriterStep.SWIPE_TO_ERASE)
        self._wire.write(msr605.erase(tracks))
        self._talk.expect_written()

    def read_raw(self, entry_id: str) -> None:
        """Read the bits, and tell them."""
        first, second, third = self._bits()
        self._tell(
            RawRead(
                device=self._device,
                at_monotonic_ns=self._clock_ns(),
                entry_id=entry_id,
                track1=first,
                track2=second,
                track3=third,
            )
        )

    def write_raw(self, order: RawOrder) -> None:
        """Write characters as given, and read their bits back."""
        try:
            _set(self._talk, order)
            self._prompt(order.entry_id, WriterStep.SWIPE_TO_WRITE)
            self._wire.write(msr605.write_raw_block(_tracks(order)))
            self._talk.expect_written()
            self._prompt(order.entry_id, WriterStep.SWIPE_TO_VERIFY)
            _compare(order, self._bits())
        finally:
            self._unstopped.settle()
            _set(self._unstopped, _USUAL)

    def _bits(self) -> Bits:
        self._wire.write(msr605.READ_RAW)
        return msr605.parse_raw_block(self._talk.raw_block())

    def _prompt(self, entry_id: str, step: WriterStep) -> None:
        self._tell(
            WriterPrompt(
                device=self._device,
                at_monotonic_ns=self._clock_ns(),
                entry_id=entry_id,
                step=step,
            )
        )


def check_raw(order: RawOrder) -> None:
    """Refuse figures that no encoder takes.

    Raises:
        CharacterError: The message says which.
    """
    if any(size not in _SIZES for size in order.bits_per_char):
        raise CharacterError("a character has 5 to 8 bits")
    if any(not 0 <= zeros <= _LONGEST for zeros in order.leading_zeros):
        raise CharacterError("clocking zeros are 0 to 255")
    if order.bits_per_inch not in (75, 210):
        raise CharacterError("track 2 has 75 or 210 bits an inch")
    for place, (codes, size) in enumerate(zip(_tracks(order), order.bits_per_char, strict=True), 1):
        if codes is not None and (not codes or len(codes) > _LONGEST or max(codes) >= 1 << size):
            raise CharacterError(f"track {place} takes 1 to 255 codes of {size} bits")


def _set(talk: EncoderTalk, order: RawOrder) -> None:
    talk.command(msr605.SET_COERCIVITY[order.coercivity])
    talk.command(msr605.leading_zeros(*order.leading_zeros))
    talk.command(msr605.density(2, bits_per_inch=order.bits_per_inch))
    talk.set_bits_per_char(order.bits_per_char)


def _compare(order: RawOrder, found: Bits) -> None:
    """See that what was written is found, in either direction, whatever zeros stand around it.

    Raises:
        VerifyMismatchError: It is not.
    """
    for codes, size, bits in zip(_tracks(order), order.bits_per_char, found, strict=True):
        if codes is None:
            continue
        wanted = to_bits(codes, size).strip("0")
        if bits is None or (wanted not in bits and wanted not in bits[::-1]):
            raise VerifyMismatchError("the card reads back differently")


def _tracks(order: RawOrder) -> tuple[bytes | None, bytes | None, bytes | None]:
    return order.track1, order.track2, order.track3

"""An MSR605 encoder with a card in somebody's hand.

Source: MSR605 Programmer's Manual rev B. Commands that wait for a card wait here too, until
``swipe`` or a reset.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition

from devices.codec import msr605
from devices.codec.msr605 import Status
from devices.codec.stripe_bits import decode, encode, pack_msb_first, to_bits
from devices.errors import BadSwipeError
from devices.sim.pty_port import PtyPort

_LENGTHS = {0x7A: 4, 0x62: 3, 0x6F: 5, 0x63: 3}
_EMPTY = b"\x1b\x2b"
_SIZES = (7, 5, 5)
_ZEROS = "0" * 20
_ANSWERS = {
    0x65: msr605.TEST_OK,
    0x74: b"\x1b3S",
    0x76: b"\x1bREVH1.10",
    0x6C: b"\x1b\x3d\x16",
    0x7A: b"\x1b0",
    0x62: b"\x1b0",
    0x86: b"\x1b0",
    0x87: b"\x1b0",
}


@dataclass(slots=True)
class SimCard:
    """A card's stripe: text of each track with sentinels, None when nothing is recorded.

    Attributes:
        raw: Bits of tracks that were written raw and are no text.
    """

    tracks: list[str | None] = field(default_factory=lambda: [None, None, None], repr=False)
    raw: dict[int, str] = field(default_factory=dict, repr=False)

    def bits(self, place: int) -> str:
        """Return the bits of a track, 0 to 2, with clocking zeros around them."""
        text = self.tracks[place]
        size = _SIZES[place]
        bits = self.raw.get(place) or (to_bits(encode(text, size), size) if text else "")
        return f"{_ZEROS}{bits}{_ZEROS}" if bits else ""

    def write_bits(self, place: int, bits: str) -> None:
        """Write a track bit by bit; where it is text, it can be read as text."""
        self.tracks[place] = None
        self.raw[place] = bits
        with suppress(BadSwipeError):
            self.tracks[place] = decode(bits, _SIZES[place])


class SimMsr605:
    """Speaks as ``drivers.msr605`` listens. Ready to use; ``close`` it."""

    def __init__(self, directory: Path, *, name: str = "msr605") -> None:
        """Plug an encoder in at ``directory/name``."""
        self.card = SimCard()
        self.is_high_coercivity = True
        self.fails_next_write = False
        self.writes_badly = False
        self.commands: list[int] = []
        self.bits_per_char: tuple[int, ...] = _SIZES
        self._held = b""
        self._pending = b""
        self._changed = Condition()
        self._port = PtyPort(directory / name, self._received)
        self._port.plug()

    @property
    def uri(self) -> str:
        """Address to open it by."""
        return f"msr605:{self._port.path}"

    def put_card(
        self, track1: str | None = None, track2: str | None = None, track3: str | None = None
    ) -> SimCard:
        """Take another card in hand; tracks with sentinels."""
        self.card = SimCard([track1, track2, track3])
        return self.card

    @property
    def waits_for(self) -> int:
        """The command that waits for a card (72 read, 77 write, 63 erase); 0 for none."""
        with self._changed:
            return self._pending[1] if self._pending else 0

    def wait_until_waiting(self, command: int, timeout_s: float = 5.0) -> bool:
        """Wait until the encoder waits for a card after a command (72 read, 77 write, 63 erase)."""
        with self._changed:
            return self._changed.wait_for(lambda: self._pending[1:2] == bytes([command]), timeout_s)

    def wait_until_idle(self, timeout_s: float = 5.0) -> bool:
        """Wait until the encoder waits for no card."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._pending, timeout_s)

    def wait_for_commands(self, count: int, timeout_s: float = 5.0) -> bool:
        """Wait until so many commands came."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.commands) >= count, timeout_s)

    def swipe(self) -> None:
        """Draw the card through; nothing happens when the encoder waits for none."""
        with self._changed:
            pending, self._pending = self._pending, b""
        match pending[1:2]:
            case b"\x72":
                self.send(self._read_block())
            case b"\x77":
                self.send(self._written(pending))
            case b"\x63":
                mask = pending[2] or 1
                self.card.tracks = [
                    None if mask >> place & 1 else track
                    for place, track in enumerate(self.card.tracks)
                ]
                self.card.raw = {
                    place: bits for place, bits in self.card.raw.items() if not mask >> place & 1
                }
                self.send(msr605.ESC + bytes([Status.OK]))
            case b"\x6d":
                self.send(self._raw_block())
            case b"\x6e":
                self.send(self._written_raw(pending))
            case _:
                pass

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._port.send(data)

    def unplug(self) -> None:
        """Pull the cable; what waited is forgotten."""
        self._port.unplug()
        with self._changed:
            self._held = self._pending = b""

    def plug(self) -> None:
        """Plug the cable in again, at the same path."""
        self._port.plug()

    def close(self) -> None:
        """Be gone for good."""
        self.unplug()

    def _received(self, data: bytes) -> None:
        self._held += data
        while len(self._held) >= 2:
            if self._held[:1] != msr605.ESC:
                self._held = self._held[1:]
                continue
            length = self._length()
            if length > len(self._held):
                return
            command, self._held = self._held[:length], self._held[length:]
            self._do(command)

    def _length(self) -> int:
        code = self._held[1]
        if code == 0x6E:
            whole = msr605.raw_block_length(self._held[2:])
            return len(self._held) + 1 if whole is None else whole  # no status follows: two less
        if code == 0x77:
            end = self._held.find(b"\x3f\x1c")
            return len(self._held) + 1 if end < 0 else end + 2
        return _LENGTHS.get(code, 2)

    def _do(self, command: bytes) -> None:
        code = command[1]
        with self._changed:
            self.commands.append(code)
            if code == 0x61:
                self._pending = b""
            elif code in (0x72, 0x77, 0x63, 0x6D, 0x6E):
                self._pending = command
            self._changed.notify_all()
        if code in (0x78, 0x79):
            self.is_high_coercivity = code == 0x78
            self.send(b"\x1b0")
        elif code == 0x64:
            self.send(b"\x1bH" if self.is_high_coercivity else b"\x1bL")
        elif code == 0x6F:
            self.bits_per_char = tuple(command[2:])
            self.send(b"\x1b0" + command[2:])
        elif code in _ANSWERS:
            self.send(_ANSWERS[code])

    def _read_block(self) -> bytes:
        parts = [
            msr605.ESC + bytes([place]) + (track.encode("latin-1") if track else _EMPTY)
            for place, track in enumerate(self.card.tracks, start=1)
        ]
        is_whole = all(self.card.tracks)
        status = Status.OK if is_whole else Status.READ_WRITE_ERROR
        return b"\x1bs" + b"".join(parts) + b"\x3f\x1c\x1b" + bytes([status])

    def _raw_block(self) -> bytes:
        parts = []
        for place in range(3):
            packed = pack_msb_first(self.card.bits(place))
            parts.append(msr605.ESC + bytes([place + 1, len(packed)]) + packed)
        return b"\x1bs" + b"".join(parts) + b"\x3f\x1c\x1b" + bytes([Status.OK])

    def _written_raw(self, command: bytes) -> bytes:
        if self.fails_next_write:
            self.fails_next_write = False
            return msr605.ESC + bytes([Status.INVALID_SWIPE])
        at = 4  # after the command and the block's own beginning
        for place, size in enumerate(self.bits_per_char):
            length = command[at + 2]
            codes = command[at + 3 : at + 3 + length]
            at += 3 + length
            if codes:
                worn = codes[:-1] + bytes([codes[-1] ^ 3]) if self.writes_badly else codes
                self.card.write_bits(place, to_bits(worn, size))
        return msr605.ESC + bytes([Status.OK])

    def _written(self, command: bytes) -> bytes:
        if self.fails_next_write:
            self.fails_next_write = False
            return msr605.ESC + bytes([Status.INVALID_SWIPE])
        body = command[2:-2].removeprefix(b"\x1bs\x1b\x01")
        first, _, rest = body.partition(b"\x1b\x02")
        second, _, third = rest.partition(b"\x1b\x03")
        for place, raw in enumerate((first, second, third)):
            if raw:
                text = raw.decode("latin-1")
                worn = text[:-1] + "0" if self.writes_badly else text
                self.card.raw.pop(place, None)
                self.card.tracks[place] = ("%" if place == 0 else ";") + worn + "?"
        return msr605.ESC + bytes([Status.OK])

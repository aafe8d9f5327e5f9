"""What a device can do, as Protocols; drivers satisfy them, the station asks for them by role.

Input follows UnifiedPOS (JavaPOS contracts 1.16, DataEventEnabled): a reader delivers one event
and is then disarmed until it is armed again, so a double swipe is never processed twice. The
newest swipe that came while disarmed is kept for a moment and delivered at the next arming; the
older ones are counted and dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, unique
from typing import Protocol, TypeVar

from devices.events import DeviceStatus, PrinterStatus
from devices.lifecycle import DeviceState, HealthLevel, HealthReport, Statistics


@unique
class Role(Enum):
    """Role of a driver, as shown in lists."""

    MSR_READER = "magnetic stripe reader"
    MSR_WRITER = "magnetic stripe writer"
    PIN_PAD = "PIN pad"
    RECEIPT_PRINTER = "receipt printer"
    KEYBOARD_WEDGE = "keyboard wedge"
    IC_CARD = "IC card reader"
    MODEM = "text message modem"


@unique
class Arming(Enum):
    """How long a reader stays armed."""

    ONCE = "once"
    ALWAYS = "always"


@unique
class Coercivity(Enum):
    """Field strength a stripe needs (ISO/IEC 7811-2 low, 7811-6 high)."""

    LOW = "LoCo 300 Oe"
    HIGH = "HiCo 2750 to 4000 Oe"


@unique
class PinPrompt(Enum):
    """What the pad may show; free text is never put on a pad that takes PINs (UnifiedPOS PINPad)."""

    ENTER_PIN = "ENTER PIN"
    ENTER_PIN_AGAIN = "ENTER PIN AGAIN"
    ENTER_NEW_PIN = "ENTER NEW PIN"
    WRONG_PIN = "WRONG PIN, AGAIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRequest:
    """One PIN entry to ask for.

    Attributes:
        entry_id: Comes back in the event; the caller's key for what follows.
        account_digits: 1 to 19 digits the block is bound to: the card's or member's number. Shorter
            than 13 is padded on the left with zeros, which leaves the block unchanged.
        working_key: Session key as 16 or 32 hex digits, encrypted under the pad's master key;
            ``""`` with DUKPT. A plain keypad has no keys and its driver makes the block: there it is
            an AES key of 32, 48 or 64 hex digits, in the clear, made anew for each run.
        min_digits: Shortest PIN, 4 to 12.
        max_digits: Longest PIN, 4 to 12.
        timeout_s: How long the guest may take.
        prompt: What the pad shows.
    """

    entry_id: str
    account_digits: str = field(repr=False)
    working_key: str = field(default="", repr=False)
    min_digits: int = 4
    max_digits: int = 6
    timeout_s: float = 30.0
    prompt: PinPrompt = PinPrompt.ENTER_PIN


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOrder:
    """One card to write.

    Attributes:
        entry_id: Comes back in the events.
        track1: Text *without* sentinels, at most 76 characters of track 1's alphabet; None leaves
            the track as it is.
        track2: At most 37 digits and ``=``.
        track3: At most 104 digits and ``=``.
        coercivity: Of this batch of cards; written cards of the wrong kind fade.
    """

    entry_id: str
    track1: str | None = field(default=None, repr=False)
    track2: str | None = field(default=None, repr=False)
    track3: str | None = field(default=None, repr=False)
    coercivity: Coercivity = Coercivity.HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class RawOrder:
    """One card to write character by character, for stripes that follow no standard.

    Attributes:
        entry_id: Comes back in the events.
        track1, track2, track3: Character codes, parity included, least significant bit first on the
            stripe; sentinels and check character are the caller's. At most 255 a track; None leaves it.
        bits_per_char: Bits of a character on each track, 5 to 8.
        leading_zeros: Clocking zeros on tracks 1 and 3, and on track 2; 0 to 255.
        bits_per_inch: Of track 2, 75 or 210.
        coercivity: Of this batch of cards.
    """

    entry_id: str
    track1: bytes | None = field(default=None, repr=False)
    track2: bytes | None = field(default=None, repr=False)
    track3: bytes | None = field(default=None, repr=False)
    bits_per_char: tuple[int, int, int] = (7, 5, 5)
    leading_zeros: tuple[int, int] = (61, 22)
    bits_per_inch: int = 75
    coercivity: Coercivity = Coercivity.HIGH


class Device(Protocol):
    """What every opened device has."""

    @property
    def name(self) -> str:
        """Name it was opened under."""

    @property
    def status(self) -> DeviceStatus:
        """Latest lamp."""

    @property
    def state(self) -> DeviceState:
        """Where it stands."""

    @property
    def statistics(self) -> Statistics:
        """What was counted since it was opened."""

    def start(self) -> None:
        """Claim and enable at once; the port is opened when it is there, and again. Returns at once."""

    def claim(self, timeout_s: float) -> None:
        """Take the port for us alone and set the device up; no event comes yet.

        Raises:
            DeviceError: What stood in the way until the time was over; the device stays opened.
        """

    def enable(self) -> None:
        """Let events flow.

        Raises:
            NotClaimedError: Claim it first.
        """

    def disable(self) -> None:
        """Let no event out but the lamp; what is under way is ended."""

    def release(self) -> None:
        """Give the port back; it can be claimed again."""

    def retry(self) -> None:
        """Look for the port at once: something was plugged in."""

    def check_health(
        self, level: HealthLevel = HealthLevel.INTERNAL, timeout_s: float = 30.0
    ) -> HealthReport:
        """Find out whether it can be used; a fault is told in the report. Not for the GUI thread."""

    def close(self) -> None:
        """Give the port back and end the thread; may be called twice, from any thread but its own."""


class MagstripeReader(Device, Protocol):
    """Reads cards; sends ``CardSwiped`` and ``SwipeFailed`` while armed."""

    def arm(self, mode: Arming = Arming.ONCE) -> None:
        """Let the next swipe through (or all); a swipe younger than 2 s that was kept comes at once."""

    def disarm(self) -> None:
        """Let nothing through and forget what was kept."""

    @property
    def is_armed(self) -> bool:
        """Whether the next swipe will be delivered."""

    @property
    def dropped(self) -> int:
        """Swipes that came while disarmed and gave way to a newer one or grew old."""


class MagstripeWriter(Device, Protocol):
    """Writes cards and reads them back; ends with ``WriteDone`` or ``WriteFailed``."""

    def write(self, order: WriteOrder) -> None:
        """Write and verify one card; returns at once, ``WriterPrompt`` says when to swipe.

        Raises:
            BusyError: A write is under way; cancel it first.
            CharacterError: The text is too long or not in the track's alphabet; nothing is done.
        """

    def erase(self, entry_id: str, tracks: Sequence[int] = (1, 2, 3)) -> None:
        """Erase the tracks of the next card swiped.

        Raises:
            BusyError: As in ``write``.
        """

    def read_raw(self, entry_id: str) -> None:
        """Read the next card bit by bit; ends with ``RawRead`` and ``WriteDone``, or ``WriteFailed``.

        Raises:
            BusyError: As in ``write``.
        """

    def write_raw(self, order: RawOrder) -> None:
        """Write one card character by character, and read its bits back.

        Raises:
            BusyError: As in ``write``.
            CharacterError: A figure is out of its range, or a code has more bits than its track; nothing is
                done.
        """

    def cancel(self) -> None:
        """End the write under way with ``WriteFailed(code="cancelled")``."""


class PinPad(Device, Protocol):
    """Takes PINs and gives encrypted blocks."""

    def ask_pin(self, request: PinRequest) -> None:
        """Ask the guest for a PIN; returns at once.

        Exactly one of ``PinEntered``, ``PinCancelled``, ``PinTimedOut``, ``PinFailed`` follows.

        Raises:
            BusyError: An entry is under way.
            PinPadAccountError: The account digits are not 1 to 19 digits.
            PinPadKeyError: The pad works with session keys and the working key is no such key.
        """

    def cancel(self) -> None:
        """End the entry under way; ``PinCancelled`` follows. Does nothing when idle."""


DocumentT_contra = TypeVar("DocumentT_contra", contravariant=True)


class ReceiptPrinter(Device, Protocol[DocumentT_contra]):
    """Prints documents; ``PrinterStatus`` tells of paper and cover."""

    def print_receipt(self, receipt: DocumentT_contra) -> None:
        """Print one document; returns when the printer took all of it. Not for the GUI thread.

        Raises:
            NoPaperError: Paper is out: nothing was sent, or what came out is incomplete.
            CoverOpenError: The cover is open: the same.
            PrinterError: Another fault that the printer reports.
            PortGoneError: The cable came out; how much was printed is unknown: print a copy.
            TimedOutError: The printer does not take data.
        """

    def preview(self, receipt: DocumentT_contra) -> bytes:
        """Draw as PNG what would come out; nothing is sent."""

    def open_drawer(self) -> None:
        """Pulse the cash drawer on pin 2.

        Raises:
            PortGoneError: No printer.
        """

    @property
    def printer_status(self) -> PrinterStatus:
        """Latest switches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key press as it came.

    Attributes:
        text: The character, ``""`` for keys without one.
        us_text: What the same key gives on a US keyboard; ``""`` where the system does not say which key
            it was. A reader types as if every computer had a US layout.
        is_enter: Return or keypad Enter.
        is_modifier: Shift, Ctrl, Alt, CapsLock: never counts and never breaks a burst.
        origin: The toolkit's own record of the key, given back on replay. Never looked at here.
    """

    text: str = field(default="", repr=False)
    us_text: str = field(default="", repr=False)
    is_enter: bool = False
    is_modifier: bool = False
    origin: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WedgeVerdict:
    """What the assembler decided about keys.

    Attributes:
        swallow: The key just given must not go further.
        replay: Keys held before that were no swipe: send them on, in this order, first.
        next_check_ns: Call ``tick`` at this ``monotonic_ns`` at the latest; None when nothing is held.
    """

    swallow: bool
    replay: tuple[Key, ...] = ()
    next_check_ns: int | None = None


class KeyboardWedge(MagstripeReader, Protocol):
    """A reader that types; the face hands over key presses with their times."""

    def press(self, key: Key, at_monotonic_ns: int) -> WedgeVerdict:
        """Take one key press."""

    def tick(self, now_monotonic_ns: int) -> WedgeVerdict:
        """Decide what time alone decides: the end of a burst, or that it was typed by hand."""

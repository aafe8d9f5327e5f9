"""What devices tell: frozen events, safe to log.

Every event's ``repr`` and ``str`` are masked: no card number, track or PIN block can leave through
a log line or a traceback. Times are ``time.monotonic_ns()`` of the moment the last byte arrived.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, IntEnum, unique


@unique
class Lamp(Enum):
    """The state that a device shows on the desk."""

    READY = "ready"
    RECONNECTING = "reconnecting"
    LOST = "lost"
    NOT_INSTALLED = "not-installed"
    CLOSED = "closed"


@unique
class WriterStep(Enum):
    """What the encoder waits for the operator to do."""

    SWIPE_TO_WRITE = "swipe-to-write"
    SWIPE_TO_VERIFY = "swipe-to-verify"
    SWIPE_TO_ERASE = "swipe-to-erase"


@unique
class PinBlockFormat(IntEnum):
    """Format of a clear PIN block (ISO 9564-1, clause 9)."""

    ISO_0 = 0
    ISO_3 = 3
    ISO_4 = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEvent:
    """Base of all events.

    Attributes:
        device: Name given when the device was opened.
        at_monotonic_ns: ``time.monotonic_ns()`` when the last byte of it arrived.
    """

    device: str
    at_monotonic_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSwiped(DeviceEvent):
    """A card was read; at least one track is good.

    Attributes:
        track1: Text with sentinels, ``%…?``; None when absent or unreadable. For a bank card every
            character but separators and the last four digits of its number is ``*``.
        track2: Same, ``;…?``.
        track3: Same, ``;…?``, ``+…?`` or ``%…?``.
        errors: What was wrong with the other tracks: ``track1-bad-swipe``, ``track3-bad-swipe-lrc``.
        member_number: The number that fits a member-card pattern, else None (another house's card).
        is_bank_card: It is, or looks like, a bank's card; its number does not leave the driver.
        bank_hash: HMAC-SHA-256 of the bank card's number under the given key, hex; None without key.
        bank_last4: Last four digits of the bank card's number.
    """

    track1: str | None = field(default=None, repr=False)
    track2: str | None = field(default=None, repr=False)
    track3: str | None = field(default=None, repr=False)
    errors: tuple[str, ...] = ()
    member_number: str | None = field(default=None, repr=False)
    is_bank_card: bool = False
    bank_hash: str | None = field(default=None, repr=False)
    bank_last4: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwipeFailed(DeviceEvent):
    """A card, or noise, went through and nothing of it can be used; swipe again.

    Attributes:
        code: Code of a ``BadSwipeError``: ``bad-swipe-parity``, ``bad-swipe-end`` …
        errors: Per track, as in ``CardSwiped``.
    """

    code: str
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeScanned(DeviceEvent):
    """A scanner typed a code.

    Attributes:
        text: As it was typed; who it is from is for others to say.
    """

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStatus(DeviceEvent):
    """The lamp of a device changed.

    Attributes:
        lamp: What to show.
        code: Error code that explains it, ``""`` when ready.
        detail: One line for the person who repairs it; no secret in it.
    """

    lamp: Lamp
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinEntered(DeviceEvent):
    """The guest typed a PIN; it left the pad only as this encrypted block.

    Attributes:
        entry_id: As given in the request.
        block: Encrypted PIN block, 8 bytes (TDES) or 16 (format 4, AES).
        ksn: Key serial number of DUKPT, 20 hex digits; None with master and session key.
        account_digits: Account digits that the block is bound to, as sent to the pad.
        format: Format of the clear block.
    """

    entry_id: str
    block: bytes = field(repr=False)
    ksn: str | None = field(default=None, repr=False)
    account_digits: str = field(repr=False)
    format: PinBlockFormat = PinBlockFormat.ISO_0


@dataclass(frozen=True, slots=True, kw_only=True)
class PinCancelled(DeviceEvent):
    """The guest pressed cancel, or we cancelled; nothing was taken."""

    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinTimedOut(DeviceEvent):
    """Nobody typed a PIN in time; nothing was taken."""

    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinFailed(DeviceEvent):
    """The entry ended by a fault (unplugged, key missing); nothing was taken, nothing will follow.

    Attributes:
        code: Code of the ``DeviceError``.
        retry: Whether asking again may help.
        detail: The pad's own words, no secret in it.
    """

    entry_id: str
    code: str
    retry: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus(DeviceEvent):
    """The printer's own switches changed.

    Attributes:
        is_near_end: Roll nearly used up; still prints.
        is_out: No paper.
        is_cover_open: Cover open.
        is_offline: Offline for any of these or another cause.
        has_fault: Cutter, head or voltage: paper jammed, for example.
        is_drawer_open: The cash drawer stands open; None where its address does not say how it tells.
    """

    is_near_end: bool = False
    is_out: bool = False
    is_cover_open: bool = False
    is_offline: bool = False
    has_fault: bool = False
    is_drawer_open: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterPrompt(DeviceEvent):
    """The encoder waits for the card: say so to the operator."""

    entry_id: str
    step: WriterStep


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDone(DeviceEvent):
    """The card was written and what was read back is equal (or it was erased)."""

    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRead(DeviceEvent):
    """A card was read bit by bit, whatever stands on it.

    Attributes:
        entry_id: As given.
        track1, track2, track3: Bits as they lie on the stripe, clocking zeros included; None where there
            are none. May hold any card's number: show or keep it with care.
    """

    entry_id: str
    track1: str | None = field(default=None, repr=False)
    track2: str | None = field(default=None, repr=False)
    track3: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFailed(DeviceEvent):
    """The card was not written, or reads back differently; it must not be handed out.

    Attributes:
        code: Code of the ``DeviceError``: ``write-failed``, ``verify-mismatch``, ``port-gone`` …
        retry: Whether writing again may help.
        tries_left: Tries left until an IC card locks itself for good; None when that is no matter.
    """

    entry_id: str
    code: str
    retry: bool = False
    tries_left: int | None = None


Sink = Callable[[DeviceEvent], None]
"""Takes events, called on the device's owner thread; must return soon and never block."""

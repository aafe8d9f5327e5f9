"""What the desk is told about shifts, days, printing and devices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum, unique

import msgspec

from app.loyalty.refusals import Refusal
from app.ui.service.records import Coded, Fact, Words


class TenderSum(msgspec.Struct, frozen=True, kw_only=True):
    """What should be in the drawer of one tender; ``count`` is the number of payments."""

    tender: Coded
    expected_minor: int
    count: int


class ShiftSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The open shift as counted by the books (the X report).

    Attributes:
        tenders: Cash first; its expected sum contains the float.
    """

    letter: str
    operator: Words
    opened_at: datetime
    float_minor: int
    tenders: tuple[TenderSum, ...]
    slips: int
    voids: int
    spend_minor: int
    points_earned: int
    points_redeemed: int
    stored_in_minor: int
    stored_out_minor: int


@unique
class DayCheckKind(Enum):
    """What is proved before a day can be closed."""

    SHIFTS_CLOSED = "shifts-closed"  # open (int), operators (text)
    ENTRIES_BALANCE = "entries-balance"  # entries (int)
    LOTS_MATCH = "lots-match"
    SLIPS_DECIDED = "slips-decided"  # waiting (int)
    CHAIN_WHOLE = "chain-whole"


class DayCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One proof and how it came out."""

    kind: DayCheckKind
    passed: bool
    facts: Mapping[str, Fact] = msgspec.field(default_factory=dict)


class DaySheet(msgspec.Struct, frozen=True, kw_only=True):
    """The day that would be closed (夜审)."""

    business_date: date
    next_date: date
    checks: tuple[DayCheck, ...]
    slips: int
    spend_minor: int
    points_earned: int
    points_redeemed: int
    stored_in_minor: int
    stored_out_minor: int
    barred: Refusal | None = None


class PrintFormat(msgspec.Struct, frozen=True, kw_only=True):
    """How receipts are printed at this desk, set up before the first print.

    Attributes:
        paper_mm: 80 or 58.
        language: ``guest`` (the member's), ``zh_CN`` or ``en``.
        copies: 1 to 3.
    """

    paper_mm: int = 80
    language: str = "guest"
    logo: bool = True
    qr: bool = True
    copies: int = 1


@unique
class PrintResult(Enum):
    """What became of a print."""

    PRINTED = "printed"
    NO_FORMAT = "no-format"
    NO_PAPER = "no-paper"
    COVER_OPEN = "cover-open"
    JAMMED = "jammed"
    PRINTER_LOST = "printer-lost"
    NOTHING_YET = "nothing-yet"  # the report asked for does not exist yet


@unique
class ReportKind(Enum):
    """Reports that the receipt printer prints."""

    X = "x"
    Z = "z"
    DAY = "day"


@unique
class DeviceRole(Enum):
    """What a device is for; decides icon and name."""

    CARD_READER = "card-reader"
    CARD_WRITER = "card-writer"
    IC_READER = "ic-reader"
    PIN_PAD = "pin-pad"
    PRINTER = "printer"
    MODEM = "modem"
    WEDGE = "wedge"


@unique
class LampState(Enum):
    """Green disc, amber triangle, red square."""

    READY = "ready"
    WARNING = "warning"
    LOST = "lost"


@unique
class DeviceReason(Enum):
    """Why a lamp is not green; each has a sentence and a remedy."""

    NONE = "none"
    RECONNECTING = "reconnecting"
    UNPLUGGED = "unplugged"
    NOT_INSTALLED = "not-installed"
    NOT_SET_UP = "not-set-up"
    NOT_ANSWERING = "not-answering"
    WRONG_DEVICE = "wrong-device"
    PERMISSION = "permission"
    PAPER_LOW = "paper-low"
    NO_PAPER = "no-paper"
    COVER_OPEN = "cover-open"
    JAMMED = "jammed"
    DRAWER_OPEN = "drawer-open"
    NO_KEYS = "no-keys"
    KEYS_IN_FILE = "keys-in-file"
    PLAIN_PAD = "plain-pad"


class DeviceLamp(msgspec.Struct, frozen=True, kw_only=True):
    """One device as the bar and the device page show it.

    Attributes:
        device_id: Stable; names the device in ``DeskService.retry_device``.
        model: E.g. MSR605, as the driver says it.
        address: Where it is plugged in, e.g. a port name.
        since: When it came into this state.
        encrypts: False for a keypad whose PINs travel in the clear; a warning about it stays on the screen.
    """

    device_id: str
    role: DeviceRole
    state: LampState
    reason: DeviceReason = DeviceReason.NONE
    model: str = ""
    address: str = ""
    since: datetime | None = None
    encrypts: bool = True


@unique
class IcState(Enum):
    """What the IC card on the reader said of itself."""

    READING = "reading"
    GENUINE = "genuine"
    BLOCKED = "blocked"
    NOT_GENUINE = "not-genuine"
    EMPTY = "empty"
    UNREADABLE = "unreadable"


class IcCard(msgspec.Struct, frozen=True, kw_only=True):
    """The IC card that lies on the reader.

    Attributes:
        token: Names this very card until it is taken away; its ``SwipeSeen`` has the same.
        family: Kind of card, e.g. ``mifare-classic``; empty for one that is not known.
        tail: Last four digits of the number on it; empty without one.
        is_former: It still has a key that the house had before: genuine, and to be renewed.
    """

    token: str
    family: str
    state: IcState
    tail: str = ""
    is_former: bool = False


@unique
class IcWork(Enum):
    """What is to be done to an IC card."""

    PERSONALISE = "personalise"
    VERIFY = "verify"
    BLOCK = "block"
    RE_PERSONALISE = "re-personalise"
    RENEW = "renew"


class IcDone(msgspec.Struct, frozen=True, kw_only=True):
    """It was done to the card, and the card was read again."""

    work: IcWork
    tail: str = ""


@unique
class LinkState(Enum):
    """The lamp of the connection to the books."""

    EMBEDDED = "embedded"  # one desk with its own books
    ONLINE = "online"
    OFFLINE = "offline"


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Connection and clock. ``clock_off_s`` is how slow (negative: fast) this desk's clock is."""

    state: LinkState
    waiting_slips: int = 0
    last_online: datetime | None = None
    clock_off_s: int = 0

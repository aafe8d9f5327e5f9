"""What the station tells: swipes, PIN entries, prints and lamps, as values without a device in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, unique

from devices.roles import PinPrompt


@unique
class IcState(Enum):
    """What an IC card said of itself; only a ``GENUINE`` one names a member."""

    READING = "reading"
    GENUINE = "genuine"
    BLOCKED = "blocked"
    NOT_GENUINE = "not-genuine"  # copied, forged, or torn away while it was written
    EMPTY = "empty"  # nothing of this house on it
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class IcCard:
    """The IC card that lies on the reader.

    Attributes:
        token: Names this very card until it is taken away; also fetches what it said.
        family: As devices.ic_card names it; empty for one that is not known.
        tail: Last four digits of the number on it.
        is_former: It still has keys that the house had before: genuine, and to be renewed.
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
    RENEW = "renew"  # what the card says stays; it gets the house's current keys


@unique
class IcEnd(Enum):
    """How a work on an IC card ended; after any but ``DONE`` the card may not be handed out."""

    DONE = "done"
    NO_READER = "no-reader"
    NO_CARD = "no-card"  # none lies there, or it was taken away in the middle
    SWAPPED = "swapped"  # another card than the one meant; nothing was written
    EMPTY = "empty"
    TAKEN = "taken"  # it belongs to another number, or is blocked
    KEY = "key"  # it has keys that are not this house's
    LAST_TRY = "last-try"  # a supervisor decides
    LOCKED = "locked"
    DIFFERS = "differs"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class IcOrder:
    """One work on the card that lies there.

    Attributes:
        card: Its token; any other card is left untouched.
        number: All digits of the member's card; a card to block or renew must hold them, too.
        may_use_last_try: A supervisor takes the risk of locking the card.
    """

    work: IcWork
    card: str
    number: str = field(default="", repr=False)
    may_use_last_try: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRead:
    """What one swipe said; the number stays here and in the books.

    Attributes:
        number: Of a member card of this house; empty for others.
        is_foreign: It is some other house's card.
        bank_hash: Keyed hash of a bank card's number; empty for others.
        ic: What an IC card said of itself; None for a stripe.
        qr: What a scanner typed; empty for a card.
        track1: Kept for staff cards, which carry a code on track 1; never logged.
    """

    number: str = field(default="", repr=False)
    is_foreign: bool = False
    bank_hash: str = ""
    bank_last4: str = ""
    ic: IcState | None = None
    qr: str = field(default="", repr=False)
    track1: str = field(default="", repr=False)
    track2: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Swiped:
    """A card passed a reader; ``token`` fetches what it said, once."""

    token: str
    at_monotonic_ns: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """A QR code was scanned; ``token`` fetches what it said."""

    token: str
    at_monotonic_ns: int


@dataclass(frozen=True, slots=True)
class SwipedBadly:
    """A card passed and cannot be read: swipe again."""

    at_monotonic_ns: int


@dataclass(frozen=True, slots=True)
class LampsMoved:
    """A lamp or a printer's switch changed."""


@dataclass(frozen=True, slots=True)
class IcMoved:
    """An IC card was laid on, read, written or taken away."""

    card: IcCard | None


@unique
class CardStep(Enum):
    """What the encoder waits for: the card, to be written or to be read back."""

    WRITE = "write"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class CardWanted:
    """The encoder waits for the card."""

    step: CardStep


@dataclass(frozen=True, slots=True)
class TextCame:
    """A text message came in; the modem has it until ``Texts.acknowledge``.

    Attributes:
        token: To acknowledge it by.
        number: Who sent it, as the network says.
        sent_at: When the network took it; None where it does not say.
    """

    token: str
    number: str = field(repr=False)
    text: str = field(repr=False)
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportCame:
    """A member's phone has a message of a text, or never will; acknowledged as texts are.

    Attributes:
        token: To acknowledge it by.
        reference: As ``TextEnded`` gave it for the message.
        taken_at: When the network had taken the message; None where it does not say.
        done_at: When that was known, likewise.
    """

    token: str
    reference: int
    number: str = field(repr=False)
    is_delivered: bool
    taken_at: datetime | None
    done_at: datetime | None


StationEvent = (
    Swiped | Scanned | SwipedBadly | LampsMoved | CardWanted | IcMoved | TextCame | ReportCame
)


@dataclass(frozen=True, slots=True)
class Entered:
    """A PIN as the pad gave it."""

    entry: str
    block: bytes = field(repr=False)
    ksn: str = field(repr=False)
    account_digits: str = field(repr=False)


@unique
class NotEntered(Enum):
    """How a PIN entry ended without one."""

    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    UNPLUGGED = "unplugged"
    NO_PAD = "no-pad"


@unique
class CardWrite(Enum):
    """How the writing of a card ended; only ``DONE`` may be handed out."""

    DONE = "done"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    DIFFERS = "differs"
    FAILED = "failed"
    UNPLUGGED = "unplugged"
    NO_WRITER = "no-writer"


@unique
class Prompt(Enum):
    """What the pad shows; chosen from its own list, never free text."""

    ENTER = PinPrompt.ENTER_PIN
    NEW = PinPrompt.ENTER_NEW_PIN
    AGAIN = PinPrompt.ENTER_PIN_AGAIN


@unique
class Printed(Enum):
    """What became of a print."""

    DONE = "done"
    NO_PAPER = "no-paper"
    COVER_OPEN = "cover-open"
    JAMMED = "jammed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """One device with its lamp.

    Attributes:
        role: As devices.roles names it.
        state: ready, reconnecting, lost or not-installed.
        code: Why, as a stable code; for a printer's switches ``paper-low``, ``no-paper``, ``cover-open``,
            ``jammed`` or ``drawer-open``.
    """

    name: str
    role: str
    state: str
    code: str
    uri: str
    since_monotonic_ns: int

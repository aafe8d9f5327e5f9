"""What the desk is answered: news that comes by itself, previews, outcomes and PIN entries."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, unique
from typing import NewType

import msgspec

from app.loyalty.refusals import Refusal
from app.ui.service.member_records import MemberPanel
from app.ui.service.pos_records import PosMoved
from app.ui.service.records import Fact, MemberId, SlipId, SlipRow, TraceLine, Words
from app.ui.service.station_records import DeviceLamp, IcCard, IcWork, Link

SwipeToken = NewType("SwipeToken", str)
PinToken = NewType("PinToken", str)
OverrideToken = NewType("OverrideToken", str)


# What comes by itself ------------------------------------------------------------------------


class SwipeSeen(msgspec.Struct, frozen=True):
    """A card passed a reader. The token names the read; the number stays behind it.

    Attributes:
        token: Opaque, used once.
        at_monotonic_ns: ``time.monotonic_ns()`` at the last byte.
    """

    token: SwipeToken
    at_monotonic_ns: int


class ScanSeen(msgspec.Struct, frozen=True):
    """A scanner read a QR code; token and time as of a swipe."""

    token: SwipeToken
    at_monotonic_ns: int


class SwipeUnreadable(msgspec.Struct, frozen=True):
    """A card passed too fast or is worn: swipe again."""

    at_monotonic_ns: int


class LampsChanged(msgspec.Struct, frozen=True):
    """All device lamps, in the order of the bar."""

    lamps: tuple[DeviceLamp, ...]


class LinkChanged(msgspec.Struct, frozen=True):
    """Connection or clock changed."""

    link: Link


class HouseChanged(msgspec.Struct, frozen=True):
    """Business date, lists or reminder changed: ask ``house`` and ``today`` again."""


class SlipConfirmed(msgspec.Struct, frozen=True):
    """A slip that was shown as provisional is now decided."""

    slip_id: SlipId
    refusal: Refusal | None = None


@unique
class CardStep(Enum):
    """What the encoder waits for the card for."""

    WRITE = "write"
    VERIFY = "verify"


class CardWanted(msgspec.Struct, frozen=True):
    """The encoder waits for the card that ``write_card`` writes."""

    step: CardStep


class IcChanged(msgspec.Struct, frozen=True):
    """An IC card was laid on, read, written or taken away."""

    card: IcCard | None


DeskEvent = (
    SwipeSeen
    | ScanSeen
    | SwipeUnreadable
    | LampsChanged
    | LinkChanged
    | HouseChanged
    | SlipConfirmed
    | CardWanted
    | IcChanged
    | PosMoved
)


# Who is this ---------------------------------------------------------------------------------


class CardProblem(msgspec.Struct, frozen=True):
    """The card cannot be used; the member is shown where that is right (a lost card), barred."""

    refusal: Refusal
    panel: MemberPanel | None = None


class StaffCard(msgspec.Struct, frozen=True):
    """The card belongs to somebody who works here."""

    name: Words


class VoucherShown(msgspec.Struct, frozen=True):
    """The QR code of a voucher: whose it is, and which."""

    panel: MemberPanel
    code: str


Identified = MemberPanel | CardProblem | StaffCard | VoucherShown


# Before and after ----------------------------------------------------------------------------


@unique
class PreviewKind(Enum):
    """What one line of a preview says."""

    BILL = "bill"
    DISCOUNT = "discount"  # facts: name (Words), percent (text)
    STORED_VALUE = "stored_value"
    POINTS_PAID = "points_paid"  # facts: points (int)
    VOUCHER = "voucher"  # facts: name (Words)
    TENDER = "tender"  # facts: tender (Words)
    BONUS = "bonus"  # of a top-up
    TOP_UP = "top_up"
    PRICE = "price"  # points; facts: name (Words), quantity (int)
    FEE = "fee"
    REFUND = "refund"
    RETURNED = "returned"  # points that had helped to pay
    TAKEN_BACK = "taken_back"  # points clawed back


class PreviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line with its signed figure: money (``minor``) or points."""

    kind: PreviewKind
    facts: Mapping[str, Fact] = msgspec.field(default_factory=dict)
    minor: int | None = None
    points: int | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A balance before and after."""

    before: int
    after: int


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a request would do if it were made now.

    Attributes:
        lines: From the bill down to what was already paid.
        payable_minor: After discount, before any tender.
        rest_minor: What remains to be paid by ``rest_tender`` (or given back, for a refund).
        earned: Points in all, with ``trace`` how.
        tender_notes: Why one of stored_value, points, voucher is not offered for this bill.
        needs_pin: Ask for the PIN before ``submit``.
        needs_supervisor: Ask for an override before ``submit``, and why.
    """

    lines: tuple[PreviewLine, ...] = ()
    payable_minor: int = 0
    rest_minor: int = 0
    earned: int = 0
    trace: tuple[TraceLine, ...] = ()
    points: Change | None = None
    stored: Change | None = None
    tender_notes: Mapping[str, Refusal] = msgspec.field(default_factory=dict)
    needs_pin: bool = False
    needs_supervisor: Refusal | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """It is in the books (or saved and to be confirmed, when ``provisional``).

    Attributes:
        slip: The slip as lists show it, with its trace; the result line is made of it.
        can_print: Whether there is a receipt to print.
        can_undo: Whether a void would be accepted now.
        member_id: Set when the request made or chose a member (enrol, approve).
        facts: card_no of a card just issued (shown once, full), secret figures never.
        panel: The member as they are now, when there is one.
        to_write: Whether an encoder is there for the card just issued; ``write_card`` writes it.
        to_block: Whether the card just reported lost is the IC card that lies there.
        to_personalise: Whether an IC card lies there for it; ``work_ic_card`` writes it.
    """

    slip: SlipRow
    can_print: bool = True
    can_undo: bool = False
    provisional: bool = False
    member_id: MemberId | None = None
    facts: Mapping[str, Fact] = msgspec.field(default_factory=dict)
    panel: MemberPanel | None = None
    to_write: bool = False
    to_personalise: bool = False
    to_block: bool = False


class Late(msgspec.Struct, frozen=True):
    """The answer did not come in time; the slip was withdrawn and nothing was taken.

    Attributes:
        is_saved: It takes nothing of the member's and was not withdrawn: it is saved, and will be confirmed.
    """

    is_saved: bool = False


@unique
class BooksFault(Enum):
    """Why nothing can be written."""

    DISK_FULL = "disk-full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"


class NotSaved(msgspec.Struct, frozen=True):
    """The books could not take it: nothing was done."""

    fault: BooksFault


Outcome = Done | Refusal | Late | NotSaved


@unique
class CardWritten(Enum):
    """How the writing of an issued card ended; only ``WRITTEN`` may be handed out."""

    WRITTEN = "written"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    DIFFERS = "differs"
    FAILED = "failed"
    UNPLUGGED = "unplugged"
    NO_WRITER = "no-writer"


class IcAsk(msgspec.Struct, frozen=True, kw_only=True):
    """One work on the IC card that lies there.

    Attributes:
        card: Its token; any other card is left untouched.
        override: A supervisor's word, for a second card of a number or for the last try.
        last_try: The supervisor was asked about the last try.
    """

    work: IcWork
    card: str
    member_id: MemberId
    override: OverrideToken | None = None
    last_try: bool = False


# PIN -----------------------------------------------------------------------------------------


@unique
class PinPurpose(Enum):
    """What the pad tells the guest."""

    PAY = "pay"
    REDEEM = "redeem"
    OLD = "old"
    NEW = "new"
    AGAIN = "again"


@unique
class NoPin(Enum):
    """How a PIN entry ended without a PIN; nothing was taken in any of them."""

    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    UNPLUGGED = "unplugged"
    NO_PAD = "no-pad"


class PinEntered(msgspec.Struct, frozen=True, kw_only=True):
    """The pad holds an encrypted entry under this token."""

    token: PinToken


class Backing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind a request: PIN entries in the order asked, and a supervisor's word."""

    pins: tuple[PinToken, ...] = ()
    override: OverrideToken | None = None


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor stands in for the next request."""

    token: OverrideToken
    name: Words

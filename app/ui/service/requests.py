"""What the desk asks to be done: one frozen draft per operation; the slip is made behind it."""

from __future__ import annotations

from datetime import date
from enum import Enum, unique

import msgspec

from app.ui.service.answers import SwipeToken
from app.ui.service.member_records import Way
from app.ui.service.records import EarnChoice, MemberId, SlipId


@unique
class FoundBy(Enum):
    """How it was told who the guest is; value by QR always needs the PIN."""

    CARD = "card"
    PHONE = "mobile"
    QR = "qr"


class SpendDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Post spend (消费登记).

    Attributes:
        outlet: Code; empty while nothing is chosen.
        bill: Bill number as typed.
        amount_minor: The bill before discount.
        stored_minor: How much of it is paid from stored value.
        points: How many points are paid with.
        vouchers: Codes of vouchers used.
        rest_tender: Code of the tender that pays what remains. It may be split over several:
        other_tenders: (code, minor) parts paid by other tenders before the rest.
    """

    member_id: MemberId
    outlet: str
    bill: str
    amount_minor: int
    stored_minor: int = 0
    points: int = 0
    vouchers: tuple[str, ...] = ()
    rest_tender: str = ""
    other_tenders: tuple[tuple[str, int], ...] = ()
    found_by: FoundBy = FoundBy.CARD


class TopUpDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Put money on the card (储值充值)."""

    member_id: MemberId
    amount_minor: int
    tender: str


class RedeemDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Hand a reward to a member for points (兑换)."""

    member_id: MemberId
    reward: str
    quantity: int = 1
    found_by: FoundBy = FoundBy.CARD


class VoidDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Undo a whole slip (作废)."""

    slip_id: SlipId
    reason: str


class RefundDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Give back part or all of a bill (退款)."""

    slip_id: SlipId
    amount_minor: int
    reason: str


class CheckInDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Check in a walk-in (办理入住)."""

    member_id: MemberId
    room: str
    nights: int
    rate_class: str
    earn: EarnChoice = EarnChoice.POINTS


class CheckOutDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Check out the member's open stay (退房)."""

    member_id: MemberId


class EnrolDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Enrol a person, a company or an anonymous stored-value card (入会).

    Attributes:
        kind: ``person``, ``company`` or ``anonymous``; the last needs nothing else.
        name: In 汉字 or as the papers say.
        latin_name: Latin name, may be empty.
        phone: With or without country code.
        language: Of receipts and messages: ``zh_CN`` or ``en``.
        consent: Whether the guest agreed to be sent hotel information.
        issue_card: Whether a card is issued in the same breath.
    """

    kind: str
    name: str = ""
    latin_name: str = ""
    phone: str = ""
    email: str = ""
    birthday: date | None = None
    language: str = "zh_CN"
    consent: bool = False
    preferences: tuple[str, ...] = ()
    issue_card: bool = True


class ReviewDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Approve or reject an applicant (核准)."""

    applicant_id: MemberId
    approve: bool
    reason: str = ""


class AmendDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Change a member's own data; what is None stays."""

    member_id: MemberId
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    language: str | None = None
    consent: bool | None = None
    wants_sms: bool | None = None
    wants_email: bool | None = None
    preferences: tuple[str, ...] | None = None
    note: str | None = None


class IssueCardDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Give the member a card (发卡), written by the encoder when there is one.

    Attributes:
        card_no: A number printed on a card of the pool; empty when the next one is taken.
    """

    member_id: MemberId
    card_no: str = ""


class ReplaceCardDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A new card for an old one (补卡): the balances stay, the old number is blocked."""

    member_id: MemberId
    card_no: str = ""


class LinkBankCardDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Let a bank card open the membership (绑定银行卡).

    Attributes:
        swipe: The swipe that was just read; None to unlink the bank cards of the member.
    """

    member_id: MemberId
    swipe: SwipeToken | None


class TierDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Answer an invitation, apply for a tier, or buy it (会员级别).

    Attributes:
        tier: Code of the tier.
        accepts: Of an invitation: whether the guest wants it.
        price_minor: Of a purchase: what was taken, and
        tender: how.
    """

    member_id: MemberId
    way: Way
    tier: str
    accepts: bool = True
    price_minor: int = 0
    tender: str = ""


class ReportLostDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The card is lost (挂失): its number is blocked at once."""

    member_id: MemberId


@unique
class PinChange(Enum):
    """What is done to a PIN. The tokens in ``Backing.pins`` are, in order, as each says."""

    SET = "set"  # new, again
    CHANGE = "change"  # old, new, again
    UNBLOCK = "unblock"  # new, again


class PinDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Set, change or unblock a PIN (密码); the digits never pass through the desk."""

    member_id: MemberId
    change: PinChange


@unique
class AdjustAsset(Enum):
    """What an adjustment changes."""

    POINTS = "points"
    STORED_VALUE = "stored_value"


class AdjustDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Put points or stored value right by hand (调整); ``quantity`` is signed (分)."""

    member_id: MemberId
    asset: AdjustAsset
    quantity: int
    reason: str


class OpenShiftDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Open the shift with the float in the drawer (开班)."""

    float_minor: int


class CloseShiftDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Close the shift (交班): what was counted per tender, and why it differs, if it does."""

    counted: tuple[tuple[str, int], ...]
    explanation: str = ""


class CloseDayDraft(msgspec.Struct, frozen=True, kw_only=True):
    """Turn the business date (夜审)."""

    business_date: date


Request = (
    SpendDraft
    | TopUpDraft
    | RedeemDraft
    | VoidDraft
    | RefundDraft
    | CheckInDraft
    | CheckOutDraft
    | EnrolDraft
    | ReviewDraft
    | AmendDraft
    | IssueCardDraft
    | ReplaceCardDraft
    | LinkBankCardDraft
    | TierDraft
    | ReportLostDraft
    | PinDraft
    | AdjustDraft
    | OpenShiftDraft
    | CloseShiftDraft
    | CloseDayDraft
)

"""What the desk is told: frozen records of people, slips, shifts and the house, ready to be shown.

Money is an integer in minor units (分), points and miles are integers. Dates and times are aware
and in the hotel's own zone. Nothing here holds a full card number, a bank card number or a PIN.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum, unique
from typing import NewType

import msgspec

from app.loyalty.permissions import Act, Role
from app.loyalty.refusals import Refusal
from app.ui.kit import words

Words = words.Words
NO_WORDS = words.NO_WORDS
Fact = words.Fact

MemberId = NewType("MemberId", str)
SlipId = NewType("SlipId", str)


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """A code of the hotel's settings with its name: an outlet, a tender, a rate class."""

    code: str
    name: Words


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """A level of membership (会员级别).

    Attributes:
        code: The programme's code.
        name: E.g. 金卡, Gold.
        rank: 0 is the lowest; decides the badge's shape and colour (0 circle, 1 square, 2 hexagon,
            3 shield, 4 and above lozenge).
        letter: One sign per language for the badge, e.g. 金, G.
    """

    code: str
    name: Words
    rank: int
    letter: Words


@unique
class EarnChoice(Enum):
    """What a stay earns where the programme lets the guest choose."""

    POINTS = "points"
    MILES = "miles"
    BOTH = "both"


class House(msgspec.Struct, frozen=True, kw_only=True):
    """The property and terminal this desk stands in, and the lists its pages offer.

    Attributes:
        tenders: What the guest pays with outside the books (cash, card, Alipay, WeChat Pay);
            stored value, points and vouchers are not among them.
        points_per_unit: How many points pay so many whole units of money; 0 when points do not pay.
        outlet: Code of the outlet that this terminal stands in.
        units_of_points: So many; 1 but where points are worth a fraction (100 points for 3).
        close_day_due: True when the business date is behind and the day should be closed.
        member_kinds: What may be enrolled: ``person``, ``company``, ``anonymous``, as allowed.
        card_from_pool: True when numbers come from a pool, False when they are allocated.
    """

    name: Words
    terminal: Words
    business_date: date
    outlets: tuple[Coded, ...]
    tenders: tuple[Coded, ...]
    tiers: tuple[Tier, ...]
    rate_classes: tuple[Coded, ...]
    earn_choices: tuple[EarnChoice, ...] = (EarnChoice.POINTS,)
    member_kinds: tuple[str, ...] = ("person", "company", "anonymous")
    programme: Words = NO_WORDS
    currency: str = "CNY"
    symbol: str = "\u00a5"
    scale: int = 2
    points_per_unit: int = 0
    units_of_points: int = 1
    outlet: str = ""
    close_day_due: bool = False
    card_from_pool: bool = False
    training: bool = False


class ShiftMark(msgspec.Struct, frozen=True, kw_only=True):
    """The open shift, as the top of the waiting page says it."""

    letter: str
    opened_at: datetime


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands at the desk and what they may do."""

    operator_id: str
    name: Words
    role: Role
    acts: frozenset[Act]
    shift: ShiftMark | None = None
    idle_lock_s: int = 300


@unique
class SlipKind(Enum):
    """What a slip did, for its line in a list."""

    POST_SPEND = "post_spend"
    REDEEM = "redeem"
    TOP_UP = "top_up"
    VOID = "void"
    REFUND = "refund"
    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    ENROL = "enrol"
    APPROVE = "approve"
    AMEND = "amend"
    ISSUE_CARD = "issue_card"
    REPLACE_CARD = "replace_card"
    REPORT_LOST = "report_lost"
    PIN = "pin"
    ADJUST = "adjust"
    OPEN_SHIFT = "open_shift"
    CLOSE_SHIFT = "close_shift"
    CLOSE_DAY = "close_day"
    EXPIRY = "expiry"
    CARRY_OVER = "carry_over"
    BOOK = "book"
    ARRIVE = "arrive"
    CANCEL_BOOKING = "cancel_booking"
    NO_SHOW = "no_show"
    GUARANTEE = "guarantee"
    EXTEND_STAY = "extend_stay"
    PERK = "request_perk"
    CHEQUE = "cash_cheque"
    GIFT = "gift"
    RECEIVE_GIFT = "receive_gift"
    STAKE = "stake"
    PAY_OUT = "pay_out"
    SETTLE_MARKET = "settle_market"
    CLAIM_PRIZE = "claim_prize"
    HOLD_DRAW = "hold_draw"
    WIN_PRIZE = "win_prize"
    DONATE = "donate"
    SIGN_AGREEMENT = "sign_agreement"
    CONVERT = "convert"
    RESERVE_REWARD = "reserve_reward"
    RELEASE_REWARD = "release_reward"
    BUY_POINTS = "buy_points"
    BUY_TIER = "buy_tier"
    APPLY_TIER = "apply_tier"
    ACCEPT_INVITATION = "accept_invitation"
    ACTION = "action"
    REFERRAL = "credit_referral"
    CREDIT_COMPANY = "credit_company"
    APPEAL = "appeal"
    DECIDE_APPEAL = "decide_appeal"
    TEXT = "sms_in"
    SUSPEND = "suspend_member"
    TERMINATE = "terminate_member"
    MERGE = "merge_member"
    RECEIVE_MERGE = "receive_merge"
    DISCLOSE = "disclose"
    LINK_BANK_CARD = "link_bank_card"
    UNLINK_BANK_CARD = "unlink_bank_card"
    CAMPAIGN = "campaign"
    EXPORT_WEB = "export_web"
    IMPORT_WEB = "import_web"
    OTHER = "other"


@unique
class SlipState(Enum):
    """Where a slip stands now."""

    POSTED = "posted"
    PROVISIONAL = "provisional"
    REFERRED = "referred"
    REFUSED = "refused"
    VOIDED = "voided"
    REFUNDED = "refunded"


@unique
class TraceKind(Enum):
    """One step of a trace; the facts each needs stand beside it."""

    RATE = "rate"  # base_minor, rate (text, e.g. "5")
    BONUS = "bonus"  # name (Words, e.g. the tier), percent (text)
    DISCOUNT = "discount"  # name (Words), percent (text)
    FIXED = "fixed"  # name (Words)
    TAKEN = "taken"  # asset (text: points | stored_value), quantity or quantity_minor
    CLAWED_BACK = "clawed_back"  # nothing
    WAIVED = "waived"  # nothing
    LIMIT = "limit"  # name (Words)
    PLAIN = "plain"  # text (Words): a step with no form of its own


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One step of how a figure came out.

    Attributes:
        kind: The form of the sentence.
        facts: What the sentence needs; see ``TraceKind``. ``rule`` and ``version`` (of the
            programme) may stand in any line and become its caption.
        points: The step's result in points, or
        minor: its result in money; None for both shows no figure.
    """

    kind: TraceKind
    facts: Mapping[str, Fact] = msgspec.field(default_factory=dict)
    points: int | None = None
    minor: int | None = None


class SlipRow(msgspec.Struct, frozen=True, kw_only=True):
    """One slip in a list, with its trace folded away.

    Attributes:
        number: What people call it, e.g. A-0031.
        facts: For the title: outlet (Words), bill, room, nights, reward (Words), quantity, tender
            (Words), bonus_minor, reason, of (the number of the slip it undoes), card_tail, name.
        points: Points gained or lost by the member, signed.
        amount_minor: The money of the slip, not negative.
        void_barred: Why it cannot be voided; None when it can.
        refund_barred: Why it cannot be refunded; None when it can.
    """

    slip_id: SlipId
    number: str
    kind: SlipKind
    state: SlipState
    at: datetime
    business_date: date
    member_id: MemberId | None = None
    member_name: Words = NO_WORDS
    tier: Tier | None = None
    facts: Mapping[str, Fact] = msgspec.field(default_factory=dict)
    points: int | None = None
    amount_minor: int | None = None
    trace: tuple[TraceLine, ...] = ()
    operator: Words = NO_WORDS
    void_barred: Refusal | None = None
    refund_barred: Refusal | None = None


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of the business day on the waiting page, and its last slips (newest first)."""

    as_of: datetime
    spend_minor: int
    bills: int
    points_earned: int
    slips: int
    voids: int
    stored_in_minor: int
    stored_out_minor: int
    points_redeemed: int
    redemptions: int
    new_members: int
    new_members_month: int
    waiting_applicants: int
    last_slips: tuple[SlipRow, ...]


@unique
class HitKind(Enum):
    """By what a search found somebody."""

    CARD = "card"
    PHONE = "phone"
    MEMBER_NO = "member-no"
    NAME = "name"
    BILL = "bill"


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the search results, masked. ``slip`` is set for a bill number."""

    kind: HitKind
    member_id: MemberId
    name: Words
    tier: Tier | None
    member_no: str
    phone_tail: str = ""
    card_tail: str = ""
    room: str = ""
    slip: SlipRow | None = None

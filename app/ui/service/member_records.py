"""What the desk is told about one member: panel, rewards, applicants, profile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum, unique

import msgspec

from app.loyalty.refusals import Refusal
from app.ui.service.records import NO_WORDS, Fact, MemberId, SlipRow, Tier, Words


@unique
class Command(Enum):
    """What the function keys do to a member."""

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    POST_SPEND = "post_spend"
    REDEEM = "redeem"
    TOP_UP = "top_up"
    VOID = "void"
    CARD = "card"
    PRINT = "print"
    APPEAL = "appeal"
    GIFT = "gift"
    ADJUST = "adjust"


@unique
class WarningKind(Enum):
    """What the cashier must know before doing anything; facts beside each."""

    CARD_LOST = "card-lost"  # on (ISO date)
    CARD_BLOCKED = "card-blocked"
    CARD_REPLACED = "card-replaced"  # tail (of the new card)
    CARD_EXPIRED = "card-expired"  # on
    PIN_BLOCKED = "pin-blocked"
    PIN_NOT_SET = "pin-not-set"
    NOT_ACTIVE = "not-active"
    APPEAL_OPEN = "appeal-open"
    INVITATION = "invitation"  # tier (Words), until_on
    BIRTHDAY = "birthday"  # gift (Words, may be missing)
    POINTS_EXPIRING = "points-expiring"  # points, on


class MemberWarning(msgspec.Struct, frozen=True, kw_only=True):
    """One warning with its facts."""

    kind: WarningKind
    facts: Mapping[str, Fact] = msgspec.field(default_factory=dict)


@unique
class Measure(Enum):
    """What the way to the next tier is counted in."""

    NIGHTS = "nights"
    STAYS = "stays"
    POINTS = "points"
    SPEND = "spend"  # minor units


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is to the next tier; ``have`` and ``need`` in ``measure``."""

    to: Tier
    measure: Measure
    have: int
    need: int
    by: date | None = None


class Expiring(msgspec.Struct, frozen=True, kw_only=True):
    """Points that lapse soon."""

    points: int
    on: date


@unique
class RightState(Enum):
    """What has become of one of today's rights."""

    OPEN = "open"
    ASK = "ask"
    GIVEN = "given"
    USED = "used"


class Right(msgspec.Struct, frozen=True, kw_only=True):
    """Something the member may have today, as the programme names it."""

    name: Words
    note: Words = NO_WORDS
    state: RightState = RightState.OPEN
    icon: str = "gift"


class Preference(msgspec.Struct, frozen=True, kw_only=True):
    """A wish of the guest. ``alert`` marks what must not be missed (an allergy)."""

    text: Words
    icon: str = ""
    alert: bool = False


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """The open stay."""

    room: str
    nights: int
    arrived_on: date
    rate_class: Words = NO_WORDS


class VoucherRow(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher in hand. ``worth_minor`` is 0 when it is for a thing and not money."""

    code: str
    name: Words
    worth_minor: int = 0
    expires_on: date | None = None


@unique
class Way(Enum):
    """How a member comes to a higher tier at the desk."""

    INVITED = "invited"
    APPLIED = "applied"
    BOUGHT = "bought"


class TierWay(msgspec.Struct, frozen=True, kw_only=True):
    """A way to a higher tier that is open to the member; the price of a bought one in minor units."""

    way: Way
    tier: Tier
    price_minor: int = 0


class MemberPanel(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the member page shows.

    Attributes:
        name: zh is the name in 汉字 (or as given), en the Latin one; either may be empty.
        salutation: E.g. 女士, Ms; empty words for none.
        kind: ``person``, ``company`` or ``anonymous``.
        card_tail: Last four digits of the live card; empty without one.
        tier_ways: Higher tiers that may be had at the desk, the invitation first.
        bank_tail: Last four digits of the bank card that opens the membership; empty without one.
        email_hint: First sign and house of the e-mail address; empty without one.
        points: Available. ``points_held`` is apart from it.
        has_pin: Whether a PIN is set.
        barred: Why a command is grey; a command that is not in it is allowed.
        within_reach: How many rewards the member can afford.
        slips: Newest first; ``slips_in_all`` counts those not shown too.
        note: The desk's own note about the guest.
    """

    member_id: MemberId
    name: Words
    kind: str
    tier: Tier
    member_no: str
    since: date
    salutation: Words = NO_WORDS
    card_tail: str = ""
    phone_tail: str = ""
    bank_tail: str = ""
    tier_ways: tuple[TierWay, ...] = ()
    email_hint: str = ""
    progress: Progress | None = None
    points: int = 0
    points_held: int = 0
    expiring: tuple[Expiring, ...] = ()
    miles: int | None = None
    stored_minor: int = 0
    stored_bonus_minor: int = 0
    vouchers: tuple[VoucherRow, ...] = ()
    preferences: tuple[Preference, ...] = ()
    warnings: tuple[MemberWarning, ...] = ()
    rights: tuple[Right, ...] = ()
    stay: Stay | None = None
    slips: tuple[SlipRow, ...] = ()
    slips_in_all: int = 0
    note: str = ""
    has_pin: bool = False
    pin_blocked: bool = False
    within_reach: int = 0
    receipt_language: str = "zh_CN"
    barred: Mapping[Command, Refusal] = msgspec.field(default_factory=dict)


class Reward(msgspec.Struct, frozen=True, kw_only=True):
    """One reward of the catalogue, as this member sees it.

    Attributes:
        stock: How many are left; None when it is not counted.
        barred: Why this member cannot have it now; None when they can.
        icon: Name of its picture under ``resources/icons``.
    """

    code: str
    name: Words
    points: int
    note: Words = NO_WORDS
    stock: int | None = None
    icon: str = "gift"
    barred: Refusal | None = None


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose membership waits for review (核准)."""

    applicant_id: MemberId
    name: Words
    kind: str
    phone_tail: str
    applied_on: date
    channel: Words = NO_WORDS


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A member's own data in full, to be amended; fetched only for that page.

    Attributes:
        wants_sms: Has not said no to texts about the membership.
        wants_email: Likewise to e-mails.
    """

    member_id: MemberId
    phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "zh_CN"
    consent: bool = False
    wants_sms: bool = True
    wants_email: bool = True
    preferences: tuple[str, ...] = ()
    note: str = ""

"""The typed model of a programme pack: what a loyalty manager may write in TOML.

Figures are decimal strings or integers, or name a declared setting; conditions are CEL.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from app.programme.booking_terms import Bookings, StayRight
from app.programme.day_end_terms import Activity, PeriodVoucher
from app.programme.market_terms import Draw, RoomPrize, Stakes
from app.programme.marks import SERVES, Leads, OneOf, Reads
from app.programme.parts import (
    AssetName,
    Cel,
    Figure,
    FromSetting,
    GroupName,
    Metric,
    Names,
    Part,
    Ratio,
    RoundingWord,
    TierCode,
    Word,
    YesNo,
)
from app.programme.perk_terms import (
    BuyPoints,
    Cashback,
    ChequeLimit,
    Conversion,
    Donations,
    Party,
    Perk,
)
from app.programme.segments import Segment
from app.programme.stacking import Group, Takes
from app.programme.tier_terms import Tier, Window

FROM_BOOKS = frozenset({"stored_value", "points", "voucher"})  # ways to pay that the books settle


class Setting(Part, frozen=True):
    """A declared setting: what the sources leave open.

    Attributes:
        type: Kind of value.
        default: Value of a house that says nothing.
        options: For ``choice``: what may be said.
        means: One sentence for the manager; in one language only in packs that were published before there
            were two, for what stands in books is read again as it is.
        source: Where the question comes from; ``ours`` where the sources are silent.
    """

    type: Literal["integer", "decimal", "ratio", "boolean", "choice", "list", "table"]
    default: int | str | bool | list[str] | dict[str, str | int]
    means: Names | str
    options: tuple[str, ...] = ()
    source: str = "ours"


class Asset(Part, frozen=True):
    """What is counted.

    Attributes:
        kind: points and vouchers are credits of the programme, money is the guest's own.
        scale: Decimals, 0 to 4.
        lots: Whether each credit keeps its own dates.
        months: Months a credit is valid, to the same-numbered day.
        days: Days besides; with neither a credit does not expire.
        usable_after_days: Days before what a rule gave can be used; until then it is set aside.
        notice_days: Days before the last valid day on which a member is told what then lapses; 0: untold.
        pays_at: Of a voucher: outlets where it pays a bill; a counted one pays all of it.
        expires: Whether that day is its last (end-of-anniversary), the one before (start-of-anniversary) or
            the last day of its year (end-of-year).
    """

    names: Names
    kind: Literal["points", "miles", "money", "voucher"]
    scale: int = 0
    lots: bool = True
    months: Figure = 0
    days: Figure = 0
    usable_after_days: Figure = 0
    notice_days: Figure = 0
    expires: Annotated[
        Word, OneOf(("end-of-anniversary", "start-of-anniversary", "end-of-year"))
    ] = "end-of-anniversary"
    pays_at: tuple[str, ...] = ()


class Children(Part, frozen=True):
    """Accounts of children.

    Attributes:
        from_age: Youngest, in whole years.
        until_age: From this birthday on an account is a standard one.
        grows_up: automatic, or by-application.
    """

    from_age: int
    until_age: int
    grows_up: Annotated[Word, OneOf(("automatic", "by-application"))] = "automatic"


class Membership(Part, frozen=True):
    """Who may join and how.

    Attributes:
        kinds: Kinds of member.
        entry_tier: Tier on joining.
        without_tier: Kinds of member that hold no tier and come to none.
        review: Whether the hotel reviews applications (审核).
        review_at_kiosk: Whether it reviews those of guests who joined alone, with a phone number that they proved.
        card_scheme: allocate or pool, or the setting that says it.
        pool_empty: wait or grow.
        earns: CEL over kind: who earns points.
        by_invitation: Only invited guests may join.
        referral: Code of the action that counts for a member who brought another.
        fee: What joining costs, in the programme's currency, as a decimal.
        children: Accounts of children; None: there are none.
    """

    kinds: list[Literal["person", "child", "company", "household", "anonymous"]]
    entry_tier: TierCode
    without_tier: tuple[Literal["person", "child", "company", "household", "anonymous"], ...] = ()
    review: bool = False
    review_at_kiosk: YesNo = "true"
    card_scheme: Annotated[Word, OneOf(("allocate", "pool"))] = "allocate"
    card_pool: Figure = 0
    pool_empty: Annotated[Word, OneOf(("wait", "grow"))] = "wait"
    least_age: int = 0
    earns: Cel = "true"
    by_invitation: bool = False
    referral: Annotated[str, Leads("action", may_be_empty=True)] = ""
    fee: Figure = 0
    children: Children | None = None


class Earning(Part, frozen=True):
    """A rule that gives: when → how much.

    Attributes:
        on: The event: a bill (spend), a completed stay (check-out), its beginning (check-in), or
            something the member did (action).
        when: CEL over the event's facts.
        part: base, brand or bonus; bonuses by percentage count on what they name.
        per_unit: For each whole unit of money that counts; parts follow the rounding.
        per_night: For each room-night that earns.
        per_item: For each unit of goods.
        flat: A fixed amount.
        first_of: Only while the member has none of this count.
        to: The member, or the company the member is linked to.
        factor: Multiplies before rounding.
        group: Rules of which not all need count; empty: it counts by itself.
        valid_from, valid_until: First and last business date; None leaves a side open.
    """

    id: str
    on: Literal["spend", "check-out", "check-in", "action"]
    asset: AssetName
    when: Cel = "true"
    part: Literal["base", "brand", "bonus", "miles"] = "base"
    per_unit: Figure = 0
    per_night: Figure = 0
    per_item: Figure = 0
    flat: Figure = 0
    factor: Figure = 1
    rounding: RoundingWord = "floor"
    first_of: Annotated[str, Leads("metric", may_be_empty=True)] = ""
    to: Literal["member", "company", "household"] = "member"
    group: GroupName = ""
    valid_from: date | None = None
    valid_until: date | None = None


class Backdating(Part, frozen=True):
    """On reaching a tier its percentage is paid for what the year brought before, less what was paid then.

    Attributes:
        on: Whether it is.
        base: Count of what the percentage is on; paid: count of the bonus paid so far.
        window: The year.
    """

    on: YesNo
    base: Metric
    paid: Metric
    window: Window


class Bonus(Part, frozen=True):
    """A percentage on what other rules gave, reckoned on their rounded figures.

    Attributes:
        backdated: What is paid for earlier when the tier is reached; None: nothing.
        group, valid_from, valid_until: As for a rule.
    """

    id: str
    percent: Figure
    of: tuple[Literal["base", "brand"], ...] = ("base",)
    when: Cel = "true"
    rounding: RoundingWord = "floor"
    backdated: Backdating | None = None
    group: GroupName = ""
    valid_from: date | None = None
    valid_until: date | None = None


class Tally(Part, frozen=True):
    """Something to count for tiers and offers.

    Attributes:
        amount: one, nights, room-nights, spend (money, its cents too), points (all), base-points or
            bonus-points of the event.
        date: Which day a completed stay counts on: departure or arrival, or the setting that says it.
        from_spend: Counts only where the event spends so much or more, in whole units; 0 for whatever it spends.
    """

    metric: str
    on: Literal["spend", "check-out", "check-in", "action"]
    amount: Literal[
        "one", "nights", "room-nights", "spend", "points", "base-points", "bonus-points"
    ]
    when: Cel = "true"
    date: Annotated[Word, OneOf(("departure", "arrival"))] = "departure"
    from_spend: Figure = 0


class Offer(Part, frozen=True):
    """Each time a count has grown by so many, something is given (买赠, every third stay …).

    Attributes:
        repeats: Whether it is given again at each further multiple.
        consecutive: Whether what is counted must follow day upon day (nights in a row).
        valid_from, valid_until: First and last business date; None leaves a side open.
    """

    id: str
    metric: Metric
    every: Figure
    asset: AssetName
    amount: int = 1
    when: Cel = "true"
    repeats: YesNo = "true"
    consecutive: YesNo = "false"
    valid_from: date | None = None
    valid_until: date | None = None


class Action(Part, frozen=True):
    """Something a member can do that is counted and may earn.

    Attributes:
        once: A member does it once.
    """

    code: str
    names: Names
    once: bool = True


class PointsAsMoney(Part, frozen=True):
    """Points as a way to pay.

    Attributes:
        points_per_unit: How many make one unit of money, also as a fraction (100/3); 0: they do not pay.
        earns_again: Whether what points paid earns points once more.
        short: Fewer points than the bill asks for: refuse, or take them and leave the rest to pay (split).
        refunds: Of a bill that points helped to pay: money (they come back by a void only) or pro-rata
            (a refund gives points and money back in the proportion in which they paid).
    """

    points_per_unit: Ratio = 0
    earns_again: YesNo = "false"
    short: Annotated[Word, OneOf(("refuse", "split"))] = "refuse"
    refunds: Annotated[Word, OneOf(("money", "pro-rata"))] = "money"


class StoredValue(Part, frozen=True):
    """Limits of prepaid cards in minor units.

    Source:
        Seven ministries' opinion of 2011: named cards up to 5,000 yuan, unnamed up to 1,000.
    """

    limit_named: Figure = 500_000
    limit_anonymous: Figure = 100_000
    short: Annotated[Word, OneOf(("refuse", "split"))] = "refuse"
    pin_needed: bool = True


class CardForm(Part, frozen=True):
    """How the house's card numbers look: first digits, digits in all, whether the last is Luhn's."""

    prefix: str = "8821"
    length: int = 16
    check_digit: bool = True


class Right(Part, frozen=True):
    """What a tier may have today, as the desk reads it (perks with times follow their own rules)."""

    id: str
    names: Names
    note: Names
    tiers: list[TierCode]
    icon: str = "star"


class Pack(Part, frozen=True):
    """One programme: identity, assets, membership, tiers, earning, and what the sources leave open.

    Attributes:
        tenders: Ways to pay that the till takes, by code, or the setting that lists them; stored value,
            points and vouchers stand in the books and are none of them.
        moved_tiers: Tiers of an earlier version, and what its members are under this one.
        reward_classes: Tiers that may have the rewards of a class, by its name.
        clawback: Points to be taken back that are spent already: waive, note a debt for the desk, or settle
            (a debt that the next points pay).
        redeems: Where members ask for rewards.
        company_redeems: Where rewards are handed out to a company's card.
        redeems_with: The asset that rewards are had for.
        partners: Merchants of the coalition whose bills count.
        gifts: Whether members may give points to each other.
        gifts_keep_dates: Whether points that were given expire when they would have, or begin anew.
        segments: Groups of members that campaigns are written to, besides all and the tiers.
        reservation_days: Days that a reserved reward waits to be fetched; 0: without end.
        spend_order: Which lots are used first: soonest-to-expire or newest-first.
        milestones: Points that a member is told of when the balance comes to them; of several the highest.
        groups: Which of the rules that name a group count.
        discounts_take: Which of a level's discounts count on a bill: the first, the best or all.
    """

    id: str
    names: Names
    sources: list[str]
    currency: str
    assets: dict[str, Asset]
    membership: Membership
    tiers: list[Tier]
    earning: tuple[Earning, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    groups: tuple[Group, ...] = ()
    discounts_take: Takes = "first"
    tallies: tuple[Tally, ...] = ()
    offers: tuple[Offer, ...] = ()
    actions: tuple[Action, ...] = ()
    rights: tuple[Right, ...] = ()
    bookings: Bookings = Bookings()
    stay_rights: tuple[StayRight, ...] = ()
    activity: Activity | None = None
    period_vouchers: tuple[PeriodVoucher, ...] = ()
    reward_classes: dict[str, tuple[TierCode, ...]] = msgspec.field(default_factory=dict)
    redeems: tuple[Annotated[str, OneOf(SERVES)], ...] = SERVES
    redeems_with: str = "points"
    company_redeems: tuple[Annotated[str, OneOf(SERVES)], ...] = SERVES
    perks: tuple[Perk, ...] = ()
    party: Party | None = None
    cheques: tuple[ChequeLimit, ...] = ()
    buy_points: BuyPoints | None = None
    conversions: tuple[Conversion, ...] = ()
    donations: Donations | None = None
    cashback: Cashback | None = None
    partners: tuple[str, ...] = ()
    gifts: Annotated[bool | FromSetting, Reads("boolean")] = False
    gifts_keep_dates: YesNo = "true"
    segments: tuple[Segment, ...] = ()
    reservation_days: Figure = 30
    stakes: Stakes | None = None
    room_prize: RoomPrize | None = None
    draws: tuple[Draw, ...] = ()
    spend_order: Annotated[Word, OneOf(("soonest-to-expire", "newest-first"))] = "soonest-to-expire"
    points_as_money: PointsAsMoney = PointsAsMoney()
    stored_value: StoredValue = StoredValue()
    card: CardForm = CardForm()
    moved_tiers: dict[str, TierCode] = msgspec.field(default_factory=dict)
    settings: dict[str, Setting] = msgspec.field(default_factory=dict)
    choices: tuple[Literal["points", "miles", "both"], ...] = ("points",)
    tenders: Annotated[tuple[str, ...] | FromSetting, Reads("list")] = (
        "cash",
        "card",
        "credit",
        "alipay",
        "wechat",
    )
    rewards: Annotated[FromSetting, Reads("table")] | None = None
    cost_points: Figure = 0
    clawback: Annotated[Word, OneOf(("waive", "debt", "settle"))] = "waive"
    notify_by: Annotated[Word, OneOf(("sms", "email", "both"))] = "sms"
    milestones: tuple[int, ...] = ()
    wrong_entry: Annotated[Word, OneOf(("ask-again", "waiting"))] = "ask-again"

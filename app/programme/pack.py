"""The typed model of a programme pack: what a loyalty manager may write in TOML.

Figures are decimal strings or integers, or name a declared setting; conditions are CEL.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the pack; a key it does not know is an error."""


class Names(_Part, frozen=True):
    """What people read, in both languages."""

    zh: str
    en: str


class FromSetting(_Part, frozen=True):
    """A figure that the house sets.

    Attributes:
        setting: Name of a declared setting.
        by: For a setting that is a table: which fact chooses its entry (outlet, tier, product …).
        default: Where the table has no such entry.
    """

    setting: str
    by: str = ""
    default: str = "0"


Figure = str | int | FromSetting


class Setting(_Part, frozen=True):
    """A declared setting: what the sources leave open.

    Attributes:
        type: Kind of value.
        default: Value of a house that says nothing.
        options: For ``choice``: what may be said.
        means: One sentence for the manager.
        source: Where the question comes from; ``ours`` where the sources are silent.
    """

    type: Literal["integer", "decimal", "boolean", "choice", "list", "table"]
    default: int | str | bool | list[str] | dict[str, str | int]
    means: str
    options: list[str] = []
    source: str = "ours"


class Asset(_Part, frozen=True):
    """What is counted.

    Attributes:
        kind: points and vouchers are credits of the programme, money is the guest's own.
        scale: Decimals, 0 to 4.
        lots: Whether each credit keeps its own dates.
        months: Months a credit is valid, to the end of the same-numbered day; 0: no expiry.
    """

    names: Names
    kind: Literal["points", "miles", "money", "voucher"]
    scale: int = 0
    lots: bool = True
    months: Figure = 0


class Membership(_Part, frozen=True):
    """Who may join and how.

    Attributes:
        kinds: Kinds of member.
        entry_tier: Tier on joining.
        review: Whether the hotel reviews applications (审核).
        card_scheme: allocate or pool, or the setting that says it.
        pool_empty: wait or grow.
        earns: CEL over kind: who earns points.
    """

    kinds: list[Literal["person", "child", "company", "anonymous"]]
    entry_tier: str
    review: bool = False
    card_scheme: Figure = "allocate"
    card_pool: Figure = 0
    pool_empty: Figure = "wait"
    least_age: int = 0
    earns: str = "true"


class Window(_Part, frozen=True):
    """Over what time counts are added.

    Attributes:
        kind: rolling-months, calendar-year, membership-year or lifetime, or the setting that says it.
        months: Length of a rolling window.
        anniversary: Whether the same-numbered day at its beginning is inside or outside.
    """

    kind: Figure
    months: int = 12
    anniversary: Figure = "inside"


class Condition(_Part, frozen=True):
    """A figure to be reached: a count in a window, at least so many.

    Attributes:
        counts: earned: the count; balance: the points left after redemptions.
    """

    metric: str
    at_least: Figure
    window: Window
    counts: Figure = "earned"


class Discount(_Part, frozen=True):
    """Percent off a bill for a tier, where the condition holds."""

    percent: Figure
    when: str = "true"
    id: str = "discount"


class Tier(_Part, frozen=True):
    """A level of membership (会员级别).

    Attributes:
        reached: How a member comes to it.
        any: Conditions of which one is enough; an empty list means it is not reached by counting.
        invitation_needs_acceptance: Whether an invited member must accept.
        shape: Of the badge: circle, square, hexagon, shield, lozenge.
    """

    code: str
    names: Names
    shape: Literal["circle", "square", "hexagon", "shield", "lozenge"] = "circle"
    reached: Literal["joining", "automatic", "invited", "applied", "bought", "given"] = "joining"
    any: list[Condition] = []
    invitation_needs_acceptance: Figure = "true"
    discounts: list[Discount] = []


class Earning(_Part, frozen=True):
    """A rule that gives: when → how much.

    Attributes:
        on: The event: a bill (spend) or a completed stay (check-out).
        when: CEL over the event's facts.
        part: base, brand or bonus; bonuses by percentage count on what they name.
        per_unit: For each whole unit of money that counts; parts follow the rounding.
        flat: A fixed amount.
        factor: Multiplies before rounding.
    """

    id: str
    on: Literal["spend", "check-out"]
    asset: str
    when: str = "true"
    part: Literal["base", "brand", "miles"] = "base"
    per_unit: Figure = 0
    flat: Figure = 0
    factor: Figure = 1
    rounding: Figure = "floor"


class Bonus(_Part, frozen=True):
    """A percentage on what other rules gave, reckoned on their rounded figures."""

    id: str
    percent: Figure
    of: tuple[Literal["base", "brand"], ...] = ("base",)
    when: str = "true"
    rounding: Figure = "floor"


class Tally(_Part, frozen=True):
    """Something to count for tiers and offers.

    Attributes:
        amount: one, nights, room-nights, spend (whole units) or points (all), base-points of the event.
        date: Which day a completed stay counts on: departure or arrival, or the setting that says it.
    """

    metric: str
    on: Literal["spend", "check-out"]
    amount: Literal["one", "nights", "room-nights", "spend", "points", "base-points"]
    when: str = "true"
    date: Figure = "departure"


class Offer(_Part, frozen=True):
    """Each time a count has grown by so many, something is given (买赠, every third stay …)."""

    id: str
    metric: str
    every: int
    asset: str
    amount: int = 1
    when: str = "true"


class PointsAsMoney(_Part, frozen=True):
    """Points as a way to pay: how many make one unit of money; 0 where they do not."""

    points_per_unit: Figure = 0


class StoredValue(_Part, frozen=True):
    """Limits of prepaid cards in minor units.

    Source:
        Seven ministries' opinion of 2011: named cards up to 5,000 yuan, unnamed up to 1,000.
    """

    limit_named: Figure = 500_000
    limit_anonymous: Figure = 100_000
    short: Figure = "refuse"
    pin_needed: bool = True


class CardForm(_Part, frozen=True):
    """How the house's card numbers look: first digits, digits in all, whether the last is Luhn's."""

    prefix: str = "8821"
    length: int = 16
    check_digit: bool = True


class Right(_Part, frozen=True):
    """What a tier may have today, as the desk reads it (perks with times follow their own rules)."""

    id: str
    names: Names
    note: Names
    tiers: list[str]
    icon: str = "star"


class Pack(_Part, frozen=True):
    """One programme: identity, assets, membership, tiers, earning, and what the sources leave open."""

    id: str
    names: Names
    sources: list[str]
    currency: str
    assets: dict[str, Asset]
    membership: Membership
    tiers: list[Tier]
    earning: list[Earning] = []
    bonuses: list[Bonus] = []
    tallies: list[Tally] = []
    offers: list[Offer] = []
    rights: list[Right] = []
    points_as_money: PointsAsMoney = PointsAsMoney()
    stored_value: StoredValue = StoredValue()
    card: CardForm = CardForm()
    settings: dict[str, Setting] = {}
    choices: tuple[Literal["points", "miles", "both"], ...] = ("points",)
    rewards: FromSetting | None = None
    cost_points: Figure = 0
    clawback: Figure = "waive"
    notify_by: Figure = "sms"
    wrong_entry: Figure = "ask-again"


def decimal_of(value: str | int) -> Decimal:
    """Read a figure of a pack.

    Raises:
        ArithmeticError: It is no number; the loader says where.
    """
    return Decimal(value)

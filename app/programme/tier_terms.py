"""What a pack says about tiers: how each is reached, kept and lost, and what it takes off a bill."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from app.programme.marks import OneOf
from app.programme.parts import (
    Anniversary,
    Cel,
    Figure,
    Metric,
    Names,
    Part,
    WindowKind,
    Word,
    YesNo,
)


class Window(Part, frozen=True):
    """Over what time counts are added.

    Attributes:
        kind: rolling-months, calendar-year, membership-year or lifetime, or the setting that says it.
        months: Length of a rolling window.
        anniversary: Whether the same-numbered day at its beginning is inside or outside.
    """

    kind: WindowKind
    months: int = 12
    anniversary: Anniversary = "inside"


class Condition(Part, frozen=True):
    """A figure to be reached: a count in a window, at least so many, or not more than so many.

    Attributes:
        at_most: For a negative condition (no no-show in six months: 0); None: any number.
        counts: earned: the count; balance: the points left after redemptions.
    """

    metric: Metric
    window: Window
    at_least: Figure = 0
    at_most: Figure | None = None
    counts: Annotated[Word, OneOf(("earned", "balance"))] = "earned"


class Keeping(Part, frozen=True):
    """How long a tier is held once it is reached.

    Attributes:
        until: end-of-year or end-of-next-year (the year of reaching and one whole year to confirm it).
        fallback: To what a member falls whose year does not keep the tier: recompute (what the year's
            figures earn), one-step or entry.
        grace_days: Days after the year's end before it is lost; who reaches it in them keeps it.
        notice_days: Days before it is lost on which a member is told who would lose it as things stand;
            0: untold.
    """

    until: Annotated[Word, OneOf(("end-of-next-year", "end-of-year"))] = "end-of-next-year"
    fallback: Annotated[Word, OneOf(("recompute", "one-step", "entry"))] = "recompute"
    grace_days: Figure = 0
    notice_days: Figure = 0


class Discount(Part, frozen=True):
    """What a tier takes off a bill where the condition holds; a subsidy is said apart from discounts.

    Attributes:
        percent: Of the bill.
        amount: Money besides or instead, as a decimal (满减).
        from_amount: The bill from which the amount is taken off, as a decimal.
        valid_from, valid_until: First and last business date; None leaves a side open.
    """

    percent: Figure = 0
    amount: Figure = 0
    from_amount: Figure = 0
    subsidy: bool = False
    when: Cel = "true"
    id: str = "discount"
    valid_from: date | None = None
    valid_until: date | None = None


class Tier(Part, frozen=True):
    """A level of membership (会员级别).

    Attributes:
        reached: How a member comes to it.
        any: Conditions of which one is enough; an empty list means it is not reached by counting.
        all: Conditions that must hold besides.
        price: For a tier that can be bought, in the programme's currency, as a decimal; 0: not sold.
        keeping: How it is lost again; None: it is not.
        partner: What an alliance takes it for; empty for nothing.
        invitation_needs_acceptance: Whether an invited member must accept.
        shape: Of the badge: circle, square, hexagon, shield, lozenge.
    """

    code: str
    names: Names
    shape: Literal["circle", "square", "hexagon", "shield", "lozenge"] = "circle"
    reached: Literal["joining", "automatic", "invited", "applied", "bought", "given"] = "joining"
    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()
    invitation_needs_acceptance: YesNo = "true"
    price: Figure = 0
    keeping: Keeping | None = None
    partner: str = ""
    discounts: tuple[Discount, ...] = ()

"""What a pack says about perks: rights with times and limits, who shares them, extra charges, and small services."""

from __future__ import annotations

from typing import Literal

from app.programme.parts import (
    AssetName,
    Figure,
    HourOrNone,
    Names,
    Part,
    Ratio,
    RoundingWord,
    TierCode,
    YesNo,
)


class Perk(Part, frozen=True):
    """Something a tier may ask for.

    Attributes:
        from_time: Of a right that begins at an hour (early check-in), as "10:00".
        until_time: Of a right that ends at an hour (late check-out), as "17:00".
        by_right: False where it depends on what is free.
        most: How often in a period; 0: any number.
        per: The period.
        shared: Whether the guests whom the member brings along have it too.
    """

    id: str
    names: Names
    tiers: tuple[TierCode, ...]
    from_time: HourOrNone = ""
    until_time: HourOrNone = ""
    by_right: bool = True
    most: int = 0
    per: Literal["day", "month", "year"] = "month"
    shared: bool = False


class Party(Part, frozen=True):
    """What people beside the member cost for a night.

    Attributes:
        adults: How many the room's price covers.
        child_free_to_age: Children up to and including this age cost nothing.
        extra_child, extra_adult: The house's prices, as decimals.
    """

    adults: int = 2
    child_free_to_age: Figure = 0
    extra_child: Figure = 0
    extra_adult: Figure = 0


class ChequeLimit(Part, frozen=True):
    """Up to what amount a tier may cash cheques, in all during one stay."""

    tiers: tuple[TierCode, ...]
    most: Figure


class BuyPoints(Part, frozen=True):
    """Points that may be bought for a reward that is out of reach.

    Attributes:
        percent: Of the reward's price, at most.
        rounding: How that share becomes whole.
        price: Money for one point, as a decimal.
    """

    percent: Figure
    rounding: RoundingWord = "floor"
    price: Figure = 0


class Conversion(Part, frozen=True):
    """One asset that becomes another.

    Attributes:
        rate: So many of the source make one of the target, also as a fraction (1/600); 0: it does not.
    """

    source: AssetName
    target: AssetName
    rate: Ratio


class Donations(Part, frozen=True):
    """Points given to a charity under an agreement.

    Attributes:
        partial: Whether a part of the points may be given.
    """

    partial: YesNo = "true"


class Cashback(Part, frozen=True):
    """A part of what was spent comes back when so much was spent; then it is counted anew.

    Attributes:
        asset: What is credited.
        threshold: Spend to be reached, as a decimal; 0: there is no cash-back.
    """

    asset: AssetName
    percent: Figure
    threshold: Figure

"""What packs are written with: tables that refuse unknown keys, names in both languages, figures and words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

import msgspec

from app.programme.marks import Compiled, Leads, Number, OneOf, Shaped


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the pack; a key it does not know is an error."""


class Names(Part, frozen=True):
    """What people read, in both languages."""

    zh: str
    en: str


class FromSetting(Part, frozen=True):
    """A figure that the house sets.

    Attributes:
        setting: Name of a declared setting.
        by: For a setting that is a table: which fact chooses its entry (outlet, tier, product …).
        default: Where the table has no such entry.
    """

    setting: str
    by: str = ""
    default: str = "0"


# A number, or the setting that says it; one of some words, or the setting that says it.
Figure = Annotated[str | int | FromSetting, Number()]
Ratio = Annotated[str | int | FromSetting, Number(may_be_fraction=True)]
Word = str | FromSetting

# What a field must be stands in its type; the loader walks over the pack and holds it to that.
TierCode = Annotated[str, Leads("tier")]
AssetName = Annotated[str, Leads("asset")]
Metric = Annotated[str, Leads("metric")]
GroupName = Annotated[str, Leads("group", may_be_empty=True)]
Cel = Annotated[str, Compiled()]
Hour = Annotated[Word, Shaped("hour")]
HourOrNone = Annotated[str, Shaped("hour", may_be_empty=True)]
DayOfYear = Annotated[str, Shaped("day")]
YesNo = Annotated[Word, OneOf(("true", "false"))]
RoundingWord = Annotated[Word, OneOf(("floor", "half-up", "ceil", "exact"))]
Anniversary = Annotated[Word, OneOf(("inside", "outside"))]
WindowKind = Annotated[
    Word,
    OneOf(
        (
            "rolling-months",
            "12-months",
            "rolling",
            "calendar-year",
            "calendar",
            "membership-year",
            "membership",
            "lifetime",
        )
    ),
]
Shortfall = Annotated[Word, OneOf(("waive", "debt"))]


def decimal_of(value: str | int) -> Decimal:
    """Read a figure of a pack.

    Raises:
        ArithmeticError: It is no number; the loader says where.
    """
    return Decimal(value)


def ratio_of(value: str | int) -> Fraction:
    """Read a figure that may be a fraction of two figures, such as 100/3; exact.

    Raises:
        ArithmeticError: It is no number, or divides by nought; the loader says where.
    """
    above, slash, below = str(value).partition("/")
    return Fraction(decimal_of(above)) / (Fraction(decimal_of(below)) if slash else 1)


def is_ratio(value: object) -> bool:
    """Tell whether a value is a finite number or a fraction of two such."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return False
    try:
        ratio_of(value)
    except (ArithmeticError, ValueError):  # infinity is no ratio of integers
        return False
    return True


def is_figure(value: object) -> bool:
    """Tell whether a value of a pack or a setting is a finite number, written as an integer or decimal text."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return False
    try:
        return decimal_of(value).is_finite()
    except ArithmeticError:
        return False

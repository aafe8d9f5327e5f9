"""Money and points: whole minor units, exact decimals in between, rounding by name."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import Enum, unique
from typing import Final

from app.loyalty.refusals import Reason, Refusal

# No bill of a hotel is larger; beyond it a finger slipped (in minor units: 10 million yuan).
LARGEST_MINOR: Final = 1_000_000_000
_LONGEST: Final = len(str(LARGEST_MINOR))
_AMOUNT: Final = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?")


@unique
class Rounding(Enum):
    """How a part of a point becomes whole."""

    FLOOR = "floor"
    HALF_UP = "half-up"
    CEIL = "ceil"
    EXACT = "exact"


def rounded(value: Decimal, rounding: Rounding) -> int:
    """Make a reckoned figure whole.

    ``EXACT`` keeps parts where an asset has a scale; for assets counted in wholes it drops them,
    because the sum of parts must never exceed what was spent.
    """
    match rounding:
        case Rounding.FLOOR | Rounding.EXACT:
            return int(value.to_integral_value(ROUND_FLOOR))
        case Rounding.HALF_UP:
            return int(value.to_integral_value(ROUND_HALF_UP))
        case Rounding.CEIL:
            return int(value.to_integral_value(ROUND_CEILING))


def to_minor(text: str, scale: int) -> int | Refusal:
    """Read an amount as typed or sent, such as "888.00", into minor units.

    Args:
        text: Digits, also full-width ones, with at most ``scale`` decimals; spaces and thousands
            commas are dropped.
        scale: Decimals of the currency, 0 to 4.

    Returns:
        The amount in minor units (it may be zero or negative: the caller's rule decides),
        or a refusal when it is no amount, has too many decimals, or is absurdly large.
    """
    cleaned = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    found = _AMOUNT.fullmatch(cleaned)
    if found is None or not (found["whole"] or found["part"]):
        return Refusal(Reason.AMOUNT_MALFORMED, {"text": text[:40]})
    part = (found["part"] or "").rstrip("0")
    if len(part) > scale:
        return Refusal(Reason.AMOUNT_MALFORMED, {"text": text[:40]})
    digits = (found["whole"] + part.ljust(scale, "0")).lstrip("0") or "0"
    if len(digits) > _LONGEST or int(digits) > LARGEST_MINOR:
        return Refusal(Reason.AMOUNT_TOO_LARGE, {"largest": from_minor(LARGEST_MINOR, scale)})
    return -int(digits) if found["sign"] == "-" else int(digits)


def from_minor(minor: int, scale: int) -> str:
    """Write minor units as a plain decimal, e.g. 88800 with scale 2 as "888.00"."""
    if not scale:
        return str(minor)
    whole, part = divmod(abs(minor), 10**scale)
    return f"{'-' if minor < 0 else ''}{whole}.{part:0{scale}d}"


def positive(minor: int) -> Refusal | None:
    """Refuse an amount that is zero, negative or larger than any bill."""
    if minor <= 0:
        return Refusal(Reason.AMOUNT_NOT_POSITIVE)
    if minor > LARGEST_MINOR:
        return Refusal(Reason.AMOUNT_TOO_LARGE, {"largest": from_minor(LARGEST_MINOR, 2)})
    return None

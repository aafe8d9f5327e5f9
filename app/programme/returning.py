"""Returning: what the rest of a bill would have earned, reckoned anew from the trace that was kept with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from app.loyalty.money import Rounding, rounded
from app.loyalty.trace import TraceLine

_RULES = frozenset({"rate", "fixed"})


class Kept(msgspec.Struct, frozen=True, gc=False):
    """What one rule gave, and what is left of it when a part of the bill has gone back.

    Attributes:
        asset, part, to: As the rule gave it; ``to`` is member or the linked account.
        whole: What the whole bill brought, in the asset's minor units.
        kept: What the rest of it would have brought.
    """

    asset: str
    part: str
    to: str
    whole: int
    kept: int


def remaining(trace: Iterable[TraceLine], left: int, total: int) -> list[Kept]:
    """Reckon what a bill would have earned had it been smaller from the beginning.

    Args:
        trace: Of the bill's decision.
        left: Minor units that have not gone back, and
        total: of how many.

    Returns:
        One of each rule and percentage that gave something; rules first, then percentages of what these
        keep, as at the bill.
    """
    lines = list(trace)
    found = [_of_rule(line, left, total) for line in lines if line.step in _RULES and line.asset]
    given = [one for one in found if one.whole > 0]
    bonuses = [line for line in lines if line.step == "bonus" and line.amount > 0]
    return given + [_of_bonus(line, given, left, total) for line in bonuses]


def _of_rule(line: TraceLine, left: int, total: int) -> Kept:
    """Take the figure before it was made whole: 888.50 less 0.50 is 888 points, as a bill of 888.00 is."""
    whole = line.amount or int(line.facts.get("shared", "0"))
    exact = Decimal(line.facts.get("exact", whole)) * left / total
    kept = min(whole, rounded(exact, Rounding(line.facts.get("rounding", "floor"))))
    part, to = line.facts.get("part", "base"), line.facts.get("to", "member")
    return Kept(line.asset, part, to, whole, kept)


def _of_bonus(line: TraceLine, given: Sequence[Kept], left: int, total: int) -> Kept:
    parts = line.facts.get("of", "").split(",")
    own = [one for one in given if one.to == "member" and one.asset == line.asset]
    basis = sum(one.kept for one in own if one.part in parts)
    exact = Decimal(basis) * Decimal(line.facts.get("percent", "0")) / 100
    if not line.facts.get("of"):  # of a decision made before this was kept
        exact = Decimal(line.amount) * left / total
    kept = min(line.amount, rounded(exact, Rounding(line.facts.get("rounding", "floor"))))
    return Kept(line.asset, "bonus", "member", line.amount, kept)

"""The rest of a bill: what it would have earned and counted, had it been so small from the beginning."""

from __future__ import annotations

from app.loyalty.member import TallyRow
from app.operations.credit_company import shares_in
from app.operations.view import PastSlip
from app.programme.returning import Kept, remaining

_PARTS = {"points": "", "base-points": "base", "bonus-points": "bonus"}


def kept_of(
    past: PastSlip, left: int, total: int, amount: int, *, asset: str, to: str = "", part: str = ""
) -> int:
    """Return what is left of an amount that a bill brought, when so much of the bill is left.

    What rules gave is reckoned from their own figures, so that a rest earns what a bill of its size
    does; what came along beside them (an offer) goes in proportion.
    """
    by_rules = [
        one
        for one in remaining(past.trace, left, total)
        if _is_of(one, asset, to or "member", part)
    ]
    given = sum(one.whole for one in by_rules)
    if given > amount:  # something else than what the rules gave
        return amount * left // total
    return sum(one.kept for one in by_rules) + (amount - given) * left // total


def _is_of(one: Kept, asset: str, to: str, part: str) -> bool:
    is_same_to = (one.to == "member") == (to == "member")
    return one.asset == asset and is_same_to and part in {"", one.part}


def shares_left(past: PastSlip, left: int, total: int) -> dict[str, int]:
    """Return what the linked account keeps of its share, by asset."""
    return {
        asset: kept_of(past, left, total, share, asset=asset, to="linked")
        for asset, share in shares_in(past.gives).items()
    }


def counts_left(past: PastSlip, left: int, total: int, tally: TallyRow, kind: str) -> int:
    """Return what a bill of which so much is left still counts."""
    if kind == "one":
        return -(-tally.amount * left // total)
    if kind in _PARTS:
        return kept_of(past, left, total, tally.amount, asset="points", part=_PARTS[kind])
    return tally.amount * left // total

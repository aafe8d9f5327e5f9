"""The trace: why a decision came out so, step by step, in figures that add up to what it posts."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from app.loyalty.accounts import is_held, is_member_account
from app.loyalty.ledger import Transfer


class TraceLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of reckoning, shown to cashier and member and kept with the decision.

    Lines add up: for each asset of a posted decision, the sum of ``amount`` is what its transfers bring
    to the member's accounts, all of them together, and the sum of ``held`` is what they bring to the
    member's holds. A hold being a member's account too, setting points aside moves ``held`` alone.
    A line that only tells something (a tier, a condition, what was waived) has nought in both; so has
    money that never was the member's: cash into the till, a discount.

    Attributes:
        step: What kind of step, e.g. ``rate``, ``bonus``, ``discount``, ``tier``.
        text: The reckoning in figures, e.g. ``188.00 × 5``.
        result: What came out, as text.
        rule: The rule's name in the pack, e.g. ``earn.rooms``; empty where no rule was asked.
        facts: Names for the sentence in the faces, e.g. the tier and percentage.
        asset: What the figures count; empty where the line counts nothing, and in books of before.
        amount: What the member gains by this line, in the asset's smallest unit; below zero: loses.
        held: What goes into the member's holds by it; below zero: comes out of them.
    """

    step: str
    text: str
    result: str
    rule: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    asset: str = ""
    amount: int = 0
    held: int = 0


Sums = dict[str, tuple[int, int]]


def sums_of(lines: Iterable[TraceLine]) -> Sums:
    """Add up lines: by asset, what the member gains and what goes into holds; what comes to nought is left out."""
    return _summed((line.asset, line.amount, line.held) for line in lines)


def brought_by(transfers: Iterable[Transfer]) -> Sums:
    """Say the same of an entry's transfers: what ``sums_of`` its trace must come to."""
    return _summed(
        (one.asset, sign * one.amount, sign * one.amount if is_held(account) else 0)
        for one in transfers
        for account, sign in ((one.source, -1), (one.target, 1))
        if is_member_account(account)
    )


def _summed(parts: Iterable[tuple[str, int, int]]) -> Sums:
    sums: Sums = {}
    for asset, amount, held in parts:
        gained, aside = sums.get(asset, (0, 0))
        sums[asset] = gained + amount, aside + held
    return {asset: both for asset, both in sums.items() if any(both)}

"""Lots: each credit keeps its own dates; debits use the soonest to expire first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

_NEVER: Final = date.max


class Lot(msgspec.Struct, frozen=True, gc=False):
    """What one account still holds of one credit.

    Attributes:
        lot: Id: the slip that made it and the line.
        account: The member's account that holds this part (available, or a hold).
        asset: What is counted.
        remaining: What is left of it there, not negative.
        earned_on: Business date of the credit.
        expires_on: Last valid day; None where the programme knows no expiry.
    """

    lot: str
    account: str
    asset: str
    remaining: int
    earned_on: date
    expires_on: date | None


def soonest_first(lots: Iterable[Lot]) -> list[Lot]:
    """Order lots as debits use them: soonest to expire, then oldest, then by id."""
    return sorted(lots, key=lambda lot: (lot.expires_on or _NEVER, lot.earned_on, lot.lot))


def take(
    lots: Iterable[Lot],
    amount: int,
    *,
    first: str | None = None,
    order: str = "soonest-to-expire",
) -> list[tuple[Lot, int]]:
    """Choose which lots a debit uses.

    Args:
        lots: The lots of one asset in the account that gives.
        amount: What is debited, not more than they hold together.
        first: A lot to use before the others (a void takes its own points back first).
        order: soonest-to-expire or newest-first.

    Returns:
        Pairs of lot and amount, in order of use.

    Raises:
        ValueError: The lots hold less; the caller must have asked the balance first.
    """
    ordered = soonest_first(lots)
    if order == "newest-first":
        ordered.sort(key=lambda lot: lot.earned_on, reverse=True)
    if first is not None:
        ordered.sort(key=lambda lot: lot.lot != first)
    used: list[tuple[Lot, int]] = []
    for lot in ordered:
        if amount == 0:
            break
        part = min(lot.remaining, amount)
        if part > 0:
            used.append((lot, part))
            amount -= part
    if amount:
        raise ValueError("the lots hold less than the balance says")
    return used

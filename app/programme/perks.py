"""Perks: whether a right covers what is asked, and what company in the room costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

from app.programme.perk_terms import Perk
from app.programme.programme import Programme


def covers(perk: Perk, tier: str, at: time | None) -> bool:
    """Tell whether a tier's right reaches as far as the hour that is asked for (None: no hour)."""
    if tier not in perk.tiers:
        return False
    if at is None:
        return True
    if perk.from_time and at < time.fromisoformat(perk.from_time):
        return False
    return not perk.until_time or at <= time.fromisoformat(perk.until_time)


def period_of(perk: Perk, day: date) -> tuple[date, date]:
    """Return the first day of the period that a perk's limit counts in, and the day itself."""
    first = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
    return first[perk.per], day


def extra_charge(programme: Programme, adults: int, child_ages: Sequence[int]) -> int:
    """Return what a party costs beyond the room's price, in minor units, for a night."""
    rule = programme.pack.party
    if rule is None:
        return 0
    free_to = programme.figure(rule.child_free_to_age)
    children = sum(age > free_to for age in child_ages)
    each_child, each_adult = programme.figure(rule.extra_child), programme.figure(rule.extra_adult)
    charge = children * each_child + max(0, adults - rule.adults) * each_adult
    return int(Decimal(charge).scaleb(programme.asset(programme.currency).scale))

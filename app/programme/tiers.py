"""Tiers: who has reached which, and how far it is to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import msgspec

from app.programme.programme import Programme
from app.programme.tier_terms import Condition, Tier
from app.programme.windows import window_on


class Counts(Protocol):
    """What a member has counted so far."""

    def counted(self, metric: str, first: date, last: date) -> int:
        """Add up a count from day to day, both inside."""

    def balance(self, asset: str) -> int:
        """Return the available balance of an asset."""


class Standing(msgspec.Struct, frozen=True, gc=False):
    """What a review finds: the tier to be in, and the tier to be invited to (empty for none)."""

    tier: str
    invited_to: str


@dataclass(frozen=True, slots=True)
class Way:
    """How far it is to a tier: by the condition that is nearest.

    Attributes:
        by: Last day of the window where the window has an end.
    """

    tier: str
    metric: str
    have: int
    need: int
    by: date | None


def have_of(
    programme: Programme, condition: Condition, day: date, joined_on: date, counts: Counts
) -> int:
    """Return what counts toward a condition on a day; money in whole units."""
    if programme.word(condition.counts) == "balance":
        return counts.balance("points")
    first, last = window_on(
        programme.word(condition.window.kind),
        day,
        months=condition.window.months,
        anniversary=programme.word(condition.window.anniversary),
        joined_on=joined_on,
    )
    return programme.in_units(condition.metric, counts.counted(condition.metric, first, last))


def is_reached(
    programme: Programme, tier: Tier, day: date, joined_on: date, counts: Counts
) -> bool:
    """Tell whether a tier is reached on a day: any condition of its list of which one is enough, and all others.

    A tier without conditions is not reached by counting.
    """
    if not tier.any and not tier.all:
        return False
    return (
        not tier.any or any(_is_met(programme, one, day, joined_on, counts) for one in tier.any)
    ) and unmet(programme, tier, day, joined_on, counts) is None


def is_year_of_reaching(
    programme: Programme, code: str, since: date, day: date, joined_on: date, counts: Counts
) -> bool:
    """Tell whether a day lies in a year in which a tier was reached, for the first time or anew.

    Args:
        programme: The rules.
        code: Of the tier that the member holds.
        since: When the member came to it.
        day: The day that asks.
        joined_on: Of the member.
        counts: As they stand before the slip that asks.
    """
    if since.year == day.year:
        return True
    return is_reached(programme, programme.tier(code), day, joined_on, counts)


def unmet(
    programme: Programme, tier: Tier, day: date, joined_on: date, counts: Counts
) -> Condition | None:
    """Return the first condition of those that must all hold that does not; None when they do."""
    return next(
        (one for one in tier.all if not _is_met(programme, one, day, joined_on, counts)), None
    )


def _is_met(
    programme: Programme, condition: Condition, day: date, joined_on: date, counts: Counts
) -> bool:
    need = programme.figure(condition.at_least)
    if condition.at_most is None:
        # A threshold of nought is one that the house has not set: nobody reaches it.
        return need > 0 and have_of(programme, condition, day, joined_on, counts) >= need
    have = have_of(programme, condition, day, joined_on, counts)
    return need <= have <= programme.figure(condition.at_most)


def review(
    programme: Programme, standing: Standing, day: date, joined_on: date, counts: Counts
) -> Standing:
    """Find the tier that a member's counts have brought. It only raises; an invitation waits for its answer."""
    current, invited = standing.tier, standing.invited_to
    for tier in programme.pack.tiers:
        if programme.rank(tier.code) <= programme.rank(current):
            continue
        if tier.reached == "automatic" and is_reached(programme, tier, day, joined_on, counts):
            current = tier.code
        elif tier.reached == "invited" and is_reached(programme, tier, day, joined_on, counts):
            if programme.word(tier.invitation_needs_acceptance) == "true":
                invited = tier.code
            else:
                current = tier.code
    if invited and programme.rank(invited) <= programme.rank(current):
        invited = ""
    return Standing(current, invited)


def year_looked_at(programme: Programme, tier: Tier, day: date) -> date | None:
    """Return the last day of the year for which a tier is kept or lost when a day ends; None: no year."""
    if tier.keeping is None:
        return None
    ended = day - timedelta(days=int(programme.figure(tier.keeping.grace_days)))
    return ended if (ended.month, ended.day) == (12, 31) else None


def falls_to(
    programme: Programme, tier_code: str, since: date, day: date, joined_on: date, counts: Counts
) -> str:
    """Return the tier that a member holds when a year has ended.

    A tier is kept where the year's figures reach it anew, and through the whole year after the one it
    was reached in where the programme says so. With days of grace it is kept, too, where it is reached
    anew by their end.

    Args:
        programme: In force.
        tier_code: The tier held.
        since: Day it was reached.
        day: The day that ended; nothing falls but on 31 December, or so many days of grace later.
        joined_on: Where membership years begin.
        counts: What the member has counted.
    """
    tier = programme.tier(tier_code)
    ended = year_looked_at(programme, tier, day)
    if tier.keeping is None or ended is None or since > ended:
        return tier_code
    if any(is_reached(programme, tier, one, joined_on, counts) for one in {ended, day}):
        return tier_code
    if programme.word(tier.keeping.until) == "end-of-next-year" and since.year >= ended.year:
        return tier_code
    entry = programme.pack.membership.entry_tier
    lower = [
        one for one in programme.pack.tiers if programme.rank(one.code) < programme.rank(tier_code)
    ]
    match programme.word(tier.keeping.fallback):
        case "one-step":
            return lower[-1].code if lower else entry
        case "recompute":
            earned = [
                one.code
                for one in lower
                if one.reached == "automatic"
                and is_reached(programme, one, ended, joined_on, counts)
            ]
            return earned[-1] if earned else entry
        case _:
            return entry


def way_to_next(
    programme: Programme, tier: str, day: date, joined_on: date, counts: Counts
) -> Way | None:
    """Return the shortest way to the next tier that counting can reach; None at the top."""
    for one in programme.pack.tiers:
        if programme.rank(one.code) <= programme.rank(tier) or not one.any:
            continue
        ways: list[tuple[float, Way]] = []
        for condition in one.any:
            need = int(programme.figure(condition.at_least))
            if need <= 0:
                continue
            have = have_of(programme, condition, day, joined_on, counts)
            ends = (
                date(day.year, 12, 31)
                if programme.word(condition.window.kind) in {"calendar-year", "calendar"}
                else None
            )
            ways.append((have / need, Way(one.code, condition.metric, have, need, ends)))
        if ways:
            return max(ways, key=lambda pair: pair[0])[1]
    return None

"""Tiers: who has reached which, and how far it is to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.programme.pack import Condition, Tier
from app.programme.programme import Programme
from app.programme.windows import window_on


class Counts(Protocol):
    """What a member has counted so far."""

    def counted(self, metric: str, first: date, last: date) -> int:
        """Add up a count from day to day, both inside."""

    def balance(self, asset: str) -> int:
        """Return the available balance of an asset."""


@dataclass(frozen=True, slots=True)
class Standing:
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
    """Return what counts toward a condition on a day."""
    if programme.word(condition.counts) == "balance":
        return counts.balance("points")
    first, last = window_on(
        programme.word(condition.window.kind),
        day,
        months=condition.window.months,
        anniversary=programme.word(condition.window.anniversary),
        joined_on=joined_on,
    )
    return counts.counted(condition.metric, first, last)


def is_reached(
    programme: Programme, tier: Tier, day: date, joined_on: date, counts: Counts
) -> bool:
    """Tell whether any condition of a tier is met on a day; a tier without conditions is not reached by counting."""
    return any(
        have_of(programme, one, day, joined_on, counts) >= programme.figure(one.at_least)
        for one in tier.any
    )


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
            have = have_of(programme, condition, day, joined_on, counts)
            ends = (
                date(day.year, 12, 31)
                if programme.word(condition.window.kind) in {"calendar-year", "calendar"}
                else None
            )
            ways.append(
                (have / need if need else 1.0, Way(one.code, condition.metric, have, need, ends))
            )
        return max(ways, key=lambda pair: pair[0])[1]
    return None

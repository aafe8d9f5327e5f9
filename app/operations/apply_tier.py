"""Apply for a tier (申请升级): the conditions are looked at on the day of the application."""

from __future__ import annotations

from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.review_tier import raise_to
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.tiers import have_of, is_reached, unmet

KIND = "apply_tier"


class ApplyTier(Body, frozen=True, kw_only=True):
    """Code of the tier."""

    tier: str


def needs(slip: Slip[ApplyTier], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[ApplyTier], view: View) -> Decision:
    """Give the tier, or say which condition is not met.

    Source:
        7 Days Club: gold and platinum are applied for, "from the application date".
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    programme, row = view.programme, view.member(slip.member).row
    tier = next((one for one in programme.pack.tiers if one.code == slip.body.tier), None)
    if tier is None or tier.reached != "applied" or row is None or not row.tier:
        return refused(Reason.NOT_IN_PROGRAMME, tier=slip.body.tier)
    if programme.rank(tier.code) <= programme.rank(row.tier):
        return refused(Reason.TIER_HELD, tier=row.tier)
    entry = Entry(slip, view)
    day = view.observed.business_date
    if not is_reached(programme, tier, day, row.joined_on, entry):
        short = unmet(programme, tier, day, row.joined_on, entry)
        if short is None:
            return refused(Reason.TIER_NOT_REACHED, tier=tier.code)
        has = have_of(programme, short, day, row.joined_on, entry)
        need = short.at_least if short.at_most is None else short.at_most
        return refused(
            Reason.TIER_NOT_REACHED,
            tier=tier.code,
            metric=short.metric,
            needs=int(programme.figure(need)),
            has=has,
        )
    raise_to(entry, view, row, tier.code, day)
    return entry.posted()

"""The day-end of one member: what expires and what tier the counts have brought, as one derived slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.loyalty import accounts
from app.operations.decision import Decision
from app.operations.entry import Entry
from app.operations.review_tier import review_tier
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "end_member_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMemberDay(Body):
    """The business date that has ended."""

    date: date


def needs(slip: Slip[EndMemberDay], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[EndMemberDay], view: View) -> Decision:
    """Expire what had its last day, and review the tier; done late or twice it comes out the same."""
    entry = Entry(slip, view)
    for lot in sorted(entry.state.lots.values(), key=lambda one: one.lot):
        is_over = lot.expires_on is not None and lot.expires_on <= slip.body.date
        if is_over and lot.remaining > 0 and lot.account == accounts.AVAILABLE:
            entry.move(lot.asset, lot.remaining, lot.account, accounts.EXPIRED, lot.lot)
            entry.explain(
                "expired",
                f"{lot.lot} {lot.earned_on.isoformat()}",
                str(lot.remaining),
                asset=lot.asset,
            )
    review_tier(entry, view)
    return entry.posted()


def is_empty(decision: Decision) -> bool:
    """Tell whether nothing was due, so that no slip need be kept."""
    return not decision.transfers and not decision.rows

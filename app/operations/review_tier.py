"""The tier review that follows every slip that counts: it only raises, or invites."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.member import MemberRow
from app.operations.entry import Entry
from app.operations.view import View
from app.programme.tiers import Standing, review


def review_tier(entry: Entry, view: View, row: MemberRow | None = None) -> None:
    """Put the member's row anew where the counts of the entry bring a tier or an invitation.

    Args:
        entry: The entry so far; the review reads its counts.
        view: The books before it.
        row: The member's row where the entry has changed it already.
    """
    row = row or entry.state.row
    if row is None:
        return
    day = view.observed.business_date
    found = review(view.programme, Standing(row.tier, row.invited_to), day, row.joined_on, entry)
    if found == Standing(row.tier, row.invited_to):
        return
    since = day if found.tier != row.tier else row.tier_since
    entry.put(
        replace(
            row,
            tier=found.tier,
            tier_since=since,
            invited_to=found.invited_to,
            version=row.version + 1,
        )
    )
    if found.tier != row.tier:
        entry.explain("tier", f"{row.tier} → {found.tier}", found.tier, tier=found.tier)
        entry.gives["tier"] = found.tier
    if found.invited_to != row.invited_to:
        entry.explain("invited", found.invited_to, found.invited_to, tier=found.invited_to)
        entry.gives["invited_to"] = found.invited_to

"""The tier review that follows every slip that counts: it only raises, or invites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.loyalty.accounts import ISSUED
from app.loyalty.member import MemberRow, TallyRow
from app.operations.entry import Entry
from app.operations.undo import claw
from app.operations.view import View
from app.programme.earning import backdated, overpaid
from app.programme.tiers import (
    Counts,
    Standing,
    falls_to,
    is_reached,
    is_year_of_reaching,
    review,
)


def raise_to(entry: Entry, view: View, row: MemberRow, tier: str, day: date) -> None:
    """Put the member into a tier from a day on; an invitation to it is answered by that."""
    entry.put(replace(row, tier=tier, tier_since=day, invited_to="", version=row.version + 1))
    entry.explain("tier", f"{row.tier} → {tier}", tier, tier=tier)
    entry.gives["tier"] = tier
    _pay_backdated(entry, view, tier, day, row.joined_on)


def _pay_backdated(entry: Entry, view: View, tier: str, day: date, joined_on: date) -> None:
    """Pay a reached tier's bonus for the year so far, where the programme says so."""
    for bonus, due in backdated(view.programme, tier, day, joined_on, entry):
        if bonus.backdated is None:
            continue
        entry.credit("points", due)
        entry.tally(bonus.backdated.paid, due, day)
        said = f"{view.programme.figure(bonus.percent)} %"
        entry.explain("backdated", said, str(due), bonus.id, asset="points", amount=due, tier=tier)
        for name in ("points", "bonus_points"):
            given = entry.gives.get(name, 0)
            entry.gives[name] = due + (given if isinstance(given, int) else 0)


def is_tier_year(row: MemberRow, day: date, before: Counts, view: View) -> bool:
    """Tell a programme that asks for it whether the member reached the tier, or reached it anew, in a day's year."""
    programme = view.programme
    return programme.asks_tier_year and is_year_of_reaching(
        programme, row.tier, row.tier_since, day, row.joined_on, before
    )


def unpay_backdated(entry: Entry, view: View, undone: Sequence[TallyRow], on: date) -> None:
    """Take back what a reached tier had paid for an entry that is undone, wholly or in part.

    Args:
        entry: The undoing, with these counts taken back already.
        view: The books before it.
        undone: The counts that are undone.
        on: The business date of the entry that is undone.
    """
    row = entry.row
    if row is None:
        return
    amounts: dict[str, int] = {}
    for tally in undone:
        amounts[tally.metric] = amounts.get(tally.metric, 0) + tally.amount
    today = view.observed.business_date
    for bonus, too_much in overpaid(
        view.programme, row.tier, on, today, row.joined_on, entry, amounts
    ):
        if bonus.backdated is None:
            continue
        said = f"{view.programme.figure(bonus.percent)} %"
        entry.explain("overpaid", said, str(too_much), bonus.id, asset="points", tier=row.tier)
        claw(entry, "points", too_much, ISSUED, view)
        entry.tally(bonus.backdated.paid, -too_much, on)


def withdraw_invitation(entry: Entry, view: View) -> None:
    """Take back an invitation that nobody has answered yet, where what is undone now had brought it.

    Args:
        entry: The undoing, with its counts taken back already.
        view: The books before it.
    """
    row = entry.row
    if row is None or not row.invited_to:
        return
    programme, day = view.programme, view.observed.business_date
    tier = programme.tier(row.invited_to)
    was, still = (
        is_reached(programme, tier, day, row.joined_on, counts) for counts in (entry.state, entry)
    )
    if was and not still:
        entry.put(replace(row, invited_to="", version=row.version + 1))
        entry.explain("uninvited", row.invited_to, "", tier=row.invited_to)
        entry.gives["invited_to"] = ""


def fall_from_tier(entry: Entry, view: View, day: date) -> MemberRow | None:
    """Return the member's row as it stands when a year that does not keep the tier has ended; None: unchanged.

    Args:
        entry: The entry so far; the counts are read from it.
        view: The books before it.
        day: The business date that ended.
    """
    row = entry.row
    if row is None or not row.tier:
        return None
    tier = falls_to(view.programme, row.tier, row.tier_since, day, row.joined_on, entry)
    if tier == row.tier:
        return None
    entry.explain("fell", f"{row.tier} → {tier}", tier, tier=tier)
    entry.gives["tier"] = tier
    return replace(row, tier=tier, tier_since=day, invited_to="", version=row.version + 1)


def review_tier(
    entry: Entry, view: View, row: MemberRow | None = None, *, counted_on: date | None = None
) -> None:
    """Put the member's row anew where the counts of the entry bring a tier or an invitation.

    Args:
        entry: The entry so far; the review reads its counts.
        view: The books before it.
        row: The member's row where the entry has changed it already.
        counted_on: An earlier day on which the entry counted something (a stay's arrival): what was reached
            in the year of that day is reached.
    """
    row = row or entry.row
    if row is None or not row.tier:  # a kind of member that holds none comes to none
        return
    day = view.observed.business_date
    held = view.programme.moved(row.tier)
    found = Standing(held, row.invited_to)
    for seen_from in sorted({counted_on or day, day}):
        found = review(view.programme, found, seen_from, row.joined_on, entry)
    if found == Standing(row.tier, row.invited_to):
        return
    since = day if found.tier != held else row.tier_since
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
        if view.programme.rank(found.tier) > view.programme.rank(held):
            _pay_backdated(entry, view, found.tier, day, row.joined_on)
    if found.invited_to != row.invited_to:
        entry.explain(
            "invited" if found.invited_to else "uninvited",
            found.invited_to,
            found.invited_to,
            tier=found.invited_to,
        )
        entry.gives["invited_to"] = found.invited_to

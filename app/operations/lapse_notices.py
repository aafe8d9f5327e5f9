"""What a member is told ahead of: points, value and a tier that lapse in so many days, as the programme says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from app.loyalty import accounts
from app.loyalty.money import from_minor
from app.operations.entry import Entry
from app.operations.view import View
from app.programme.tiers import falls_to, year_looked_at

LAPSING: Final = (
    "lapsing"  # in what a decision gives; of each: what, how much or which, last valid day
)
TIER: Final = "tier"


def look_ahead(entry: Entry, view: View, day: date) -> None:
    """Put what lapses so many days behind a day into what the entry gives; once for each last day.

    Args:
        entry: The day-end, when all else is done: what it took is not there any more.
        view: The books before it.
        day: The business date that ended.
    """
    found = [*_assets(entry, view, day), *_tier(entry, view, day)]
    if found:
        entry.gives[LAPSING] = found


def _assets(entry: Entry, view: View, day: date) -> list[str]:
    found: list[str] = []
    for code, asset in view.programme.pack.assets.items():
        days = int(view.programme.figure(asset.notice_days))
        if not days:
            continue
        last = day + timedelta(days=days)
        left = sum(
            entry.left_in_lot(lot.lot)
            for lot in entry.state.lots.values()
            if lot.asset == code and lot.account == accounts.AVAILABLE and lot.expires_on == last
        )
        if left > 0:
            found.append(f"{code} {from_minor(left, asset.scale)} {last.isoformat()}")
    return found


def _tier(entry: Entry, view: View, day: date) -> list[str]:
    """Look at the day on which a year that does not keep the tier ends, with the counts as they stand."""
    row, programme = entry.row, view.programme
    if row is None or row.tier not in {one.code for one in programme.pack.tiers}:
        return []
    tier = programme.tier(row.tier)
    days = int(programme.figure(tier.keeping.notice_days)) if tier.keeping else 0
    last = day + timedelta(days=days)
    if not days or year_looked_at(programme, tier, last) is None:
        return []
    after = falls_to(programme, row.tier, row.tier_since, last, row.joined_on, entry)
    return [f"{TIER} {row.tier} {last.isoformat()}"] if after != row.tier else []

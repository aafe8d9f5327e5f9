"""Which stay a slip means, and what a stay does to an account that rests."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.member import MemberStatus
from app.loyalty.stay import StayRow
from app.operations.entry import Entry
from app.operations.view import MemberState


def stay_of(label: str, state: MemberState) -> StayRow | None:
    """Return the stay a slip names, or the member's only open one."""
    if label:
        return state.stays.get(label)
    return next(iter(state.stays.values())) if len(state.stays) == 1 else None


def wake(entry: Entry) -> None:
    """Let an account that fell asleep for want of a stay be in force again: there is one now."""
    row = entry.row
    if row is not None and row.status is MemberStatus.INACTIVE:
        entry.put(replace(row, status=MemberStatus.ACTIVE, version=row.version + 1))
        entry.explain("awake", "", MemberStatus.ACTIVE.value)

"""Which stay a slip means."""

from __future__ import annotations

from app.loyalty.stay import StayRow
from app.operations.view import MemberState


def stay_of(label: str, state: MemberState) -> StayRow | None:
    """Return the stay a slip names, or the member's only open one."""
    if label:
        return state.stays.get(label)
    return next(iter(state.stays.values())) if len(state.stays) == 1 else None

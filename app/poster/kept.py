"""What the poster keeps in memory between batches: the house, members seen of late, programmes in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.loyalty.ids import MemberId
from app.operations import publish_programme
from app.operations.view import HouseState, MemberState
from app.programme.programme import Programme

# A hotel's guests of some weeks, a few KB each.
_MOST_MEMBERS = 8_192
_MANY_LOTS = 64  # from here on used-up lots of a member are dropped


class Kept:
    """Rows that nobody but this poster writes, as its last batch left them.

    Attributes:
        house: Reference rows; None until they are loaded.
        members: By id, the longest unused first.
    """

    def __init__(self) -> None:
        self.house: HouseState | None = None
        self.members: dict[MemberId, MemberState] = {}
        self._programmes: dict[int, Programme] = {}
        self._on_day: tuple[date, int, Programme | None] | None = None

    def forget(self) -> None:
        """Drop everything: what a failed batch did in memory is not in the books."""
        self.house = None
        self.members = {}
        self._on_day = None

    def use(self, used: Iterable[MemberId]) -> None:
        """Put members of a batch last, and drop the first where there are too many."""
        for member in used:
            state = self.members.pop(member, None)
            if state is None:
                continue
            self.members[member] = state
            if len(state.lots) > _MANY_LOTS:
                state.lots = {key: lot for key, lot in state.lots.items() if lot.remaining}
        while len(self.members) > _MOST_MEMBERS:
            del self.members[next(iter(self.members))]

    def in_force(self, house: HouseState, day: date) -> Programme | None:
        """Return the programme in force on a date, compiled once; None before the first is published."""
        known = self._on_day
        if known is not None and known[:2] == (day, len(house.versions)):
            return known[2]
        version = max(
            (row.version for row in house.versions.values() if row.valid_from <= day), default=0
        )
        if version and version not in self._programmes:
            self._programmes[version] = publish_programme.programme_of(house.versions[version])
        found = self._programmes.get(version)
        self._on_day = (day, len(house.versions), found)
        return found

"""The day-end under way: whose is still to be done, in which order, and who is taken out of turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice

from app.loyalty.ids import MemberId
from app.operations import end_member_day
from app.operations.pen import derived_slip
from app.operations.slip import Body, Slip
from app.operations.view import HouseState


class Due:
    """Members of whom the work of a closed date is still to be done.

    The house goes on while it is done: a member who is needed for another slip comes out of turn, in that
    slip's transaction and before it, so that nothing is decided for a member whose day has not ended.
    """

    def __init__(self) -> None:
        self._cause = ""
        self._day = date.min
        self._due: dict[MemberId, None] = {}
        self._taken: set[MemberId] = set()

    @property
    def is_left(self) -> bool:
        """Whether anybody is left."""
        return bool(self._due)

    def begin(self, cause: str, day: date, members: Sequence[str]) -> None:
        """Take down for whom there may be something to do, in the order in which it is to be done."""
        self._cause, self._day = cause, day
        self._due = dict.fromkeys(map(MemberId, members))
        self._taken = set()

    def following(self, most: int) -> list[MemberId]:
        """Return the next members, at most so many."""
        return list(islice((one for one in self._due if one not in self._taken), most))

    def out_of_turn(self, needed: Iterable[MemberId]) -> list[MemberId]:
        """Return those of the needed members whose turn has not come."""
        return sorted(one for one in needed if one in self._due and one not in self._taken)

    def take(self, members: Iterable[MemberId]) -> None:
        """Note that a transaction does these members' work; whether it stands is told afterwards."""
        self._taken.update(members)

    def settle(self, *, stands: bool) -> None:
        """Let go those whose transaction stands; where it failed, they are still to be done."""
        if stands:
            for member in self._taken:
                self._due.pop(member, None)
        self._taken.clear()

    def slips(
        self, members: Iterable[MemberId], house: HouseState, programme: int, at: datetime
    ) -> list[Slip[Body]]:
        """Make the members' slips; their ids follow from the date's closing, so that each is made once."""
        if house.property is None:
            return []
        body = end_member_day.EndMemberDay(date=self._day)
        return [
            derived_slip(
                self._cause,
                end_member_day.KIND,
                body,
                member=member,
                property_id=house.property.property,
                at=at,
                business_date=self._day,
                programme=programme,
            )
            for member in members
        ]

"""Slips to measure with: a hotel with members, and bills of theirs that nobody has posted before."""

from __future__ import annotations

import secrets
from datetime import date

from app.bench.result import BenchError
from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_plan
from app.bootstrap.founding import found
from app.bootstrap.hotel import PROPERTY, Hotel
from app.bootstrap.sample import enrol_sample
from app.loyalty.ids import MemberId, OperatorId, SlipId
from app.loyalty.permissions import Act, may
from app.operations.close_day import CloseDay
from app.operations.pen import Draft, Pen, new_slip_id
from app.operations.post_spend import PostSpend
from app.operations.slip import Body
from app.poster.embedded import pen_of
from app.poster.submission import Submission

_MEMBERS = 2_000
_TERMINAL = "bench-1"


def set_up(hotel: Hotel, day: date) -> None:
    """Found the demo hotel on a day, with 2,000 members."""
    found(hotel, demo_plan(day))
    enrol_sample(hotel, _MEMBERS, "admin")


def active_members(hotel: Hotel) -> list[MemberId]:
    """Return the members whom bills can be posted for.

    Raises:
        BenchError: There is none.
    """
    with hotel.books.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT member FROM members WHERE status = 'active' ORDER BY member"
        )
        found = [MemberId(str(row[0])) for row in rows]
    if not found:
        raise BenchError("these books have no active member to post for; enrol some first")
    return found


class Writer:
    """Writes bills of random members, with bill numbers that were never used."""

    def __init__(self, hotel: Hotel, members: list[MemberId], pen: Pen | None = None) -> None:
        self._hotel = hotel
        self._members = members
        self._pen = pen or pen_of(hotel.books, PROPERTY, _TERMINAL)
        house = hotel.poster.house()
        self._outlet = "restaurant" if "restaurant" in house.outlets else min(house.outlets)

    @property
    def day(self) -> date:
        """The open business date."""
        house = self._hotel.poster.house().property
        return house.business_date if house else system_clock().date()

    def batch(self, size: int) -> list[Submission]:
        """Write so many bills."""
        cashier, day = self._who_may(Act.SERVE, "chen"), self.day
        found: list[Submission] = []
        for _ in range(size):
            slip_id = new_slip_id(system_clock(), secrets.token_bytes)
            place = int.from_bytes(secrets.token_bytes(4), "big") % len(self._members)
            body = PostSpend(
                outlet=self._outlet, bill=slip_id[-20:], amount_minor=18_800, rest="card"
            )
            found.append(self._write(slip_id, body, cashier, day, member=self._members[place]))
        return found

    def closing(self) -> Submission:
        """Write the slip that closes the open day."""
        slip_id = new_slip_id(system_clock(), secrets.token_bytes)
        return self._write(slip_id, CloseDay(date=self.day), self._who_may(Act.CLOSE_DAY), self.day)

    def _write(
        self,
        slip_id: SlipId,
        body: Body,
        who: OperatorId,
        day: date,
        member: MemberId = MemberId(""),
    ) -> Submission:
        kind = "post_spend" if isinstance(body, PostSpend) else "close_day"
        draft = Draft(
            id=slip_id,
            kind=kind,
            body=body,
            operator=who,
            occurred_at=system_clock(),
            member=member,
        )
        slip, self._pen = self._pen.write(draft, day, 1)
        return Submission(slip=slip)

    def _who_may(self, act: Act, rather: str = "") -> OperatorId:
        operators = self._hotel.poster.house().operators.values()
        able = (one.operator for one in operators if one.active and may(one.role, act))
        return OperatorId(min(able, key=lambda name: (name != rather, name)))

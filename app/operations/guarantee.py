"""Guarantee (积分担保): points are set aside to hold a booked room longer."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.hold import account_of, awaited
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "guarantee"
_MOST_HOURS = 24


class Guarantee(Body, frozen=True, kw_only=True):
    """Which booking, and by how many hours more (1 to 24)."""

    booking: str
    hours: int


def needs(slip: Slip[Guarantee], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[Guarantee], view: View) -> Decision:
    """Set the points aside, or say why not; a late order for the same day cannot be guaranteed.

    Source:
        7 Days Club, rules of 2010: 500 points an hour, adding up.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    rule = view.programme.pack.bookings.points_guarantee
    if rule is None:
        return refused(Reason.NOT_OFFERED)
    state = view.member(slip.member)
    booking = awaited(slip.body.booking, state)
    if isinstance(booking, Refusal):
        return refused_as(booking)
    if booking.is_late:
        return refused(Reason.TOO_LATE)
    if slip.body.hours < 1:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if slip.body.hours > _MOST_HOURS:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=str(_MOST_HOURS))
    points = int(view.programme.figure(rule.points)) * slip.body.hours
    if points > state.balance("points"):
        return refused(Reason.NOT_ENOUGH_POINTS, needs=points, has=state.balance("points"))
    entry = Entry(slip, view)
    said = f"{slip.body.hours} × {points // slip.body.hours}", str(points)
    if view.programme.word(rule.freezes) == "true":
        entry.debit("points", points, account_of(booking.booking))
        entry.explain("held", *said, asset="points", held=points)
    else:
        entry.explain("pledged", *said, asset="points")
    entry.put(replace(booking, hours=booking.hours + slip.body.hours))
    entry.gives["held"] = points
    return entry.posted()

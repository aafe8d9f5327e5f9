"""Arrive (到店): a guest with a booking stands at the desk; is the room still held, and do the points come back."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.booking import BookingStatus
from app.loyalty.business_day import hotel_time
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.hold import awaited, release
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.bookings import held_until

KIND = "arrive"


class Arrive(Body, frozen=True, kw_only=True):
    """Which booking."""

    booking: str


def needs(slip: Slip[Arrive], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[Arrive], view: View) -> Decision:
    """Say whether the room is the guest's by right, and give guarantee points back, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    booking = awaited(slip.body.booking, view.member(slip.member))
    if isinstance(booking, Refusal):
        return refused_as(booking)
    if hotel_time(slip.occurred_at, view.zone).date() < booking.arrives_on:
        return refused(Reason.NOT_ARRIVAL_DAY)
    entry = Entry(slip, view)
    until = held_until(view.programme, booking, view.zone)
    release(entry, booking.booking)
    entry.put(replace(booking, status=BookingStatus.ARRIVED))
    entry.gives |= {"by_right": until is None or slip.occurred_at <= until, "forfeited": 0}
    return entry.posted()

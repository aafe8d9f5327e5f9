"""Cancel a booking (取消预订): guarantee points come back, or are lost when it is late on the arrival day.

An offer that is had once may be had again: nobody has slept under it.
"""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.booking import BookingStatus
from app.loyalty.refusals import Refusal
from app.operations.book import had_offer
from app.operations.decision import Decision, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.hold import awaited, forfeit, release
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.bookings import is_late

KIND = "cancel_booking"


class CancelBooking(Body, frozen=True, kw_only=True):
    """Which booking."""

    booking: str


def needs(slip: Slip[CancelBooking], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[CancelBooking], view: View) -> Decision:
    """Let the room go, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    booking = awaited(slip.body.booking, view.member(slip.member))
    if isinstance(booking, Refusal):
        return refused_as(booking)
    entry = Entry(slip, view)
    lost = 0
    if is_late(view.programme, slip.occurred_at, booking.arrives_on, view.zone):
        lost = forfeit(entry, booking, view)
    else:
        release(entry, booking.booking)
    entry.put(replace(booking, status=BookingStatus.CANCELLED))
    if booking.price_offer:
        entry.tally(had_offer(booking.price_offer), -1, view.observed.business_date)
    entry.gives["forfeited"] = lost
    return entry.posted()

"""Book (预订): rooms are asked for; what the tier guarantees and what an offer costs is said at once."""

from __future__ import annotations

from datetime import date, datetime

from app.loyalty.booking import BookingRow, BookingStatus
from app.loyalty.business_day import hotel_time
from app.loyalty.money import from_minor
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.bookings import is_guaranteed, is_late, offered

KIND = "book"
_LONGEST_STAY = 365
_MOST_ROOMS = 99
_FARTHEST_DAYS = 730


class Book(Body, frozen=True, kw_only=True):
    """A booking as it is made.

    Attributes:
        booking: Label, unique for the member; empty: the slip's own id.
        arrives_at: The hour the guest announced; None for none.
        price_offer: Name of an offer that is asked for; empty for none.
    """

    booking: str = ""
    arrives_on: date
    arrives_at: datetime | None = None
    nights: int = 1
    rooms: int = 1
    channel: str = "desk"
    booked_by: str = "self"
    self_stayed: bool = True
    prepaid: bool = False
    rate_class: str = "qualifying"
    price_offer: str = ""


def needs(slip: Slip[Book], view: View) -> Needs:
    """The member alone; whether a room is left is observed."""
    del view
    return Needs(members=frozenset({slip.member}))


def had_offer(code: str) -> str:
    """Return the count of bookings that a member has made under a price offer."""
    return f"offer:{code}"


def decide(slip: Slip[Book], view: View) -> Decision:
    """Keep the booking, or say why not. An offer that the member may not have is left out and said."""
    stopped = served(slip, view) or _bad_entry(slip, view)
    if stopped:
        return stopped
    entry = Entry(slip, view)
    body, programme, row = slip.body, view.programme, entry.state.row
    zone = view.zone
    counts = {
        metric: view.programme.in_units(metric, sum(days.values()))
        for metric, days in entry.state.tallies.items()
    }
    had = had_offer(body.price_offer)
    offer, is_eligible = offered(
        programme,
        body.price_offer,
        counts,
        counts.get(had, 0),
        room_nights=body.nights * body.rooms,
    )
    if body.price_offer and offer is None:
        return refused(Reason.NOT_IN_PROGRAMME, offer=body.price_offer)
    scale = programme.asset(programme.currency).scale
    price = int(programme.figure(offer.price).scaleb(scale)) if offer and is_eligible else 0
    is_sure = is_guaranteed(
        programme,
        row.tier if row else "",
        booked_at=slip.occurred_at,
        arrives_on=body.arrives_on,
        arrives_at=body.arrives_at,
        zone=zone,
        rooms_left=_number(view.observed.scene.get("rooms_left")),
        rooms=body.rooms,
    )
    entry.put(
        BookingRow(
            member=slip.member,
            booking=body.booking or slip.id,
            channel=body.channel,
            booked_by=body.booked_by,
            self_stayed=body.self_stayed,
            booked_at=slip.occurred_at,
            arrives_on=body.arrives_on,
            arrives_at=body.arrives_at,
            nights=body.nights,
            rooms=body.rooms,
            prepaid=body.prepaid,
            rate_class=body.rate_class,
            price_offer=body.price_offer if is_eligible else "",
            price_minor=price,
            guaranteed=is_sure,
            is_late=is_late(programme, slip.occurred_at, body.arrives_on, zone),
            hours=0,
            status=BookingStatus.OPEN,
        )
    )
    if offer and is_eligible:
        entry.tally(had, 1, view.observed.business_date)
        entry.explain("price-offer", offer.code, from_minor(price, scale), offer.code)
    entry.gives |= {"room_guaranteed": is_sure, "eligible": is_eligible}
    if offer and is_eligible:
        entry.gives["price"] = from_minor(price, scale)
    return entry.posted()


def _bad_entry(slip: Slip[Book], view: View) -> Decision | None:
    body = slip.body
    if body.nights < 1 or body.rooms < 1:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if body.nights > _LONGEST_STAY or body.rooms > _MOST_ROOMS:
        largest = _LONGEST_STAY if body.nights > _LONGEST_STAY else _MOST_ROOMS
        return refused(Reason.AMOUNT_TOO_LARGE, largest=str(largest))
    today = hotel_time(slip.occurred_at, view.zone).date()
    if not 0 <= (body.arrives_on - today).days <= _FARTHEST_DAYS:
        return refused(Reason.ARRIVAL_PASSED)
    if (body.booking or slip.id) in view.member(slip.member).bookings:
        return refused(Reason.BOOKING_EXISTS, booking=body.booking)
    return None


def _number(said: str | None) -> int | None:
    return int(said) if said and said.isdecimal() else None

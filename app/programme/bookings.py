"""Rules of bookings: how long a room is held, when it is guaranteed, offers of a price, and what a no-show costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.loyalty.booking import BookingRow
from app.loyalty.business_day import hotel_time
from app.programme.booking_terms import PriceOffer
from app.programme.programme import Programme


def _at(day: date, hour: str, zone: str) -> datetime:
    """Return the moment when the hotel's clock shows an hour on a day."""
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone))


def is_late(programme: Programme, moment: datetime, day: date, zone: str) -> bool:
    """Tell whether something done at a moment for a day is done late on that very day, or after it.

    Source:
        7 Days Club, rules of 2010: "18:00以后".
    """
    rules = programme.pack.bookings
    if not rules.late_hour:
        return False
    late_from = _at(day, rules.late_hour, zone)
    if hotel_time(moment, zone).date() > day:
        return True
    return (
        moment >= late_from
        if programme.word(rules.late_inclusive) == "true"
        else moment > late_from
    )


def is_guaranteed(
    programme: Programme,
    tier: str,
    *,
    booked_at: datetime,
    arrives_on: date,
    arrives_at: datetime | None,
    zone: str,
    rooms_left: int | None,
    rooms: int = 1,
) -> bool:
    """Tell whether a booking has a room whatever happens, by the right of the tier.

    Args:
        programme: In force.
        tier: Of the member.
        booked_at: When it is made, aware.
        arrives_on: First night.
        arrives_at: The hour announced; None: check-in time.
        zone: The hotel's.
        rooms_left: What the house can still give; None where nothing says that rooms are short.
        rooms: How many are booked.
    """
    check_in = programme.word(programme.pack.bookings.check_in_time)
    for rule in programme.pack.bookings.room_guarantees:
        is_short = rooms_left is not None and rooms_left < rooms
        if tier not in rule.tiers or (rule.while_rooms_last and is_short):
            continue
        hours = timedelta(hours=int(programme.figure(rule.hours)))
        if not hours:
            return True
        moment = {
            "arrival-day-start": _at(arrives_on, "00:00", zone),
            "arrival-day-end": _at(arrives_on + timedelta(days=1), "00:00", zone),
            "arrival-time": arrives_at or _at(arrives_on, check_in, zone),
        }[programme.word(rule.counts_to)]
        # Hours that pass, not hours the clock shows: they differ when summer time begins or ends.
        ahead = moment.astimezone(UTC) - booked_at.astimezone(UTC)
        inclusive = programme.word(rule.inclusive) == "true"
        if ahead > hours or (inclusive and ahead == hours):
            return True
    return False


def offered(
    programme: Programme,
    code: str,
    counts: Mapping[str, int],
    times_had: int,
    *,
    room_nights: int = 1,
) -> tuple[PriceOffer | None, bool]:
    """Return the offer that a booking names (None: there is none), and whether the member may have it.

    Args:
        programme: In force.
        code: Of the offer.
        counts: Everything counted for the member, over all time, by metric.
        times_had: How often the member has booked under it.
        room_nights: Of the booking.
    """
    offer = next((one for one in programme.pack.bookings.price_offers if one.code == code), None)
    if offer is None:
        return None, False
    count = counts.get(offer.metric, 0)
    fits = count >= offer.at_least and (offer.at_most < 0 or count <= offer.at_most)
    is_short = not offer.most_nights or room_nights <= offer.most_nights
    return offer, fits and is_short and not (offer.once and times_had)


def held_until(programme: Programme, booking: BookingRow, zone: str) -> datetime | None:
    """Return the moment to which the room is held; None: for the whole day."""
    rules = programme.pack.bookings
    if booking.guaranteed or not rules.held_until:
        return None
    until = _at(booking.arrives_on, rules.held_until, zone)
    if booking.hours and rules.points_guarantee is not None:
        begins = _at(booking.arrives_on, programme.word(rules.points_guarantee.counts_from), zone)
        lengthened = begins.astimezone(UTC) + timedelta(hours=booking.hours)
        return max(until.astimezone(UTC), lengthened)
    return until


def penalty(programme: Programme, booking: BookingRow, *, is_company: bool) -> int:
    """Return the points that not coming costs, before anything is set against them."""
    rule = programme.pack.bookings.no_show
    if rule is None or booking.is_late:
        return 0
    per = programme.word(rule.company_per if is_company else rule.per)
    units = booking.nights * booking.rooms if per == "room-night" else 1
    return int(programme.figure(rule.points)) * units


def earning_nights(programme: Programme, *, nights: int, booked: int, idle: int) -> int:
    """Return how many nights of a stay earn.

    Args:
        programme: In force.
        nights: Nights stayed.
        booked: Nights that were booked and arranged since; 0 for a stay without a booking.
        idle: Of these, nights arranged in a way that earns nothing.
    """
    if booked and len(programme.pack.bookings.earning_extensions) < 2:
        return max(0, min(nights, booked - idle))
    return nights

"""Bookings: rooms asked for before the guest is there, and what was promised with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, unique

from app.loyalty.ids import MemberId


@unique
class BookingStatus(Enum):
    """What became of a booking."""

    OPEN = "open"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"
    NO_SHOW = "no-show"
    STAYED = "stayed"  # checked in


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRow:
    """One booking of a member (预订).

    Attributes:
        booking: Label, unique for the member.
        booked_by: ``self``, or ``other`` where somebody else made it for the member.
        self_stayed: False where the member booked for another guest.
        booked_at: When it was made, aware.
        arrives_on: First night, hotel-local.
        arrives_at: The hour the guest announced; None for none.
        price_offer: Name of the offer that was asked for and given; empty for none.
        price_minor: Price for each night under the offer, in minor units; 0 for the ordinary one.
        guaranteed: The house keeps a room whatever happens, by the tier's right.
        is_late: Made for the same day after the programme's late hour.
        hours: Hours by which points lengthen the time the room is held.
    """

    member: MemberId
    booking: str
    channel: str
    booked_by: str
    self_stayed: bool
    booked_at: datetime
    arrives_on: date
    arrives_at: datetime | None
    nights: int
    rooms: int
    prepaid: bool
    rate_class: str
    price_offer: str
    price_minor: int
    guaranteed: bool
    is_late: bool
    hours: int
    status: BookingStatus

"""What a pack says about bookings: guarantees, offers of a price, and what not coming costs."""

from __future__ import annotations

from typing import Annotated, Literal

from app.programme.marks import OneOf, Shaped
from app.programme.parts import (
    Figure,
    Hour,
    HourOrNone,
    Metric,
    Names,
    Part,
    Shortfall,
    TierCode,
    Word,
    YesNo,
)

_Per = Annotated[Word, OneOf(("room-night", "order"))]


class RoomGuarantee(Part, frozen=True):
    """A room whatever happens, for those who book in time.

    Attributes:
        tiers: Whose right it is.
        hours: How long before; 0: however late.
        counts_to: arrival-day-start (00:00), arrival-day-end (24:00) or arrival-time.
        inclusive: Whether exactly so many hours before is in time.
        while_rooms_last: Only where the house still has a room when the booking comes in.
    """

    tiers: tuple[TierCode, ...]
    hours: Figure = 0
    counts_to: Annotated[Word, OneOf(("arrival-day-start", "arrival-day-end", "arrival-time"))] = (
        "arrival-time"
    )
    inclusive: YesNo = "true"
    while_rooms_last: bool = False


class PriceOffer(Part, frozen=True):
    """A price for those whom a count makes eligible.

    Attributes:
        price: For each night, in the programme's currency, as a decimal.
        metric: The count that decides, over all time.
        at_least: Counts below are not eligible.
        at_most: Counts above are not eligible; -1: no limit.
        once: A member has it once; a booking that was cancelled has not used it.
        most_nights: Room-nights that one booking under it may have; 0: any.
    """

    code: str
    names: Names
    price: Figure
    metric: Metric
    at_least: int = 0
    at_most: int = -1
    once: bool = False
    most_nights: int = 0


class NoShow(Part, frozen=True):
    """What it costs not to come.

    Attributes:
        points: Taken for each unit.
        per: room-night or order; company_per: the same for a company's card.
        shortfall: What the balance does not hold: waive, or note it as a debt.
        with_guarantee: Whether forfeited guarantee points cover the penalty, or come on top (adds).
    """

    points: Figure
    per: _Per = "room-night"
    company_per: _Per = "room-night"
    shortfall: Shortfall = "waive"
    with_guarantee: Annotated[Word, OneOf(("covers", "adds"))] = "covers"


class PointsGuarantee(Part, frozen=True):
    """Points that lengthen the time a room is held.

    Attributes:
        points: For each extra hour.
        counts_from: Hour from which the extra hours run, as "19:00".
        freezes: Whether the points cannot be spent meanwhile.
    """

    points: Figure
    counts_from: Hour = "18:00"
    freezes: YesNo = "true"


class StayRight(Part, frozen=True):
    """Until when a tier may keep the room on the day of departure, as "13:00"."""

    tiers: tuple[TierCode, ...]
    out_until: Annotated[str, Shaped("hour")]


class Bookings(Part, frozen=True):
    """What a programme says about bookings.

    Attributes:
        held_until: Hour to which a room is held without any guarantee; empty: the whole day.
        late_hour: From here on an order for the same day, or a cancellation on the day, is late.
        late_inclusive: Whether the hour itself is late.
        check_in_time: The hotel's, where the guest announced none.
        earning_extensions: Which ways of staying longer than booked earn; the rest of the stay does not.
    """

    held_until: HourOrNone = ""
    late_hour: HourOrNone = ""
    late_inclusive: YesNo = "true"
    check_in_time: Hour = "14:00"
    earning_extensions: tuple[Literal["self-service-before", "desk-after"], ...] = (
        "self-service-before",
        "desk-after",
    )
    room_guarantees: tuple[RoomGuarantee, ...] = ()
    price_offers: tuple[PriceOffer, ...] = ()
    no_show: NoShow | None = None
    points_guarantee: PointsGuarantee | None = None

"""Check in (办理入住): a stay begins, booked or not; points or miles are chosen now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.loyalty.booking import BookingRow, BookingStatus
from app.loyalty.money import from_minor
from app.loyalty.refusals import Reason
from app.loyalty.stay import StayRow, StayStatus
from app.operations.award import award, earner
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import only_in_person, served
from app.operations.hold import release
from app.operations.slip import Body, Slip
from app.operations.stays import wake
from app.operations.view import MemberState, Needs, View
from app.programme.conditions import Fact
from app.programme.earning import Event
from app.programme.perks import extra_charge

KIND = "check_in"
LONGEST_STAY = 365
_MOST_ROOMS = 1_000


class CheckIn(Body, frozen=True, kw_only=True):
    """A stay as it begins.

    Attributes:
        stay: Label, unique for the member; empty: the slip's own id.
        booking: Label of the booking it comes from; it says channel, nights and rooms. Empty for a walk-in.
        arrived_on: Of a stay entered afterwards; None: today.
        choice: points, miles or both, where the programme lets the guest choose.
        booked_by, self_stayed, prepaid: Of a stay without a booking here.
        overnight: False for a day room, which has no nights.
        adults, child_ages: Who sleeps in the room.
    """

    stay: str = ""
    room: str = ""
    nights: int = 1
    rooms: int = 1
    arrived_on: date | None = None
    rate_class: str = "qualifying"
    brand: str = ""
    channel: str = "desk"
    choice: str = "points"
    booking: str = ""
    booked_by: str = "self"
    self_stayed: bool = True
    overnight: bool = True
    prepaid: bool = False
    adults: int = 1
    child_ages: tuple[int, ...] = ()


def needs(slip: Slip[CheckIn], view: View) -> Needs:
    """The member alone."""
    return earner(slip.member, view)


def decide(slip: Slip[CheckIn], view: View) -> Decision:
    """Open the stay, or say why not."""
    without = not slip.body.booking or slip.body.arrived_on is not None
    stopped = served(slip, view) or only_in_person(slip, view, wanted=without)
    if stopped:
        return stopped
    body = slip.body
    state = view.member(slip.member)
    if body.choice not in view.programme.pack.choices:
        return refused(Reason.CHOICE_NOT_OFFERED, choice=body.choice)
    booking = state.bookings.get(body.booking) if body.booking else None
    if body.booking and booking is None:
        return refused(Reason.BOOKING_UNKNOWN, booking=body.booking)
    bad = _bad_figures(body, view.observed.business_date)
    if bad:
        return bad
    label = body.stay or slip.id
    if _is_taken(label, body.room, state):
        return refused(Reason.STAY_OPEN, room=body.room)
    entry = Entry(slip, view)
    wake(entry)
    stay = _stay(slip, label, booking, view)
    if booking is not None:
        release(entry, booking.booking)
        entry.put(replace(booking, status=BookingStatus.STAYED))
    entry.put(stay)
    entry.gives |= {"room": body.room, "nights": stay.nights}
    programme = view.programme
    if programme.pack.party is not None:
        charge = extra_charge(programme, body.adults, body.child_ages)
        scale = programme.asset(programme.currency).scale
        entry.gives["extra_charge"] = from_minor(charge, scale)
    entry.receipt |= {"room": body.room, "nights": stay.nights, "choice": body.choice}
    row = state.row
    if row is not None:
        facts: dict[str, Fact] = {"tier": row.tier, "kind": row.kind.value, "channel": stay.channel}
        award(entry, Event(on="check-in", facts=facts), view)
    return entry.posted()


def _is_taken(label: str, room: str, state: MemberState) -> bool:
    """Tell whether a label or a room is in use; a stay under which the guest joined still waits for its room."""
    held = state.stays.get(label)
    waits = held is not None and held.overnight and not held.nights
    is_room_taken = any(stay.room == room for stay in state.stays.values()) if room else False
    return is_room_taken or (held is not None and not waits)


def _bad_figures(body: CheckIn, today: date) -> Decision | None:
    if body.nights < (1 if body.overnight else 0) or body.rooms < 1:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if body.nights > LONGEST_STAY or body.rooms > _MOST_ROOMS:
        largest = LONGEST_STAY if body.nights > LONGEST_STAY else _MOST_ROOMS
        return refused(Reason.AMOUNT_TOO_LARGE, largest=str(largest))
    if body.arrived_on and body.arrived_on > today:
        return refused(Reason.NOT_ARRIVAL_DAY)
    return None


def _stay(slip: Slip[CheckIn], label: str, booking: BookingRow | None, view: View) -> StayRow:
    body = slip.body
    stay = StayRow(
        member=slip.member,
        stay=label,
        room=body.room,
        rate_class=body.rate_class,
        brand=body.brand,
        channel=body.channel,
        choice=body.choice,
        nights=body.nights,
        rooms=body.rooms,
        arrived_on=body.arrived_on or view.observed.business_date,
        arrived_at=slip.occurred_at,
        left_on=None,
        status=StayStatus.OPEN,
        booked_by=body.booked_by,
        self_stayed=body.self_stayed,
        overnight=body.overnight,
        prepaid=body.prepaid,
    )
    if booking is None:
        return stay
    return replace(
        stay,
        rate_class=booking.rate_class,
        channel=booking.channel,
        nights=booking.nights,
        rooms=booking.rooms,
        booking=booking.booking,
        booked_by=booking.booked_by,
        self_stayed=booking.self_stayed,
        prepaid=booking.prepaid,
    )

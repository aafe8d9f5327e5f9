"""Check out (退房): completes the stay; what stays earn and count follows here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from app.loyalty.business_day import hotel_time
from app.loyalty.member import MemberRow
from app.loyalty.refusals import Reason
from app.loyalty.stay import StayRow, StayStatus
from app.operations.award import award, earner
from app.operations.check_in import LONGEST_STAY
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.review_tier import is_tier_year, review_tier
from app.operations.slip import Body, Slip
from app.operations.stays import stay_of, wake
from app.operations.view import MemberState, Needs, View
from app.programme.bookings import earning_nights
from app.programme.conditions import Fact
from app.programme.earning import Event

KIND = "check_out"


class CheckOut(Body, frozen=True, kw_only=True):
    """Which stay ends.

    Attributes:
        stay: Label; empty: the member's only open stay.
        nights: Nights that count, 365 at most; 0: as many as lie between arrival and now, at least one.
        room_nights: Nights of all its rooms together, where one of them was left earlier than the
            others; at most nights × rooms. 0: every room was kept for all nights.
    """

    stay: str = ""
    nights: int = 0
    room_nights: int = 0


def needs(slip: Slip[CheckOut], view: View) -> Needs:
    """The member alone."""
    return earner(slip.member, view)


def decide(slip: Slip[CheckOut], view: View) -> Decision:
    """Close the stay and post what it earned, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    state = view.member(slip.member)
    stay = stay_of(slip.body.stay, state)
    if stay is None:
        return refused(Reason.STAY_UNKNOWN)
    if slip.body.nights < 0 or slip.body.room_nights < 0:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if slip.body.nights > LONGEST_STAY:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=str(LONGEST_STAY))
    left_on = view.observed.business_date
    nights = slip.body.nights or max(1, (left_on - stay.arrived_on).days)
    nights = nights if stay.overnight else 0
    if slip.body.room_nights > nights * stay.rooms:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=str(nights * stay.rooms))
    entry = Entry(slip, view)
    wake(entry)
    closed = replace(stay, nights=nights, left_on=left_on, status=StayStatus.CLOSED)
    entry.put(closed)
    _earn(entry, closed, slip.body.room_nights, view)
    review_tier(entry, view, counted_on=_counted_on(closed, view))
    entry.gives |= {"nights": nights, "room": stay.room, "by_right": _by_right(slip, view)}
    return entry.posted()


def _counted_on(stay: StayRow, view: View) -> date | None:
    """Return the day of arrival where the programme counts stays on it."""
    programme = view.programme
    on = {programme.word(one.date) for one in programme.pack.tallies if one.on == "check-out"}
    return stay.arrived_on if "arrival" in on else None


def _by_right(slip: Slip[CheckOut], view: View) -> bool:
    """Tell whether the tier lets the member leave this late."""
    row = view.member(slip.member).row
    shown = hotel_time(slip.occurred_at, view.zone).time()
    return row is not None and any(
        row.tier in right.tiers and shown <= time.fromisoformat(right.out_until)
        for right in view.programme.pack.stay_rights
    )


def _facts(stay: StayRow, row: MemberRow, before: MemberState, view: View) -> dict[str, Fact]:
    return {
        "outlet": "rooms",
        "tier": row.tier,
        "tier_year": is_tier_year(row, view.observed.business_date, before, view),
        "kind": row.kind.value,
        "linked": bool(row.company),
        "rate_class": stay.rate_class,
        "brand": stay.brand,
        "channel": stay.channel,
        "choice": stay.choice,
        "booked_by": stay.booked_by,
        "self_stayed": stay.self_stayed,
        "overnight": stay.overnight,
        "prepaid": stay.prepaid,
        "nights": stay.nights,
        "rooms": stay.rooms,
        "in_stay": True,
    }


def _earn(entry: Entry, stay: StayRow, room_nights: int, view: View) -> None:
    row = entry.state.row
    if row is None:
        return
    booked = entry.state.stays[stay.stay].nights if stay.booking else 0
    earning = earning_nights(
        view.programme, nights=stay.nights, booked=booked, idle=stay.idle_nights
    )
    earning = earning if stay.overnight else 0
    slept = room_nights or stay.nights * stay.rooms
    event = Event(
        on="check-out",
        facts=_facts(stay, row, entry.state, view),
        nights=stay.nights,
        room_nights=slept,
        earning_room_nights=min(earning * stay.rooms, slept),
    )
    award(entry, event, view, arrived_on=stay.arrived_on)

"""Check in (办理入住): a walk-in's stay begins; points or miles are chosen now."""

from __future__ import annotations

from dataclasses import dataclass

from app.loyalty.refusals import Reason
from app.loyalty.stay import StayRow, StayStatus
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "check_in"
_LONGEST_STAY = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Body):
    """A stay as it begins.

    Attributes:
        stay: Label, unique for the member; empty: the slip's own id.
        choice: points, miles or both, where the programme lets the guest choose.
    """

    stay: str = ""
    room: str = ""
    nights: int = 1
    rooms: int = 1
    rate_class: str = "qualifying"
    brand: str = ""
    channel: str = "desk"
    choice: str = "points"


def needs(slip: Slip[CheckIn], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[CheckIn], view: View) -> Decision:
    """Open the stay, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    body = slip.body
    state = view.member(slip.member)
    if body.choice not in view.programme.pack.choices:
        return refused(Reason.CHOICE_NOT_OFFERED, choice=body.choice)
    if not 1 <= body.nights <= _LONGEST_STAY or body.rooms < 1:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    label = body.stay or slip.id
    if label in state.stays or (
        body.room and any(stay.room == body.room for stay in state.stays.values())
    ):
        return refused(Reason.STAY_OPEN, room=body.room)
    entry = Entry(slip, view)
    entry.put(
        StayRow(
            member=slip.member,
            stay=label,
            room=body.room,
            rate_class=body.rate_class,
            brand=body.brand,
            channel=body.channel,
            choice=body.choice,
            nights=body.nights,
            rooms=body.rooms,
            arrived_on=view.observed.business_date,
            arrived_at=slip.occurred_at,
            left_on=None,
            status=StayStatus.OPEN,
        )
    )
    entry.gives |= {"room": body.room, "nights": body.nights}
    entry.receipt |= {"room": body.room, "nights": body.nights, "choice": body.choice}
    return entry.posted()

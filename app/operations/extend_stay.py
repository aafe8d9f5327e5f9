"""Extend a stay (续住): more nights; some ways of asking for them earn nothing."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.stays import stay_of
from app.operations.view import Needs, View

KIND = "extend_stay"
_MOST_NIGHTS = 365


class ExtendStay(Body, frozen=True, kw_only=True):
    """Which stay, by how many nights, and how it was arranged.

    Attributes:
        stay: Label; empty: the member's only open stay.
        arranged: self-service-before, or desk-after.
    """

    stay: str = ""
    nights: int = 1
    arranged: str = "desk-after"


def needs(slip: Slip[ExtendStay], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[ExtendStay], view: View) -> Decision:
    """Add the nights, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    stay = stay_of(slip.body.stay, view.member(slip.member))
    if stay is None:
        return refused(Reason.STAY_UNKNOWN)
    if slip.body.nights < 1:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if slip.body.nights > _MOST_NIGHTS:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=str(_MOST_NIGHTS))
    earns = slip.body.arranged in view.programme.pack.bookings.earning_extensions
    entry = Entry(slip, view)
    entry.put(
        replace(
            stay,
            nights=stay.nights + slip.body.nights,
            idle_nights=stay.idle_nights + (0 if earns else slip.body.nights),
        )
    )
    entry.gives |= {"nights": stay.nights + slip.body.nights, "room": stay.room}
    return entry.posted()

"""No-show (应到未到): the guest did not come; guarantee points are lost and the penalty is taken."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty import accounts
from app.loyalty.booking import BookingStatus
from app.loyalty.business_day import hotel_time
from app.loyalty.member import MemberKind
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.hold import awaited, forfeit
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.bookings import penalty

KIND = "no_show"
METRIC = "no_shows"


class NoShow(Body, frozen=True, kw_only=True):
    """Which booking."""

    booking: str


def needs(slip: Slip[NoShow], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[NoShow], view: View) -> Decision:
    """Take what not coming costs, down to zero, or say why not.

    Source:
        7 Days Club, rules of 2010: 300 points for each room-night, none for a late order of the same day.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    state = view.member(slip.member)
    booking = awaited(slip.body.booking, state)
    if isinstance(booking, Refusal):
        return refused_as(booking)
    if hotel_time(slip.occurred_at, view.zone).date() < booking.arrives_on:
        return refused(Reason.NOT_ARRIVAL_DAY)
    entry = Entry(slip, view)
    programme, row = view.programme, state.row
    lost = forfeit(entry, booking, view)
    due = penalty(programme, booking, is_company=row is not None and row.kind is MemberKind.COMPANY)
    rule = programme.pack.bookings.no_show
    if rule is not None and programme.word(rule.with_guarantee) == "covers":
        due = max(0, due - lost)
    _take(entry, due, view)
    entry.tally(METRIC, 1, booking.arrives_on)
    entry.put(replace(booking, status=BookingStatus.NO_SHOW))
    entry.gives |= {"forfeited": lost, "penalty": due}
    return entry.posted()


def _take(entry: Entry, due: int, view: View) -> None:
    taken = min(due, entry.balance("points"))
    if taken:
        entry.debit("points", taken, accounts.FORFEITED)
        entry.explain("penalty", str(due), str(taken), asset="points", amount=-taken)
    missing = due - taken
    rule = view.programme.pack.bookings.no_show
    if missing and rule is not None and view.programme.word(rule.shortfall) == "debt":
        entry.owe("points", missing)
        entry.explain("owed", f"{due} − {taken}", str(missing), asset="points")
    elif missing:
        entry.explain("waived", f"{due} − {taken}", str(missing), asset="points")

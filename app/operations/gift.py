"""A gift of points between members (积分互赠): they leave one account here and reach the other by a derived slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.loyalty import accounts
from app.loyalty.ids import MemberId
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import derived_only, inactive, pin_refused, pin_used, served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "gift"
RECEIVE_KIND = "receive_gift"


class Gift(Body, frozen=True, kw_only=True):
    """To whom, and how many points."""

    to: MemberId
    points: int


@dataclass(frozen=True, slots=True)
class GivenLot:
    """A part of a gift with the dates it keeps."""

    points: int
    earned_on: date


class ReceiveGift(Body, frozen=True, kw_only=True):
    """What arrives, with the dates that it keeps or begins anew."""

    lots: tuple[GivenLot, ...]


def needs(slip: Slip[Gift], view: View) -> Needs:
    """Both members."""
    del view
    return Needs(members=frozenset({slip.member, slip.body.to}))


def receive_needs(slip: Slip[ReceiveGift], view: View) -> Needs:
    """The member who gets it."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[Gift], view: View) -> Decision:
    """Take the points and send them, or say why not.

    Source:
        Huazhu: old members bring in new ones by giving points.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    if view.programme.word(view.programme.pack.gifts) != "true":
        return refused(Reason.NOT_OFFERED)
    body, state = slip.body, view.member(slip.member)
    other = inactive(view.member(body.to))
    if other or body.to == slip.member:
        return refused(Reason.MEMBER_UNKNOWN) if other is None else refused_as(other)
    if body.points <= 0:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if body.points > state.balance("points"):
        return refused(Reason.NOT_ENOUGH_POINTS, needs=body.points, has=state.balance("points"))
    wrong = pin_refused(slip, state, view)
    if wrong:
        return wrong
    entry = Entry(slip, view)
    used = entry.debit("points", body.points, accounts.IN_TRANSIT)
    if view.programme.word(view.programme.pack.gifts_keep_dates) == "true":
        lots = tuple(GivenLot(part, lot.earned_on) for lot, part in used)
    else:
        lots = (GivenLot(body.points, view.observed.business_date),)
    entry.derive(RECEIVE_KIND, body.to, ReceiveGift(lots=lots))
    credential = pin_used(state, view)
    if credential:
        entry.put(credential)
    said = str(body.points)
    entry.explain("given", said, said, asset="points", amount=-body.points)
    entry.gives["points"] = -body.points
    entry.receipt |= {"points": body.points, "points_after": entry.balance("points")}
    return entry.posted()


def receive(slip: Slip[ReceiveGift], view: View) -> Decision:
    """Put what was given onto the other account."""
    refusal = derived_only(slip)
    if refusal:
        return refused_as(refusal)
    entry = Entry(slip, view)
    for lot in slip.body.lots:
        entry.credit("points", lot.points, accounts.IN_TRANSIT, earned_on=lot.earned_on)
    points = sum(lot.points for lot in slip.body.lots)
    entry.explain("received", str(points), str(points), asset="points", amount=points)
    entry.gives["points"] = points
    return entry.posted()

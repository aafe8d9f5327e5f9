"""Claim a prize (领奖): the room number's parity stands for a team; one gift for a member and check-in day."""

from __future__ import annotations

from datetime import date

from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "claim_prize"
_DRAW = "draw"


class ClaimPrize(Body, frozen=True, kw_only=True):
    """The room, the teams of the day, and how the stay was booked."""

    room: str
    odd_team: str
    even_team: str
    booked_via: str
    checked_in: date


def claims(slip: Slip[ClaimPrize]) -> tuple[str, ...]:
    """One gift for a member and day of check-in."""
    return (f"prize:{slip.member}:{slip.body.checked_in.isoformat()}",)


def needs(slip: Slip[ClaimPrize], view: View) -> Needs:
    """The member alone; the winner is observed."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[ClaimPrize], view: View) -> Decision:
    """Hand the gift over, or say why not.

    Source:
        Huazhu: 13 June to 14 July, the day after, at the front desk.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    prize, body = view.programme.pack.room_prize, slip.body
    if prize is None:
        return refused(Reason.NOT_OFFERED)
    if view.observed.claims_lost:
        return refused(Reason.DONE_BEFORE, action=prize.code)
    runs = prize.first <= f"{body.checked_in:%m-%d}" <= prize.last
    if not runs or body.booked_via not in prize.booked_via:
        return refused(Reason.NOT_ELIGIBLE)
    if view.observed.business_date <= body.checked_in:
        return refused(Reason.NOT_ARRIVAL_DAY)
    if not view.observed.figures.get("slept"):
        return refused(Reason.NOT_ELIGIBLE)  # a prize of the room is for who slept in it
    digits = "".join(one for one in body.room if one.isdecimal())
    if not digits:
        return refused(Reason.NOT_ELIGIBLE)
    team = body.odd_team if int(digits) % 2 else body.even_team
    winner = view.observed.scene.get("winner", "")
    both_win = winner == _DRAW and view.programme.word(prize.draw) == "both"
    if winner != team and not both_win:
        return refused(Reason.NOT_ELIGIBLE)
    entry = Entry(slip, view)
    entry.tally(f"prize:{prize.code}", 1, view.observed.business_date)
    entry.explain("prize", prize.code, body.room)
    entry.gives["granted"] = True
    entry.receipt |= {"prize": prize.code, "room": body.room}
    return entry.posted()

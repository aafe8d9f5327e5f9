"""Donate points (捐赠积分): to a charity with which the member has signed an agreement."""

from __future__ import annotations

from app.loyalty import accounts
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "donate"
AGREEMENT_KIND = "sign_agreement"
_LONGEST_NAME = 60


class Donate(Body, frozen=True, kw_only=True):
    """To whom, and how many points."""

    charity: str
    points: int


class SignAgreement(Body, frozen=True, kw_only=True):
    """With which charity."""

    charity: str


def needs(slip: Slip[Donate] | Slip[SignAgreement], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def sign(slip: Slip[SignAgreement], view: View) -> Decision:
    """Note that the member signed, or say why not; signing twice is signing once."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    if view.programme.pack.donations is None:
        return refused(Reason.NOT_OFFERED)
    if not slip.body.charity or len(slip.body.charity) > _LONGEST_NAME:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_NAME)
    entry = Entry(slip, view)
    if not entry.total(agreement(slip.body.charity)):
        entry.tally(agreement(slip.body.charity), 1, view.observed.business_date)
    return entry.posted()


def decide(slip: Slip[Donate], view: View) -> Decision:
    """Hand the points to the charity, or say why not.

    Source:
        Green Hills farm store: after an agreement with the store the points go to a church.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    rule, state, body = view.programme.pack.donations, view.member(slip.member), slip.body
    if rule is None:
        return refused(Reason.NOT_OFFERED)
    has = state.balance("points")
    if body.points <= 0:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if body.points > has:
        return refused(Reason.NOT_ENOUGH_POINTS, needs=body.points, has=has)
    entry = Entry(slip, view)
    if not entry.total(agreement(body.charity)):
        return refused(Reason.NO_AGREEMENT, charity=body.charity)
    if body.points < has and view.programme.word(rule.partial) != "true":
        return refused(Reason.NOT_ELIGIBLE)
    entry.debit("points", body.points, accounts.charity(body.charity))
    said = str(body.points)
    entry.explain("donated", body.charity, said, asset="points", amount=-body.points)
    entry.gives |= {"transferred": body.points, "points": -body.points}
    return entry.posted()


def agreement(charity: str) -> str:
    """Return the count that says a member signed with a charity."""
    return f"agreement:{charity}"

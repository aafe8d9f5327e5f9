"""Appeal (积分申诉): a member says that a bill was not counted; the hotel looks into it and answers."""

from __future__ import annotations

from datetime import date

from app.loyalty.appeal import AppealRow, AppealStatus
from app.loyalty.money import from_minor, positive
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "appeal"
_LONGEST_BILL = 40


class Appeal(Body, frozen=True, kw_only=True):
    """The bill as the member has it.

    Attributes:
        billed_on: Date of consumption.
        amount_minor: As on the bill, in minor units; 0 where the member cannot say.
    """

    outlet: str
    bill: str
    billed_on: date
    amount_minor: int = 0


def needs(slip: Slip[Appeal], view: View) -> Needs:
    """The member with the appeals that are open; whether the bill stands posted is observed."""
    del view
    return Needs(wholes=frozenset({slip.member}))


def decide(slip: Slip[Appeal], view: View) -> Decision:
    """Take the appeal down, or say why not; it moves nothing until it is answered.

    Source:
        S4 L736-739: appeals come in on the website and from the member's screen.
    """
    stopped = served(slip, view) or _bad_entry(slip, view)
    if stopped:
        return stopped
    body, programme = slip.body, view.programme
    entry = Entry(slip, view)
    row = AppealRow(
        member=slip.member,
        outlet=body.outlet,
        bill=body.bill,
        billed_on=body.billed_on,
        amount_minor=body.amount_minor,
        slip=slip.id,
        filed_on=view.observed.business_date,
        decided_on=None,
        status=AppealStatus.OPEN,
    )
    entry.put(row)
    amount = from_minor(body.amount_minor, programme.asset(programme.currency).scale)
    entry.explain("appealed", f"{body.outlet} {body.bill} {body.billed_on.isoformat()}", amount)
    return entry.posted()


def _bad_entry(slip: Slip[Appeal], view: View) -> Decision | None:
    body = slip.body
    if body.outlet not in {*view.house.outlets, *view.programme.pack.partners}:
        return refused(Reason.OUTLET_UNKNOWN, outlet=body.outlet)
    if not body.bill.strip():
        return refused(Reason.BILL_MISSING)
    if len(body.bill) > _LONGEST_BILL:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_BILL)
    bad = positive(body.amount_minor) if body.amount_minor else None
    if bad:
        return refused_as(bad)
    if body.billed_on > view.observed.business_date:
        return refused(Reason.DAY_NOT_BEGUN, date=body.billed_on.isoformat())
    if view.observed.figures.get("posted"):
        return refused(Reason.BILL_POSTED, bill=body.bill, outlet=body.outlet)
    if (body.outlet, body.bill, body.billed_on) in view.member(slip.member).appeals:
        return refused(Reason.APPEAL_OPEN, bill=body.bill, outlet=body.outlet)
    return None

"""Answer an appeal (处理积分申诉): granted, the bill earns what it would have earned; the member is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.loyalty.appeal import AppealRow, AppealStatus
from app.loyalty.money import positive
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.loyalty.stay import BillRow, BillStatus
from app.operations.award import award, earner
from app.operations.cash_back import pay_back
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.post_spend import bill_claim, notice_ways
from app.operations.review_tier import is_tier_year, review_tier
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.conditions import Fact
from app.programme.earning import Event

KIND = "decide_appeal"


class DecideAppeal(Body, frozen=True, kw_only=True):
    """Which appeal, by its bill, and whether it is granted.

    Attributes:
        amount_minor: What the house's own copy of the bill says; 0: as the member said.
    """

    outlet: str
    bill: str
    billed_on: date
    grant: bool
    amount_minor: int = 0


def claims(slip: Slip[DecideAppeal]) -> tuple[str, ...]:
    """A bill that is granted counts as posted: it counts once, whoever posts it."""
    body = slip.body
    if not body.grant:
        return ()
    return (bill_claim(slip.property, body.outlet, body.billed_on, body.bill),)


def needs(slip: Slip[DecideAppeal], view: View) -> Needs:
    """The member with the appeals that are open, and what earning asks."""
    earns = earner(slip.member, view)
    return replace(earns, wholes=earns.wholes | {slip.member})


def decide(slip: Slip[DecideAppeal], view: View) -> Decision:
    """Answer the appeal, or say why not; denying it moves nothing.

    Source:
        S4 L736-739; that a granted appeal posts points is not stated, but it must be able to.
    """
    stopped = served(slip, view, Act.ADJUST)
    if stopped:
        return stopped
    body = slip.body
    row = view.member(slip.member).appeals.get((body.outlet, body.bill, body.billed_on))
    if row is None:
        return refused(Reason.APPEAL_UNKNOWN, bill=body.bill, outlet=body.outlet)
    lost = next(iter(view.observed.claims_lost.values()), "")
    if lost:
        return refused(Reason.BILL_USED, bill=body.bill, outlet=body.outlet, slip_id=lost)
    row = replace(row, amount_minor=body.amount_minor or row.amount_minor)
    bad = positive(row.amount_minor) if body.grant or body.amount_minor else None
    if bad:
        return refused_as(bad)
    entry = Entry(slip, view)
    status = AppealStatus.GRANTED if body.grant else AppealStatus.DENIED
    entry.put(replace(row, status=status, decided_on=view.observed.business_date))
    entry.explain(
        "granted" if body.grant else "denied",
        f"{row.outlet} {row.bill} {row.billed_on.isoformat()}",
        "",
    )
    if body.grant:
        _grant(entry, row, view)
    entry.gives["granted"] = body.grant
    return entry.posted(notified=notice_ways(view))


def _grant(entry: Entry, appeal: AppealRow, view: View) -> None:
    """Let the bill earn by the rules in force and the tier held now, on its own date, outside of any stay."""
    row, day = entry.state.row, appeal.billed_on
    if row is None:
        return
    is_partner = appeal.outlet not in view.house.outlets
    facts: dict[str, Fact] = {
        "outlet": appeal.outlet,
        "partner": appeal.outlet if is_partner else "",
        "tier": row.tier,
        "tier_year": is_tier_year(row, day, entry.state, view),
        "kind": row.kind.value,
        "linked": bool(row.company),
        "pay": "cash",
        "weekday": day.isoweekday(),
        "month": day.month,
        "day": day.day,
    }
    award(entry, Event(on="spend", facts=facts, eligible_minor=appeal.amount_minor), view)
    pay_back(entry, appeal.amount_minor, view)
    points = entry.gives.get("points", 0)
    earned = points if isinstance(points, int) else 0
    entry.put(
        BillRow(
            member=appeal.member,
            slip=entry.slip.id,
            outlet=appeal.outlet,
            bill=appeal.bill,
            business_date=day,
            stay="",
            product="",
            amount_minor=appeal.amount_minor,
            payable_minor=appeal.amount_minor,
            points=earned,
            refunded_minor=0,
            status=BillStatus.POSTED,
        )
    )
    entry.receipt |= {
        "outlet": appeal.outlet,
        "bill": appeal.bill,
        "amount_minor": appeal.amount_minor,
        "points_earned": earned,
    }
    review_tier(entry, view)

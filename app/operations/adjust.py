"""Adjust (调整): put points or stored value right by hand, within the limits of who answers for it."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty import accounts
from app.loyalty.house import UsageRow
from app.loyalty.money import LARGEST_MINOR, from_minor
from app.loyalty.permissions import LIMITS, Act, Role
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served, who_answers
from app.operations.slip import Body, Slip
from app.operations.top_up import over_limit
from app.operations.view import Needs, View

KIND = "adjust"
_LONGEST_REASON = 200


class Adjust(Body, frozen=True, kw_only=True):
    """What is put right.

    Attributes:
        asset: points or the currency.
        quantity: Signed, minor units.
        reason: In the supervisor's words; never empty.
    """

    asset: str
    quantity: int
    reason: str


def needs(slip: Slip[Adjust], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[Adjust], view: View) -> Decision:
    """Adjust, or say why not; limits count by business date for the one who answers."""
    stopped = served(slip, view, Act.ADJUST) or _bad_entry(slip, view)
    if stopped:
        return stopped
    usage = usage_of(slip, view)
    body = slip.body
    is_points = body.asset == "points"
    new = replace(
        usage,
        adjust_points=usage.adjust_points + (abs(body.quantity) if is_points else 0),
        adjust_minor=usage.adjust_minor + (0 if is_points else abs(body.quantity)),
    )
    over_day = _over_the_day(slip, usage, view)
    if over_day:
        return refused_as(over_day)
    is_deposit = not is_points and body.quantity > 0
    over = over_limit(body.quantity, view.member(slip.member), view) if is_deposit else None
    if over:
        return refused_as(over)
    entry = Entry(slip, view)
    if body.quantity > 0:
        entry.credit(body.asset, body.quantity, accounts.ADJUSTED)
    else:
        has = entry.balance(body.asset)
        if has < -body.quantity:
            short = Reason.NOT_ENOUGH_POINTS if is_points else Reason.NOT_ENOUGH_STORED_VALUE
            return refused(short, needs=-body.quantity, has=has)
        entry.debit(body.asset, -body.quantity, accounts.ADJUSTED)
    entry.put(new)
    if is_points:
        entry.gives["points"] = body.quantity
    left, scale = entry.balance(body.asset), view.programme.asset(body.asset).scale
    entry.explain(
        "adjusted",
        from_minor(body.quantity, scale),
        from_minor(left, scale),
        asset=body.asset,
        amount=body.quantity,
    )
    entry.receipt |= {"asset": body.asset, "quantity": body.quantity}
    return entry.posted()


def _over_the_day(slip: Slip[Adjust], usage: UsageRow, view: View) -> Refusal | None:
    """Refuse what goes over the day's limit of the one who answers; where nobody does, all of it is over."""
    who = who_answers(slip, view)
    limits = LIMITS[who.role if who else Role.AUDITOR]
    asset = slip.body.asset
    if asset == "points":
        scale, limit, used = 0, limits.adjust_points, usage.adjust_points
    else:
        scale, limit = view.programme.asset(asset).scale, limits.adjust_minor
        used = usage.adjust_minor
    if used + abs(slip.body.quantity) <= limit:
        return None
    figures = {"limit": limit, "left": max(0, limit - used)}
    facts: dict[str, str | int] = {
        name: from_minor(figure, scale) if scale else figure for name, figure in figures.items()
    }
    return Refusal(Reason.OVER_LIMIT, facts | {"asset": asset})


def usage_of(slip: Slip[Body], view: View) -> UsageRow:
    """Return what the one who answers has used of the day's limits."""
    who = slip.supervisor or slip.operator
    date = view.observed.business_date
    known = view.house.usage.get((who, date))
    return known or UsageRow(
        property=slip.property,
        operator=who,
        business_date=date,
        adjust_points=0,
        adjust_minor=0,
        overrides=0,
    )


def _bad_entry(slip: Slip[Adjust], view: View) -> Decision | None:
    body = slip.body
    if not body.reason.strip():
        return refused(Reason.REASON_MISSING)
    if len(body.reason) > _LONGEST_REASON:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_REASON)
    if body.quantity == 0:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if abs(body.quantity) > LARGEST_MINOR:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=LARGEST_MINOR)
    if body.asset not in {"points", view.programme.currency} & view.programme.pack.assets.keys():
        return refused(Reason.NOT_IN_PROGRAMME, asset=body.asset)
    return None

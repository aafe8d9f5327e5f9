"""Convert (积分转换): one asset of the programme becomes another, at the house's rate."""

from __future__ import annotations

from fractions import Fraction

from app.loyalty import accounts
from app.loyalty.money import from_minor
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "convert"


class Convert(Body, frozen=True, kw_only=True):
    """From which asset to which, and how much of the first (minor units)."""

    source: str
    target: str
    amount: int


def needs(slip: Slip[Convert], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[Convert], view: View) -> Decision:
    """Convert, whole units only and the rest is kept by the house, or say why not.

    Source:
        Hyatt Gold Passport: points can be converted to miles; the reverse is not mentioned.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    body, programme = slip.body, view.programme
    rule = next(
        (
            one
            for one in programme.pack.conversions
            if (one.source, one.target) == (body.source, body.target)
        ),
        None,
    )
    rate = programme.ratio(rule.rate) if rule else Fraction(0)
    if rate <= 0:
        return refused(Reason.NOT_OFFERED)
    has = view.member(slip.member).balance(body.source)
    got = int(body.amount / rate)
    if body.amount <= 0 or got <= 0:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if body.amount > has:
        return refused(Reason.NOT_ENOUGH_POINTS, needs=body.amount, has=has)
    entry = Entry(slip, view)
    entry.debit(body.source, body.amount, accounts.CONVERTED)
    entry.credit(body.target, got, accounts.CONVERTED)
    paid = from_minor(body.amount, programme.asset(body.source).scale)
    entry.explain("turned-in", paid, paid, asset=body.source, amount=-body.amount)
    said = from_minor(got, programme.asset(body.target).scale)
    text = f"{body.amount} ÷ {rate.numerator}"
    if rate.denominator != 1:
        text = f"{body.amount} × {rate.denominator} ÷ {rate.numerator}"
    entry.explain("converted", text, said, asset=body.target, amount=got)
    entry.gives |= {body.source: -body.amount, body.target: got}
    return entry.posted()

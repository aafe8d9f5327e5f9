"""Cash-back (返现): a part of what was spent comes back when so much was spent."""

from __future__ import annotations

from decimal import Decimal

from app.loyalty.money import from_minor
from app.operations.entry import Entry
from app.operations.view import View

_METRIC = "cashback_spend"  # minor units since the last time


def pay_back(entry: Entry, spent_minor: int, view: View) -> None:
    """Add to an entry what a bill brings back: nothing until the threshold is reached, then of all of it.

    Source:
        Cash-back plan: after spend reaches an amount, a percentage is paid back.
    """
    programme = view.programme
    rule = programme.pack.cashback
    if rule is None or spent_minor <= 0:
        return
    scale = programme.asset(programme.currency).scale
    threshold = int(programme.figure(rule.threshold).scaleb(scale))
    percent = programme.figure(rule.percent)
    if threshold <= 0 or percent <= 0:
        return
    day = view.observed.business_date
    reached = entry.total(_METRIC) + spent_minor
    if reached < threshold:
        entry.tally(_METRIC, spent_minor, day)
        entry.gives["cashback"] = from_minor(0, scale)
        return
    back = int(Decimal(reached) * percent / 100)
    entry.tally(_METRIC, spent_minor - reached, day)
    entry.credit(rule.asset, back)
    said = from_minor(back, scale)
    figures = f"{from_minor(reached, scale)} × {percent} %"
    entry.explain("paid-back", figures, said, asset=rule.asset, amount=back)
    entry.gives["cashback"] = said

"""What an event brings a member: credits by the rules, the company's share, counts, and offers that became due."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from app.loyalty import accounts
from app.loyalty.member import MemberStatus
from app.loyalty.money import from_minor
from app.operations.credit_company import KIND as COMPANY_KIND
from app.operations.credit_company import CreditCompany
from app.operations.entry import Entry
from app.operations.view import View
from app.programme.earning import Earned, Event, earn, tallied
from app.programme.pack import Offer


def award(
    entry: Entry, event: Event, view: View, *, arrived_on: date | None = None
) -> Earned | None:
    """Add to an entry what an event earns and counts; None where this member earns nothing.

    Args:
        entry: The entry so far.
        event: What happened; its ``before`` is filled in here.
        view: The books before it.
        arrived_on: Of a stay: the day to count on where the programme says arrival.
    """
    programme, row = view.programme, entry.row
    earns = row is not None and row.status is MemberStatus.ACTIVE
    if not earns or not programme.holds(programme.pack.membership.earns, event.facts):
        return None
    firsts = {rule.first_of for rule in programme.pack.earning if rule.first_of}
    before = {metric: entry.total(metric) for metric in firsts}
    earned = earn(programme, msgspec.structs.replace(event, before=before))
    entry.trace.extend(earned.trace)
    partner = str(event.facts.get("partner", ""))
    source = accounts.clearing(partner) if partner else accounts.ISSUED
    for credit in earned.credits:
        if credit.to == "member":
            entry.credit(credit.asset, credit.amount, source)
    _to_company(entry, earned)
    _say(entry, earned, view)
    today = view.observed.business_date
    counted = {one.metric: entry.total(one.metric) for one in programme.pack.offers}
    for metric, amount, on in tallied(programme, event, earned):
        entry.tally(metric, amount, arrived_on if on == "arrival" and arrived_on else today)
    for offer in programme.pack.offers:
        if programme.holds(offer.when, event.facts):
            _offer(entry, offer, counted[offer.metric], view)
    return earned


def _to_company(entry: Entry, earned: Earned) -> None:
    """Let the company's share follow as a slip of its own; a company's own card gets it at once."""
    share = earned.for_company()
    row = entry.state.row
    if not share or row is None:
        return
    entry.gives["company_points"] = share
    if row.company:
        rule = next(one.rule for one in earned.credits if one.to == "company")
        entry.derive(COMPANY_KIND, row.company, CreditCompany(points=share, rule=rule))
    else:
        entry.credit("points", share)


def _say(entry: Entry, earned: Earned, view: View) -> None:
    given = {credit.asset for credit in earned.credits if credit.to == "member"}
    for asset in given | ({"points"} & view.programme.pack.assets.keys()):
        total, declared = earned.sum_of(asset), view.programme.asset(asset)
        name = "voucher" if declared.kind == "voucher" else asset
        entry.gives[name] = from_minor(total, declared.scale) if declared.scale else total
    for name, part in (
        ("base_points", "base"),
        ("brand_bonus", "brand"),
        ("bonus_points", "bonus"),
    ):
        entry.gives[name] = earned.sum_of("points", part)


def _offer(entry: Entry, offer: Offer, before: int, view: View) -> None:
    """Give what a count has earned by reaching the next multiple."""
    programme = view.programme
    every = int(programme.figure(offer.every))
    after = entry.total(offer.metric)
    if programme.word(offer.consecutive) == "true":
        before, after = _in_a_row(entry, offer.metric, after - before)
    if every < 1 or after <= before:
        return
    times = after // every - before // every
    if programme.word(offer.repeats) != "true":
        times = min(after // every, 1) - min(before // every, 1)
    if times > 0:
        entry.credit(offer.asset, times * offer.amount)
        entry.explain("offer", f"{after} ÷ {every}", str(times * offer.amount), offer.id)
        entry.gives["voucher"] = times * offer.amount


def _in_a_row(entry: Entry, metric: str, added: int) -> tuple[int, int]:
    """Return how many days in a row were counted before this entry and with it, the last of them today."""
    days = dict(entry.state.tallies.get(metric, {}))
    run, day = 0, entry.observed.business_date - timedelta(days=added)
    while days.get(day, 0) > 0:
        run += days[day]
        day -= timedelta(days=days[day])
    return run, run + added

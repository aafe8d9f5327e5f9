"""What an event brings a member: credits by the rules, the company's share, counts, and offers that became due."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from app.loyalty import accounts
from app.loyalty.ids import MemberId
from app.loyalty.member import DebtRow, MemberStatus
from app.loyalty.money import from_minor
from app.operations.credit_company import KIND as COMPANY_KIND
from app.operations.credit_company import CreditCompany, share_of
from app.operations.entry import Entry
from app.operations.guards import inactive
from app.operations.view import Needs, View
from app.programme.earning import Credit, Earned, Event, earn, tallied
from app.programme.pack import Offer
from app.programme.windows import is_within


def earner(member: MemberId, view: View) -> Needs:
    """Return what ``award`` asks of a member: the account that it is linked to comes along."""
    row = view.member(member).row
    linked = {row.company} if row and row.company else set[MemberId]()
    return Needs(members=frozenset({member}) | linked)


def award(
    entry: Entry, event: Event, view: View, *, arrived_on: date | None = None
) -> Earned | None:
    """Add to an entry what an event earns and counts; None where this member earns nothing.

    Args:
        entry: The entry so far.
        event: What happened; its ``before`` and its ``day`` are filled in here.
        view: The books before it.
        arrived_on: Of a stay: the day to count on where the programme says arrival.
    """
    programme, row = view.programme, entry.row
    earns = row is not None and row.status is MemberStatus.ACTIVE
    if not earns or not programme.holds(programme.pack.membership.earns, event.facts):
        return None
    firsts = {rule.first_of for rule in programme.pack.earning if rule.first_of}
    before = {metric: entry.total(metric) for metric in firsts}
    today = view.observed.business_date
    earned = earn(programme, msgspec.structs.replace(event, before=before, day=today))
    entry.trace.extend(earned.trace)
    partner = str(event.facts.get("partner", ""))
    source = accounts.clearing(partner) if partner else accounts.ISSUED
    for credit in earned.credits:
        if credit.to == "member":
            _give(entry, credit, source, view)
    _pay_debt(entry, earned, view)
    _to_linked(entry, earned, view)
    _say(entry, earned, view)
    counted = {one.metric: entry.total(one.metric) for one in programme.pack.offers}
    for metric, amount, on in tallied(programme, event, earned):
        entry.tally(metric, amount, arrived_on if on == "arrival" and arrived_on else today)
    for offer in programme.pack.offers:
        is_on = is_within(today, offer.valid_from, offer.valid_until)
        if is_on and programme.holds(offer.when, event.facts):
            _offer(entry, offer, counted[offer.metric], view)
    return earned


def _give(entry: Entry, credit: Credit, source: str, view: View) -> None:
    """Credit what a rule gave; where it cannot be used at once, it is set aside until then."""
    declared = view.programme.asset(credit.asset)
    waits = declared.lots and view.programme.figure(declared.usable_after_days) > 0
    if not waits:
        entry.credit(credit.asset, credit.amount, source)
        return
    entry.credit(credit.asset, credit.amount, source, target=accounts.PENDING)
    said = from_minor(credit.amount, declared.scale)
    entry.explain("pending", said, said, asset=credit.asset, held=credit.amount)


def _pay_debt(entry: Entry, earned: Earned, view: View) -> None:
    """Let new points first pay what an earlier clawback could not take, where the programme says so."""
    if view.programme.word(view.programme.pack.clawback) != "settle":
        return
    owed = entry.state.debts.get("points", 0)
    due = min(owed, earned.sum_of("points"), entry.balance("points"))
    if due > 0:
        entry.debit("points", due, accounts.CLAWED_BACK)
        entry.put(DebtRow(member=entry.member, slip=entry.slip.id, asset="points", amount=-due))
        entry.explain("debt-paid", str(owed), str(due), asset="points", amount=-due)
        entry.gives["debt_paid"] = due


def _to_linked(entry: Entry, earned: Earned, view: View) -> None:
    """Let the linked account's share follow as a slip of its own; that account's own card gets it at once.

    An account that is not in force gets nothing, now or when an entry is undone.
    """
    row = entry.state.row
    linked = view.member(row.company) if row and row.company else None
    if row is None or (linked and linked.row and inactive(linked)):
        return
    for asset, share in earned.shares().items():
        entry.gives[share_of(asset)] = share
        if row.company:
            rule = next(one.rule for one in earned.credits if one.to != "member")
            body = CreditCompany(points=share, rule=rule, asset=asset)
            entry.derive(COMPANY_KIND, row.company, body, part=asset if asset != "points" else "")
        else:
            entry.credit(asset, share)
            said = from_minor(share, view.programme.asset(asset).scale)
            entry.explain("company", said, said, asset=asset, amount=share)


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
    before, after = (programme.in_units(offer.metric, one) for one in (before, after))
    if every < 1 or after <= before:
        return
    times = after // every - before // every
    if programme.word(offer.repeats) != "true":
        times = min(after // every, 1) - min(before // every, 1)
    if times > 0:
        given = times * offer.amount
        entry.credit(offer.asset, given)
        scale = programme.asset(offer.asset).scale
        entry.explain(
            "offer",
            f"{after} ÷ {every}",
            from_minor(given, scale),
            offer.id,
            asset=offer.asset,
            amount=given,
            metric=offer.metric,
        )
        entry.gives["voucher"] = times * offer.amount


def _in_a_row(entry: Entry, metric: str, added: int) -> tuple[int, int]:
    """Return how many days in a row were counted before this entry and with it, the last of them today."""
    days = dict(entry.state.tallies.get(metric, {}))
    run, day = 0, entry.observed.business_date - timedelta(days=added)
    while days.get(day, 0) > 0:
        run += days[day]
        day -= timedelta(days=days[day])
    return run, run + added

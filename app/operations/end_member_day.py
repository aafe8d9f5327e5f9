"""The day-end of one member: what expires, what falls due, and what tier the counts have brought, as one slip."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.loyalty import accounts
from app.loyalty.member import MemberKind, MemberStatus
from app.loyalty.money import from_minor
from app.operations.decision import Decision
from app.operations.entry import Entry
from app.operations.lapse_notices import LAPSING, look_ahead
from app.operations.reservation import counted_as, reserved_codes
from app.operations.reserve_reward import release
from app.operations.review_tier import fall_from_tier, review_tier
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.day_end import activity_window, is_period_end

KIND = "end_member_day"


class EndMemberDay(Body, frozen=True, kw_only=True):
    """The business date that has ended."""

    date: date


def needs(slip: Slip[EndMemberDay], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[EndMemberDay], view: View) -> Decision:
    """Do what is due for one member; done late or twice it comes out the same."""
    entry = Entry(slip, view)
    day = slip.body.date
    # What the day leaves a level is looked at before the points of that day end.
    fallen = fall_from_tier(entry, view, day)
    if fallen:
        entry.put(fallen)
    _make_usable(entry, view, day)
    _expire(entry, view, day)
    _end_reservations(entry, view, day)
    _turn_into_vouchers(entry, view, day)
    _grow_up(entry, view, day)
    review_tier(entry, view)
    _fall_asleep(entry, view, day)
    look_ahead(entry, view, day)
    ways = {one.sent_by for one in view.programme.pack.period_vouchers if "voucher" in entry.gives}
    return entry.posted(notified=tuple(sorted(ways)))


def _make_usable(entry: Entry, view: View, day: date) -> None:
    """Let go what was set aside when it was earned and can be used from tomorrow on."""
    for lot in sorted(entry.state.lots.values(), key=lambda one: one.lot):
        if lot.account != accounts.PENDING or lot.remaining <= 0:
            continue
        asset = view.programme.asset(lot.asset)
        days = int(view.programme.figure(asset.usable_after_days))
        if lot.earned_on + timedelta(days=days) > day + timedelta(days=1):
            continue
        is_over = lot.expires_on is not None and lot.expires_on <= day
        target = accounts.EXPIRED if is_over else accounts.AVAILABLE
        entry.move(lot.asset, lot.remaining, lot.account, target, lot.lot)
        said, lost = from_minor(lot.remaining, asset.scale), lot.remaining if is_over else 0
        entry.explain(
            "expired" if is_over else "usable",
            lot.earned_on.isoformat(),
            said,
            asset=lot.asset,
            amount=-lost,
            held=-lot.remaining,
        )


def _expire(entry: Entry, view: View, day: date) -> None:
    for lot in sorted(entry.state.lots.values(), key=lambda one: one.lot):
        is_over = lot.expires_on is not None and lot.expires_on <= day
        if is_over and lot.remaining > 0 and lot.account == accounts.AVAILABLE:
            entry.move(lot.asset, lot.remaining, lot.account, accounts.EXPIRED, lot.lot)
            entry.explain(
                "expired",
                lot.earned_on.isoformat(),
                from_minor(lot.remaining, view.programme.asset(lot.asset).scale),
                asset=lot.asset,
                amount=-lot.remaining,
            )


def _end_reservations(entry: Entry, view: View, day: date) -> None:
    """Give back what was set aside for rewards that were not fetched in time."""
    days = int(view.programme.figure(view.programme.pack.reservation_days))
    of = view.programme.pack.redeems_with
    for code in reserved_codes(entry.state, of) if days else ():
        counted = entry.state.tallies.get(counted_as(code), {})
        since = max((on for on, amount in counted.items() if amount > 0), default=day)
        if since + timedelta(days=days) <= day:
            release(entry, code, view, day + timedelta(days=1))


def _turn_into_vouchers(entry: Entry, view: View, day: date) -> None:
    """Turn a balance into vouchers at the end of a period (Clubcard: mailed every so often)."""
    programme = view.programme
    for rule in programme.pack.period_vouchers:
        amount = entry.balance(rule.source)
        if not is_period_end(day, int(programme.figure(rule.every_months))) or amount <= 0:
            continue
        entry.debit(rule.source, amount, accounts.REDEEMED)
        entry.credit(rule.target, amount)
        said = from_minor(amount, programme.asset(rule.target).scale)
        entry.explain("turned-in", said, said, rule.id, asset=rule.source, amount=-amount)
        entry.explain("voucher", said, said, rule.id, asset=rule.target, amount=amount)
        entry.gives["voucher"] = said


def _grow_up(entry: Entry, view: View, day: date) -> None:
    """Make a child account a standard one when the birthday comes, where that needs no application."""
    row, children = entry.row, view.programme.pack.membership.children
    if row is None or row.grows_up_on is None or children is None:
        return
    if (
        row.grows_up_on <= day + timedelta(days=1)
        and view.programme.word(children.grows_up) == "automatic"
    ):
        entry.put(replace(row, kind=MemberKind.PERSON, grows_up_on=None, version=row.version + 1))
        entry.explain("grown-up", row.grows_up_on.isoformat(), MemberKind.PERSON.value)


def _fall_asleep(entry: Entry, view: View, day: date) -> None:
    """Let an account rest that was not used for its time, with its points or without them."""
    rule, row = view.programme.pack.activity, entry.row
    if rule is None or row is None or row.status is not MemberStatus.ACTIVE:
        return
    window = activity_window(view.programme.word(rule.window), day)
    if window is None or row.joined_on >= window[0] or entry.counted(rule.metric, *window):
        return
    entry.put(replace(row, status=MemberStatus.INACTIVE, version=row.version + 1))
    entry.explain("asleep", rule.metric, MemberStatus.INACTIVE.value)
    points = entry.balance("points") if "points" in view.programme.pack.assets else 0
    if points and view.programme.word(rule.lapse_points) == "forfeited":
        entry.debit("points", points, accounts.FORFEITED)
        entry.explain("lapsed", rule.metric, str(points), asset="points", amount=-points)


def is_empty(decision: Decision) -> bool:
    """Tell whether nothing was due and nothing is to be told, so that no slip need be kept."""
    return not decision.transfers and not decision.rows and LAPSING not in decision.gives

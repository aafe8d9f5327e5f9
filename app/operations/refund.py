"""Refund (退款): a part of a bill goes back the way it was paid, and the points of that part with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.loyalty import accounts
from app.loyalty.ledger import Transfer
from app.loyalty.money import from_minor, positive
from app.loyalty.permissions import Act, Role
from app.loyalty.refusals import Reason
from app.loyalty.stay import BillStatus
from app.operations.decision import Decision, Outcome, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served, who_answers
from app.operations.slip import Body, Slip
from app.operations.undo import claw
from app.operations.view import Needs, PastSlip, View

KIND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund(Body):
    """How much of which posting goes back, in minor units of what the guest paid."""

    of: str
    amount_minor: int
    reason: str = ""


def needs(slip: Slip[Refund], view: View) -> Needs:
    """The posting, and its member."""
    del view
    return Needs(members=frozenset({slip.member}), slips=frozenset({slip.body.of}))


def decide(slip: Slip[Refund], view: View) -> Decision:
    """Give a part back, or say why not.

    What stored value paid goes back to stored value first, so that a card is never turned into
    cash; points are taken back so that those left are what the rest of the bill would have earned.
    """
    stopped = served(slip, view, Act.VOID)
    if stopped:
        return stopped
    bad = positive(slip.body.amount_minor)
    if bad:
        return refused_as(bad)
    past = view.slips.get(slip.body.of)
    if past is None or past.bill is None or past.member != slip.member:
        return refused(Reason.SLIP_UNKNOWN)
    if past.outcome is not Outcome.POSTED or past.bill.status is BillStatus.VOIDED:
        return refused(Reason.SLIP_NOT_POSTED)
    who = who_answers(slip, view)
    if past.business_date != view.observed.business_date and who and who.role is Role.CASHIER:
        return refused(Reason.NEEDS_SUPERVISOR, act=Act.VOID.value)
    money = [t for t in past.transfers if _paid(t, view.programme.currency)]
    done, total = past.bill.refunded_minor, sum(t.amount for t in money)
    if done + slip.body.amount_minor > total:
        scale = view.programme.asset(view.programme.currency).scale
        return refused(Reason.REFUND_TOO_LARGE, left=from_minor(total - done, scale))
    entry = Entry(slip, view)
    _pay_back(entry, money, done, slip.body.amount_minor)
    _take_points(entry, past, total, done, view)
    _take_counts(entry, past, total, done, view)
    entry.put(replace(past.bill, refunded_minor=done + slip.body.amount_minor))
    entry.receipt |= {"of": past.id, "amount_minor": slip.body.amount_minor, "bill": past.bill.bill}
    return entry.posted()


def _paid(transfer: Transfer, currency: str) -> bool:
    by_points = transfer.source == accounts.tender("points")
    return transfer.asset == currency and transfer.source != accounts.DISCOUNTS and not by_points


def _pay_back(entry: Entry, money: list[Transfer], done: int, amount: int) -> None:
    """Walk through the parts in order, skip what earlier refunds took, give the next ``amount`` back."""
    skip = done
    for transfer in sorted(money, key=lambda t: (t.source != accounts.AVAILABLE, t.line)):
        passed = min(skip, transfer.amount)
        skip -= passed
        part = min(amount, transfer.amount - passed)
        amount -= part
        entry.move(transfer.asset, part, transfer.target, transfer.source, transfer.lot)


def _take_points(entry: Entry, past: PastSlip, total: int, done: int, view: View) -> None:
    bill = past.bill
    if bill is None or not isinstance(entry.slip.body, Refund) or total == 0:
        return
    left_before = bill.points * (total - done) // total
    left_after = bill.points * (total - done - entry.slip.body.amount_minor) // total
    back = left_before - left_after
    if back:
        lot = next(
            (
                t.lot
                for t in past.transfers
                if t.target == accounts.AVAILABLE and t.asset == "points"
            ),
            None,
        )
        before = entry.balance("points")
        claw(entry, "points", back, accounts.CLAWED_BACK, view, first=lot)
        entry.gives["points"] = entry.balance("points") - before
        entry.explain("taken-back", f"{bill.points} − {left_after}", str(-back))


def _take_counts(entry: Entry, past: PastSlip, total: int, done: int, view: View) -> None:
    """Count what the rest of the bill would have: figures fall with the money, the bill itself with its last fen.

    They fall on the day they were made, and never below what that day still counts.
    """
    if not isinstance(entry.slip.body, Refund) or total == 0:
        return
    ones = {
        one.metric
        for one in view.programme.pack.tallies
        if one.on == "spend" and one.amount == "one"
    }
    for tally in past.tallies:
        before, after = (
            -(-tally.amount * left // total)
            if tally.metric in ones
            else tally.amount * left // total
            for left in (total - done, total - done - entry.slip.body.amount_minor)
        )
        counted = entry.counted(tally.metric, tally.on, tally.on)
        entry.tally(tally.metric, -min(before - after, max(0, counted)), tally.on)

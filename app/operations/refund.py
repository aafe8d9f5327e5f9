"""Refund (退款): a part of a bill goes back the way it was paid, and the points of that part with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msgspec.structs import replace as replaced

from app.loyalty import accounts
from app.loyalty.ledger import Transfer
from app.loyalty.member import TallyRow
from app.loyalty.money import from_minor, positive
from app.loyalty.permissions import Act, Role
from app.loyalty.refusals import Reason
from app.loyalty.stay import BillStatus
from app.operations.credit_company import take_share_back
from app.operations.decision import Decision, Outcome, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served, who_answers
from app.operations.review_tier import unpay_backdated
from app.operations.slip import Body, Slip
from app.operations.undo import claw, expire_returned, explain_return
from app.operations.view import Needs, PastSlip, View

KIND = "refund"
SHARED = "refunds-shared"  # among a bill's figures: its points come back with a part of the money


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
    Points that helped to pay come back in proportion where the programme said so when the bill was posted.
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
    by_points = [t for t in past.transfers if _is_by_points(t)] if SHARED in past.gives else []
    done, total = past.bill.refunded_minor, sum(t.amount for t in (*money, *by_points))
    if done + slip.body.amount_minor > total:
        scale = view.programme.asset(view.programme.currency).scale
        return refused(Reason.REFUND_TOO_LARGE, left=from_minor(total - done, scale))
    entry = Entry(slip, view)
    before = entry.balance(view.programme.currency)
    worth = sum(t.amount for t in by_points)
    # Whole fen and whole points of all refunds so far, so that many small ones come to the same.
    was, now = (worth * so_far // total for so_far in (done, done + slip.body.amount_minor))
    _pay_back(entry, by_points, was, now - was)
    _pay_back(entry, money, done - was, slip.body.amount_minor - (now - was))
    back = entry.balance(view.programme.currency) - before
    explain_return(entry, view.programme.currency, back, view)
    if by_points:
        _return_points(entry, past, total, done, view)
    _take_points(entry, past, total, done, view)
    take_share_back(entry, past.gives, slip.body.amount_minor, total, done=done)
    undone = _take_counts(entry, past, total, done, view)
    unpay_backdated(entry, view, undone, past.business_date)
    entry.put(replace(past.bill, refunded_minor=done + slip.body.amount_minor))
    entry.receipt |= {
        "of": past.id,
        "amount_minor": slip.body.amount_minor - (now - was),
        "bill": past.bill.bill,
    }
    return_said = entry.gives.get("points_returned", 0)
    if isinstance(return_said, int) and return_said:
        entry.receipt["points_returned"] = return_said
    return entry.posted()


def _is_by_points(transfer: Transfer) -> bool:
    return transfer.source == accounts.tender("points")


def _paid(transfer: Transfer, currency: str) -> bool:
    is_discount = transfer.source == accounts.DISCOUNTS
    return transfer.asset == currency and not is_discount and not _is_by_points(transfer)


def _pay_back(entry: Entry, money: list[Transfer], done: int, amount: int) -> None:
    """Walk through the parts in order, skip what earlier refunds took, give the next ``amount`` back."""
    skip = done
    for transfer in sorted(money, key=lambda t: (t.source != accounts.AVAILABLE, t.line)):
        passed = min(skip, transfer.amount)
        skip -= passed
        part = min(amount, transfer.amount - passed)
        amount -= part
        entry.move(transfer.asset, part, transfer.target, transfer.source, transfer.lot)


def _return_points(entry: Entry, past: PastSlip, total: int, done: int, view: View) -> None:
    """Give points that helped to pay back to the lots they came from, in the proportion of the refund."""
    if not isinstance(entry.slip.body, Refund):
        return
    used = [t for t in past.transfers if t.source == accounts.AVAILABLE and t.asset == "points"]
    points = sum(t.amount for t in used)
    skip, after = (
        points * so_far // total for so_far in (done, done + entry.slip.body.amount_minor)
    )
    left, returned = after - skip, list[Transfer]()
    for transfer in used:
        passed = min(skip, transfer.amount)
        skip -= passed
        part = min(left, transfer.amount - passed)
        left -= part
        if part:
            entry.move("points", part, transfer.target, transfer.source, transfer.lot)
            returned.append(replaced(transfer, amount=part))
    explain_return(entry, "points", sum(t.amount for t in returned), view)
    expire_returned(entry, returned, view)
    entry.gives["points_returned"] = sum(t.amount for t in returned)


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
                if t.target in {accounts.AVAILABLE, accounts.PENDING} and t.asset == "points"
            ),
            None,
        )
        before = entry.balance("points")
        entry.explain("refund", f"{left_before} − {left_after}", str(back), asset="points")
        claw(entry, "points", back, accounts.CLAWED_BACK, view, first=lot)
        entry.gives["points"] = entry.balance("points") - before


def _take_counts(entry: Entry, past: PastSlip, total: int, done: int, view: View) -> list[TallyRow]:
    """Count what the rest of the bill would have: figures fall with the money, the bill itself with its last fen.

    They fall on the day they were made, and never below what that day still counts.

    Returns:
        What was counted and is not any more.
    """
    if not isinstance(entry.slip.body, Refund) or total == 0:
        return []
    undone: list[TallyRow] = []
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
        fallen = min(before - after, max(0, counted))
        entry.tally(tally.metric, -fallen, tally.on)
        undone.append(
            TallyRow(member=tally.member, metric=tally.metric, on=tally.on, amount=fallen)
        )
    return undone

"""Refund (退款): a part of a bill goes back the way it was paid, and the points of that part with it."""

from __future__ import annotations

from collections.abc import Iterable
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
from app.operations.rest_of_bill import counts_left, kept_of, shares_left
from app.operations.review_tier import unpay_backdated, withdraw_invitation
from app.operations.slip import Body, Slip
from app.operations.undo import claw_back, expire_returned, explain_return
from app.operations.view import Needs, PastSlip, View

KIND = "refund"
SHARED = "refunds-shared"  # among a bill's figures: its points come back with a part of the money


class Refund(Body, frozen=True, kw_only=True):
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
    money = [t for t in past.transfers if _is_money(t, view.programme.currency)]
    by_points = _by(past, "points") if SHARED in past.gives else []
    done, total = past.bill.refunded_minor, sum(t.amount for t in (*money, *by_points))
    if done + slip.body.amount_minor > total:
        scale = view.programme.asset(view.programme.currency).scale
        return refused(Reason.REFUND_TOO_LARGE, left=from_minor(total - done, scale))
    entry = Entry(slip, view)
    part = Part(done, done + slip.body.amount_minor, total)
    worth = sum(t.amount for t in by_points)
    _return_money(entry, money, by_points, part, view)
    if by_points:
        _return_points(entry, past, part, view)
    if part.is_last:
        _return_vouchers(entry, past, view)
    before = entry.balance("points")
    _owe_again(entry, past, part)
    _take_earned(entry, past, part, view)
    entry.gives["points"] = entry.balance("points") - before
    was, keeps = (shares_left(past, left, total) for left in part.lefts())
    take_share_back(entry, {asset: was[asset] - keeps[asset] for asset in was})
    undone = _take_counts(entry, past, part, view)
    unpay_backdated(entry, view, undone, past.business_date)
    withdraw_invitation(entry, view)
    entry.put(replace(past.bill, refunded_minor=part.now))
    entry.receipt |= {
        "of": past.id,
        "amount_minor": slip.body.amount_minor - part.of(worth),
        "bill": past.bill.bill,
    }
    return_said = entry.gives.get("points_returned", 0)
    if isinstance(return_said, int) and return_said:
        entry.receipt["points_returned"] = return_said
    return entry.posted()


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a bill goes back: what had gone back before, what will have, and of how much.

    Figures are reckoned from all that has gone back so far, so that many small refunds come to the
    same as one.
    """

    was: int
    now: int
    total: int

    @property
    def is_last(self) -> bool:
        """Whether nothing is left of the bill."""
        return self.now >= self.total

    def of(self, amount: int) -> int:
        """Return this part of what is given back: rounded down so far, all of it with the last."""
        return amount * self.now // self.total - amount * self.was // self.total

    def lefts(self) -> tuple[int, int]:
        """Return how much was left of the bill before, and is now."""
        return self.total - self.was, self.total - self.now

    def taken_of(self, amount: int, *, whole: bool = False) -> tuple[int, int]:
        """Return what was taken back before, and what is now: what is left is what the rest would have brought.

        Args:
            amount: What the whole bill brought.
            whole: It cannot be divided: it goes with the last of the bill.
        """
        left_was, left_now = (amount * (self.total - gone) for gone in (self.was, self.now))
        up = self.total - 1 if whole else 0
        kept, keeps = (left_was + up) // self.total, (left_now + up) // self.total
        return amount - kept, kept - keeps


def _by(past: PastSlip, tender: str) -> list[Transfer]:
    return [t for t in past.transfers if t.source == accounts.tender(tender)]


def _is_money(transfer: Transfer, currency: str) -> bool:
    """Tell whether a transfer is money that the guest paid: not a discount, points or vouchers, nor a credit."""
    in_kind = (accounts.DISCOUNTS, accounts.tender("points"), accounts.tender("voucher"))
    is_sale = transfer.target.startswith(accounts.sales(""))
    return transfer.asset == currency and is_sale and transfer.source not in in_kind


def _return_money(
    entry: Entry, money: list[Transfer], by_points: list[Transfer], part: Part, view: View
) -> None:
    """Give the money back, and take the worth of points out of the sales where they come back too."""
    before = entry.balance(view.programme.currency)
    worth = sum(t.amount for t in by_points)
    was = worth * part.was // part.total
    _pay_back(entry, by_points, was, part.of(worth))
    _pay_back(entry, money, part.was - was, part.now - part.was - part.of(worth))
    back = entry.balance(view.programme.currency) - before
    explain_return(entry, view.programme.currency, back, view)


def _pay_back(entry: Entry, money: list[Transfer], done: int, amount: int) -> None:
    """Walk through the parts in order, skip what earlier refunds took, give the next ``amount`` back."""
    in_order = sorted(money, key=lambda t: (t.source != accounts.AVAILABLE, t.line))
    for one in parts_of(in_order, done, amount):
        entry.move(one.asset, one.amount, one.target, one.source, one.lot)


def _return_points(entry: Entry, past: PastSlip, part: Part, view: View) -> None:
    """Give points that helped to pay back to the lots they came from, in the proportion of the refund."""
    used = [
        t
        for t in past.transfers
        if t.source == accounts.AVAILABLE
        and t.asset == "points"
        and t.target != accounts.CLAWED_BACK
    ]
    points = sum(t.amount for t in used)
    returned = parts_of(used, points * part.was // part.total, part.of(points))
    for one in returned:
        entry.move("points", one.amount, one.target, one.source, one.lot)
    explain_return(entry, "points", sum(t.amount for t in returned), view)
    expire_returned(entry, returned, view)
    entry.gives["points_returned"] = sum(t.amount for t in returned)


def _return_vouchers(entry: Entry, past: PastSlip, view: View) -> None:
    """Give vouchers that helped to pay back with the last of the bill: none can be divided."""
    worth = _by(past, "voucher")
    if not worth:
        return
    assets = view.programme.pack.assets
    used = [
        t
        for t in past.transfers
        if t.source == accounts.AVAILABLE
        and t.asset in assets
        and assets[t.asset].kind == "voucher"
    ]
    for one in (*worth, *used):
        entry.move(one.asset, one.amount, one.target, one.source, one.lot)
    for asset in dict.fromkeys(one.asset for one in used):
        explain_return(entry, asset, sum(t.amount for t in used if t.asset == asset), view)
    expire_returned(entry, used, view)


def _owe_again(entry: Entry, past: PastSlip, part: Part) -> None:
    """Let a debt that the bill's points had paid stand again, as far as they go back."""
    paid = [
        t
        for t in past.transfers
        if (t.source, t.target) == (accounts.AVAILABLE, accounts.CLAWED_BACK)
    ]
    amount = sum(t.amount for t in paid)
    before, now = part.taken_of(amount)
    if not now:
        return
    for one in parts_of(paid, before, now):
        entry.move(one.asset, one.amount, one.target, one.source, one.lot)
    entry.explain("given-back", str(now), str(now), asset="points", amount=now)
    entry.owe("points", now)


def _take_earned(entry: Entry, past: PastSlip, part: Part, view: View) -> None:
    """Take back what the part had earned, of every asset, from the very lots; counted vouchers go with the last."""
    earned: dict[str, list[Transfer]] = {}
    for one in past.transfers:
        if one.target in {accounts.AVAILABLE, accounts.PENDING}:
            earned.setdefault(one.asset, []).append(one)
    assets = view.programme.pack.assets
    for asset, given in earned.items():
        amount = sum(t.amount for t in given)
        whole = assets[asset].kind == "voucher" and not assets[asset].scale
        if whole:
            before, now = part.taken_of(amount, whole=True)
        else:
            was, after = (
                kept_of(past, left, part.total, amount, asset=asset) for left in part.lefts()
            )
            before, now = amount - was, was - after
        if not now:
            continue
        scale = assets[asset].scale
        left, keeps = (from_minor(one, scale) for one in (amount - before, amount - before - now))
        entry.explain("refund", f"{left} − {keeps}", from_minor(now, scale), asset=asset)
        claw_back(entry, [_from_house(one) for one in parts_of(given, before, now)], view)


def _from_house(credit: Transfer) -> Transfer:
    """Let what the house itself gave go to what it took back; a partner's goes to the partner again."""
    is_own = credit.source == accounts.ISSUED
    return replaced(credit, source=accounts.CLAWED_BACK) if is_own else credit


def parts_of(transfers: Iterable[Transfer], skip: int, amount: int) -> list[Transfer]:
    """Walk through transfers, skip what went before, and return those parts that make the next ``amount``."""
    found: list[Transfer] = []
    for one in transfers:
        passed = min(skip, one.amount)
        skip -= passed
        taken = min(amount, one.amount - passed)
        amount -= taken
        if taken:
            found.append(replaced(one, amount=taken))
    return found


def _take_counts(entry: Entry, past: PastSlip, part: Part, view: View) -> list[TallyRow]:
    """Count what the rest of the bill would have: figures fall with the money, the bill itself with its last fen.

    They fall on the day they were made, and never below what that day still counts.

    Returns:
        What was counted and is not any more.
    """
    undone: list[TallyRow] = []
    amounts = {one.metric: one.amount for one in view.programme.pack.tallies if one.on == "spend"}
    for tally in past.tallies:
        before, after = (
            counts_left(past, left, part.total, tally, amounts.get(tally.metric, ""))
            for left in part.lefts()
        )
        counted = entry.counted(tally.metric, tally.on, tally.on)
        fallen = min(before - after, max(0, counted))
        entry.tally(tally.metric, -fallen, tally.on)
        undone.append(
            TallyRow(member=tally.member, metric=tally.metric, on=tally.on, amount=fallen)
        )
    return undone

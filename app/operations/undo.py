"""Undoing an entry: value goes back to the very lots it came from, credits are clawed back down to zero."""

from __future__ import annotations

from collections.abc import Iterable

from app.loyalty import accounts
from app.loyalty.ledger import Transfer
from app.loyalty.member import DebtRow
from app.loyalty.refusals import Reason, Refusal
from app.operations.entry import Entry
from app.operations.view import View


def give_back(entry: Entry, transfers: Iterable[Transfer]) -> None:
    """Reverse what an entry took from the member and what it moved in the house, to the same lots."""
    for transfer in transfers:
        if transfer.source == accounts.AVAILABLE or not _is_credit(transfer):
            entry.move(
                transfer.asset, transfer.amount, transfer.target, transfer.source, transfer.lot
            )


def expire_returned(entry: Entry, transfers: Iterable[Transfer]) -> None:
    """Let go at once what came back to a lot whose last day is over: undoing is no way around expiry."""
    ends = {lot.lot: lot.expires_on for lot in entry.state.lots.values()}
    for transfer in transfers:
        lot = transfer.lot
        last_day = ends.get(lot) if lot else None
        if transfer.source != accounts.AVAILABLE or lot is None or last_day is None:
            continue
        left = min(transfer.amount, entry.left_in_lot(lot))
        if last_day < entry.observed.business_date and left > 0:
            entry.move(transfer.asset, left, accounts.AVAILABLE, accounts.EXPIRED, lot)
            entry.explain(
                "expired", f"{lot} {last_day.isoformat()}", str(left), asset=transfer.asset
            )


def claw_back(entry: Entry, transfers: Iterable[Transfer], view: View) -> int:
    """Take back what an entry credited to the member, its own lots first, never below zero.

    Returns:
        What could not be taken, in all; with the setting ``debt`` it is noted on the member.
    """
    missing = 0
    for transfer in transfers:
        if _is_credit(transfer):
            missing += claw(
                entry, transfer.asset, transfer.amount, transfer.source, view, first=transfer.lot
            )
    return missing


def claw(
    entry: Entry, asset: str, amount: int, target: str, view: View, *, first: str | None = None
) -> int:
    """Take back one credit down to zero; returns what was missing."""
    part = min(amount, entry.balance(asset))
    if part:
        entry.debit(asset, part, target, first=first)
    missing = amount - part
    if missing and view.programme.word(view.programme.pack.clawback) == "debt":
        entry.put(DebtRow(member=entry.member, slip=entry.slip.id, asset=asset, amount=missing))
        entry.gives["debt"] = missing
    if missing:
        entry.explain("waived", f"{amount} − {part}", str(missing))
    return missing


def money_spent(entry: Entry, transfers: Iterable[Transfer], view: View) -> Refusal | None:
    """Refuse to undo a deposit that was spent since: money is never clawed back below zero."""
    currency = view.programme.currency
    credited = sum(t.amount for t in transfers if _is_credit(t) and t.asset == currency)
    has = entry.balance(currency)
    return (
        Refusal(Reason.NOT_ENOUGH_STORED_VALUE, {"needs": credited, "has": has})
        if credited > has
        else None
    )


def _is_credit(transfer: Transfer) -> bool:
    return transfer.target == accounts.AVAILABLE

"""Undoing an entry: value goes back to the very lots it came from, credits are clawed back down to zero."""

from __future__ import annotations

from collections.abc import Iterable

from app.loyalty import accounts
from app.loyalty.ledger import Transfer
from app.loyalty.money import from_minor
from app.loyalty.refusals import Reason, Refusal
from app.loyalty.trace import brought_by
from app.operations.entry import Entry
from app.operations.view import View


def give_back(entry: Entry, transfers: Iterable[Transfer], view: View) -> None:
    """Reverse what an entry took from the member and what it moved in the house, to the same lots."""
    returned: list[Transfer] = []
    for transfer in transfers:
        if transfer.source == accounts.AVAILABLE or not _is_credit(transfer):
            entry.move(
                transfer.asset, transfer.amount, transfer.target, transfer.source, transfer.lot
            )
            returned.append(transfer.reversed_as(transfer.line))
    for asset, (amount, held) in brought_by(returned).items():
        explain_return(entry, asset, amount, view, held=held)


def explain_return(entry: Entry, asset: str, amount: int, view: View, *, held: int = 0) -> None:
    """Say in the trace what came back to the member; nothing where nothing did."""
    if amount or held:
        said = from_minor(amount, view.programme.asset(asset).scale)
        entry.explain("given-back", said, said, asset=asset, amount=amount, held=held)


def expire_returned(entry: Entry, transfers: Iterable[Transfer], view: View) -> None:
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
            said = from_minor(left, view.programme.asset(transfer.asset).scale)
            entry.explain(
                "too-late", last_day.isoformat(), said, asset=transfer.asset, amount=-left
            )


def claw_back(entry: Entry, transfers: Iterable[Transfer], view: View) -> int:
    """Take back what an entry credited to the member, its own lots first, never below zero.

    Returns:
        What could not be taken, in all; with the setting ``debt`` it is noted on the member.
    """
    due: dict[str, int] = {}
    missing: dict[str, int] = {}
    for transfer in transfers:
        if _is_credit(transfer):
            asset = transfer.asset
            left = _take(entry, asset, transfer.amount, transfer.source, view, first=transfer.lot)
            due[asset] = due.get(asset, 0) + transfer.amount
            missing[asset] = missing.get(asset, 0) + left
    for asset, amount in due.items():
        _settle(entry, asset, amount, missing[asset], view)
    return sum(missing.values())


def claw(
    entry: Entry, asset: str, amount: int, target: str, view: View, *, first: str | None = None
) -> int:
    """Take back one credit down to zero; returns what was missing."""
    missing = _take(entry, asset, amount, target, view, first=first)
    _settle(entry, asset, amount, missing, view)
    return missing


def _take(
    entry: Entry, asset: str, amount: int, target: str, view: View, *, first: str | None
) -> int:
    # What was earned and cannot be used yet goes first: it is there whatever was spent.
    waiting = min(amount, entry.left_in_lot(first, accounts.PENDING)) if first else 0
    if waiting:
        entry.debit(asset, waiting, target, source=accounts.PENDING, first=first)
        said = from_minor(waiting, view.programme.asset(asset).scale)
        entry.explain("usable", "", said, asset=asset, held=-waiting)
    part = min(amount - waiting, entry.balance(asset))
    if part:
        entry.debit(asset, part, target, first=first)
    return amount - waiting - part


def _settle(entry: Entry, asset: str, amount: int, missing: int, view: View) -> None:
    """Say what was taken back, and note or waive what was missing of it."""
    scale = view.programme.asset(asset).scale
    due, part = from_minor(amount, scale), from_minor(amount - missing, scale)
    if amount > missing:
        entry.explain("taken-back", due, part, asset=asset, amount=missing - amount)
    if not missing:
        return
    left = from_minor(missing, scale)
    if view.programme.word(view.programme.pack.clawback) != "waive":
        entry.owe(asset, missing)
        entry.explain("owed", f"{due} − {part}", left, asset=asset)
    else:
        entry.explain("waived", f"{due} − {part}", left, asset=asset)


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
    return transfer.target in {accounts.AVAILABLE, accounts.PENDING}

"""What a till hears of a bill: waiting, approved with what the posting did, let go, or given up."""

from __future__ import annotations

from collections.abc import Callable

from app.exchange.pos.messages import TillRules, answer
from app.loyalty.money import from_minor
from app.programme.pack import FROM_BOOKS
from app.store.pos_bills import KeptBill, PostedBill

NumberOf = Callable[[str, int], str]
"""Returns what people call a slip, by its terminal and sequence."""


def waiting(kept: KeptBill) -> bytes:
    """Say that the bill lies at the desk."""
    return _said("waiting", kept)


def declined(kept: KeptBill) -> bytes:
    """Say that the bill is no member's: the till takes all of it."""
    return _said("declined", kept)


def withdrawn(kept: KeptBill) -> bytes:
    """Say that nobody will post the bill."""
    return _said("withdrawn", kept)


def approved(kept: KeptBill, posted: PostedBill, rules: TillRules, number_of: NumberOf) -> bytes:
    """Say what the posting did; amounts are decimals, and amount = discount + paid + to_pay.

    Args:
        kept: The bill.
        posted: The slip that posted it; its receipt has the figures.
        rules: Scales of money and points.
        number_of: What people call a slip.
    """
    receipt = posted.decided.receipt

    def money(minor: int) -> str:
        return from_minor(minor, rules.scale)

    tenders: list[tuple[str, int, int]] = []
    while f"tender_{len(tenders)}" in receipt:
        name = f"tender_{len(tenders)}"
        minor, points = int(receipt[f"{name}_minor"]), int(receipt[f"{name}_points"])
        tenders.append((str(receipt[name]), minor, points))
    by_books = [one for one in tenders if one[0] in FROM_BOOKS]
    by_till = [one for one in tenders if one[0] not in FROM_BOOKS]
    stored = sum(minor for kind, minor, _ in by_books if kind == "stored_value")
    paid = [
        {"tender": kind, "amount": money(minor)}
        | ({"points": from_minor(points, rules.points_scale)} if kind == "points" else {})
        for kind, minor, points in by_books
    ]
    return _said(
        "approved",
        kept,
        reference={
            "slip": number_of(posted.terminal, posted.sequence),
            "id": posted.slip,
        },
        currency=rules.currency,
        amount=money(int(receipt["amount_minor"])),
        discount=money(int(receipt["discount_minor"])),
        points=from_minor(int(receipt["points_earned"]), rules.points_scale),
        stored_value=money(stored),
        paid=paid,
        to_pay=money(sum(minor for _, minor, _ in by_till)),
        to_pay_by=[{"tender": kind, "amount": money(minor)} for kind, minor, _ in by_till],
        member_tail=posted.tail or None,
    )


def _said(kind: str, kept: KeptBill, **more: object) -> bytes:
    date = kept.business_date.isoformat()
    return answer(kind, bill=kept.bill, outlet=kept.outlet, date=date, **more)

"""Plays a random day at a desk: anything a cashier might hand in, sensible or not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from app.operations.adjust import Adjust
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.tenders import TenderPart
from app.operations.top_up import TopUp
from app.operations.void import Void
from app.operations.withdraw import Withdraw
from app.poster.submission import Submission
from tests.support.book import Book

MEMBERS = ("li", "wu", "he")
# Two houses that decide everything the other way round.
PLAIN: dict[str, Any] = {
    "points_valid_months": 6, "clawback": "debt", "stored_value_short": "split",
}  # fmt: skip
OTHER: dict[str, Any] = {
    "points_valid_months": 1, "expiry_day": "end-of-year", "points_usable_after_days": 1, "clawback": "settle",
    "points_per_yuan_paid": "100/3", "points_short": "split", "points_refunded": "pro-rata", "earn_on_points": True,
    "discount_basic": {"rooms": "10"}, "amount_off": {"rooms": "5", "bar": "5"}, "discounts_take": "best",
}  # fmt: skip


def prepared(book: Book) -> None:
    """Enrol the members of a random day, with PINs, and fill the shelf."""
    if book.rows("SELECT 1 FROM members"):
        return
    for member in MEMBERS:
        book.enrol(member)
        book.set_pin(member)
    book.put_reward("mug", 120, stock=4)
    book.put_reward("night", 900)


def slips(book: Book, chance: random.Random, count: int) -> Iterator[Submission]:
    """Write random slips; what they name may be of another member, gone, or never have been."""
    known: list[tuple[str, str]] = [("never", "li")]
    for _ in range(count):
        member = chance.choice(MEMBERS)
        of, owner = chance.choice(known[-12:])
        owner = owner if chance.random() < 0.9 else member
        pin = chance.choice(("1234",) * 9 + ("0000",))
        amount = chance.randrange(-50, 30_000)
        parts = tuple(
            chance.sample(
                (
                    TenderPart("stored_value", chance.randrange(1, 5_000)),
                    TenderPart("card", 700),
                    TenderPart("points", points=chance.randrange(1, 300)),
                ),
                chance.randrange(3),
            )
        )
        rest = chance.choice(("cash", "cash", "card", "stored_value", "points", ""))
        bill = PostSpend(
            outlet=chance.choice(("rooms", "restaurant", "bar")),
            bill=f"b{chance.randrange(40)}",
            amount_minor=amount,
            parts=parts,
            rest=rest,
        )
        kind, body, words = chance.choice((
            ("post_spend", bill, {"member": member, "pin": pin}),
            ("post_spend", bill, {"member": member, "pin": pin}),
            ("post_spend", bill, {"member": member}),
            ("top_up", TopUp(amount_minor=amount * 3), {"member": member}),
            ("redeem", Redeem(reward=chance.choice(("mug", "night", "hat"))), {"member": member, "pin": pin}),
            ("void", Void(of=of), {"member": owner, "supervisor": "sue"}),
            ("refund", Refund(of=of, amount_minor=abs(amount) // 3), {"member": owner}),
            ("withdraw", Withdraw(of=of), {"member": owner}),
            ("adjust", Adjust(asset="points", quantity=chance.randrange(-200, 400), reason="x"),
             {"member": member, "operator": "sue"}),
        ))  # fmt: skip
        one = book.submission(kind, body, **words)
        known.append((one.slip.id, one.slip.member))
        yield one


def play(book: Book, chance: random.Random, count: int) -> None:
    """Post a random day in batches of random size."""
    prepared(book)
    batch: list[Submission] = []
    for one in slips(book, chance, count):
        batch.append(one)
        if chance.random() < 0.3:
            book.poster.post(batch)
            batch = []
    book.poster.post(batch)

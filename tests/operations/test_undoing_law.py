"""The law of undoing: a bill that is given back, at once or in parts, leaves everything as it was before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.operations.adjust import Adjust
from app.operations.refund import Refund
from app.operations.tenders import TenderPart
from app.operations.void import Void
from tests.support.book import Book

MakeBook = Callable[..., Book]


@dataclass(frozen=True)
class Case:
    """A programme with its rates switched on, and the bill that is given back.

    Attributes:
        before: Bills posted before, in minor units.
        owes: Points that an earlier clawback could not take.
        brought: What the member brings along.
        refundable: How much of the bill was paid in money; 0 for all of it.
    """

    pack: str
    settings: dict[str, Any] = field(default_factory=dict)
    outlet: str = "rooms"
    amount: int = 100_00
    before: tuple[int, ...] = ()
    owes: int = 0
    brought: dict[str, Any] = field(default_factory=dict)
    parts: tuple[TenderPart, ...] = ()
    refundable: int = 0


CASES = {
    "points": Case("house", amount=123_45, before=(10_00,)),
    "points that wait": Case("house", {"points_usable_after_days": 10}),
    "points with a bonus": Case(
        "hhonors", {"points_per_unit": {"rooms": "10"}, "miles_per_stay": 500}
    ),
    "points of a list of outlets": Case("gloria", amount=777_77),
    "a tier's bonus": Case(
        "priority-club",
        {"points_per_unit": {"rooms": "10"}, "bonus_backdated": True},
        amount=10_15,
        before=(2_100_00,),
    ),
    "a voucher that paid half": Case(
        "coffee-card",
        outlet="cafe",
        amount=60_00,
        before=(30_00,) * 10,
        parts=(TenderPart("voucher", 30_00),),
        refundable=30_00,
    ),
    "points that paid": Case(
        "house",
        {"points_refunded": "pro-rata"},
        brought={"points": 3_000},
        parts=(TenderPart("points", points=2_000),),
    ),
    "points that paid, and a debt": Case(
        "house",
        {"points_refunded": "pro-rata", "clawback": "settle"},
        owes=60,
        brought={"points": 3_000},
        parts=(TenderPart("points", points=2_000),),
    ),
    "a debt that the bill paid": Case("house", {"clawback": "settle"}, owes=60),
    "another currency of reward": Case("clubcard", outlet="store", amount=999_99),
    "cash-back": Case(
        "cash-back", {"cashback_percent": "5", "cashback_threshold": "1000"}, before=(900_00,)
    ),
    "the tenth coffee": Case("coffee-card", outlet="cafe", amount=30_00, before=(30_00,) * 9),
}
HOW = {
    "at once": (1,),
    "in two parts": (30, 100),
    "in many parts": (1, 2, 3, 33, 34, 66, 99, 100),
}


def state(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the member has, owes and counted; what is nothing is left out."""
    asked = {
        "balances": "SELECT asset, account, in_total - out_total AS n FROM balances WHERE member = 'li'",
        "debts": "SELECT asset, '', SUM(amount) AS n FROM debts WHERE member = 'li' GROUP BY asset",
        "counts": "SELECT metric, '', SUM(amount) AS n FROM tallies WHERE member = 'li' GROUP BY metric",
    }
    return {
        name: sorted(tuple(row) for row in book.rows(f"SELECT * FROM ({text}) WHERE n <> 0"))
        for name, text in asked.items()
    }


def opened(make_book: MakeBook, case: Case) -> Book:
    book = make_book(pack=case.pack, settings=case.settings)
    book.brought("li", **case.brought)
    book.set_pin("li")
    if case.owes:
        first = book.spend("li", 100_00, outlet=case.outlet)
        keeps = book.balance("li") - 100 + case.owes
        taken = Adjust(asset="points", quantity=-keeps, reason="spent")
        book.must("adjust", taken, member="li", operator="max")
        book.must("void", Void(of=first.slip_id), member="li", operator="sue")
        book.give_points("li", case.brought.get("points", 0) or 500)
    for amount in case.before:
        book.spend("li", amount, outlet=case.outlet)
    return book


def billed(book: Book, case: Case) -> str:
    more: dict[str, Any] = {"parts": case.parts, "pin": "1234"} if case.parts else {}
    return book.spend("li", case.amount, outlet=case.outlet, **more).slip_id


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("how", HOW)
def test_a_bill_given_back_leaves_everything_as_it_was(
    make_book: MakeBook, name: str, how: str
) -> None:
    case = CASES[name]
    book = opened(make_book, case)
    before = state(book)
    slip = billed(book, case)
    assert state(book) != before
    total = case.refundable or case.amount
    done = 0
    for percent in HOW[how]:
        upto = total * percent // HOW[how][-1]
        body = Refund(of=slip, amount_minor=upto - done)
        book.must("refund", body, member="li", operator="max")
        done = upto
    assert state(book) == before


@pytest.mark.parametrize("name", CASES)
def test_a_bill_that_is_voided_leaves_everything_as_it_was(make_book: MakeBook, name: str) -> None:
    case = CASES[name]
    book = opened(make_book, case)
    before = state(book)
    slip = billed(book, case)
    book.must("void", Void(of=slip), member="li", operator="max")
    assert state(book) == before

"""Previews of bills with several discounts, and of refunds that give points back: what the cashier hands over."""

from __future__ import annotations

from typing import Any

from app.desk_service.previews import preview_of
from app.operations.post_spend import PostSpend
from app.operations.refund import Refund
from app.operations.slip import Body
from app.operations.tenders import TenderPart
from app.poster.predict import Predictor
from app.ui.desk.answers import Preview, PreviewKind
from tests.support.book import Book

OFF = {
    "discount_basic": {"rooms": "10"},
    "amount_off": {"rooms": "50"},
    "discounts_take": "all",
}


def preview(book: Book, kind: str, body: Body) -> Preview:
    before = book.pen
    slip = book.submission(kind, body, member="li", pin="1234").slip
    book.pen = before
    return preview_of(Predictor(book.books).predict(slip, book.now), body)


def test_every_discount_has_its_line(make_book: Any) -> None:
    book = make_book(settings=OFF)
    book.enrol("li")
    found = preview(book, "post_spend", PostSpend(outlet="rooms", bill="1", amount_minor=200_00))
    lines = [(one.kind, one.facts.get("percent"), one.minor) for one in found.lines]
    assert lines == [
        (PreviewKind.BILL, None, 200_00),
        (PreviewKind.DISCOUNT, "10", -20_00),
        (PreviewKind.DISCOUNT, "", -50_00),
    ]
    assert found.payable_minor == 130_00


def test_a_refund_says_money_and_points_apart(make_book: Any) -> None:
    book = make_book(settings={"points_per_yuan_paid": "5", "points_refunded": "pro-rata"})
    book.enrol("li")
    book.set_pin("li")
    book.give_points("li", 200)
    bill = book.spend("li", 100_00, parts=(TenderPart("points", points=150),), pin="1234")
    found = preview(book, "refund", Refund(of=bill.slip_id, amount_minor=50_00))
    assert [(one.kind, one.minor, one.points) for one in found.lines] == [
        (PreviewKind.REFUND, 35_00, None),
        (PreviewKind.RETURNED, None, 75),
        (PreviewKind.TAKEN_BACK, None, -35),
    ]

"""Previews of bills with several discounts, and of refunds that give points back: what the cashier hands over."""

from __future__ import annotations

from typing import Any

from app.desk_service.previews import preview_of
from app.operations.post_spend import PostSpend
from app.operations.refund import Refund
from app.operations.slip import Body
from app.operations.tenders import TenderPart
from app.poster.predict import Predictor
from app.ui.service.answers import Preview, PreviewKind
from app.ui.service.requests import RefundDraft, VoidDraft
from tests.support.at_desk import spend, top_up
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
        (PreviewKind.TENDER, 35_00, None),
        (PreviewKind.RETURNED, None, 75),
        (PreviewKind.TAKEN_BACK, None, -35),
    ]


def handed(preview: Preview) -> list[tuple[str, int | None]]:
    """Return the tenders of a preview with their money."""
    return [
        (str(line.facts["tender"].en), line.minor)
        for line in preview.lines
        if line.kind is PreviewKind.TENDER
    ]


def test_a_void_says_what_the_guest_is_handed_back_and_how(at_desk) -> None:
    bill = spend(amount_minor=688_00, stored_minor=300_00)
    posted = at_desk.done(bill, at_desk.pin())
    preview = at_desk.service.preview(VoidDraft(slip_id=posted.slip.slip_id, reason="x"))
    assert isinstance(preview, Preview)
    assert preview.stored is not None
    assert preview.stored.after - preview.stored.before == 300_00
    ((tender, minor),) = handed(preview)
    assert (tender, minor) == ("Cash", preview.rest_minor)
    before_discount = 688_00 - 300_00
    assert 0 < preview.rest_minor <= before_discount


def test_a_refund_says_what_is_handed_back_beside_the_stored_value(at_desk) -> None:
    posted = at_desk.done(spend(amount_minor=100_00))
    paid = at_desk.service.preview(VoidDraft(slip_id=posted.slip.slip_id, reason="x"))
    refund = RefundDraft(slip_id=posted.slip.slip_id, amount_minor=20_00, reason="x")
    preview = at_desk.service.preview(refund)
    assert isinstance(paid, Preview)
    assert isinstance(preview, Preview)
    assert paid.rest_minor > preview.rest_minor == 20_00
    assert handed(preview) == [("Cash", 20_00)]


def test_a_top_up_that_is_voided_goes_back_the_way_it_was_paid(at_desk) -> None:
    posted = at_desk.done(top_up(amount_minor=50_00, tender="alipay"))
    preview = at_desk.service.preview(VoidDraft(slip_id=posted.slip.slip_id, reason="x"))
    assert isinstance(preview, Preview)
    assert handed(preview) == [("Alipay", 50_00)]

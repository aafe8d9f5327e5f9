"""Merchants of a coalition: what each gave and took stands in its clearing account, for them to settle."""

import pytest

from app.operations.void import Void
from tests.support.book import PROGRAMMES, Book

RATES = {"points_per_unit": {"supermarket": "1", "petrol": "0.5"}, "points_per_yuan_paid": "100"}


@pytest.fixture
def coalition() -> Book:
    text = (PROGRAMMES / "coalition.toml").read_text(encoding="utf-8")
    book = Book("sqlite://", source=text, settings=RATES)
    book.enrol("li")
    book.set_pin("li")
    return book


def cleared(book: Book, merchant: str) -> int:
    """Return what a merchant took less what it gave: positive is owed to it."""
    text = "SELECT COALESCE(SUM(amount), 0) FROM transfers WHERE asset = 'points' AND {} = 'clearing:{}'"
    took, gave = (int(book.one(text.format(side, merchant))) for side in ("target", "source"))
    return took - gave


def test_what_merchants_gave_and_took_adds_up_to_what_members_hold(coalition: Book) -> None:
    coalition.spend("li", 600_00, outlet="", partner="supermarket")
    coalition.spend("li", 100_00, outlet="", partner="petrol")
    coalition.spend("li", 5_00, outlet="", partner="hotel", rest="points", pin="1234")
    assert [cleared(coalition, one) for one in ("supermarket", "petrol", "hotel")] == [
        -600,
        -50,
        500,
    ]
    held = coalition.one("SELECT SUM(in_total - out_total) FROM balances WHERE asset = 'points'")
    assert held == 150


def test_a_voided_bill_clears_its_merchant(coalition: Book) -> None:
    bill = coalition.spend("li", 600_00, outlet="", partner="supermarket")
    coalition.must("void", Void(of=bill.slip_id), member="li", operator="sue")
    assert cleared(coalition, "supermarket") == 0


def test_an_outlet_of_the_house_clears_nothing(coalition: Book) -> None:
    coalition.spend("li", 600_00, outlet="rooms")
    assert coalition.one("SELECT COUNT(*) FROM transfers WHERE source LIKE 'clearing:%'") == 0

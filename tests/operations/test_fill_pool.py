"""The pool: numbers made before any member has them."""

import pytest

from app.loyalty.card_no import passes_luhn
from app.operations.fill_pool import FillPool
from tests.support.book import Book


def test_numbers_of_the_pool_are_valid_distinct_and_nobodys(book: Book) -> None:
    book.must("fill_pool", FillPool(count=25), operator="admin")
    book.must("fill_pool", FillPool(count=25), operator="admin")
    rows = book.rows("SELECT number, member, status FROM cards")
    assert len({row[0] for row in rows}) == 50
    assert all(passes_luhn(row[0]) and row[1:] == ("", "pool") for row in rows)


@pytest.mark.parametrize("count", [0, -1, 10_001])
def test_how_many_at_once_has_bounds(book: Book, count: int) -> None:
    facts = book.refuse("fill_pool", FillPool(count=count), "amount-too-large", operator="admin")
    assert facts == {"largest": 10_000}


def test_only_who_configures_fills_the_pool(book: Book) -> None:
    book.refuse("fill_pool", FillPool(count=1), "not-permitted", operator="max")
    book.refuse("fill_pool", FillPool(count=1), "needs-supervisor", operator="ann")

"""Cheques: up to the tier's limit in all during one stay."""

import pytest

from app.operations.cash_cheque import CashCheque
from app.operations.check_in import CheckIn
from tests.support.book import Book


def staying(make_book, tier: str) -> Book:
    book = make_book(pack="gold-passport")
    book.brought("paul", tier=tier)
    book.must("check_in", CheckIn(stay="p1"), member="paul")
    return book


@pytest.mark.parametrize(("tier", "limit"), [("gold", 250), ("platinum", 250), ("diamond", 500)])
def test_the_limit_has_two_sides(make_book, tier: str, limit: int) -> None:
    book = staying(make_book, tier)
    book.must("cash_cheque", CashCheque(amount_minor=limit * 100), member="paul")
    facts = book.refuse("cash_cheque", CashCheque(amount_minor=1), "over-limit", member="paul")
    assert facts == {"limit": f"{limit}.00"}
    moved = book.rows("SELECT source, target, amount FROM transfers WHERE asset = 'USD'")
    assert moved == [("house:cheques", "tender:cash", limit * 100)]


def test_another_stay_begins_anew(make_book) -> None:
    book = staying(make_book, "gold")
    book.must("cash_cheque", CashCheque(stay="p1", amount_minor=250_00), member="paul")
    book.must("check_in", CheckIn(stay="p2"), member="paul")
    book.must("cash_cheque", CashCheque(stay="p2", amount_minor=250_00), member="paul")


def test_without_a_stay_or_an_amount_there_is_no_cheque(make_book) -> None:
    book = staying(make_book, "gold")
    body = CashCheque(stay="p9", amount_minor=100)
    book.refuse("cash_cheque", body, "stay-unknown", member="paul")
    for amount in (0, -5):
        body = CashCheque(amount_minor=amount)
        book.refuse("cash_cheque", body, "amount-not-positive", member="paul")


def test_a_house_without_cheques_does_not_offer_it(book: Book) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1"), member="li")
    book.refuse("cash_cheque", CashCheque(amount_minor=100), "not-offered", member="li")

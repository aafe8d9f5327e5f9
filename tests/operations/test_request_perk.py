"""Perks: what is a right, what depends on the house, how often, and who shares it."""

from datetime import time

import pytest

from app.operations.request_perk import RequestPerk
from app.poster.poster import Poster
from tests.support.book import Book


def asked(book: Book, body: RequestPerk, *, free: bool = True) -> tuple[object, object]:
    book.poster = Poster(
        book.books,
        lambda: book.now,
        book.poster._pins,
        lambda _: {"available": str(free).lower()},
    )
    gives = book.must("request_perk", body, member="li").decision.gives
    return gives["granted"], gives["by_right"]


@pytest.mark.parametrize(
    ("perk", "hour", "free", "seen"),
    [
        ("early-check-in", "10:00", False, (True, True)),
        ("early-check-in", "09:59", True, (True, False)),
        ("early-check-in", "09:59", False, (False, False)),
        ("late-check-out", "17:00", False, (True, True)),
        ("late-check-out", "17:01", False, (False, False)),
        ("upgrade", "", True, (True, False)),
        ("upgrade", "", False, (False, False)),
    ],
)
def test_a_right_is_granted_and_beyond_it_the_house_decides(
    make_book, perk: str, hour: str, free: bool, seen: tuple[bool, bool]
) -> None:
    book = make_book(pack="private-concierge")
    book.brought("li")
    at = time.fromisoformat(hour) if hour else None
    assert asked(book, RequestPerk(perk=perk, at_time=at), free=free) == seen


def test_what_is_had_once_a_month_comes_again_the_next(make_book) -> None:
    book = make_book(pack="restaurant-vip")
    book.brought("li")
    dessert = RequestPerk(perk="free-dessert")
    assert asked(book, dessert) == (True, True)
    assert asked(book, dessert) == (False, False)
    while book.business_date.month == 11:
        book.close_day()
    assert asked(book, dessert) == (True, True)


def test_guests_share_only_what_is_shared(make_book) -> None:
    book = make_book(pack="private-concierge")
    book.brought("li")
    assert asked(book, RequestPerk(perk="concierge-tickets", people=3)) == (True, True)
    assert asked(book, RequestPerk(perk="late-check-out", people=3), free=False) == (False, False)


def test_a_perk_that_the_programme_does_not_have_is_refused(make_book) -> None:
    book = make_book(pack="private-concierge")
    book.brought("li")
    book.refuse("request_perk", RequestPerk(perk="yacht"), "not-in-programme", member="li")

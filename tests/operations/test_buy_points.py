"""Buying points: a tenth of the reward, rounded as the house says, never more than is missing."""

import pytest

from app.operations.buy_points import BuyPoints
from tests.support.book import Book


def short_of(make_book, has: int, price: int, **settings: object) -> Book:
    book = make_book(pack="gold-passport", settings=settings)
    book.brought("ihle", points=has)
    book.put_reward("night", price)
    return book


@pytest.mark.parametrize(
    ("rounding", "points", "sold"),
    [("floor", 800, True), ("floor", 801, False), ("ceil", 801, True), ("ceil", 802, False)],
)
def test_a_tenth_of_the_reward_has_two_sides(
    make_book, rounding: str, points: int, sold: bool
) -> None:
    book = short_of(make_book, 7000, 8005, buy_limit_rounding=rounding)
    body = BuyPoints(reward="night", points=points)
    if sold:
        book.must("buy_points", body, member="ihle")
        assert book.balance("ihle") == 7000 + points
        assert (
            book.one("SELECT COUNT(*) FROM tallies WHERE metric NOT LIKE 'bought:%'") == 0
        )  # they count for no tier
    else:
        facts = book.refuse("buy_points", body, "over-limit", member="ihle")
        assert facts == {"limit": 800 if rounding == "floor" else 801}


def test_no_more_is_sold_than_is_missing(make_book) -> None:
    book = short_of(make_book, 7900, 8000)
    body = BuyPoints(reward="night", points=101)
    assert book.refuse("buy_points", body, "over-limit", member="ihle") == {"limit": 100}
    book.must("buy_points", BuyPoints(reward="night", points=100), member="ihle")
    body = BuyPoints(reward="night", points=1)
    assert book.refuse("buy_points", body, "over-limit", member="ihle") == {"limit": 0}


def test_what_cannot_be_bought_is_refused(make_book, book: Book) -> None:
    here = short_of(make_book, 7000, 8000)
    here.refuse("buy_points", BuyPoints(reward="yacht", points=1), "reward-unknown", member="ihle")
    body = BuyPoints(reward="night", points=0)
    here.refuse("buy_points", body, "amount-not-positive", member="ihle")
    body = BuyPoints(reward="night", points=1, tender="shells")
    here.refuse("buy_points", body, "tender-unknown", member="ihle")
    book.enrol("li")
    book.refuse("buy_points", BuyPoints(reward="mug", points=1), "not-offered", member="li")

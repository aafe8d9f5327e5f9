"""Converting: whole units at the house's rate, one way only."""

from app.operations.convert import Convert
from tests.support.book import Book


def with_points(make_book, **settings: object) -> Book:
    book = make_book(pack="gold-passport", settings=settings)
    book.brought("ulm", points=5000)
    return book


def to_miles(amount: int) -> Convert:
    return Convert(source="points", target="miles", amount=amount)


def test_points_become_miles_in_whole_units(make_book) -> None:
    book = with_points(make_book, points_per_mile="2.5")
    answer = book.must("convert", to_miles(4_999), member="ulm")
    assert answer.decision.gives["miles"] == 1_999  # 1999.6
    assert (book.balance("ulm"), book.balance("ulm", "miles")) == (1, 1_999)


def test_without_a_rate_nothing_is_converted(make_book) -> None:
    with_points(make_book).refuse("convert", to_miles(100), "not-offered", member="ulm")


def test_the_other_way_is_not_offered(make_book) -> None:
    book = with_points(make_book, points_per_mile="2.5")
    body = Convert(source="miles", target="points", amount=1)
    book.refuse("convert", body, "not-offered", member="ulm")


def test_too_much_or_too_little_is_refused(make_book) -> None:
    book = with_points(make_book, points_per_mile="2.5")
    book.refuse("convert", to_miles(5_001), "not-enough-points", member="ulm")
    for amount in (0, -5, 2):
        book.refuse("convert", to_miles(amount), "amount-not-positive", member="ulm")

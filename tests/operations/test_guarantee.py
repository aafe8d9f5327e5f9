"""Points that hold a room longer: set aside, adding up, refused for late orders."""

from datetime import timedelta

import pytest

from app.operations.book import Book as Booking
from app.operations.guarantee import Guarantee
from tests.support.book import DAY, Book


@pytest.fixture
def days(make_book) -> Book:
    book = make_book(pack="seven-days")
    book.brought("deng", points=2000)
    book.must("book", Booking(booking="b1", arrives_on=DAY), member="deng")
    return book


def held(book: Book) -> int:
    return book.balance("deng", account="member:held:booking:b1")


def test_hours_add_up_and_their_points_are_set_aside(days: Book) -> None:
    days.must("guarantee", Guarantee(booking="b1", hours=1), member="deng")
    days.must("guarantee", Guarantee(booking="b1", hours=2), member="deng")
    assert (held(days), days.balance("deng")) == (1500, 500)
    assert days.one("SELECT hours FROM bookings") == 3


def test_what_the_account_does_not_hold_is_not_set_aside(days: Book) -> None:
    facts = days.refuse(
        "guarantee", Guarantee(booking="b1", hours=5), "not-enough-points", member="deng"
    )
    assert facts == {"needs": 2500, "has": 2000}


@pytest.mark.parametrize(
    ("hours", "reason"),
    [(0, "amount-not-positive"), (-1, "amount-not-positive"), (25, "amount-too-large")],
)
def test_hours_have_bounds(days: Book, hours: int, reason: str) -> None:
    days.refuse("guarantee", Guarantee(booking="b1", hours=hours), reason, member="deng")


def test_an_unknown_booking_is_not_guaranteed(days: Book) -> None:
    body = Guarantee(booking="b2", hours=1)
    days.refuse("guarantee", body, "booking-unknown", member="deng")


def test_an_order_of_the_evening_cannot_be_guaranteed(days: Book) -> None:
    days.now += timedelta(hours=4)  # 19:00
    days.must("book", Booking(booking="late", arrives_on=DAY), member="deng")
    days.refuse("guarantee", Guarantee(booking="late", hours=1), "too-late", member="deng")


def test_a_programme_without_it_does_not_offer_it(book: Book) -> None:
    book.enrol("li")
    book.refuse("guarantee", Guarantee(booking="b1", hours=1), "not-offered", member="li")


def test_without_freezing_the_points_stay_free_until_they_are_lost(make_book) -> None:
    from app.operations.no_show import NoShow

    book = make_book(pack="seven-days", settings={"guarantee_freezes": False})
    book.brought("deng", points=700)
    book.must("book", Booking(booking="b1", arrives_on=DAY), member="deng")
    book.must("guarantee", Guarantee(booking="b1", hours=1), member="deng")
    assert (held(book), book.balance("deng")) == (0, 700)
    answer = book.must("no_show", NoShow(booking="b1"), member="deng")
    assert answer.decision.gives["forfeited"] == 500
    assert book.balance("deng") == 200

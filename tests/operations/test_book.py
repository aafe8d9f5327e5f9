"""Bookings: what is guaranteed, which offers a member may have, and what no house would take."""

from datetime import date, timedelta

import pytest

from app.operations.book import Book as Booking
from tests.support.book import DAY, Book


@pytest.fixture
def days(make_book) -> Book:
    book = make_book(pack="seven-days")
    book.brought("ou")
    return book


def test_a_booking_is_kept_with_what_was_asked(days: Book) -> None:
    body = Booking(booking="b1", arrives_on=DAY, nights=2, rooms=3, channel="website")
    days.must("book", body, member="ou")
    columns = "booking, arrives_on, nights, rooms, channel, is_late, guaranteed, status"
    assert days.rows(f"SELECT {columns} FROM bookings") == [
        ("b1", DAY.isoformat(), 2, 3, "website", 0, 0, "open")
    ]


def test_a_booking_without_a_label_is_called_by_its_slip(days: Book) -> None:
    answer = days.must("book", Booking(arrives_on=DAY), member="ou")
    assert days.one("SELECT booking FROM bookings") == answer.slip_id


def test_a_label_is_open_once(days: Book) -> None:
    days.must("book", Booking(booking="b1", arrives_on=DAY), member="ou")
    days.refuse("book", Booking(booking="b1", arrives_on=DAY), "booking-exists", member="ou")


@pytest.mark.parametrize(
    ("arrives_on", "reason"),
    [
        (DAY - timedelta(days=1), "arrival-passed"),
        (DAY + timedelta(days=731), "arrival-passed"),
        (DAY, ""),
        (DAY + timedelta(days=730), ""),
    ],
)
def test_arrivals_lie_between_today_and_two_years_from_now(
    days: Book, arrives_on: date, reason: str
) -> None:
    body = Booking(arrives_on=arrives_on)
    if reason:
        days.refuse("book", body, reason, member="ou")
    else:
        days.must("book", body, member="ou")


@pytest.mark.parametrize(
    ("nights", "rooms", "reason"),
    [
        (0, 1, "amount-not-positive"),
        (1, 0, "amount-not-positive"),
        (366, 1, "amount-too-large"),
        (1, 100, "amount-too-large"),
    ],
)
def test_nights_and_rooms_have_bounds(days: Book, nights: int, rooms: int, reason: str) -> None:
    body = Booking(arrives_on=DAY, nights=nights, rooms=rooms)
    days.refuse("book", body, reason, member="ou")


def test_an_offer_that_does_not_exist_is_refused(days: Book) -> None:
    body = Booking(arrives_on=DAY, price_offer="luck")
    days.refuse("book", body, "not-in-programme", member="ou")


def test_an_offer_that_is_had_once_is_not_given_again(days: Book) -> None:
    body = Booking(arrives_on=DAY, price_offer="first-stay-88")
    assert days.must("book", body, member="ou").decision.gives["price"] == "88.00"
    days.brought("night", counts=())
    answer = days.must("book", Booking(arrives_on=DAY, price_offer="double-bed-77"), member="night")
    assert answer.decision.gives["eligible"] is False
    assert "price" not in answer.decision.gives

"""Cancelling: before the late hour the points come back, from then on they are lost."""

from datetime import UTC, datetime, timedelta

import pytest

from app.operations.book import Book as Booking
from app.operations.cancel_booking import CancelBooking
from app.operations.guarantee import Guarantee
from tests.support.book import DAY, Book

EIGHTEEN = datetime(2026, 11, 22, 10, tzinfo=UTC)  # 18:00 in Shanghai


def guaranteed(book: Book) -> Book:
    book.brought("deng", points=2000)
    book.must("book", Booking(booking="b1", arrives_on=DAY), member="deng")
    book.must("guarantee", Guarantee(booking="b1", hours=3), member="deng")
    return book


@pytest.mark.parametrize(
    ("settings", "second", "lost"),
    [({}, -1, 0), ({}, 0, 1500), ({"late_hour_inclusive": False}, 0, 0), ({}, 1, 1500)],
)
def test_the_late_hour_decides(
    make_book, settings: dict[str, bool], second: int, lost: int
) -> None:
    book = guaranteed(make_book(pack="seven-days", settings=settings))
    book.now = EIGHTEEN + timedelta(seconds=second - 1)  # a slip is a second later
    answer = book.must("cancel_booking", CancelBooking(booking="b1"), member="deng")
    assert answer.decision.gives["forfeited"] == lost
    assert book.balance("deng") == 2000 - lost
    assert book.one("SELECT status FROM bookings") == "cancelled"


def test_the_evening_before_is_not_late(make_book) -> None:
    book = make_book(pack="seven-days")
    book.brought("deng", points=500)
    tomorrow = DAY + timedelta(days=1)
    book.must("book", Booking(booking="b1", arrives_on=tomorrow), member="deng")
    book.must("guarantee", Guarantee(booking="b1", hours=1), member="deng")
    book.now = EIGHTEEN + timedelta(hours=4)
    answer = book.must("cancel_booking", CancelBooking(booking="b1"), member="deng")
    assert answer.decision.gives["forfeited"] == 0
    assert book.balance("deng") == 500


def test_what_was_cancelled_is_gone(make_book) -> None:
    book = guaranteed(make_book(pack="seven-days"))
    book.must("cancel_booking", CancelBooking(booking="b1"), member="deng")
    body = CancelBooking(booking="b1")
    book.refuse("cancel_booking", body, "booking-unknown", member="deng")

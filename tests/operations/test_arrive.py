"""Arriving: until when the room is held by right, and what becomes of the guarantee."""

from datetime import UTC, datetime, timedelta

import pytest

from app.operations.arrive import Arrive
from app.operations.book import Book as Booking
from app.operations.guarantee import Guarantee
from app.operations.no_show import NoShow
from tests.support.book import DAY

NINETEEN = datetime(2026, 11, 22, 11, tzinfo=UTC)  # 19:00 in Shanghai


@pytest.mark.parametrize(
    ("hours", "counts_from", "late_by", "by_right"),
    [
        (0, "19:00", timedelta(), True),
        (0, "19:00", timedelta(seconds=1), False),
        (2, "19:00", timedelta(hours=2), True),
        (2, "19:00", timedelta(hours=2, seconds=1), False),
        (2, "18:00", timedelta(hours=1), True),
        (2, "18:00", timedelta(hours=1, seconds=1), False),
    ],
)
def test_a_room_is_held_to_its_hour(
    make_book, hours: int, counts_from: str, late_by: timedelta, by_right: bool
) -> None:
    book = make_book(pack="seven-days", settings={"guarantee_from": counts_from})
    book.brought("deng", points=2000)
    book.must("book", Booking(booking="b1", arrives_on=DAY), member="deng")
    if hours:
        book.must("guarantee", Guarantee(booking="b1", hours=hours), member="deng")
    book.now = NINETEEN + late_by - timedelta(seconds=1)
    answer = book.must("arrive", Arrive(booking="b1"), member="deng")
    assert answer.decision.gives["by_right"] is by_right
    assert book.balance("deng") == 2000  # whoever comes loses nothing


def test_who_has_arrived_neither_arrives_again_nor_fails_to_come(make_book) -> None:
    book = make_book(pack="seven-days")
    book.brought("deng")
    book.must("book", Booking(booking="b1", arrives_on=DAY), member="deng")
    book.must("arrive", Arrive(booking="b1"), member="deng")
    book.refuse("arrive", Arrive(booking="b1"), "booking-unknown", member="deng")
    book.refuse("no_show", NoShow(booking="b1"), "booking-unknown", member="deng")


def test_nobody_arrives_a_day_early(make_book) -> None:
    book = make_book(pack="seven-days")
    book.brought("deng")
    tomorrow = DAY + timedelta(days=1)
    book.must("book", Booking(booking="b1", arrives_on=tomorrow), member="deng")
    book.refuse("arrive", Arrive(booking="b1"), "not-arrival-day", member="deng")

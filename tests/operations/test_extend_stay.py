"""Staying longer: nights arranged beforehand earn, nights arranged at the desk do not, where the pack says so."""

from datetime import timedelta

import pytest

from app.operations.arrive import Arrive
from app.operations.book import Book as Booking
from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.extend_stay import ExtendStay
from tests.support.book import DAY, Book


@pytest.mark.parametrize(
    ("arranged", "points"), [("self-service-before", 300), ("desk-after", 200), ("", 200)]
)
def test_nights_beyond_the_booking_earn_only_if_arranged_beforehand(
    make_book, arranged: str, points: int
) -> None:
    book = make_book(pack="seven-days", settings={"points_per_room_night": 100})
    book.brought("xu")
    body = Booking(booking="b1", arrives_on=DAY, nights=2, channel="website")
    book.must("book", body, member="xu")
    book.must("arrive", Arrive(booking="b1"), member="xu")
    book.must("check_in", CheckIn(stay="s1", booking="b1", room="305"), member="xu")
    assert book.one("SELECT status FROM bookings") == "stayed"
    if arranged:
        book.must("extend_stay", ExtendStay(stay="s1", arranged=arranged), member="xu")
    for _ in range(3):
        book.close_day()
    book.now += timedelta(hours=12)
    answer = book.must("check_out", CheckOut(stay="s1"), member="xu")
    assert answer.decision.gives["points"] == points
    assert book.one("SELECT nights FROM stays") == 3


def test_a_stay_without_a_booking_earns_every_night(make_book) -> None:
    book = make_book(pack="seven-days", settings={"points_per_room_night": 100})
    book.brought("xu")
    book.must("check_in", CheckIn(stay="s1", room="305"), member="xu")
    for _ in range(3):
        book.close_day()
    assert book.must("check_out", CheckOut(), member="xu").decision.gives["points"] == 300


@pytest.mark.parametrize(
    ("nights", "reason"),
    [(0, "amount-not-positive"), (-1, "amount-not-positive"), (366, "amount-too-large")],
)
def test_nights_have_bounds(book: Book, nights: int, reason: str) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1"), member="li")
    body = ExtendStay(stay="s1", nights=nights)
    book.refuse("extend_stay", body, reason, member="li")


def test_only_an_open_stay_is_extended(book: Book) -> None:
    book.enrol("li")
    book.refuse("extend_stay", ExtendStay(stay="s1"), "stay-unknown", member="li")

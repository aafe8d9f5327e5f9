"""Not coming: the penalty by room-night or order, down to zero, and what a guarantee covers."""

from datetime import timedelta

import pytest

from app.loyalty.member import MemberKind
from app.operations.book import Book as Booking
from app.operations.guarantee import Guarantee
from app.operations.no_show import NoShow
from tests.support.book import DAY, Book


def booked(book: Book, points: int, hours: int = 0, **more: int) -> Book:
    book.brought("deng", points=points)
    book.must("book", Booking(booking="b1", arrives_on=DAY, **more), member="deng")
    if hours:
        book.must("guarantee", Guarantee(booking="b1", hours=hours), member="deng")
    return book


def missed(book: Book) -> tuple[object, object]:
    gives = book.must("no_show", NoShow(booking="b1"), member="deng").decision.gives
    return gives["forfeited"], gives["penalty"]


def test_each_room_night_costs_its_points(make_book) -> None:
    book = booked(make_book(pack="seven-days"), 2000, nights=2, rooms=2)
    assert missed(book) == (0, 1200)
    assert book.balance("deng") == 800
    assert book.one("SELECT amount FROM tallies WHERE metric = 'no_shows'") == 1


@pytest.mark.parametrize(
    ("how", "hours", "seen", "left"),
    [
        ("covers", 1, (500, 100), 1400),
        ("covers", 2, (1000, 0), 1000),
        ("adds", 1, (500, 600), 900),
    ],
)
def test_a_guarantee_covers_the_penalty_or_adds_to_it(
    make_book, how: str, hours: int, seen: tuple[int, int], left: int
) -> None:
    book = make_book(pack="seven-days", settings={"no_show_with_guarantee": how})
    booked(book, 2000, hours, nights=2)
    assert missed(book) == seen
    assert book.balance("deng") == left


@pytest.mark.parametrize(("how", "debt"), [("waive", 0), ("debt", 100)])
def test_a_penalty_never_makes_a_balance_negative(make_book, how: str, debt: int) -> None:
    book = booked(make_book(pack="seven-days", settings={"penalty_shortfall": how}), 200)
    assert missed(book) == (0, 300)
    assert book.balance("deng") == 0
    assert (book.one("SELECT SUM(amount) FROM debts") or 0) == debt


@pytest.mark.parametrize(("per", "due"), [("order", 300), ("room-night", 900)])
def test_a_company_pays_by_order_or_room_night(make_book, per: str, due: int) -> None:
    book = make_book(pack="seven-days", settings={"company_no_show_per": per})
    book.brought("acme", kind=MemberKind.COMPANY, points=1000)
    book.must("book", Booking(booking="b1", arrives_on=DAY, nights=3), member="acme")
    answer = book.must("no_show", NoShow(booking="b1"), member="acme")
    assert answer.decision.gives["penalty"] == due


def test_nobody_fails_to_come_before_the_day(make_book) -> None:
    book = make_book(pack="seven-days")
    book.brought("deng", points=1000)
    tomorrow = DAY + timedelta(days=1)
    book.must("book", Booking(booking="b1", arrives_on=tomorrow), member="deng")
    book.refuse("no_show", NoShow(booking="b1"), "not-arrival-day", member="deng")
    book.refuse("no_show", NoShow(booking="b9"), "booking-unknown", member="deng")

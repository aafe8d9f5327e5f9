"""The day-end of a member: what had its last day expires, once, however often it is asked."""

import pytest

from app.operations.carry_over import CarryOver, OpeningLot
from app.poster.day_end import end_day
from tests.support.book import DAY, Book


@pytest.fixture
def book(make_book) -> Book:
    return make_book(settings={"points_valid_months": 12})


def carried(book: Book, *lots: tuple[int, str]) -> None:
    from datetime import date

    opening = tuple(OpeningLot(points, date.fromisoformat(on)) for points, on in lots)
    book.must("carry_over", CarryOver(lots=opening), member="li", operator="max")


def test_a_lot_is_good_through_its_last_day_and_gone_the_next(book: Book) -> None:
    carried(book, (100, "2025-11-22"), (50, "2025-11-23"))
    assert book.balance("li") == 150
    book.close_day()
    assert book.balance("li") == 50
    book.close_day()
    assert book.balance("li") == 0
    moved = book.rows(
        "SELECT amount, source, target, business_date FROM transfers WHERE target = 'house:expired' "
        "ORDER BY business_date"
    )
    assert [row[:3] for row in moved] == [
        (100, "member:available", "house:expired"),
        (50, "member:available", "house:expired"),
    ]


def test_only_what_is_left_of_a_lot_expires(book: Book) -> None:
    from app.operations.adjust import Adjust

    carried(book, (150, "2025-11-22"), (40, "2026-11-01"))
    body = Adjust(asset="points", quantity=-60, reason="x")
    book.must("adjust", body, member="li", operator="sue")
    book.close_day()
    assert book.balance("li") == 40
    assert book.one("SELECT amount FROM transfers WHERE target = 'house:expired'") == 90


def test_a_lot_that_was_used_up_expires_without_an_entry(book: Book) -> None:
    from app.operations.adjust import Adjust

    carried(book, (150, "2025-11-22"))
    body = Adjust(asset="points", quantity=-150, reason="x")
    book.must("adjust", body, member="li", operator="sue")
    book.close_day()
    assert book.rows("SELECT 1 FROM transfers WHERE target = 'house:expired'") == []


def test_the_day_end_twice_is_the_day_end_once(book: Book) -> None:
    carried(book, (100, "2025-11-22"))
    answer = book.close_day()
    slips, moved = book.one("SELECT COUNT(*) FROM slips"), book.transfers()
    assert not end_day(book.poster, answer.slip_id, DAY)
    assert (book.one("SELECT COUNT(*) FROM slips"), book.transfers()) == (slips, moved)


def test_a_day_end_that_comes_late_expires_the_same(book: Book) -> None:
    from app.operations.close_day import CloseDay

    carried(book, (100, "2025-11-22"), (50, "2025-11-23"))
    book.now = book.now.replace(hour=15)
    answer = book.must("close_day", CloseDay(date=DAY), operator="sue")
    assert book.balance("li") == 150
    assert end_day(book.poster, answer.slip_id, DAY) == 1
    assert book.balance("li") == 50


def test_a_day_end_with_nothing_due_keeps_no_slip(book: Book) -> None:
    book.enrol("li")
    book.close_day()
    assert book.one("SELECT COUNT(*) FROM slips WHERE kind = 'end_member_day'") == 0


def test_points_of_the_29th_of_february_end_on_the_28th(book: Book) -> None:
    carried(book, (10, "2024-02-29"))
    assert book.lots("li")[0][2] == "2025-02-28"


def test_stored_value_never_expires(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 100)
    for _ in range(3):
        book.close_day()
    assert book.balance("li", "CNY") == 100

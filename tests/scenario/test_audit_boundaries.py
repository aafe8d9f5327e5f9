"""What goes by the business date goes by it on both sides of the night audit, whatever the clock shows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.operations.carry_over import CarryOver, OpeningLot
from app.operations.close_day import CloseDay
from app.operations.redeem import Redeem
from app.poster.day_end import end_day
from tests.scenario.peer_cases import ONE_PER_YUAN, pack
from tests.support.book import DAY, Book

AFTER_MIDNIGHT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # 01:30 of the next calendar day
LEVEL = """
[[tiers]]
code = "gold"
names = { zh = "x", en = "x" }
reached = "automatic"
any = [{ metric = "points_earned", at_least = 100, window = { kind = "calendar-year" } }]
"""


def late(book: Book) -> None:
    """Let midnight pass without the audit."""
    book.now = AFTER_MIDNIGHT
    assert book.business_date == DAY


def audit(book: Book) -> None:
    answer = book.must("close_day", CloseDay(date=book.business_date), operator="sue")
    end_day(book.poster, answer.slip_id, book.business_date - timedelta(days=1))


def test_points_of_the_last_day_are_good_until_the_audit(make_book: Any) -> None:
    book = make_book(settings={"points_valid_months": 12})
    lots = (OpeningLot(100, date(2025, 11, 22)),)
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    book.set_pin("li")
    book.put_reward("mug", 40)
    late(book)
    book.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    audit(book)
    assert book.balance("li") == 0
    book.refuse("redeem", Redeem(reward="mug"), "not-enough-points", member="li", pin="1234")


@pytest.mark.parametrize(
    ("days", "before", "after"),
    [("valid_until = 2026-11-22", 10, 0), ("valid_from = 2026-11-23", 0, 10)],
)
def test_a_rule_begins_and_ends_with_the_audit(
    make_book: Any, days: str, before: int, after: int
) -> None:
    book = make_book(source=pack(earning=ONE_PER_YUAN + days + "\n"))
    book.enrol("li")
    late(book)
    assert book.spend("li", 10_00).decision.gives["points"] == before
    audit(book)
    assert book.spend("li", 10_00).decision.gives["points"] == after


def test_a_bill_of_the_night_earns_points_dated_before_the_audit(make_book: Any) -> None:
    book = make_book(settings={"points_valid_months": 12})
    book.enrol("li")
    late(book)
    book.spend("li", 10_00)
    audit(book)
    book.spend("li", 20_00)
    assert [row[1:] for row in book.lots("li")] == [(10, "2027-11-22"), (20, "2027-11-23")]


def test_the_old_year_counts_until_its_last_audit(make_book: Any) -> None:
    book = make_book(source=pack(LEVEL))
    for member in ("li", "wu"):
        book.enrol(member)
        book.spend(member, 99_00)
    while book.business_date < date(2026, 12, 31):
        book.close_day()
    book.now = datetime(2026, 12, 31, 17, tzinfo=UTC)  # 01:00 of New Year's Day
    book.spend("li", 1_00)
    audit(book)
    book.spend("wu", 1_00)
    tiers = dict(book.rows("SELECT member, tier FROM members"))
    assert tiers == {"li": "gold", "wu": "bronze"}


def test_points_that_wait_can_be_used_from_the_audit_on(make_book: Any) -> None:
    book = make_book(settings={"points_usable_after_days": 1})
    book.enrol("li")
    book.spend("li", 10_00)
    late(book)
    assert book.balance("li") == 0
    audit(book)
    assert book.balance("li") == 10


def test_points_that_would_be_usable_after_their_last_day_end_where_they_wait(
    make_book: Any,
) -> None:
    waits = "days = 1\nusable_after_days = 3"
    book = make_book(source=pack().replace('months = { setting = "months" }', waits))
    book.enrol("li")
    book.spend("li", 10_00)
    for _ in range(3):
        book.close_day()
    assert book.one("SELECT SUM(amount) FROM transfers WHERE target = 'house:expired'") == 10
    assert book.balance("li", account="member:held:pending") == 0

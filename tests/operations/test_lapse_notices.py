"""What lapses is told so many days before, once, and only what is then still there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.operations.carry_over import CarryOver
from app.operations.redeem import Redeem
from app.poster.day_end import end_day
from app.poster.replay import replay
from tests.support.book import HOUSE_SETTINGS, PROGRAMMES, Book

SETTINGS = {"points_valid_months": 1, "lapse_notice_days": 10}
TOLD_ON, LAST = date(2026, 12, 12), date(2026, 12, 22)
SQL = "SELECT kind, way, language, figures FROM messages WHERE kind LIKE 'lapse-%' ORDER BY id"


@pytest.fixture
def li(make_book) -> Book:
    book = make_book(settings=SETTINGS)
    book.enrol("li")
    book.spend("li", 1_250_00)
    return book


def through(book: Book, day: date) -> None:
    """Close every business date up to a day."""
    while book.business_date <= day:
        book.close_day()


def told(book: Book) -> list[tuple[str, str, str, bytes]]:
    return [(kind, way, language, bytes(said)) for kind, way, language, said in book.rows(SQL)]


def test_points_are_told_ten_days_before_they_lapse_and_only_once(li: Book) -> None:
    through(li, TOLD_ON - timedelta(days=1))
    assert told(li) == []
    through(li, TOLD_ON)
    said = '{"lapsing":1250,"named":"积分","until":"2026-12-22"}'.encode()
    assert told(li) == [("lapse-points", "sms", "zh_CN", said)]
    through(li, LAST)
    assert len(told(li)) == 1
    assert li.balance("li") == 0
    assert li.broken() == []
    assert replay(li.books).differing == ()


def test_a_day_end_that_is_done_again_tells_nothing_twice(li: Book) -> None:
    through(li, TOLD_ON)
    cause = li.one("SELECT id FROM slips WHERE kind = 'close_day' ORDER BY id DESC LIMIT 1")
    end_day(li.poster, cause, TOLD_ON)
    assert len(told(li)) == 1


def test_only_what_is_still_there_is_told(li: Book) -> None:
    li.set_pin("li")
    li.put_reward("mug", 1_000)
    li.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    through(li, TOLD_ON)
    (one,) = told(li)
    assert b'"lapsing":250' in one[3]


def test_what_is_used_up_is_not_told(li: Book) -> None:
    li.set_pin("li")
    li.put_reward("mug", 1_250)
    li.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    through(li, LAST)
    assert told(li) == []


def test_without_the_setting_nobody_is_told(make_book) -> None:
    book = make_book(settings={"points_valid_months": 1})
    book.enrol("li")
    book.spend("li", 1_250_00)
    through(book, LAST)
    assert told(book) == []


def test_both_ways_and_the_members_own_language(make_book) -> None:
    book = make_book(settings={**SETTINGS, "notify_by": "both"})
    book.must("carry_over", CarryOver(points=5), member="li", operator="max")
    book.spend("li", 100_00)
    through(book, TOLD_ON)
    assert {one[1] for one in told(book)} == {"sms", "email"}


@pytest.fixture
def gold(make_book) -> Book:
    """A member whose tier the coming year's end takes, told twenty days ahead."""
    source = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")
    at = source.index('code = "gold"')
    end = source.index("[[", at)
    keeping = '\n[tiers.keeping]\nuntil = "end-of-year"\nnotice_days = 20\n\n'
    book = make_book(source=source[:end] + keeping + source[end:], settings=HOUSE_SETTINGS)
    book.enrol("li")
    return book


def test_a_tier_that_would_be_lost_is_told_ahead_and_one_that_is_kept_is_not(gold: Book) -> None:
    gold.spend("li", 6_000_00)
    assert gold.one("SELECT tier FROM members WHERE member = 'li'") == "gold"
    through(gold, date(2026, 12, 31))
    kept = gold.one("SELECT tier FROM members WHERE member = 'li'")
    assert kept == "gold"  # the year's own figures keep it
    assert told(gold) == []
    through(gold, date(2027, 12, 11))
    (one,) = told(gold)
    assert one[0] == "lapse-tier"
    assert one[3].decode() == '{"named":"金卡","until":"2027-12-31"}'

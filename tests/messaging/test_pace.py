"""How many texts may go: a member's day, a modem's minute, and what goes all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.loyalty.ids import MemberId
from app.messaging.pace import Bounds, Pace
from tests.messaging.people import enrol
from tests.messaging.test_plan import FRESH, NOW
from tests.messaging.test_sender import Post
from tests.support.book import Book

LI, WU = FRESH.member, MemberId("wu")


def test_the_days_texts_of_one_member_are_bounded_and_a_day_later_go_again() -> None:
    pace = Pace(Bounds(a_day=2))
    for _ in range(2):
        assert not pace.is_too_many(FRESH, NOW)
        pace.count(FRESH, NOW)
    assert pace.is_too_many(FRESH, NOW)
    assert not pace.is_too_many(replace(FRESH, member=WU), NOW)
    assert pace.is_too_many(FRESH, NOW + timedelta(hours=23))
    assert not pace.is_too_many(FRESH, NOW + timedelta(days=1))


def test_answers_are_counted_apart() -> None:
    answer = replace(FRESH, kind="sms_in")
    pace = Pace(Bounds(a_day=5, answers_a_day=1), [(LI, "sms_in", NOW)])
    assert pace.is_too_many(answer, NOW)
    assert not pace.is_too_many(FRESH, NOW)


def test_what_is_about_safety_goes_all_the_same() -> None:
    pace = Pace(Bounds(a_day=1), [(LI, "top_up", NOW)])
    taken = replace(FRESH, kind="post_spend", figures={"stored_taken": "5.00"})
    assert not pace.is_too_many(taken, NOW)
    assert not pace.is_too_many(replace(FRESH, kind="set_pin"), NOW)


def test_a_minutes_texts_are_bounded() -> None:
    pace = Pace(Bounds(a_minute=2))
    pace.count(FRESH, NOW)
    assert not pace.is_too_fast(NOW)
    pace.count(FRESH, NOW + timedelta(seconds=30))
    assert pace.is_too_fast(NOW + timedelta(seconds=59))
    assert not pace.is_too_fast(NOW + timedelta(seconds=60))
    assert not pace.is_too_fast(NOW - timedelta(hours=1))  # a clock that was set back


def bounded(book: Book, bounds: Bounds) -> Post:
    enrol(book)
    post = Post(book)
    post.sender._bounds = bounds
    return post


def test_what_is_over_the_minute_waits_and_then_goes(book: Book) -> None:
    post = bounded(book, Bounds(a_minute=2))
    for _ in range(3):
        book.top_up("li", 1_00)
    post.work()
    assert len(post.way.letters) == 2
    book.now += timedelta(minutes=1)
    post.work()
    assert len(post.way.letters) == 4
    assert {one[0] for one in post.states()} == {"sent"}


def test_what_is_over_the_day_is_dropped_with_a_reason_that_outlives_a_restart(book: Book) -> None:
    post = bounded(book, Bounds(a_day=2))
    for _ in range(2):
        book.top_up("li", 1_00)
    post.work()
    assert post.states()[-1] == ("given-up", "too-many", 0)
    post.open()
    post.sender._bounds = Bounds(a_day=2)
    book.top_up("li", 1_00)
    post.work()
    assert len(post.way.letters) == 2
    assert post.states()[-1] == ("given-up", "too-many", 0)


def test_a_flood_of_questions_gets_the_days_answers_and_no_more(book: Book) -> None:
    from app.operations.sms_in import Command, SmsIn

    post = bounded(book, Bounds(answers_a_day=10))
    for _ in range(100):
        book.must("sms_in", SmsIn(command=Command.UNKNOWN), member="li")
    post.work()
    assert len(post.way.letters) == 1 + 10  # the welcome, and the answers

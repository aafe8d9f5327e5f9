"""Delivery reports: kept with the message they are about, whenever they come and however numbers wrap round."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.messaging.plan import Result, Went, again, reported
from app.messaging.reports import IncomingReport, ReportDesk, meant
from app.store.outbox import Delivery, MessageState, Outbox
from tests.messaging.people import PHONE, enrol
from tests.messaging.test_plan import FRESH, NOW
from tests.messaging.test_sender import Post
from tests.support.book import Book


class Reported(Post):
    """A post whose texts await reports."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.desk = ReportDesk(book.books, self.writing, lambda: book.now, "CN")

    def go(self, *references: int) -> None:
        self.way.ends = Result(Went.SENT, references=references)
        self.work()

    def came(self, reference: int, *, number: str = PHONE, ok: bool = True, at=None) -> bool:
        return self.desk.work_off(IncomingReport(reference, number, ok, at, None))

    def said(self) -> list[str]:
        return [row[0] for row in self.book.rows("SELECT delivery FROM messages ORDER BY sent_at")]


@pytest.fixture
def post(book: Book) -> Reported:
    enrol(book)
    made = Reported(book)
    made.work()
    return made


def test_a_long_text_is_delivered_when_all_its_messages_are(post: Reported) -> None:
    post.book.top_up("li", 1_00)
    post.go(254, 255, 0)
    assert post.said() == ["", "unknown"]
    assert post.came(255)
    assert post.came(0)
    assert post.said() == ["", "unknown"]
    post.book.reopen()  # the last one comes after a restart
    again = Reported(post.book)
    assert again.came(254, number="13812345999")
    assert again.said() == ["", "delivered"]
    assert post.book.one("SELECT COUNT(*) FROM messages WHERE awaits <> ''") == 0


def test_one_message_that_failed_decides(post: Reported) -> None:
    post.book.top_up("li", 1_00)
    post.go(7, 8)
    assert post.came(8, ok=False)
    assert post.came(7)
    assert post.said() == ["", "failed"]


def test_a_number_that_wrapped_round_is_told_apart_by_phone_and_time(post: Reported) -> None:
    enrol(post.book, "wu", phone="+8613812345998")
    post.work()
    times = []
    for member in ("li", "wu", "li"):
        post.book.now += timedelta(days=2)
        times.append(post.book.now)
        post.book.top_up(member, 1_00)
        post.go(9)
    assert post.came(9, at=times[0])
    assert post.said()[2:] == ["delivered", "unknown", "unknown"]
    assert post.came(9, number="+8613812345998")
    assert post.said()[2:] == ["delivered", "delivered", "unknown"]
    assert post.came(9, ok=False)
    assert post.said()[2:] == ["delivered", "delivered", "failed"]


def test_a_report_of_nobodys_text_changes_nothing(post: Reported) -> None:
    post.book.top_up("li", 1_00)
    post.go(9)
    assert post.came(10)
    assert post.came(9, number="+8613999999999")
    assert post.came(9, at=NOW - timedelta(days=300))
    assert post.said() == ["", "unknown"]


def test_a_report_that_overtakes_the_end_of_its_sending_is_kept_for_it(post: Reported) -> None:
    seen: list[bool] = []
    post.way.meanwhile = lambda: seen.append(post.came(9))
    post.book.top_up("li", 1_00)
    post.go(9)
    assert seen == [False]
    assert post.came(9)
    assert post.said() == ["", "delivered"]


def test_what_never_arrived_may_be_sent_again_by_a_person(post: Reported) -> None:
    post.book.top_up("li", 1_00)
    post.go(9)
    before = replace(FRESH, state=MessageState.SENT, sent_at=NOW, delivery=Delivery.DELIVERED)
    assert again(before, NOW) is None
    assert post.came(9, ok=False)
    with post.book.books.writing() as connection:
        outbox = Outbox(post.book.books)
        one = outbox.listed(connection, MessageState.SENT)[-1]
        moved = again(one, post.book.now)
        assert moved is not None
        assert outbox.keep(connection, moved, before=MessageState.SENT)
    assert post.book.broken() == []
    post.go(10)
    assert post.came(10)
    assert post.said() == ["", "delivered"]


def test_a_report_that_does_not_come_within_a_month_is_awaited_no_more(post: Reported) -> None:
    post.book.top_up("li", 1_00)
    post.go(9)
    post.book.now += timedelta(days=31)
    later = Reported(post.book)
    later.work()
    assert post.book.one("SELECT COUNT(*) FROM messages WHERE awaits <> ''") == 0
    assert later.said() == ["", "unknown"]


def test_without_a_time_the_newest_is_meant() -> None:
    old = replace(FRESH, id="old", sent_at=NOW)
    new = replace(FRESH, id="new", sent_at=NOW + timedelta(days=1))
    report = IncomingReport(1, PHONE, True, None, None)
    assert meant(report, [(new, PHONE), (old, PHONE)], PHONE) == new
    assert meant(report, [], PHONE) is None


def test_a_failure_is_final() -> None:
    one = replace(FRESH, awaits=(1, 2), delivery=Delivery.UNKNOWN)
    failed = reported(one, 1, is_delivered=False, at=NOW)
    assert (failed.awaits, failed.delivery, failed.reported_at) == ((), Delivery.FAILED, NOW)

"""What comes in is acknowledged when it is in the books, not before; what can never be worked off does not stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest

from app.messaging.inbound import Desk, Inbound, IncomingText
from app.store.books import BooksError, Fault
from app.store.outbox import Outbox
from tests.messaging.people import PHONE, enrol
from tests.messaging.test_sender import Writing
from tests.support.book import Book
from tests.support.waiting import until

AT = datetime(2026, 11, 22, 14, tzinfo=UTC)


class House:
    """A desk's texts, with a poster that fails as often as it is told to."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.fails: list[Exception] = []
        self.acknowledged: list[str] = []
        self.inbound = Inbound(
            book.books,
            Desk(
                submit=self.submit,
                writing=Writing(),
                codes=frozenset,
                clock=lambda: book.now,
                acknowledge=self.acknowledged.append,
            ),
            rest_s=0.01,
        )
        self.inbound.start()

    def submit(self, draft) -> Future:
        done: Future = Future()
        if self.fails:
            done.set_exception(self.fails.pop())
        else:
            more = {"member": draft.member, "operator": "", "slip_id": draft.id}
            done.set_result(self.book.do(draft.kind, draft.body, **more))
        return done

    def take(self, token: str, number: str = PHONE) -> None:
        self.inbound.take(IncomingText(number, "余额", AT, token))

    def slips(self) -> int:
        return self.book.one("SELECT COUNT(*) FROM slips WHERE kind = 'sms_in'")


@pytest.fixture
def house(book: Book) -> Iterator[House]:
    enrol(book)
    made = House(book)
    yield made
    made.inbound.stop()
    made.inbound.join(5.0)


def counted(house: House, count: Callable) -> int:
    with house.book.books.reading() as connection:
        return count(Outbox(house.book.books), connection)


def test_a_text_is_acknowledged_when_its_slip_stands_and_again_when_it_comes_again(house) -> None:
    house.take("one")
    until(lambda: house.acknowledged == ["one"], "the first")
    assert house.slips() == 1
    house.take("two")  # the same text: its first acknowledgement was lost
    until(lambda: house.acknowledged == ["one", "two"], "the second")
    assert house.slips() == 1


def test_a_full_disk_keeps_the_text_until_it_passes(house) -> None:
    house.fails = [BooksError(Fault.DISK_FULL)] * 5
    house.take("one")
    until(lambda: house.acknowledged == ["one"], "the slip")
    assert house.slips() == 1
    assert house.fails == []


def test_a_strangers_text_is_acknowledged_when_it_is_counted(house) -> None:
    house.take("one", "+8613999999999")
    until(lambda: house.acknowledged == ["one"], "the stranger")
    assert counted(house, Outbox.unknown_senders) == 1


def test_a_text_that_never_makes_a_slip_is_counted_and_does_not_stay(house) -> None:
    house.fails = [RuntimeError()] * 3
    house.take("one")
    until(lambda: house.acknowledged == ["one"], "the text to be dropped")
    assert (house.slips(), counted(house, Outbox.dropped)) == (0, 1)
    house.take("two")
    until(lambda: house.acknowledged == ["one", "two"], "the next")
    assert house.slips() == 1

"""The embedded poster: many hands, one writer; what a crash left behind is settled at start."""

import secrets
import threading
import time
from concurrent.futures import Future, wait
from datetime import timedelta

import pytest

from app.loyalty.ids import MemberId, OperatorId
from app.operations.pen import Draft, new_slip_id
from app.operations.redeem import Redeem
from app.operations.slip import Body
from app.operations.top_up import TopUp
from app.poster import embedded
from app.poster.day_end import finish_day_end
from app.poster.embedded import EmbeddedPoster
from app.poster.submission import Answer, PinEntry
from app.store.books import BooksError, Fault
from tests.support.book import Book


def draft(book: Book, kind: str, body: Body, *, pin: str = "", member: str = "li") -> Draft:
    return Draft(
        id=new_slip_id(book.now, secrets.token_bytes), kind=kind, body=body, operator=OperatorId("ann"),
        occurred_at=book.now, member=MemberId(member), pin=pin,
    )  # fmt: skip


@pytest.fixture
def desk(book: Book):
    book.enrol("li")
    book.set_pin("li")
    book.give_points("li", 1_000)
    book.put_reward("mug", 100)
    made = EmbeddedPoster(book.poster, "hotel", "desk-1", secrets.token_bytes)
    yield made
    made.close()


def redeem(desk: EmbeddedPoster, book: Book) -> Future[Answer]:
    entry = PinEntry("e", b"1234")
    return desk.submit(draft(book, "redeem", Redeem(reward="mug"), pin="e"), pins=(entry,))


def test_slips_from_eight_threads_are_all_answered_and_the_chain_holds(
    desk: EmbeddedPoster, book: Book
) -> None:
    desk.start()
    futures: list[Future[Answer]] = []
    lock = threading.Lock()

    def hand_in() -> None:
        for _ in range(15):
            future = desk.submit(draft(book, "top_up", TopUp(amount_minor=1)))
            with lock:
                futures.append(future)

    threads = [threading.Thread(target=hand_in) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done, late = wait(futures, timeout=60)
    assert not late
    assert {one.result().decision.outcome.value for one in done} == {"posted"}
    assert book.balance("li", "CNY") == 120
    sequences = [
        row[0]
        for row in book.rows("SELECT sequence FROM slips WHERE sequence > 0 ORDER BY sequence")
    ]
    assert sequences == list(range(1, len(sequences) + 1))


def test_value_is_taken_on_the_posters_thread_with_the_pin(
    desk: EmbeddedPoster, book: Book
) -> None:
    desk.start()
    assert redeem(desk, book).result(30).decision.outcome.value == "posted"
    assert book.balance("li") == 900


def test_a_kept_slip_that_would_take_value_is_withdrawn_at_the_next_start(
    desk: EmbeddedPoster, book: Book
) -> None:
    left = book.submission("redeem", Redeem(reward="mug"), member="li", pin="1234")
    assert left.slip.cover.value == "balance"
    book.poster.keep([left.slip])
    again = EmbeddedPoster(book.poster, "hotel", "desk-1", secrets.token_bytes)
    settled = again.start()
    assert settled.withdrawn == (left.slip.id,)
    assert settled.decided == ()
    assert book.balance("li") == 1_000
    assert book.one("SELECT reason FROM decisions WHERE slip = ?", left.slip.id) == "withdrawn"
    assert redeem(again, book).result(30).decision.outcome.value == "posted"
    again.close()
    desk.start()


def test_a_kept_slip_that_takes_nothing_is_decided_at_the_next_start(
    desk: EmbeddedPoster, book: Book
) -> None:
    left = book.submission("top_up", TopUp(amount_minor=70), member="li")
    book.poster.keep([left.slip])
    settled = desk.start()
    assert settled.decided == (left.slip.id,)
    assert settled.withdrawn == ()
    assert book.balance("li", "CNY") == 70


def test_a_day_end_that_a_crash_cut_short_is_done_at_the_next_start(make_book) -> None:
    from datetime import date

    from app.operations.carry_over import CarryOver, OpeningLot
    from app.operations.close_day import CloseDay

    book = make_book(settings={"points_valid_months": 12})
    lots = (OpeningLot(100, date(2025, 11, 22)),)
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    book.now += timedelta(hours=8)
    book.must("close_day", CloseDay(date=book.business_date), operator="sue")
    assert book.balance("li") == 100
    desk = EmbeddedPoster(book.poster, "hotel", "desk-1", secrets.token_bytes)
    desk.start()
    desk.between(lambda: finish_day_end(desk.poster)).result(30)
    assert book.balance("li") == 0
    desk.close()


def test_closing_the_day_does_the_days_end(desk: EmbeddedPoster, book: Book) -> None:
    from app.operations.close_day import CloseDay

    desk.start()
    book.now += timedelta(hours=8)
    closing = Draft(
        id=new_slip_id(book.now, secrets.token_bytes), kind="close_day", body=CloseDay(date=book.business_date),
        operator=OperatorId("sue"), occurred_at=book.now,
    )  # fmt: skip
    assert desk.submit(closing).result(30).decision.outcome.value == "posted"
    assert desk.between(lambda: book.business_date.day).result(30) == 23


@pytest.mark.parametrize("with_pin", [False, True])
def test_a_fault_of_the_disk_reaches_every_one_who_waits_and_the_next_slip_goes_through(
    desk: EmbeddedPoster, book: Book, with_pin: bool
) -> None:
    from sqlalchemy import event

    desk.start()
    is_broken = threading.Event()

    @event.listens_for(book.books.engine, "before_cursor_execute")
    def fail(_c, _cursor, statement: str, *_: object) -> None:
        if is_broken.is_set() and statement.startswith("INSERT INTO decisions"):
            raise BooksError(Fault.DISK_FULL, "no room")

    hold = threading.Event()
    busy = desk.between(lambda: hold.wait(30))
    is_broken.set()
    waiting = [desk.submit(draft(book, "top_up", TopUp(amount_minor=1))) for _ in range(5)]
    if with_pin:
        waiting.append(redeem(desk, book))
    hold.set()
    busy.result(30)
    for one in waiting:
        with pytest.raises(BooksError):
            one.result(30)
    is_broken.clear()
    assert redeem(desk, book).result(30).decision.outcome.value == "posted"
    assert (
        desk.submit(draft(book, "top_up", TopUp(amount_minor=7))).result(30).decision.outcome.value
        == "posted"
    )
    assert book.balance("li", "CNY") == 7
    assert book.balance("li") == 900
    desk.close()
    again = EmbeddedPoster(book.poster, "hotel", "desk-1", secrets.token_bytes)
    again.start()
    assert book.balance("li", "CNY") == 7  # what was said to have failed is never done afterwards
    assert book.balance("li") == 900
    again.close()


def test_work_between_batches_gets_its_own_error(desk: EmbeddedPoster, book: Book) -> None:
    desk.start()

    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.between(fails).result(30)
    assert (
        desk.submit(draft(book, "top_up", TopUp(amount_minor=7))).result(30).decision.outcome.value
        == "posted"
    )


def test_what_was_handed_in_before_closing_is_finished(desk: EmbeddedPoster, book: Book) -> None:
    desk.start()
    futures = [desk.submit(draft(book, "top_up", TopUp(amount_minor=1))) for _ in range(100)]
    desk.close()
    assert all(one.done() for one in futures)
    assert book.balance("li", "CNY") == 100


def test_a_pen_goes_on_where_the_chain_ended(desk: EmbeddedPoster, book: Book) -> None:
    desk.start()
    desk.submit(draft(book, "top_up", TopUp(amount_minor=1))).result(30)
    desk.close()
    again = EmbeddedPoster(book.poster, "hotel", "desk-1", secrets.token_bytes)
    again.start()
    again.submit(draft(book, "top_up", TopUp(amount_minor=1))).result(30)
    again.close()
    other = EmbeddedPoster(book.poster, "hotel", "desk-2", secrets.token_bytes)
    other.start()
    other.submit(draft(book, "top_up", TopUp(amount_minor=1))).result(30)
    other.close()
    assert book.rows("SELECT sequence FROM slips WHERE terminal = 'desk-2'") == [(1,)]


def test_a_slip_that_failed_after_it_was_kept_is_withdrawn_without_a_restart(
    desk: EmbeddedPoster, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import event

    monkeypatch.setattr(embedded, "_RETRY_S", 0.05)
    is_broken = threading.Event()

    @event.listens_for(book.books.engine, "before_cursor_execute")
    def fail(_c, _cursor, statement: str, *_: object) -> None:
        if is_broken.is_set() and "INTO decisions" in statement:
            raise BooksError(Fault.DISK_FULL, "no room")

    desk.start()
    is_broken.set()
    with pytest.raises(BooksError):
        redeem(desk, book).result(30)
    assert [one.check for one in book.broken()] == ["a decision for every slip"]
    is_broken.clear()
    until = time.monotonic() + 20
    while book.broken():
        assert time.monotonic() < until, book.broken()
        time.sleep(0.05)
    reasons = book.rows("SELECT reason FROM decisions WHERE kind = 'redeem'")
    assert reasons == [("withdrawn",)]
    assert book.balance("li") == 1_000
    assert redeem(desk, book).result(30).decision.outcome.value == "posted"
    assert book.broken() == []

"""The day-end a part at a time: the house goes on, and nothing is decided for whom the day has not ended."""

import secrets
import threading
from datetime import timedelta

import pytest

from app.loyalty.ids import MemberId, OperatorId
from app.operations.adjust import Adjust
from app.operations.carry_over import CarryOver, OpeningLot
from app.operations.close_day import CloseDay
from app.operations.gift import Gift
from app.operations.pen import Draft, new_slip_id
from app.operations.publish_programme import PutReward
from app.operations.slip import Body
from app.operations.top_up import TopUp
from app.poster.day_end import begin_day_end, end_day, end_some, finish_day_end
from app.poster.embedded import EmbeddedPoster
from app.store.books import BooksError, Fault
from app.store.verify import verify
from tests.support.book import DAY, HOUSE_SETTINGS, PROGRAMMES, Book

MEMBERS = tuple(f"m{number:03d}" for number in range(230))
ENDED = "SELECT slip FROM decisions WHERE kind = 'end_member_day' ORDER BY position"


@pytest.fixture
def book(make_book) -> Book:
    return with_gifts(make_book)


def with_gifts(make_book) -> Book:
    house = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")
    source = house.replace('gifts = { setting = "gifts" }', "gifts = true", 1)
    return make_book(source=source, settings=HOUSE_SETTINGS | {"points_valid_months": 12})


def carried(book: Book, *members: str) -> None:
    """Open accounts with 100 points whose last day is today, and 7 more."""
    lots = (OpeningLot(100, DAY.replace(year=DAY.year - 1)), OpeningLot(7, DAY))
    for member in members:
        book.must("carry_over", CarryOver(lots=lots), member=member, operator="max")


def closed(book: Book) -> str:
    """Close the date without its day-end; returns the cause."""
    book.now = book.now.replace(hour=15)
    return book.must("close_day", CloseDay(date=DAY), operator="sue").slip_id


def positions(book: Book, kind: str) -> list[int]:
    return [row[0] for row in book.rows(f"SELECT position FROM decisions WHERE kind = '{kind}'")]


def test_a_member_who_is_needed_comes_first_and_only_once(book: Book) -> None:
    carried(book, "li", "wang")
    begin_day_end(book.poster, closed(book), DAY)
    assert book.balance("li") == book.balance("wang") == 107
    take = Adjust(asset="points", quantity=-8, reason="x")
    assert book.do("adjust", take, member="li", operator="max").decision.refusal
    assert book.balance("li") == 7
    assert book.balance("wang") == 107
    assert len(book.rows(ENDED)) == 1
    finish_day_end(book.poster)
    assert book.balance("li") == book.balance("wang") == 7
    assert len(book.rows(ENDED)) == 2
    assert not book.poster.due.is_left


def test_whoever_is_given_something_comes_first_too(book: Book) -> None:
    carried(book, "li", "wang")
    begin_day_end(book.poster, closed(book), DAY)
    book.set_pin("li")
    book.must("gift", Gift(to=MemberId("wang"), points=5), member="li", pin="1234")
    assert (book.balance("li"), book.balance("wang")) == (2, 12)
    assert len(book.rows(ENDED)) == 2
    assert max(positions(book, "end_member_day")) < min(positions(book, "receive_gift"))
    finish_day_end(book.poster)
    assert (book.balance("li"), book.balance("wang")) == (2, 12)


def test_what_failed_is_still_to_be_done(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    carried(book, "li", "wang")
    begin_day_end(book.poster, closed(book), DAY)

    def no_room(*_: object) -> None:
        raise BooksError(Fault.DISK_FULL, "no room")

    with monkeypatch.context() as broken:
        broken.setattr(book.poster._writer, "write", no_room)
        with pytest.raises(BooksError):
            book.do(
                "adjust",
                Adjust(asset="points", quantity=1, reason="x"),
                member="li",
                operator="max",
            )
        with pytest.raises(BooksError):
            end_some(book.poster)
    assert book.balance("li") == 107
    book.must("adjust", Adjust(asset="points", quantity=1, reason="x"), member="li", operator="max")
    finish_day_end(book.poster)
    assert (book.balance("li"), book.balance("wang")) == (8, 7)
    assert not verify(book.books).broken


def test_in_parts_it_comes_out_as_in_one_go(make_book) -> None:
    books = [with_gifts(make_book) for _ in range(2)]
    for book in books:
        carried(book, *MEMBERS)
    end_day(books[0].poster, closed(books[0]), DAY)
    begin_day_end(books[1].poster, closed(books[1]), DAY)
    while books[1].poster.due.is_left:
        end_some(books[1].poster, 17)
    moved = "SELECT member, amount, source, target FROM transfers ORDER BY member, line, amount"
    assert books[0].rows(moved) == books[1].rows(moved)
    assert len(books[1].rows(ENDED)) == len(MEMBERS)


def draft(book: Book, kind: str, body: Body, member: str = "", operator: str = "max") -> Draft:
    return Draft(
        id=new_slip_id(book.now, secrets.token_bytes), kind=kind, body=body,
        operator=OperatorId(operator), occurred_at=book.now, member=MemberId(member),
    )  # fmt: skip


def test_the_desk_goes_on_while_the_day_ends_and_the_houses_own_slips_wait_for_it(
    book: Book,
) -> None:
    carried(book, *MEMBERS)
    book.now += timedelta(hours=8)
    desk = EmbeddedPoster(book.poster, "hotel", "desk-9", secrets.token_bytes)
    desk.start()
    hold = threading.Event()
    desk.between(lambda: hold.wait(30))
    asked = [
        desk.submit(draft(book, "close_day", CloseDay(date=DAY), operator="sue")),
        desk.submit(draft(book, "top_up", TopUp(amount_minor=100), "m003")),
        desk.submit(draft(book, "adjust", Adjust(asset="points", quantity=-8, reason="x"), "m007")),
    ]
    hold.set()
    assert [one.result(30).decision.outcome.value for one in asked] == [
        "posted",
        "posted",
        "refused",
    ]
    ended = "SELECT member FROM decisions WHERE kind = 'end_member_day' AND position < "
    top_up = positions(book, "top_up")[0]
    # Of 230 who have something due, only those of whom something was asked.
    assert {row[0] for row in book.rows(f"{ended}{top_up}")} == {"m003", "m007"}
    reward = PutReward(code="cup", name_zh="cup", name_en="cup", points=5, stock=None, tiers="")
    assert desk.submit(draft(book, "put_reward", reward, operator="admin")).result(30)
    put = positions(book, "put_reward")[0]
    assert len(book.rows(f"{ended}{put}")) == len(MEMBERS)
    desk.close()
    assert not verify(book.books).broken
    assert {book.balance(one) for one in MEMBERS} == {7}


def test_a_day_end_that_fails_is_tried_again_and_the_desk_lives(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.poster import day_ends, embedded

    monkeypatch.setattr(embedded, "_RETRY_S", 0.05)
    monkeypatch.setattr(day_ends, "_RESTS_S", 0.05)
    carried(book, "li")
    book.now += timedelta(hours=8)
    desk = EmbeddedPoster(book.poster, "hotel", "desk-9", secrets.token_bytes)
    left = [3]

    def fails(*given: object) -> object:
        left[0] -= 1
        if left[0] >= 0:
            raise BooksError(Fault.DISK_FULL, "no room")
        return end_some(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(day_ends, "end_some", fails)
    desk.start()
    desk.submit(draft(book, "close_day", CloseDay(date=DAY), operator="sue")).result(30)
    for _ in range(400):
        if not desk.between(lambda: book.poster.due.is_left or book.balance("li") != 7).result(30):
            break
        threading.Event().wait(0.02)
    assert left[0] < 0
    assert book.balance("li") == 7
    desk.close()

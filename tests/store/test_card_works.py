"""What the books keep of works on IC cards, and what follows from it: a number is on a card, a key is in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import pytest

from app.loyalty.member import CardStatus
from app.loyalty.permissions import Role, may_give_number
from app.operations.report_lost import ReportLost
from app.store import audit
from app.store.card_works import (
    CARD_ACT,
    CardWork,
    Standing,
    cards_by_key,
    is_written,
    standing_of,
    works_on,
)
from app.store.keys import card_hash
from tests.support.book import KEYS, Book

Noting = Callable[[str, str], None]


@pytest.fixture
def issued(book: Book) -> str:
    """A member's card; returns its number."""
    book.enrol("li")
    with book.books.reading() as connection:
        sql = "SELECT number FROM cards WHERE member = 'li' AND status = 'active'"
        return str(connection.exec_driver_sql(sql).scalar_one())


@pytest.fixture
def note(book: Book, issued: str) -> Noting:
    ids = count()

    def write(work: str, end: str, key: str = "AA") -> None:
        one = CardWork(work=work, end=end, card=card_hash(KEYS, issued), key=key)
        read = audit.Read(
            id=f"{next(ids):04}",
            at=datetime(2026, 11, 22, tzinfo=UTC),
            terminal="t1",
            operator="chen",
            act=CARD_ACT,
            member="li",
            facts=one.facts(),
        )
        with book.books.writing() as connection:
            audit.note(book.books, connection, read)

    return write


def test_a_line_is_read_back_and_lines_of_older_books_are_passed_over() -> None:
    one = CardWork(work="block", end="done", tail="0015", card="ab", key="AA", supervisor="wang")
    assert CardWork.of(one.facts()) == one
    assert CardWork.of(CardWork(work="change", end="done").facts()) is not None
    for old in ("", "personalise 0015 done wang", "work=x", "work=x end=y more=z"):
        assert CardWork.of(old) is None


def test_how_a_card_stands_is_told_by_its_number(book: Book, issued: str) -> None:
    with book.books.reading() as connection:
        found = standing_of(book.books, connection, issued)
        assert standing_of(book.books, connection, "1") is None
    assert isinstance(found, Standing)
    assert (found.member, found.status) == ("li", CardStatus.ACTIVE)
    assert found.issued_on is not None


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((), False),
        ((("personalise", "begun"),), True),  # the program died, or it is under way
        ((("personalise", "begun"), ("personalise", "no-card")), False),
        ((("personalise", "begun"), ("personalise", "done")), True),
        ((("encode", "begun"), ("encode", "done")), True),
        ((("verify", "begun"), ("verify", "done"), ("block", "begun")), False),
        (
            (("personalise", "begun"), ("personalise", "failed"), ("personalise", "begun")),
            True,
        ),
    ],
)
def test_a_number_is_on_a_card_when_it_was_written_or_nobody_knows(
    book: Book, issued: str, note: Noting, ends: tuple[tuple[str, str], ...], *, expected: bool
) -> None:
    for work, end in ends:
        note(work, end)
    with book.books.reading() as connection:
        assert is_written(book.books, connection, "li", card_hash(KEYS, issued)) is expected
        assert not is_written(book.books, connection, "li", "another")
        assert not is_written(book.books, connection, "wu", card_hash(KEYS, issued))
        assert len(list(works_on(book.books, connection))) == len(ends)


def test_cards_in_use_are_counted_by_the_key_they_were_last_written_under(
    book: Book, note: Noting
) -> None:
    note("personalise", "done", "AA")
    note("renew", "failed", "BB")
    with book.books.reading() as connection:
        assert cards_by_key(book.books, connection) == {"AA": 1}
    note("renew", "done", "BB")
    with book.books.reading() as connection:
        assert cards_by_key(book.books, connection) == {"BB": 1}
    book.must("report_lost", ReportLost(), member="li")
    with book.books.reading() as connection:
        assert cards_by_key(book.books, connection) == {}


@pytest.mark.parametrize(
    ("role", "fresh", "other"),
    [
        (Role.CASHIER, True, False),
        (Role.SUPERVISOR, True, True),
        (Role.MANAGER, True, True),
        (Role.AUDITOR, False, False),
    ],
)
def test_who_may_write_a_number_alone(role: Role, *, fresh: bool, other: bool) -> None:
    assert may_give_number(role, is_fresh=True) is fresh
    assert may_give_number(role, is_fresh=False) is other

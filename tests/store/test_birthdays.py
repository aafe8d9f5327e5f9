"""The birthday list: found without any date of birth in clear, on both sides of a leap day."""

from datetime import date
from pathlib import Path

import pytest

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.approve_member import ApproveMember
from app.operations.enrol_member import EnrolMember
from app.poster.submission import Submission
from app.store.birthdays import Birthday, birthdays, index_birthdays
from app.store.personal import PersonalRecord, seal
from app.store.search import pieces, tokens_of
from tests.support.book import KEYS, Book

BORN = {"li": "1988-11-22", "wu": "1990-11-23", "leap": "2000-02-29", "qian": "1970-03-01"}


@pytest.fixture
def born(book: Book) -> Book:
    for member, day in BORN.items():
        record = PersonalRecord(name=member, birthday=day)
        sealed = seal(KEYS.personal, f"rec-{member}", MemberId(member), record)
        body = EnrolMember(
            kind=MemberKind.PERSON, personal=sealed.record, personal_hash=sealed.hash
        )
        slip = book.submission("enrol_member", body, member=member).slip
        tokens = tokens_of(KEYS.index, sorted(pieces(record)))
        book.poster.post([Submission(slip=slip, record=sealed, tokens=tokens)])
        book.must("approve_member", ApproveMember(), member=member, operator="sue")
    return book


def names(book: Book, first: date, last: date | None = None) -> list[str]:
    with book.books.reading() as connection:
        return [str(one.member) for one in birthdays(book.books, connection, first, last or first)]


def test_the_day_before_and_the_day_after_have_nobody(born: Book) -> None:
    assert names(born, date(2026, 11, 21)) == []
    assert names(born, date(2026, 11, 22)) == ["li"]
    assert names(born, date(2026, 11, 23)) == ["wu"]
    assert names(born, date(2026, 11, 24)) == []
    assert names(born, date(2026, 11, 20), date(2026, 11, 30)) == ["li", "wu"]


def test_a_leap_day_is_kept_on_the_first_of_march_in_common_years_only(born: Book) -> None:
    assert sorted(names(born, date(2026, 3, 1))) == ["leap", "qian"]
    assert names(born, date(2026, 2, 28)) == []
    assert names(born, date(2028, 2, 29)) == ["leap"]
    assert names(born, date(2028, 3, 1)) == ["qian"]


def test_the_age_is_that_of_the_day(born: Book) -> None:
    with born.books.reading() as connection:
        (one,) = birthdays(born.books, connection, date(2027, 11, 22), date(2027, 11, 22))
    assert (one.turns, one.record.name) == (39, "li")


def test_no_date_of_birth_stands_in_the_file(born: Book) -> None:
    born.books.engine.dispose()
    file = Path(born.path)
    assert all(
        day.encode() not in path.read_bytes()
        for path in file.parent.glob(f"{file.name}*")
        for day in BORN.values()
    )


def test_records_of_earlier_books_are_indexed_once(born: Book) -> None:
    with born.books.writing() as connection:
        connection.exec_driver_sql("DELETE FROM tokens")
        connection.exec_driver_sql("INSERT INTO meta VALUES ('birthdays', 'to do')")
    assert born.one("SELECT COUNT(*) FROM tokens") == 0
    assert index_birthdays(born.books) == len(BORN)
    assert born.one("SELECT COUNT(*) FROM tokens") == len(BORN)
    assert names(born, date(2026, 11, 22)) == ["li"]
    assert index_birthdays(born.books) == 0


def test_books_that_are_not_indexed_yet_give_the_same_list(born: Book) -> None:
    spans = [
        (date(2026, 11, 20), date(2026, 11, 30)),
        (date(2027, 2, 27), date(2027, 3, 2)),
        (date(2028, 2, 28), date(2028, 3, 1)),
    ]

    def lists() -> list[list[Birthday]]:
        with born.books.reading() as connection:
            return [birthdays(born.books, connection, *span) for span in spans]

    indexed = lists()
    assert [len(one) for one in indexed] == [2, 2, 2]
    with born.books.writing() as connection:
        connection.exec_driver_sql("DELETE FROM tokens")
        connection.exec_driver_sql("INSERT INTO meta VALUES ('birthdays', 'to do')")
    assert lists() == indexed

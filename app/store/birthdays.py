"""The birthday list: whose birthday falls on given days, by keyed tokens, so that no date of birth stands in clear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from app.loyalty.ids import MemberId
from app.store.books import Books
from app.store.personal import PersonalRecord, SealedRecord, unseal
from app.store.search import Search, birthday_piece, tokens_of


@dataclass(frozen=True, slots=True)
class Birthday:
    """A member's birthday: the day it is kept on, and how old they become."""

    on: date
    member: MemberId
    number: str
    turns: int
    record: PersonalRecord


def birthdays(books: Books, connection: Connection, first: date, last: date) -> list[Birthday]:
    """Return the birthdays of members in force from the first to the last day, in order.

    Who was born on 29 February is kept on 1 March in common years. Asking for days that are over
    gives the same answer as asking on them.
    """
    search = Search(books)
    found: list[Birthday] = []
    for day in _days(first, last):
        born = [f"{day:%m-%d}"]
        if born == ["03-01"] and not _is_leap(day.year):
            born.append("02-29")
        tokens = tokens_of(books.keys.index, [birthday_piece(one) for one in born])
        sql = books.sql(
            "SELECT m.member, m.number FROM tokens t JOIN members m ON m.shard = t.shard AND m.member = t.member "
            f"WHERE t.token IN ({','.join('?' * len(tokens))}) AND m.status = 'active' ORDER BY m.number"
        )
        numbers = {MemberId(row[0]): str(row[1]) for row in connection.exec_driver_sql(sql, tokens)}
        for member, record in search.records(connection, numbers).items():
            if record.birthday[5:] in born:  # a token is only 64 bits
                turns = day.year - int(record.birthday[:4])
                found.append(Birthday(day, member, numbers[member], turns, record))
    return found


def index_birthdays(books: Books) -> int:
    """Index the birthdays of records that were written before there was this list; once for a book.

    Returns:
        How many were indexed; 0 where there was nothing to do.
    """
    with books.writing() as connection:
        due = connection.exec_driver_sql("SELECT 1 FROM meta WHERE name = 'birthdays'").scalar()
        if not due:
            return 0
        rows: list[tuple[int, int, str]] = []
        text = "SELECT shard, member, record, wrapped_key, ciphertext FROM personal"
        for shard, member, name, wrapped, ciphertext in connection.exec_driver_sql(text):
            sealed = SealedRecord(name, MemberId(member), bytes(wrapped), bytes(ciphertext))
            record = unseal(books.keys.personal, sealed)
            if record and record.birthday:
                (token,) = tokens_of(books.keys.index, [birthday_piece(record.birthday[5:])])
                rows.append((token, int(shard), str(member)))
        insert = "INSERT INTO tokens VALUES (?,?,?) ON CONFLICT DO NOTHING"
        books.many(connection, insert, rows)
        connection.exec_driver_sql("DELETE FROM meta WHERE name = 'birthdays'")
    return len(rows)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

"""The birthday list: whose birthday falls on given days, by keyed tokens, so that no date of birth stands in clear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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
    gives the same answer as asking on them. Books that are not indexed yet are read record by record.
    """
    if _is_to_do(connection):
        return _unindexed(books, connection, first, last)
    search = Search(books)
    found: list[Birthday] = []
    for day in _days(first, last):
        born = _born(day)
        tokens = tokens_of(books.keys.index, [birthday_piece(one) for one in born])
        sql = books.sql(
            "SELECT m.member, m.number FROM tokens t JOIN members m ON m.shard = t.shard AND m.member = t.member "
            f"WHERE t.token IN ({','.join('?' * len(tokens))}) AND m.status = 'active' ORDER BY m.number"
        )
        numbers = {MemberId(row[0]): str(row[1]) for row in connection.exec_driver_sql(sql, tokens)}
        for member, record in search.records(connection, numbers).items():
            if record.birthday[5:] in born:  # a token is only 64 bits
                found.append(_kept_on(day, member, numbers[member], record))
    return found


def _unindexed(books: Books, connection: Connection, first: date, last: date) -> list[Birthday]:
    """Find birthdays without tokens: every record of a member in force is opened, slow and right."""
    text = (
        "SELECT p.shard, p.member, p.record, p.wrapped_key, p.ciphertext, m.number FROM personal p "
        "JOIN members m ON m.shard = p.shard AND m.member = p.member "
        "WHERE m.status = 'active' ORDER BY m.number"
    )
    born: dict[str, list[tuple[MemberId, str, PersonalRecord]]] = {}
    for *sealed, number in connection.exec_driver_sql(text):
        record = _opened(books, sealed)
        if record and record.birthday:
            known = born.setdefault(record.birthday[5:], [])
            known.append((MemberId(sealed[1]), str(number), record))
    return [
        _kept_on(day, *one)
        for day in _days(first, last)
        for one in sorted(
            (one for on in _born(day) for one in born.get(on, ())), key=lambda one: one[1]
        )
    ]


def _kept_on(day: date, member: MemberId, number: str, record: PersonalRecord) -> Birthday:
    return Birthday(day, member, number, day.year - int(record.birthday[:4]), record)


def index_birthdays(books: Books) -> int:
    """Index the birthdays of records that were written before there was this list; once for a book.

    Returns:
        How many were indexed; 0 where there was nothing to do.
    """
    with books.writing() as connection:
        if not _is_to_do(connection):
            return 0
        rows: list[tuple[int, int, str]] = []
        text = "SELECT shard, member, record, wrapped_key, ciphertext FROM personal"
        for sealed in connection.exec_driver_sql(text):
            record = _opened(books, sealed)
            if record and record.birthday:
                (token,) = tokens_of(books.keys.index, [birthday_piece(record.birthday[5:])])
                rows.append((token, int(sealed[0]), str(sealed[1])))
        insert = "INSERT INTO tokens VALUES (?,?,?) ON CONFLICT DO NOTHING"
        books.many(connection, insert, rows)
        connection.exec_driver_sql("DELETE FROM meta WHERE name = 'birthdays'")
    return len(rows)


def _is_to_do(connection: Connection) -> bool:
    """Tell whether the records of these books are still to be indexed."""
    found = connection.exec_driver_sql("SELECT 1 FROM meta WHERE name = 'birthdays'")
    return found.scalar() is not None


def _opened(books: Books, sealed: Sequence[Any]) -> PersonalRecord | None:
    """Open a record, from its shard, member, name, wrapped key and ciphertext."""
    _, member, name, wrapped, ciphertext = sealed
    record = SealedRecord(name, MemberId(member), bytes(wrapped), bytes(ciphertext))
    return unseal(books.keys.personal, record)


def _born(day: date) -> list[str]:
    """Return the dates of birth, month and day, that are kept on a day."""
    born = [f"{day:%m-%d}"]
    if born == ["03-01"] and not _is_leap(day.year):
        born.append("02-29")
    return born


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

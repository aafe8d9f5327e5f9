"""Copies of one book, so that the same slips can be posted in different ways and the books compared."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.support.book import Book

# Everything but what is each book's own.
_TABLES = (
    "slips", "decisions", "transfers", "balances", "lots", "claims", "shard_heads", "members", "cards", "tallies",
    "bills", "debts", "stays", "rewards", "usage", "counters", "properties", "shifts", "days", "credentials",
)  # fmt: skip


def clone(base: Book, path: Path) -> Book:
    """Open a copy of a book; it goes on with the pen and the clock of the first."""
    with base.books.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(base.path, path)
    made = object.__new__(Book)
    made.path, made.now, made.bills, made.pen, made.answers = (
        path,
        base.now,
        base.bills,
        base.pen,
        [],
    )
    made.books = base.books
    made.books = _opened(path)
    made.poster = _poster(made)
    return made


def _opened(path: Path):
    from app.store.books import Books
    from tests.support.book import KEYS

    return Books.open(str(path), lambda _: KEYS)


def _poster(book: Book):
    from app.poster.pin_check import PinCheck
    from app.poster.poster import Poster
    from tests.support.book import KEYS, ClearOpener

    return Poster(book.books, lambda: book.now, PinCheck(KEYS.pin, ClearOpener()))


def held(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Read every table that two equal books have alike."""
    return {table: sorted(book.rows(f"SELECT * FROM {table}"), key=repr) for table in _TABLES}

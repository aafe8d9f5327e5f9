"""The log is moved into the book behind the postings, and never in the way of anybody."""

import contextlib
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import PoolProxiedConnection, exc

from app.store.checkpoints import Checkpoints
from tests.support.book import Book
from tests.support.waiting import until

_FRAME = 4_096 + 24  # a page and its head in the log


@pytest.fixture
def log(book: Book) -> Path:
    return Path(f"{book.path}-wal")


def test_a_log_that_is_moved_after_each_posting_does_not_grow(book: Book, log: Path) -> None:
    checkpoints = Checkpoints(book.books)
    checkpoints.start()
    book.enrol("li")
    sizes = []
    for number in range(60):
        book.spend("li", 100_00, bill=f"b-{number}")
        before = book_bytes(book)
        checkpoints.move()
        until(lambda at=before: book_bytes(book) != at, "the log is moved")
        sizes.append(log.stat().st_size)
    checkpoints.close()
    assert max(sizes) < 200 * _FRAME  # sixty postings are 1,500 pages
    assert book.broken() == []


def test_nobody_waits_for_a_reader_who_stays_and_the_log_is_moved_when_they_left(
    book: Book,
) -> None:
    checkpoints = Checkpoints(book.books)
    checkpoints.start()
    book.enrol("li")
    with book.books.reading() as connection:
        connection.exec_driver_sql("SELECT COUNT(*) FROM members").scalar()
        for number in range(5):
            book.spend("li", 100_00, bill=f"b-{number}")
            checkpoints.move()
        # The reader still sees the books as they were; everybody else has the postings.
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM bills").scalar() == 0
        assert book.one("SELECT COUNT(*) FROM bills") == 5
        assert bills_moved(book) == 0
    checkpoints.move()
    until(lambda: bills_moved(book) == 5, "the log is moved once the reader left")
    ended(checkpoints)
    assert book.broken() == []


def test_a_time_without_a_free_connection_does_not_end_it(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = book.books.engine.raw_connection
    asked: list[bool] = []

    def none_free() -> PoolProxiedConnection:
        asked.append(True)
        if len(asked) == 1:
            raise exc.TimeoutError("all connections are in use")
        return connect()

    book.enrol("li")
    book.spend("li", 100_00)
    monkeypatch.setattr(book.books.engine, "raw_connection", none_free)
    checkpoints = Checkpoints(book.books)
    checkpoints.start()
    checkpoints.move()
    until(lambda: asked, "the first time is over")
    checkpoints.move()
    until(lambda: bills_moved(book) == 1, "the log is moved the second time")
    ended(checkpoints)


def ended(checkpoints: Checkpoints) -> None:
    """End it, and see that this takes no longer than a look at the disk."""
    closing = threading.Thread(target=checkpoints.close)
    closing.start()
    closing.join(5)
    assert not closing.is_alive()


def bills_moved(book: Book) -> int:
    """Count the bills in the book's own file, without its log; 0 where that file is only half written."""
    alone = Path(f"{book.path}-alone")
    shutil.copy(book.path, alone)
    try:
        with contextlib.closing(sqlite3.connect(f"file:{alone}?immutable=1", uri=True)) as found:
            return int(found.execute("SELECT COUNT(*) FROM bills").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0


def book_bytes(book: Book) -> tuple[int, int]:
    """Return when the book's own file was last written."""
    found = Path(book.path).stat()
    return found.st_mtime_ns, found.st_size

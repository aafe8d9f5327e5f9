"""The log is moved into the book behind the postings, and never in the way of anybody."""

import threading
from pathlib import Path

import pytest

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


def test_nobody_waits_for_a_reader_who_stays(book: Book) -> None:
    checkpoints = Checkpoints(book.books)
    checkpoints.start()
    book.enrol("li")
    with book.books.reading() as connection:
        connection.exec_driver_sql("SELECT COUNT(*) FROM members").scalar()
        for number in range(5):
            book.spend("li", 100_00, bill=f"b-{number}")
            checkpoints.move()
    closing = threading.Thread(target=checkpoints.close)
    closing.start()
    closing.join(5)
    assert not closing.is_alive()
    assert book.broken() == []


def book_bytes(book: Book) -> tuple[int, int]:
    """Return when the book's own file was last written."""
    found = Path(book.path).stat()
    return found.st_mtime_ns, found.st_size

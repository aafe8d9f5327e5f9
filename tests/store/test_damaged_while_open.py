"""Another process overwrites the file while the desk has it open: damage is said, and no acknowledgement is a lie."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.poster.embedded import EmbeddedPoster
from app.store.books import Books, BooksError, Fault
from app.store.verify import verify
from tests.support.book import KEYS, Book

# The descriptor of another process: closing one of our own would drop SQLite's locks on the file.
OVERWRITE = """
import os, sys
path, size, *pages = sys.argv[1:]
file = os.open(path, os.O_RDWR)
for page in pages:
    os.pwrite(file, b"\\xa5" * int(size), (int(page) - 1) * int(size))
"""
TABLES = (
    "slips", "decisions", "transfers", "balances", "lots", "claims", "members", "bills", "tallies", "properties",
)  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = Book(tmp_path_factory.mktemp("base") / "base.books")
    book.enrol("li")
    for _ in range(150):
        book.spend("li", 10_00)
    yield book
    book.close()


def damaged(book: Book, what: str) -> None:
    """Overwrite the first page of a table, or every page but the file's head."""
    size, count = book.one("PRAGMA page_size"), book.one("PRAGMA page_count")
    roots = dict(book.rows("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'"))
    pages = range(2, count + 1) if what == "all" else [roots[what]]
    words = [str(book.path), str(size), *map(str, pages)]
    subprocess.run([sys.executable, "-c", OVERWRITE, *words], check=True, timeout=60)


def posted(book: Book, count: int = 6) -> list[str]:
    """Go on posting; what is not acknowledged must be said to be damaged."""
    acked, faults = [], set()
    for _ in range(count):
        try:
            acked.append(book.top_up("li", 100).slip_id)
        except BooksError as error:
            faults.add(error.fault)
    assert faults <= {Fault.DAMAGED}
    return acked


def looked_at(path: Path, acked: tuple[str, ...]) -> str:
    """Look at books that nothing holds in memory; empty where they are whole."""
    try:
        with Books.open(str(path), lambda _: KEYS) as books:
            broken = verify(books, acked).broken
    except BooksError as error:
        return error.fault.value
    return "; ".join(f"{one.check} {one.entry}" for one in broken)


@pytest.mark.parametrize("what", [*TABLES, "all"])
@pytest.mark.parametrize("is_warm", [False, True], ids=["cold", "warm"])
def test_a_page_that_was_overwritten_is_said_and_what_was_acknowledged_is_in_the_log(
    base: Book, tmp_path: Path, what: str, is_warm: bool
) -> None:
    book = base.clone(tmp_path / "house.books")
    if is_warm:
        book.spend("li", 100)  # the pages lie in memory now
        with book.books.engine.connect() as connection:  # and in the file
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
    shutil.copy(book.path, tmp_path / "sound.books")
    damaged(book, what)
    acked = tuple(posted(book))
    log = Path(f"{book.path}-wal")
    (tmp_path / "sound.books-wal").write_bytes(log.read_bytes() if log.exists() else b"")
    book.close()
    said = looked_at(Path(book.path), acked)
    # A page that lay in memory and was written since stands in the log, which heals the file.
    assert said == "damaged" or (is_warm and said == "" and len(acked) == 6)
    # With the pages as they were, the log holds every acknowledged slip and nothing by halves.
    assert looked_at(tmp_path / "sound.books", acked) == ""


def test_a_desk_whose_books_are_damaged_says_so_to_everyone_who_waits(
    base: Book, tmp_path: Path
) -> None:
    from app.operations.top_up import TopUp
    from tests.support.posting_process import draft_of

    book = base.clone(tmp_path / "house.books")
    desk = EmbeddedPoster(book.poster, "hotel", "desk-1", lambda count: b"\7" * count)
    desk.start()
    damaged(book, "all")
    book.books.engine.dispose()  # as when a connection was given back and memory is needed
    chances = [draft_of(book.now, "top_up", TopUp(amount_minor=n), "li") for n in range(1, 9)]
    waiting = [desk.submit(one) for one in chances]
    faults = {getattr(one.exception(30), "fault", None) for one in waiting}
    desk.close()
    assert faults == {Fault.DAMAGED}
    book.close()
    assert looked_at(tmp_path / "house.books", ()) == "damaged"

"""Disk full, read-only, damaged: nothing is acknowledged, the fault has its name, the books stay clean."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.operations.top_up import TopUp
from app.store.books import Books, BooksError, Fault
from tests.support.book import KEYS, Book


def made(path: Path, bills: int = 30) -> Book:
    book = Book(path)
    book.enrol("li")
    for _ in range(bills):
        book.spend("li", 10_00)
    return book


def opening(path: Path) -> Fault:
    with pytest.raises(BooksError) as caught:
        Books.open(str(path), lambda _: KEYS)
    return caught.value.fault


def test_a_file_whose_head_was_overwritten_is_damaged(tmp_path: Path) -> None:
    made(tmp_path / "a.books").close()
    with (tmp_path / "a.books").open("r+b") as file:
        file.write(b"not a book at all" * 40)
    assert opening(tmp_path / "a.books") is Fault.DAMAGED


def test_a_file_of_something_else_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.books").write_bytes(b"\x89PNG" * 5_000)
    assert opening(tmp_path / "a.books") is Fault.DAMAGED


def test_a_file_that_was_cut_off_is_damaged_when_it_is_read(tmp_path: Path) -> None:
    made(tmp_path / "a.books", 200).close()
    size = (tmp_path / "a.books").stat().st_size
    os.truncate(tmp_path / "a.books", size // 2)
    with pytest.raises(BooksError) as caught:
        _verify(tmp_path / "a.books")
    assert caught.value.fault is Fault.DAMAGED


def test_overwritten_pages_are_found_by_the_check_or_named_as_damage(tmp_path: Path) -> None:
    made(tmp_path / "a.books", 200).close()
    size = (tmp_path / "a.books").stat().st_size
    found = 0
    for place in range(4096, size - 4096, max(4096, size // 12 // 4096 * 4096)):
        shutil.copy(tmp_path / "a.books", tmp_path / "b.books")
        with (tmp_path / "b.books").open("r+b") as file:
            file.seek(place)
            file.write(b"\xa5" * 2_048)
        found += _says_what_is_wrong(tmp_path / "b.books")
    assert found >= 9  # a free or half-empty page may be hit without harm


def _says_what_is_wrong(path: Path) -> bool:
    try:
        return bool(_verify(path))
    except BooksError as error:
        return error.fault is Fault.DAMAGED


def _verify(path: Path) -> list[object]:
    from app.store.verify import verify

    with Books.open(str(path), lambda _: KEYS) as books:
        return list(verify(books).broken)


def test_posting_into_a_damaged_book_acknowledges_nothing(tmp_path: Path) -> None:
    book = made(tmp_path / "a.books", 200)
    book.close()
    size = book.path.stat().st_size  # type: ignore[union-attr]
    with Path(book.path).open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xa5" * (size - 8_192))
    with pytest.raises(BooksError) as caught:
        _reopened_and_posted(book)
    assert caught.value.fault is Fault.DAMAGED
    book.close()


def _reopened_and_posted(book: Book) -> None:
    book.reopen()
    book.top_up("li", 100)


READ_ONLY = """
import os, sys
from app.store.books import Books, BooksError
from tests.support.book import KEYS
path, user = sys.argv[1], int(sys.argv[2])
if user:
    os.setgid(user)
    os.setuid(user)
try:
    Books.open(path, lambda _: KEYS, alone=sys.argv[3] == "alone")
except BooksError as error:
    print(error.fault.value)
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux lets a program drop its right to write a folder"
)
def test_a_folder_that_may_not_be_written_is_said_so(tmp_path: Path) -> None:
    made(tmp_path / "a.books").close()
    (tmp_path / "a.books.lock").unlink(missing_ok=True)
    user = 65534 if os.geteuid() == 0 else 0
    for parent in (tmp_path, *tmp_path.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o055)
    (tmp_path / "a.books").chmod(0o444)
    tmp_path.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(tmp_path / "a.books"), str(user), "alone"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    tmp_path.chmod(0o755)
    assert done.stdout.strip() == "read-only", done.stderr


def test_a_book_that_turned_read_only_acknowledges_nothing(tmp_path: Path) -> None:
    book = made(tmp_path / "a.books")
    with book.books.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    before = book.balance("li")
    with pytest.raises(BooksError) as caught:
        book.spend("li", 10_00)
    assert caught.value.fault is Fault.READ_ONLY
    with book.books.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
    assert book.balance("li") == before
    book.spend("li", 10_00)
    assert book.broken() == []
    book.close()


FULL = """
import os, resource, sys
from app.operations.top_up import TopUp
from app.store.books import BooksError
from tests.support.book import Book
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
book = Book(sys.argv[1])
book.enrol("li")
size = max(os.path.getsize(sys.argv[1] + end) for end in ("", "-wal")) + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
acked = []
try:
    while len(acked) < 5000:
        acked.append(book.spend("li", 100).slip_id)
except BooksError as error:
    print(error.fault.value)
    print(*acked)
"""


@pytest.mark.parametrize("size", [200_000, 333_333])
def test_a_full_disk_is_named_and_what_was_acknowledged_stands(tmp_path: Path, size: int) -> None:
    if resource.getrlimit(resource.RLIMIT_FSIZE)[1] != resource.RLIM_INFINITY:
        pytest.skip(
            "this account has a limit on file sizes that cannot be raised; run as an account without one"
        )
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "a.books"), str(size)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    said, acked = ([*done.stdout.splitlines(), "", ""])[:2]
    assert said == "disk-full", done.stderr
    assert acked.split()
    _acknowledged_stands(tmp_path / "a.books", acked.split())


def test_a_full_file_system_is_named_and_the_next_slip_goes_through_when_there_is_room(
    tmp_path: Path,
) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a full disk is tried on a small one that only root can mount; run as root")
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(small)], check=False
    ).returncode:
        pytest.skip(
            "this system lets nobody mount a small disk to fill it; run outside of a container"
        )
    try:
        book = Book(small / "a.books")
        book.enrol("li")
        filler = small / "filler"
        filler.write_bytes(
            b"\0" * (3 * 2**20 - sum(f.stat().st_size for f in small.iterdir()) - 120_000)
        )
        acked: list[str] = []
        with pytest.raises(BooksError) as caught:
            _spend_without_end(book, acked)
        assert caught.value.fault is Fault.DISK_FULL
        assert book.balance("li") == len(acked)
        with pytest.raises(BooksError):
            book.must("top_up", TopUp(amount_minor=1), member="li")
        filler.unlink()
        book.spend("li", 100)
        assert book.balance("li") == len(acked) + 1
        assert book.broken(tuple(acked)) == []
        book.close()
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def _spend_without_end(book: Book, acked: list[str]) -> None:
    while True:
        acked.append(book.spend("li", 100).slip_id)


def _acknowledged_stands(path: Path, acked: list[str]) -> None:
    from app.store.verify import verify

    with Books.open(str(path), lambda _: KEYS) as books:
        report = verify(books, acked)
    assert report.broken == []
    assert report.checked["acknowledged"] == len(acked)

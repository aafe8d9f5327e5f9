"""A command that cannot go on says why in one sentence, and ends with a status that tells it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.bootstrap.backup import BackupError, back_up, epoch_of, restore
from app.bootstrap.clock import system_clock
from app.bootstrap.desk import ensure_demo
from app.bootstrap.hotel import HotelFolder
from app.cli.main import main
from app.settings.secrets import key_safe
from app.store.books import Books


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults") / "hotel"
    ensure_demo(folder)
    return folder


@pytest.fixture
def hotel(demo: Path, tmp_path: Path) -> Path:
    from shutil import copytree

    return Path(copytree(demo, tmp_path / "hotel"))


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must fail; returns its one line on stderr."""
    assert main(words) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


def test_a_folder_in_the_place_of_a_file_is_said_so(
    hotel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert str(file) in said(["sample", "--hotel", str(file), "--members", "1"], capsys)
    log = ["bench", "post", "--books", str(hotel / "books.db"), "--slips", "1", "--ack-log"]
    assert str(tmp_path) in said([*log, str(tmp_path)], capsys)
    assert "no such file" in said([*log, str(tmp_path / "none" / "log")], capsys)


def test_books_that_are_none_are_said_so(
    hotel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (hotel / "books.db").write_bytes(b"no book at all" * 400)
    for suffix in ("-wal", "-shm"):
        (hotel / f"books.db{suffix}").unlink(missing_ok=True)
    words = ["bench", "post", "--books", str(hotel / "books.db"), "--slips", "1"]
    assert "damaged, or no books" in said(words, capsys)
    assert "sqlite:///" in said(["bench", "post", "--books", "mysql://x", "--slips", "1"], capsys)


def test_an_open_book_is_said_to_be_open(hotel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Books.open(str(hotel / "books.db"), key_safe(hotel / "books.keys", use_keyring=False)):
        words = ["bench", "post", "--books", str(hotel / "books.db"), "--slips", "1"]
        assert "close it and try again" in said(words, capsys)


@pytest.mark.parametrize(
    "words",
    [
        ["bench", "post", "--clients", "0"],
        ["bench", "post", "--slips", "-1"],
        ["bench", "decide", "--rounds", "0"],
        ["bench", "search", "--members", "0"],
        ["sample", "--members", "-5"],
        ["sample", "--lots", "0"],
        ["birthdays", "--days", "0"],
    ],
)
def test_numbers_that_make_no_sense_are_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2


def test_a_book_of_another_house_is_measured_with_its_own_people(
    hotel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = sqlite3.connect(hotel / "books.db")
    raw.execute("UPDATE operators SET operator = 'someone' WHERE operator = 'chen'")
    raw.commit()
    raw.close()
    log = tmp_path / "log"
    words = ["bench", "post", "--books", str(hotel / "books.db"), "--slips", "8"]
    assert main([*words, "--ack-log", str(log), "--json"]) == 0
    assert '"posted_slips": 8.0' in capsys.readouterr().out
    assert len(log.read_text(encoding="utf-8").splitlines()) == 8


def test_every_restore_begins_an_epoch_of_its_own(hotel: Path, tmp_path: Path) -> None:
    folder = HotelFolder(hotel)
    copy = back_up(folder, tmp_path / "copies", system_clock())
    assert [restore(copy, folder, system_clock()) for _ in range(3)] == [2, 3, 4]
    with Books.open(str(folder.books), key_safe(folder.keys, use_keyring=False)) as books:
        assert epoch_of(books) == 4


@pytest.mark.parametrize("content", [b"", b"nothing of the kind" * 300])
def test_what_could_not_be_brought_back_is_no_backup(
    hotel: Path, tmp_path: Path, content: bytes
) -> None:
    for suffix in ("-wal", "-shm"):
        (hotel / f"books.db{suffix}").unlink(missing_ok=True)
    (hotel / "books.db").write_bytes(content)
    with pytest.raises(BackupError):
        back_up(HotelFolder(hotel), tmp_path / "copies", system_clock())
    assert list((tmp_path / "copies").iterdir()) == []

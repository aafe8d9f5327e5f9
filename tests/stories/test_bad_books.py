"""Books that cannot be written or opened: nothing is acknowledged, one sentence says the way out, nothing is lost."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap.backup import back_up, restore
from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import HotelFolder
from app.settings.secrets import key_safe
from app.store.books import HEAD, Books, BooksError, Fault
from app.store.verify import verify
from tests.support.at_desk import AtDesk, spend

ROOT = Path(__file__).parents[2]
# Root may write what no mode allows; without these rights it is a user like any other.
_AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


def told_by(kind: str, folder: Path) -> list[str]:
    as_anybody = _AS_ANYBODY if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*as_anybody, sys.executable, "-m", "tests.stories.fault", kind, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.splitlines()[-1]))


def innpoint(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def broken_in(folder: Path) -> list[object]:
    where = HotelFolder(folder)
    with Books.open(
        str(where.books), key_safe(where.keys, use_keyring=False, may_make=False)
    ) as books:
        return list(verify(books).broken)


def test_a_full_disk_acknowledges_nothing_and_goes_on_when_there_is_room(hotel_folder):
    assert told_by("full", hotel_folder) == [
        "Done",
        "NotSaved disk-full",
        "NotSaved disk-full",
        "Done",
        "broken []",
    ]
    assert broken_in(hotel_folder) == []


def test_books_that_may_not_be_written_do_not_open(hotel_folder):
    for one in (*hotel_folder.iterdir(), hotel_folder):
        one.chmod(0o555 if one.is_dir() else 0o444)
    assert told_by("forbidden", hotel_folder) == ["read-only"]
    hotel_folder.chmod(0o755)
    assert broken_in(hotel_folder) == []


def test_books_that_turn_read_only_acknowledge_nothing(hotel_folder):
    assert told_by("turned", hotel_folder) == [
        "Done",
        "NotSaved read-only",
        "Done",
        "broken []",
    ]
    assert broken_in(hotel_folder) == []


def test_a_second_desk_on_the_same_books_is_turned_away_in_one_sentence(at_desk):
    with pytest.raises(BooksError) as caught:
        AtDesk(at_desk.path)
    assert caught.value.fault is Fault.LOCKED
    done = innpoint("desk", "--hotel", str(at_desk.path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Another desk has these books open.")
    assert len(done.stderr.splitlines()) == 1
    at_desk.done(spend())  # the first desk does not notice


def test_a_damaged_file_is_said_and_a_copy_brings_the_books_back(hotel_folder, tmp_path):
    folder = HotelFolder(hotel_folder)
    copy = back_up(folder, tmp_path / "copies", system_clock())
    folder.books.write_bytes(b"not books at all" + folder.books.read_bytes()[16:])
    with pytest.raises(BooksError) as caught:
        AtDesk(hotel_folder)
    assert caught.value.fault is Fault.DAMAGED
    done = innpoint("desk", "--hotel", str(hotel_folder))
    assert done.returncode == 1
    assert done.stderr.startswith("The books are damaged")
    assert "innpoint books restore" in done.stderr
    folder.books.unlink()
    assert restore(copy, folder, system_clock()) == 2
    assert broken_in(hotel_folder) == []


@pytest.mark.parametrize("where", [0.2, 0.5, 0.8])
def test_a_damaged_page_is_found_by_verify(hotel_folder, where):
    file = HotelFolder(hotel_folder).books
    with file.open("r+b") as books:
        page = int(file.stat().st_size * where) // 4096
        books.seek(page * 4096)
        books.write(b"\xa5" * 4096)
    done = innpoint("books", "verify", "--hotel", str(hotel_folder), "--json")
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["ok"] is False
    assert last["broken"]


def test_a_file_cut_short_is_not_opened_as_if_nothing_were_wrong(hotel_folder):
    file = HotelFolder(hotel_folder).books
    os.truncate(file, file.stat().st_size // 2)
    done = innpoint("books", "verify", "--hotel", str(hotel_folder), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1])["ok"] is False


def test_books_of_a_newer_version_are_left_alone(hotel_folder):
    file = HotelFolder(hotel_folder).books
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(BooksError) as caught:
        AtDesk(hotel_folder)
    assert caught.value.fault is Fault.NEWER
    done = innpoint("desk", "--hotel", str(hotel_folder))
    assert done.returncode == 1
    assert "newer InnPoint" in done.stderr
    with sqlite3.connect(file) as connection:
        connection.execute(f"UPDATE alembic_version SET version_num = '{HEAD}'")
    connection.close()
    assert broken_in(hotel_folder) == []


def test_books_without_their_keys_are_not_opened_with_new_ones(hotel_folder, tmp_path):
    folder = HotelFolder(hotel_folder)
    folder.keys.rename(tmp_path / "books.keys")
    with pytest.raises(BooksError) as caught:
        AtDesk(hotel_folder)
    assert caught.value.fault is Fault.NO_KEYS
    assert not folder.keys.exists()
    (tmp_path / "books.keys").rename(folder.keys)
    assert broken_in(hotel_folder) == []


def test_a_folder_without_books_says_how_to_make_some(tmp_path):
    done = innpoint("desk", "--hotel", str(tmp_path / "none"))
    assert done.returncode == 1
    assert done.stderr.startswith("There are no books here yet.")
    assert not (tmp_path / "none").exists()


def test_a_damaged_settings_file_says_which_file_it_is(hotel_folder):
    HotelFolder(hotel_folder).settings.write_text("{", encoding="utf-8")
    done = innpoint("desk", "--hotel", str(hotel_folder))
    assert done.returncode == 1
    assert "terminal.json" in done.stderr
    assert "Traceback" not in done.stderr

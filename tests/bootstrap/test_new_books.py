"""New books come into their folder whole, or the folder stays as it was."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import keyring
import pytest
from filelock import FileLock
from keyring.backend import KeyringBackend

from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_plan
from app.bootstrap.founding import FoundingError, found, new_books
from app.bootstrap.hotel import HotelFolder, open_hotel
from app.operations.publish_programme import PutReward
from app.store.books import BooksError, Fault
from app.store.verify import verify


class MemoryKeyring(KeyringBackend):
    """A system's safe, for a test."""

    priority = 1.0

    def __init__(self):
        super().__init__()
        self.held = {}

    def get_password(self, service, username):
        return self.held.get((service, username))

    def set_password(self, service, username, password):
        self.held[service, username] = password

    def delete_password(self, service, username):
        del self.held[service, username]


@pytest.fixture
def safe():
    before, safe = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(safe)
    yield safe
    keyring.set_keyring(before)


def everything_in(folder):
    return {one: one.is_file() and one.read_bytes() for one in folder.rglob("*")}


def plan():
    return demo_plan(system_clock().date())


def make(folder, a_plan=None, **choices):
    with new_books(folder, system_clock, **choices) as hotel:
        found(hotel, a_plan or plan())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"settings": {"no_such_setting": 1}}, "the programme cannot be used: .*no_such_setting"),
        ({"currency": "USD"}, "the programme needs the currency CNY"),
        ({"rewards": (PutReward(code="R", name_zh="x", name_en="x", points=-1),)}, "below 0"),
        ({"rewards": (PutReward(code="R", name_zh="x", name_en="x", points=10**12),)}, "largest"),
    ],
)
@pytest.mark.parametrize("use_keyring", [False, True])
def test_a_refused_plan_leaves_nothing(tmp_path, safe, change, said, use_keyring):
    wrong = dataclasses.replace(plan(), **change)
    with pytest.raises(FoundingError, match=said):
        make(tmp_path / "a" / "hotel", wrong, use_keyring=use_keyring)
    assert everything_in(tmp_path) == {}
    assert safe.held == {}


def make_and_stop(folder, stop):
    with new_books(folder, system_clock) as hotel:
        found(hotel, plan())
        raise stop


@pytest.mark.parametrize("stop", [KeyboardInterrupt, TypeError, OSError])
def test_whatever_stops_it_leaves_what_was_there(tmp_path, safe, stop):
    for name in ("terminal.json", "note.txt", "books.db.lock"):
        (tmp_path / name).write_text("{}", encoding="ascii")
    before = everything_in(tmp_path)
    with pytest.raises(stop):
        make_and_stop(tmp_path, stop)
    assert everything_in(tmp_path) == before
    assert safe.held == {}


def test_books_that_cannot_be_put_in_place_leave_nothing(tmp_path, safe, monkeypatch):
    replace = Path.replace

    def refuse(one, target):
        if one.name == "books.db":
            raise OSError(28, "No space left on device", str(target))
        return replace(one, target)

    monkeypatch.setattr(Path, "replace", refuse)
    for use_keyring in (False, True):
        with pytest.raises(OSError, match="No space"):
            make(tmp_path / "hotel", use_keyring=use_keyring)
        assert everything_in(tmp_path) == {}
        assert safe.held == {}


@pytest.mark.parametrize("use_keyring", [False, True])
def test_books_in_place_open_and_verify(tmp_path, safe, use_keyring):
    folder = HotelFolder(tmp_path / "hotel")
    make(folder.path, use_keyring=use_keyring)
    names = {"books.db"} if use_keyring else {"books.db", "books.keys"}
    assert {one.name for one in folder.path.iterdir()} == names
    assert len(safe.held) == use_keyring
    hotel = open_hotel(folder.path, system_clock, use_keyring=use_keyring)
    try:
        assert verify(hotel.books).broken == []
        assert hotel.poster.house().property is not None
    finally:
        hotel.close()


def test_keys_that_are_there_are_used_and_kept(tmp_path, hotel_folder):
    there = HotelFolder(hotel_folder).keys.read_bytes()
    folder = HotelFolder(tmp_path / "new")
    folder.path.mkdir()
    folder.keys.write_bytes(there)
    make(folder.path, use_keyring=False)
    assert folder.keys.read_bytes() == there
    open_hotel(folder.path, system_clock, use_keyring=False).close()


@pytest.mark.parametrize("name", ["books.db", "books.db-wal", "books.db-shm", "books.db-journal"])
def test_nothing_is_laid_upon_what_other_books_left(tmp_path, name):
    (tmp_path / name).write_bytes(b"other")
    before = everything_in(tmp_path)
    with pytest.raises(FoundingError, match="--hotel"):
        make(tmp_path)
    assert everything_in(tmp_path) == before


def test_two_cannot_make_books_in_one_folder(tmp_path):
    with FileLock(tmp_path / "books.db.lock"):
        before = everything_in(tmp_path)
        with pytest.raises(BooksError) as caught:
            make(tmp_path)
        assert everything_in(tmp_path) == before
    assert caught.value.fault is Fault.LOCKED


def test_a_folder_that_cannot_be_made_is_an_error_of_the_system(tmp_path):
    (tmp_path / "file").write_text("x", encoding="ascii")
    before = everything_in(tmp_path)
    with pytest.raises(NotADirectoryError):
        make(tmp_path / "file" / "hotel")
    assert everything_in(tmp_path) == before

"""The key of IC cards is changed: the old one becomes former, and no moment leaves half a file of keys."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import stat
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordSetError
from typing_extensions import override

from app.bootstrap.backup import back_up, restore
from app.bootstrap.hotel import HotelFolder
from app.settings.secrets import keep_keys, key_safe
from app.store.keys import Keys, read_key_file, replace_key_file, write_key_file

NEW = b"n" * 32


def test_the_key_until_now_becomes_the_newest_former_one() -> None:
    keys = Keys.fresh("file")
    second = keys.with_card_key(NEW)
    third = second.with_card_key(b"t" * 32)
    assert (third.cards, third.former_cards) == (b"t" * 32, (NEW, keys.cards))
    assert Keys.from_text(third.to_text(), "file") == third
    assert third.without_former(NEW).former_cards == (keys.cards,)
    assert third.personal == keys.personal
    assert NEW.hex() not in repr(third)


def test_a_key_that_the_house_has_or_had_or_of_another_length_is_refused() -> None:
    keys = Keys.fresh("file").with_card_key(NEW)
    for key in (NEW, keys.former_cards[0], b"short"):
        with pytest.raises(ValueError, match=r"key"):
            keys.with_card_key(key)


def test_keys_without_former_ones_are_written_as_they_always_were() -> None:
    keys = Keys.fresh("file")
    assert set(json.loads(keys.to_text())) == {"personal", "index", "pin", "bank", "cards"}


def test_keys_are_replaced_for_their_owner_alone(tmp_path: Path) -> None:
    file, keys = tmp_path / "books.keys", Keys.fresh("file")
    write_key_file(file, keys)
    (tmp_path / "books.keys.new").write_text("half of a replacement that was cut short")
    changed = keys.with_card_key(NEW)
    keep_keys(file, "book", changed)
    assert read_key_file(file) == changed
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["books.keys"]


def _in_a_child(work: object) -> int:
    """Fork, do the work and never come back; returns the child's id."""
    child = os.fork()
    if child:
        return child
    try:
        work()  # type: ignore[operator]
    finally:
        os._exit(0)


def test_killed_at_any_byte_the_old_keys_stand_whole(tmp_path: Path) -> None:
    file, keys = tmp_path / "books.keys", Keys.fresh("file")
    write_key_file(file, keys)
    changed = keys.with_card_key(NEW)
    for size in range(0, len(changed.to_text()), 23):

        def dies(size: int = size) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            replace_key_file(file, changed)

        _, status = os.waitpid(_in_a_child(dies), 0)
        assert os.WIFSIGNALED(status)
        assert read_key_file(file) == keys
    replace_key_file(file, changed)
    assert read_key_file(file) == changed


def test_killed_at_any_time_the_old_or_the_new_keys_stand_whole(tmp_path: Path) -> None:
    file, keys = tmp_path / "books.keys", Keys.fresh("file")
    write_key_file(file, keys)
    both = (keys, keys.with_card_key(NEW))

    def goes_on() -> None:
        while True:
            for one in both:
                replace_key_file(file, one)

    chance, seen = random.Random(7), set()
    for _ in range(40):
        child = _in_a_child(goes_on)
        time.sleep(chance.uniform(0.005, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = read_key_file(file)
        assert found in both
        seen.add(found)
    assert len(seen) == 2


class _Safe(KeyringBackend):
    """A keyring of the test's own, behind the library that the program uses."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.is_locked = False

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise PasswordSetError("locked")
        self.held[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def test_in_a_keyring_they_are_changed_there_or_not_at_all(tmp_path: Path) -> None:
    before, safe = keyring.get_keyring(), _Safe()
    keyring.set_keyring(safe)
    try:
        file = tmp_path / "books.keys"
        keys = key_safe(file)("book")
        assert keys.where == "keyring"
        changed = keys.with_card_key(NEW)
        keep_keys(file, "book", changed)
        assert key_safe(file, may_make=False)("book") == changed
        safe.is_locked = True
        with pytest.raises(ValueError, match="unlock"):
            keep_keys(file, "book", changed.with_card_key(b"t" * 32))
        assert key_safe(file, may_make=False)("book") == changed
        assert not file.exists()
    finally:
        keyring.set_keyring(before)


def test_an_older_copy_brought_back_does_not_take_the_new_key_away(
    hotel_folder: Path, tmp_path: Path
) -> None:
    folder, now = HotelFolder(hotel_folder), datetime(2026, 11, 22, tzinfo=UTC)
    copy = back_up(folder, tmp_path / "copies", now)
    before = read_key_file(folder.keys)
    assert before is not None
    changed = before.with_card_key(NEW)
    replace_key_file(folder.keys, changed)
    restore(copy, folder, now)
    assert read_key_file(folder.keys) == changed
    replace_key_file(folder.keys, changed.without_former(before.cards))
    restore(
        copy, folder, now + timedelta(days=1)
    )  # cards of that time are among its books' cards again
    assert read_key_file(folder.keys) == changed
    replace_key_file(folder.keys, before)
    newer = back_up(folder, tmp_path / "newer", now)
    replace_key_file(newer / "books.keys", changed)
    restore(newer, folder, now + timedelta(days=2))
    assert read_key_file(folder.keys) == changed

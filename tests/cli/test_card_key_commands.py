"""`innpoint card keys`, as a manager runs it: check values, a new key, cards that are renewed, an old key given up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from app.bootstrap.hotel import HotelFolder
from app.station.ic_cards import shown_key
from app.store.keys import Keys, read_key_file
from devices.sim.card_reader import SimCardReader
from tests.cli.conftest import Run
from tests.cli.test_card_commands import CHEN, WANG, number_of, reader

__all__ = ["reader"]
KEY = "00112233445566778899aabbccddeeff" * 2


def keys_of(hotel: Path) -> Keys:
    found = read_key_file(HotelFolder(hotel).keys)
    assert found is not None
    return found


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "new.key"
    file.write_text(KEY + "\n", encoding="ascii")
    return file


def test_the_key_is_changed_cards_are_renewed_and_the_old_one_is_retired(
    innpoint: Run, hotel_folder: Path, reader: SimCardReader, key_file: Path
) -> None:
    hotel, lin = ("--hotel", hotel_folder), number_of(hotel_folder, "lin")
    reader.lay("desfire")
    assert innpoint("card", "personalise", lin, *hotel, stdin=WANG).returncode == 0
    before = keys_of(hotel_folder)
    old, new = shown_key(before.cards), shown_key(bytes.fromhex(KEY))
    shown = innpoint("card", "keys", *hotel)
    assert shown.stdout.splitlines()[0] == f"present  {old}  1 card in use last written"
    changed = innpoint("card", "keys", *hotel, "change", "--from", key_file, stdin=WANG)
    assert (changed.returncode, changed.stderr) == (0, "")
    assert new in changed.stdout
    assert old in changed.stdout
    assert "backup" in changed.stdout
    assert keys_of(hotel_folder) == before.with_card_key(bytes.fromhex(KEY))
    assert innpoint("card", "keys", "show", *hotel).stdout.splitlines()[:2] == [
        f"present  {new}  0 cards in use last written",
        f"former   {old}  1 card in use last written",
    ]
    read = innpoint("card", "read", *hotel)
    assert (read.returncode, "on the old key" in read.stdout) == (0, True)
    assert innpoint("card", "verify", lin, *hotel).returncode == 0
    renewed = innpoint("card", "renew", *hotel, stdin=CHEN)
    assert (renewed.returncode, renewed.stderr) == (0, "")
    assert "old key" not in innpoint("card", "read", *hotel).stdout
    assert f"former   {old}  0 cards" in innpoint("card", "keys", *hotel).stdout
    retire = ("card", "keys", "retire", old.lower(), *hotel)
    unsure = innpoint(*retire, stdin=WANG + "no\n")
    assert (unsure.returncode, "waste" in unsure.stdout) == (1, True)
    assert keys_of(hotel_folder).former_cards == (before.cards,)
    assert innpoint(*retire, stdin=WANG + f"{old}\n").returncode == 0
    assert keys_of(hotel_folder).former_cards == ()
    assert innpoint("card", "read", *hotel).returncode == 0
    log = innpoint("card", "log", *hotel).stdout
    assert f"work=change end=done key={new}" in log
    assert f"work=retire end=done key={old}" in log
    said = changed.stdout + shown.stdout + log
    for secret in (KEY, before.cards.hex()):
        assert secret not in said.lower()
    with closing(sqlite3.connect(hotel_folder / "books.db")) as books:
        assert KEY.encode() not in "".join(books.iterdump()).encode()


def test_a_card_on_a_retired_key_is_a_stranger(
    innpoint: Run, hotel_folder: Path, reader: SimCardReader
) -> None:
    hotel, lin = ("--hotel", hotel_folder), number_of(hotel_folder, "lin")
    reader.lay("mifare")
    assert innpoint("card", "personalise", lin, *hotel, stdin=WANG).returncode == 0
    old = shown_key(keys_of(hotel_folder).cards)
    assert innpoint("card", "keys", "change", *hotel, stdin=WANG).returncode == 0
    retired = innpoint("card", "keys", "retire", old, "--yes", *hotel, stdin=WANG)
    assert (retired.returncode, "1 card in use" in retired.stdout) == (0, True)
    read = innpoint("card", "read", *hotel)
    assert (read.returncode, "nothing of this house" in read.stdout) == (1, True)


def test_who_may_not_change_keys_or_names_a_wrong_one_changes_nothing(
    innpoint: Run, hotel_folder: Path, tmp_path: Path
) -> None:
    hotel, before = ("--hotel", hotel_folder), keys_of(hotel_folder)
    present, short = shown_key(before.cards), tmp_path / "short"
    short.write_text("0011", encoding="ascii")
    for words, stdin, why in (
        (("change",), CHEN, "may not agree"),
        (("change",), "", "Nobody signed"),
        (("change", "--from", short), WANG, "cannot be taken"),
        (("change", "--from", HotelFolder(hotel_folder).keys), WANG, "does not hold a key"),
        (("retire", present), WANG, "present key"),
        (("retire", "0000000000"), WANG, "No former key"),
    ):
        done = innpoint("card", "keys", *words, *hotel, stdin=stdin)
        assert (done.returncode, why in done.stderr) == (1, True), done.stderr
    with FileLock(f"{HotelFolder(hotel_folder).books}.lock"):  # as a desk has them
        locked = innpoint("card", "keys", "change", *hotel, stdin=WANG)
    assert (locked.returncode, "close it" in locked.stderr) == (1, True)
    assert keys_of(hotel_folder) == before

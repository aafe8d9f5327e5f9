"""innpoint books: verify, replay, backup, restore; each as its own process."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from app.bootstrap.hotel import HotelFolder
from tests.support.at_desk import AtDesk, spend
from tests.support.tampering import alter


def slips_of(folder: Path) -> list[str]:
    connection = sqlite3.connect(HotelFolder(folder).books)
    try:
        return [str(row[0]) for row in connection.execute("SELECT slip FROM decisions")]
    finally:
        connection.close()


def epoch_of(folder: Path) -> int:
    connection = sqlite3.connect(HotelFolder(folder).books)
    try:
        sql = "SELECT value FROM meta WHERE name = 'epoch'"
        return int(connection.execute(sql).fetchone()[0])
    finally:
        connection.close()


def test_verify_says_fine_and_prints_one_object_as_its_last_line(innpoint, hotel_folder):
    done = innpoint("books", "verify", "--hotel", hotel_folder, "--json")
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["ok"], last["broken"]) == (True, [])
    assert {"slips", "transfers", "decisions", "lots", "balances"} <= last["checked"].keys()
    assert last["checked"]["slips"] > 20
    assert "keys lie in a file" in done.stdout


def test_verify_finds_books_by_path_and_by_url(here, hotel_folder):
    books = HotelFolder(hotel_folder).books
    for url in (str(books), f"sqlite:///{books}"):
        done = here("books", "verify", "--books", url)
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.splitlines()[-1].endswith(": fine")


def test_verify_while_a_desk_is_open(here, hotel_folder):
    at_desk = AtDesk(hotel_folder)
    try:
        at_desk.sign_in().done(spend())
        assert here("books", "verify", "--hotel", hotel_folder).returncode == 0
    finally:
        at_desk.close()


def test_acknowledged_slips_must_be_decided(innpoint, hotel_folder, tmp_path):
    acked = tmp_path / "acked"
    slips = slips_of(hotel_folder)
    acked.write_text("\n".join(slips), encoding="ascii")
    words = ("books", "verify", "--hotel", hotel_folder, "--acked", acked, "--json")
    done = innpoint(*words)
    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[-1])["checked"]["acknowledged"] == len(slips)
    missing = "00000000-0000-7000-8000-000000000000"
    acked.write_text("\n".join([*slips, missing]), encoding="ascii")
    done = innpoint(*words)
    assert done.returncode == 1
    (broken,) = json.loads(done.stdout.splitlines()[-1])["broken"]
    assert broken["entry"] == missing
    assert broken.keys() == {"check", "entry", "why"}
    assert f"BROKEN acknowledged: {missing}" in done.stdout


def test_verify_names_an_entry_that_was_changed_by_hand(here, hotel_folder):
    connection = sqlite3.connect(HotelFolder(hotel_folder).books)
    connection.execute("UPDATE balances SET in_total = in_total + 1")
    connection.commit()
    connection.close()
    done = here("books", "verify", "--hotel", hotel_folder, "--json")
    assert done.returncode == 1
    checks = {one["check"] for one in json.loads(done.stdout.splitlines()[-1])["broken"]}
    assert "balance = sum of transfers" in checks


def test_books_that_are_not_there_are_said_and_end_with_json_all_the_same(here, tmp_path):
    done = here("books", "verify", "--hotel", tmp_path / "none", "--json")
    assert done.returncode == 1
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["ok"], last["checked"]) == (False, {})
    assert last["broken"][0]["check"] == "open"


def test_a_replay_comes_to_the_same_ledger(innpoint, hotel_folder):
    done = innpoint("books", "replay", "--hotel", hotel_folder, "--json")
    assert done.returncode == 0, done.stdout
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["ok"], last["differing"]) == (True, [])
    assert last["slips"] == len(slips_of(hotel_folder))


def test_a_copy_brings_back_what_stood_in_the_books_with_a_new_epoch(
    innpoint, hotel_folder, tmp_path
):
    at_desk = AtDesk(hotel_folder)
    try:
        at_desk.sign_in().done(spend(bill="kept"))
        done = innpoint("books", "backup", tmp_path / "copies", "--hotel", hotel_folder)
        assert done.returncode == 0, done.stdout  # a copy is made while the desk is open
        at_desk.done(spend(bill="lost"))
    finally:
        at_desk.close()
    done = innpoint("books", "restore", tmp_path / "copies", "--hotel", hotel_folder)
    assert done.returncode == 0, done.stdout
    assert "epoch 2" in done.stdout
    assert epoch_of(hotel_folder) == 2
    assert len(list(hotel_folder.glob("before-restore-*/books.db"))) == 1
    at_desk = AtDesk(hotel_folder)
    try:
        assert at_desk.service.search("kept")
        assert not at_desk.service.search("lost")
        at_desk.sign_in().done(spend(bill="lost"))
        assert at_desk.broken() == []
    finally:
        at_desk.close()


def test_a_copy_is_restored_into_an_empty_folder(here, hotel_folder, tmp_path):
    here("books", "backup", tmp_path / "copies", "--hotel", hotel_folder)
    done = here("books", "restore", tmp_path / "copies", "--hotel", tmp_path / "new")
    assert done.returncode == 0, done.stdout
    assert slips_of(tmp_path / "new") == slips_of(hotel_folder)
    assert here("books", "verify", "--hotel", tmp_path / "new").returncode == 0


def test_a_damaged_copy_is_refused_and_the_books_stay(here, hotel_folder, tmp_path):
    here("books", "backup", tmp_path / "copies", "--hotel", hotel_folder)
    (copy,) = (tmp_path / "copies").glob("*/books.db")
    before = HotelFolder(hotel_folder).books.read_bytes()
    whole = copy.read_bytes()
    for damaged in (b"no books" + whole[8:], whole[: len(whole) // 2], b""):
        copy.write_bytes(damaged)
        done = here("books", "restore", copy.parent, "--hotel", hotel_folder)
        assert done.returncode == 1, done.stdout
        assert done.stdout.startswith("nothing was restored")
        assert "Traceback" not in done.stderr
        assert HotelFolder(hotel_folder).books.read_bytes() == before


def test_a_copy_with_an_entry_changed_by_hand_is_refused(here, hotel_folder, tmp_path):
    here("books", "backup", tmp_path / "copies", "--hotel", hotel_folder)
    (copy,) = (tmp_path / "copies").glob("*/books.db")
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE balances SET in_total = in_total + 1")
    connection.commit()
    connection.close()
    done = here("books", "restore", copy.parent, "--hotel", hotel_folder)
    assert done.returncode == 1
    assert "this copy is broken" in done.stdout


def test_books_in_use_are_not_restored(innpoint, here, hotel_folder, tmp_path):
    here("books", "backup", tmp_path / "copies", "--hotel", hotel_folder)
    at_desk = AtDesk(hotel_folder)
    try:
        done = innpoint("books", "restore", tmp_path / "copies", "--hotel", hotel_folder)
        assert done.returncode == 1
        assert "locked" in done.stdout
        at_desk.sign_in().done(spend())
    finally:
        at_desk.close()
    assert epoch_of(hotel_folder) == 1


def test_where_there_is_nothing_nothing_is_copied_or_restored(here, tmp_path):
    none = tmp_path / "none"
    assert here("books", "backup", tmp_path / "copies", "--hotel", none).returncode == 1
    (tmp_path / "empty").mkdir()
    done = here("books", "restore", tmp_path / "empty", "--hotel", none)
    assert done.returncode == 1
    assert "there is no copy" in done.stdout


def test_what_members_held_on_a_day_and_what_ends_by_another(here, hotel_folder, tmp_path):
    done = here("books", "balances", "--hotel", hotel_folder, "--on", "2099-01-01")
    assert done.returncode == 0, done.stdout
    held = {line.split()[0]: line.split()[1] for line in done.stdout.splitlines()}
    connection = sqlite3.connect(HotelFolder(hotel_folder).books)
    text = "SELECT asset, SUM(in_total - out_total) FROM balances WHERE account LIKE 'member:%' GROUP BY asset"
    sums = {asset: amount for asset, amount in connection.execute(text) if amount}
    connection.close()
    assert {asset: int(said.replace(".", "")) for asset, said in held.items()} == sums
    early = ("books", "balances", "--hotel", hotel_folder, "--on", "1999-01-01")
    assert here(*early).stdout == "nothing on 1999-01-01\n"
    ending = here(*early, "--ending-by", "2099-01-01", "--member", "nobody")
    assert ending.returncode == 0
    assert here("books", "balances", "--hotel", tmp_path, "--on", "1999-01-01").returncode == 1


NO_BOOKS = (
    "mysql://x",
    "http://x",
    "sqlite:///",
    "postgresql+nothing://x",
    "FOLDER",
    "TEXT",
    "none.db",
)


@pytest.mark.parametrize("url", NO_BOOKS)
@pytest.mark.parametrize("act", ["verify", "replay", "balances"])
def test_what_names_no_books_is_said_in_one_sentence(here, tmp_path, act, url):
    (tmp_path / "text").write_text("no book", encoding="ascii")
    url = {"FOLDER": str(tmp_path), "TEXT": str(tmp_path / "text")}.get(url, url)
    more = ("--on", "2026-01-01") if act == "balances" else ("--json",)
    done = here("books", act, "--books", url, *more)
    assert done.returncode == 1
    assert done.stderr.startswith("the books cannot be read: ")
    assert len(done.stderr.splitlines()) == 1
    if act != "balances":
        last = json.loads(done.stdout.splitlines()[-1])
        assert (last["ok"], last["broken"][0]["entry"]) == (False, url)


@pytest.mark.parametrize("what", ["missing", "folder", "binary"])
def test_slip_ids_that_cannot_be_read_are_said_in_one_sentence(here, hotel_folder, tmp_path, what):
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(b"\xff\x00\x80")
    words = ("books", "verify", "--hotel", hotel_folder, "--acked", tmp_path / what, "--json")
    done = here(*words)
    assert done.returncode == 1
    assert done.stderr.startswith(f"no slip ids can be read from {tmp_path / what}: ")
    assert len(done.stderr.splitlines()) == 1
    assert json.loads(done.stdout.splitlines()[-1])["ok"] is False


FIRST = "(SELECT id FROM slips WHERE kind = 'post_spend' ORDER BY id LIMIT 1)"


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        (
            f"UPDATE slips SET text = replace(CAST(text AS TEXT), '0', '1') WHERE id = {FIRST}",
            "hash chain",
        ),
        (f"UPDATE decisions SET text = x'00' WHERE slip = {FIRST}", "replay"),
        (
            f"UPDATE transfers SET source = 'tender:x' WHERE slip = {FIRST} AND source LIKE 'tender:%'",
            "replay",
        ),
    ],
)
def test_whatever_was_changed_is_named_and_the_object_comes_last(
    here, hotel_folder, statement, check
):
    connection = sqlite3.connect(HotelFolder(hotel_folder).books)
    slip = connection.execute(f"SELECT {FIRST}").fetchone()[0]
    connection.close()
    alter(HotelFolder(hotel_folder).books, statement)
    done = here("books", "verify", "--hotel", hotel_folder, "--json")
    assert done.returncode == 1
    broken = json.loads(done.stdout.splitlines()[-1])["broken"]
    assert (check, slip) in {(one["check"], one["entry"]) for one in broken}
    done = here("books", "replay", "--hotel", hotel_folder, "--json")
    assert done.returncode == 1
    last = json.loads(done.stdout.splitlines()[-1])
    assert slip in {one["slip"] for one in last["differing"]}


def test_a_table_that_is_gone_is_named_and_the_object_comes_last(here, hotel_folder):
    alter(HotelFolder(hotel_folder).books, "DROP TABLE bills")
    done = here("books", "verify", "--hotel", hotel_folder, "--json")
    assert done.returncode == 1
    broken = json.loads(done.stdout.splitlines()[-1])["broken"]
    assert ("every table is there", "bills") in {(one["check"], one["entry"]) for one in broken}


def test_words_that_were_changed_are_noted(here, hotel_folder):
    connection = sqlite3.connect(HotelFolder(hotel_folder).books)
    text = (
        "SELECT slip FROM decisions WHERE CAST(text AS TEXT) LIKE '%\"trace\":[{%' "
        "AND kind = 'post_spend' LIMIT 1"
    )
    slip = connection.execute(text).fetchone()[0]
    connection.close()
    change = 'replace(CAST(text AS TEXT), \'"step":"\', \'"step":"x\')'
    alter(
        HotelFolder(hotel_folder).books,
        f"UPDATE decisions SET text = CAST({change} AS BLOB) WHERE slip = '{slip}'",
    )
    done = here("books", "verify", "--hotel", hotel_folder, "--json")
    assert done.returncode == 0, done.stdout
    notes = json.loads(done.stdout.splitlines()[-1])["notes"]
    assert any(slip in note and "told otherwise" in note for note in notes)

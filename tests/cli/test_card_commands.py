"""`innpoint card`, as a person runs it, over the stand-in service of the simulated reader."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devices.sim.card_reader import READER, SimCardReader
from tests.cli.conftest import Run
from tests.support.at_desk import member_of
from tests.support.ic_reader import ic_reader

CHEN = "chen\njinting-chen\n"
WANG = "wang\njinting-wang\n"


@pytest.fixture
def reader(tmp_path: Path, pcsc_socket: Path) -> Iterator[SimCardReader]:
    with ic_reader(tmp_path, pcsc_socket) as made:
        yield made


def number_of(folder: Path, label: str) -> str:
    with closing(sqlite3.connect(folder / "books.db")) as books:
        sql = "SELECT number FROM cards WHERE member = ?"
        return str(books.execute(sql, (member_of(label),)).fetchone()[0])


def test_a_card_goes_through_its_life(innpoint: Run, hotel_folder: Path, reader):
    hotel, lin = ("--hotel", hotel_folder), number_of(hotel_folder, "lin")
    listed = innpoint("card", "list", "--reader", "Sim")
    assert (listed.returncode, listed.stdout) == (0, f"* {READER}\n")
    nothing = innpoint("card", "read", *hotel)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "lay one on" in nothing.stderr
    reader.lay("mifare")
    blank = innpoint("card", "read", *hotel)
    assert blank.returncode == 1
    assert "nothing of this house" in blank.stdout
    words = ("card", "personalise", lin, *hotel, "--reader", READER)
    assert "Nobody signed" in innpoint(*words).stderr
    assert "password is wrong" in innpoint(*words, stdin="chen\nwrong\n").stderr
    alone = innpoint(*words, stdin=CHEN)
    assert (alone.returncode, "on a card already" in alone.stdout) == (1, True)
    done = innpoint(*words, stdin=CHEN + WANG)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"{lin[-4:]}: written and verified.\n")
    read = innpoint("card", "read", *hotel)
    assert (read.returncode, read.stdout) == (0, f"mifare-classic  **** {lin[-4:]}  genuine\n")
    assert innpoint("card", "verify", *hotel).returncode == 0
    assert innpoint("card", "verify", lin, *hotel).returncode == 0
    other = innpoint("card", "verify", number_of(hotel_folder, "shen"), *hotel)
    assert other.returncode == 1
    assert "does not hold" in other.stderr
    in_use = innpoint("card", "block", *hotel, stdin=CHEN)
    assert in_use.returncode == 1
    assert "report it lost" in in_use.stderr
    with closing(sqlite3.connect(hotel_folder / "books.db")) as books:
        books.execute("UPDATE cards SET status = 'lost' WHERE number = ?", (lin,))
        books.commit()
    assert innpoint("card", "block", *hotel, stdin=CHEN).returncode == 0
    blocked = innpoint("card", "read", *hotel)
    assert blocked.returncode == 1
    assert "blocked" in blocked.stdout
    shen = number_of(hotel_folder, "shen")
    assert "blank one" in innpoint("card", "personalise", shen, *hotel, stdin=WANG).stderr
    assert innpoint("card", "re-personalise", shen, *hotel, stdin=WANG).returncode == 0
    log = innpoint("card", "log", *hotel)
    told = [" ".join(line.split()[2:5]) for line in log.stdout.splitlines()]
    assert told == [
        "chen work=personalise end=begun",
        "chen work=personalise end=done",
        "chen work=block end=begun",
        "chen work=block end=done",
        "wang work=personalise end=begun",
        "wang work=personalise end=taken",
        "wang work=re-personalise end=begun",
        "wang work=re-personalise end=done",
    ]
    assert "supervisor=wang" in log.stdout.splitlines()[0]
    one = innpoint("card", "log", lin, *hotel)
    assert len(one.stdout.splitlines()) == 4
    assert lin not in read.stdout + done.stdout + log.stdout


def test_the_talk_with_the_reader_is_recorded_and_replayed(
    innpoint: Run, hotel_folder: Path, tmp_path: Path, reader
):
    hotel, lin = ("--hotel", hotel_folder), number_of(hotel_folder, "lin")
    chip = reader.lay("sle4442")
    for act, words in (("personalise", (lin,)), ("read", ())):
        done = innpoint("card", act, *words, *hotel, "--record", tmp_path / act, stdin=WANG)
        assert (done.returncode, done.stderr) == (0, "")
    again = innpoint("card", "read", *hotel, "--record", tmp_path / "read")
    assert (again.returncode, "read.wire" in again.stderr) == (1, True)
    number = bytes(chip.memory[0x1B:0x20]).hex()
    for name, told in (("personalise", "WriteDone"), ("read", "CardRead")):
        text = (tmp_path / f"{name}.wire").read_text(encoding="ascii")
        assert not [one for one in (lin, number, chip.code.hex()) if one in text]
        played = innpoint("devices", "replay", tmp_path / f"{name}.wire")
        assert (played.returncode, told in played.stdout) == (0, True), played.stdout


def test_numbers_that_open_nobody_are_not_written(here: Run, hotel_folder: Path, reader):
    chip = reader.lay("desfire")
    for number, why in (
        ("8821000099999997", "in the books"),
        (number_of(hotel_folder, "he"), "is lost in the books"),
        ("x", "in the books"),
    ):
        done = here("card", "personalise", number, "--hotel", hotel_folder)
        assert done.returncode == 1
        assert why in done.stderr
    assert chip.writes == 0


def test_the_last_try_needs_a_supervisor(innpoint: Run, hotel_folder: Path, reader):
    chip = reader.lay("sle4442")
    chip.counter = 3
    words = ("card", "personalise", number_of(hotel_folder, "lin"), "--hotel", hotel_folder)
    refused = innpoint(*words, stdin=WANG)
    assert refused.returncode == 1
    assert "--supervisor" in refused.stderr
    for person, why in (
        (CHEN, "may not agree"),
        ("wang\nwrong\n", "Operator or password is wrong"),
    ):
        done = innpoint(*words, "--supervisor", stdin=CHEN + person)
        assert done.returncode == 1
        assert why in done.stderr
    assert chip.counter == 3
    agreed = innpoint(*words, "--supervisor", stdin=CHEN + WANG)
    assert "refuses our keys" in agreed.stderr  # the likelier code was tried before: one is left
    assert innpoint(*words, "--supervisor", stdin=CHEN + WANG).returncode == 0
    assert chip.counter == 7


def test_a_reader_a_service_and_books_that_are_not_there_are_told(
    here: Run, hotel_folder: Path, tmp_path: Path, reader
):
    absent = here("card", "read", "--hotel", hotel_folder, "--reader", "ACS")
    assert absent.returncode == 1
    assert "'ACS'" in absent.stderr
    assert "no books there" in here("card", "read", "--hotel", tmp_path / "none").stderr
    reader.stop_service()
    listed = here("card", "list")
    assert listed.returncode == 1
    assert "pcscd" in listed.stderr

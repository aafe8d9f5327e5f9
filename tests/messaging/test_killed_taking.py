"""kill -9 between the modem and the books: a text that comes in is never lost, and counts once."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices.sim.gsm_modem import SimGsmModem
from tests.messaging.people import PHONE, enrol
from tests.messaging.test_killed_sending import ROOT
from tests.support.book import Book
from tests.support.waiting import until

AT = datetime(2026, 11, 22, 14, tzinfo=UTC)


@contextmanager
def taking(path: Path, modem: SimGsmModem, where: str = "nowhere") -> Iterator[subprocess.Popen]:
    """Let a process take texts; it is killed at the end."""
    words = ["-m", "tests.messaging.taking_process", str(path), modem.uri, where]
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"ready\n"
        yield process
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "house.books"
    book = Book(made)
    enrol(book)
    book.close()
    return made


@pytest.fixture
def modem(tmp_path: Path) -> Iterator[SimGsmModem]:
    made = SimGsmModem(tmp_path)
    yield made
    made.close()


def taken(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        text = "SELECT COUNT(*) FROM slips WHERE kind = 'sms_in'"
        return int(connection.execute(text).fetchone()[0])


@pytest.mark.parametrize(("where", "kept"), [("before", 0), ("after", 1)])
def test_a_text_whose_taker_was_killed_comes_again_and_counts_once(
    path: Path, modem: SimGsmModem, where: str, kept: int
) -> None:
    modem.receive(PHONE, "余额", AT)
    with taking(path, modem, where) as process:
        assert process.stdout.readline() == b"here\n"
    assert (taken(path), modem.stored) == (kept, 1)
    with taking(path, modem):
        until(lambda: modem.stored == 0, "the modem to be told that the text is kept")
    assert taken(path) == 1


def test_killed_at_random_each_text_makes_one_slip(
    path: Path, modem: SimGsmModem, is_long: bool
) -> None:
    rounds, chance, count = (30 if is_long else 5), random.Random(20261122), 0
    for _ in range(rounds):
        with taking(path, modem):
            for _ in range(4):
                modem.receive(PHONE, "余额", AT + timedelta(seconds=count))
                count += 1
                threading.Event().wait(chance.uniform(0.0, 0.1))
    with taking(path, modem):
        until(lambda: modem.stored == 0, "all to be kept")
    assert taken(path) == count

"""kill -9 in the middle of sending: no text goes twice, and none is forgotten."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from devices.sim.gsm_modem import SimGsmModem
from tests.messaging.people import enrol
from tests.support.book import Book
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]
_STATES = "SELECT state, COUNT(*) FROM messages GROUP BY state"


class MuteModem(SimGsmModem):
    """Sends a text, and its answer is lost."""

    def _take(self, pdu: str) -> str:
        answer = super()._take(pdu)
        self.loses_answers = True
        return answer


@contextmanager
def sending(path: Path, modem: SimGsmModem) -> Iterator[None]:
    """Let a process send while the test looks on; it is killed at the end."""
    words = ["-m", "tests.messaging.sending_process", str(path), modem.uri]
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()


def prepared(path: Path, count: int) -> None:
    """Make a book whose member is to be told so many results."""
    book = Book(path)
    enrol(book)
    for number in range(count):
        book.top_up("li", 100 + number)
    book.close()


def states(path: Path) -> dict[str, int]:
    book = object.__new__(Book)
    book.path, book.now = path, None
    book._open()
    try:
        assert book.broken() == []
        return dict(book.rows(_STATES))
    finally:
        book.close()


def test_a_text_whose_end_nobody_wrote_down_is_not_sent_again(tmp_path: Path) -> None:
    path = tmp_path / "house.books"
    prepared(path, 0)
    modem = MuteModem(tmp_path)
    try:
        with sending(path, modem):
            until(lambda: modem.sent, "the text")
        modem.loses_answers = False
        assert states(path) == {"sending": 1}
        with sending(path, modem):
            threading.Event().wait(1.5)
        assert states(path) == {"unsure": 1}
        assert len(modem.sent) == 1
    finally:
        modem.close()


def test_killed_at_random_each_text_goes_once_at_the_most(tmp_path: Path, is_long: bool) -> None:
    path = tmp_path / "house.books"
    count = 200 if is_long else 40
    prepared(path, count)
    modem = SimGsmModem(tmp_path)
    chance = random.Random(20261122)
    try:
        for _ in range(30 if is_long else 5):
            with sending(path, modem):
                threading.Event().wait(chance.uniform(0.0, 0.6))
        with sending(path, modem):
            until(lambda: _is_through(path), "all to be through")
    finally:
        modem.close()
    ends = states(path)
    assert set(ends) <= {"sent", "unsure"}
    told = Counter(text for _, text in modem.sent)
    assert set(told.values()) == {1}
    assert ends["sent"] <= len(told) <= ends["sent"] + ends.get("unsure", 0) == count + 1


def _is_through(path: Path) -> bool:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        text = "SELECT COUNT(*) FROM messages WHERE state IN ('waiting', 'sending')"
        return connection.execute(text).fetchone()[0] == 0

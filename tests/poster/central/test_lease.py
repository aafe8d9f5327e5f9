"""One poster at a time: the next is there soon after a kill, and one that was only asleep can write nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.operations.top_up import TopUp
from app.poster.central import lease as leases
from app.poster.central.lease import LeaseLostError
from tests.support.book import Book
from tests.support.central_poster import Terminal, poster_of, posting, until
from tests.support.postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
ROOT = Path(__file__).parents[3]
TAKEN_OVER_S = 5.0


@contextmanager
def process(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a poster in a process of its own."""
    running = subprocess.Popen([sys.executable, "-m", "tests.poster.central.alone", url], cwd=ROOT)
    try:
        yield running
    finally:
        running.send_signal(signal.SIGCONT)
        running.kill()
        running.wait()


def holder(book: Book) -> str:
    found = book.rows(
        "SELECT poster FROM leases WHERE until > extract(epoch FROM clock_timestamp()) * 1000000"
    )
    return str(found[0][0]) if found else ""


def top_up(desk: Terminal, count: int) -> None:
    first = len(desk.written)
    for _ in range(count):
        desk.write("top_up", TopUp(amount_minor=100, tender="cash"), member="li")
    desk.push(first)


def test_after_a_kill_the_next_poster_is_there_within_five_seconds(
    book: Book, url: str, desk: Terminal
) -> None:
    before = book.balance("li", "CNY")
    with process(url) as first:
        until(lambda: holder(book) == "alone", "the first poster's lease", 30)
        top_up(desk, 300)
        until(lambda: len(desk.answers()) > 0, "some answers")
        with posting(url, "second") as second:
            top_up(desk, 300)
            first.kill()
            killed = time.monotonic()
            until(lambda: second.service.lease is not None, "the second poster's lease")
            assert time.monotonic() - killed < TAKEN_OVER_S
            desk.until_answered()
    assert book.balance("li", "CNY") == before + 60_000
    assert desk.waits() == {}


@pytest.mark.parametrize("round_", range(3))
def test_a_poster_that_was_asleep_writes_nothing_when_it_wakes(
    round_: int, book: Book, url: str, desk: Terminal
) -> None:
    before = book.balance("li", "CNY")
    with process(url) as first:
        until(lambda: holder(book) == "alone", "the first poster's lease", 30)
        top_up(desk, 400)
        time.sleep(0.05 + 0.06 * round_)  # in the middle of its work
        os.kill(first.pid, signal.SIGSTOP)
        with posting(url, "second") as second:
            until(lambda: second.service.lease is not None, "the second poster's lease")
            desk.until_answered()
            os.kill(first.pid, signal.SIGCONT)
            top_up(desk, 200)
            desk.until_answered()
            time.sleep(0.5)
            assert holder(book) == "second"
    assert book.balance("li", "CNY") == before + 60_000


def test_who_lost_the_lease_gives_up_in_the_middle(book: Book, url: str, desk: Terminal) -> None:
    first, second = poster_of(url, "first", holds_s=0.1), poster_of(url, "second")
    one = leases.take(first.service.books, "first", 0.1)
    assert one is not None
    first.service._begin(one)
    top_up(desk, 3)
    time.sleep(0.2)
    two = leases.take(second.service.books, "second")
    assert two is not None and two.number == one.number + 1  # noqa: PT018
    with pytest.raises(LeaseLostError):
        first.service.step()
    assert not leases.renew(first.service.books, one)
    assert desk.answers() == {}
    second.service._begin(two)
    assert second.service.step()
    assert len(desk.answers()) == 3
    leases.give_back(second.service.books, two)
    for each in (first, second):
        each.service.books.close()

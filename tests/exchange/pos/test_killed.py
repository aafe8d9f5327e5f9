"""kill -9 between a posting and its answer: the bill is posted once, and the till hears what that posting did."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.settings.pos import PosSettings
from tests.exchange.pos.tills import PosDesk, Till, sale
from tests.support.at_desk import AtDesk, change_settings

ROOT = Path(__file__).parents[3]


@contextmanager
def killed_desk(folder: Path, where: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Let a desk of its own process serve tills; it is killed at the end."""
    words = ["-m", "tests.exchange.pos.pos_process", str(folder), where]
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield process, int(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        process.stdout.close()


@pytest.fixture
def folder(hotel_folder: Path) -> Path:
    change_settings(hotel_folder, pos=PosSettings(listen="tcp://127.0.0.1:0"), outlet="restaurant")
    return hotel_folder


@contextmanager
def opened(folder: Path) -> Iterator[PosDesk]:
    at = AtDesk(folder)
    try:
        yield PosDesk(at.sign_in())
        assert at.broken() == []
    finally:
        at.close()


def posted(desk: PosDesk, bill: str) -> list[tuple[Any, ...]]:
    return desk.at.rows("SELECT slip FROM bills WHERE bill = ?", bill)


@pytest.mark.parametrize("where", ["posted", "kept"])
def test_killed_behind_the_posting_the_till_hears_of_that_posting(folder: Path, where: str) -> None:
    with killed_desk(folder, where) as (process, port), Till(port) as till:
        assert till.ask(sale())["type"] == "waiting"
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
    with opened(folder) as desk:
        ((slip,),) = posted(desk, "20-1187")
        assert desk.counter.waiting() == ()
        with Till(desk.link.port) as till:
            first = till.ask(sale())
            assert (first["type"], first["reference"]["id"]) == ("approved", slip)
            assert till.ask(sale()) == first
        assert len(posted(desk, "20-1187")) == 1


def test_killed_at_random_every_bill_is_posted_once_and_no_answer_changes(
    folder: Path, is_long: bool
) -> None:
    chance = random.Random(20261122)
    heard: dict[str, dict[str, Any]] = {}
    for number in range(20 if is_long else 3):
        with killed_desk(folder, "nowhere") as (process, port), Till(port) as till:
            timer = threading.Timer(chance.uniform(0.02, 0.6), process.kill)
            timer.start()
            for place in range(40):
                bill = f"{number}-{place}"
                try:
                    till.say(sale(bill))
                    said = till.outcome()
                except OSError:
                    said = {}
                heard[bill] = said
                if not said:
                    break
            timer.join()
    with opened(folder) as desk, Till(desk.link.port) as till:
        for bill, first in heard.items():
            said = till.ask(sale(bill))
            if said["type"] == "waiting":  # killed before it was posted
                assert (first, posted(desk, bill)) == ({}, [])
                continue
            assert first in ({}, said)
            assert posted(desk, bill) == [(said["reference"]["id"],)]

"""Cards written on a simulated encoder over a pseudo-terminal: both steps, and every way it can end."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.station.news import CardStep, CardWanted, CardWrite, Swiped
from devices.sim.msr605 import SimMsr605
from tests.support.waiting import PATIENCE_S, until

OURS = "8821000000000015"
WRITE, READ = 0x77, 0x72


@pytest.fixture
def encoder(tmp_path: Path) -> Iterator[SimMsr605]:
    made = SimMsr605(tmp_path)
    yield made
    made.close()


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
def at(bench: Any, encoder: SimMsr605) -> Any:
    made = bench({"encoder": encoder.uri})
    until(lambda: made.station.has_writer, "the encoder")
    return made


def writing(at: Any, worker: ThreadPoolExecutor, seconds: int = 20) -> Future[CardWrite]:
    """Ask for a card; returns when the encoder waits for it."""
    said = worker.submit(at.station.write_card, OURS, seconds)
    assert at.next(CardWanted) == CardWanted(CardStep.WRITE)
    return said


def test_each_step_is_told_and_the_card_reads_back_the_same(at, encoder, worker):
    said = writing(at, worker)
    assert encoder.wait_until_waiting(WRITE)
    encoder.swipe()
    assert at.next(CardWanted) == CardWanted(CardStep.VERIFY)
    assert encoder.wait_until_waiting(READ)
    encoder.swipe()
    assert said.result(PATIENCE_S) is CardWrite.DONE
    assert encoder.card.tracks == [None, f";{OURS}?", None]


def test_the_card_just_written_opens_its_member_when_it_is_pulled_through_again(
    at, encoder, worker
):
    said = writing(at, worker)
    for command in (WRITE, READ):
        assert encoder.wait_until_waiting(command)
        encoder.swipe()
    said.result(PATIENCE_S)
    assert encoder.wait_until_waiting(READ)
    encoder.swipe()
    read = at.station.read_of(at.next(Swiped).token)
    assert read.number == OURS


def test_whoever_cancels_ends_the_wait_and_the_encoder_reads_again(at, encoder, worker):
    said = writing(at, worker)
    at.station.cancel_write()
    assert said.result(PATIENCE_S) is CardWrite.CANCELLED
    assert encoder.wait_until_waiting(READ)


def test_a_card_that_does_not_come_in_time_is_not_written(at, encoder, worker):
    said = writing(at, worker, seconds=1)
    assert said.result(PATIENCE_S) is CardWrite.TIMED_OUT
    encoder.swipe()
    assert encoder.card.tracks == [None, None, None]


def test_a_card_that_reads_back_differently_is_told(at, encoder, worker):
    encoder.writes_badly = True
    said = writing(at, worker)
    for command in (WRITE, READ):
        assert encoder.wait_until_waiting(command)
        encoder.swipe()
    assert said.result(PATIENCE_S) is CardWrite.DIFFERS


def test_a_card_that_the_encoder_cannot_write_is_told(at, encoder, worker):
    encoder.fails_next_write = True
    said = writing(at, worker)
    assert encoder.wait_until_waiting(WRITE)
    encoder.swipe()
    assert said.result(PATIENCE_S) is CardWrite.FAILED


def test_a_cable_pulled_while_it_waits_ends_the_wait(at, encoder, worker):
    said = writing(at, worker)
    encoder.unplug()
    assert said.result(PATIENCE_S) is CardWrite.UNPLUGGED


def test_a_second_card_is_not_begun_while_one_is_written(at, encoder, worker):
    said = writing(at, worker)
    assert at.station.write_card(OURS, 1) is CardWrite.FAILED
    at.station.cancel_write()
    assert said.result(PATIENCE_S) is CardWrite.CANCELLED

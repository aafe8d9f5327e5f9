"""The station with real drivers on pseudo-terminals: tokens, lamps, PIN entries, prints, cards written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from app.station.news import Printed
from app.station.station import (
    CardRead,
    CardWrite,
    LampsMoved,
    NotEntered,
    Prompt,
    StationEvent,
    Swiped,
    SwipedBadly,
)
from devices.codec.receipt import Centered, Cut, Receipt
from devices.sim.serial_reader import SimSerialReader
from tests.support.waiting import PATIENCE_S, until

OURS = "8821000000000015"
PAPER = Receipt((Centered("InnPoint"), Cut()))


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[SimSerialReader]:
    made = SimSerialReader(tmp_path)
    yield made
    made.close()


def test_a_swipe_is_told_by_a_token_that_fetches_the_number(bench, reader):
    at = bench({"reader": reader.uri})
    until(lambda: at.is_ready("reader"), "the reader")
    reader.swipe(track2=f";{OURS}=4912?")
    swiped = at.next(Swiped)
    read = at.station.read_of(swiped.token)
    assert read is not None
    assert (read.number, read.is_foreign, read.bank_hash) == (OURS, False, "")
    assert OURS not in repr(swiped) + repr(read)


def test_a_swipe_that_cannot_be_read_is_told(bench, reader):
    at = bench({"reader": reader.uri})
    until(lambda: at.is_ready("reader"), "the reader")
    reader.send(b"%E?;E?\r")
    assert at.next(SwipedBadly).at_monotonic_ns > 0


def test_whoever_ended_listening_hears_nothing(bench, reader):
    at = bench({"reader": reader.uri})
    until(lambda: at.is_ready("reader"), "the reader")
    at.end()
    at.end()
    second: SimpleQueue[StationEvent] = SimpleQueue()
    at.station.subscribe(second.put)
    reader.swipe(track2=f";{OURS}=4912?")
    while not isinstance(second.get(timeout=PATIENCE_S), Swiped):
        pass
    while not at.events.empty():
        assert isinstance(at.events.get(), LampsMoved)


def test_an_unknown_token_fetches_nothing(bench):
    assert bench({}).station.read_of("none") is None


def test_without_devices_every_act_says_what_is_missing(bench):
    station = bench({}).station
    assert station.lamps() == ()
    assert station.ask_pin("0000000000001", Prompt.ENTER, 1) is NotEntered.NO_PAD
    assert station.paper.print_receipt(PAPER) is Printed.LOST
    assert station.write_card(OURS, 1) is CardWrite.NO_WRITER
    assert not station.has_writer
    station.cancel_pin()
    station.cancel_write()
    station.retry("none")


def test_a_reader_that_is_not_there_shows_in_its_lamp_and_is_opened_when_it_comes(bench, tmp_path):
    reader = SimSerialReader(tmp_path)
    reader.unplug()
    at = bench({"reader": reader.uri})
    assert not at.is_ready("reader")
    (lamp,) = at.station.lamps()
    assert (lamp.role, lamp.uri) == ("MSR_READER", reader.uri)
    reader.plug()
    until(lambda: at.is_ready("reader"), "the reader comes")
    reader.swipe(track2=f";{OURS}=4912?")
    assert at.next(Swiped).token
    reader.close()


def test_a_device_may_be_looked_for_again_at_once(bench, reader):
    at = bench({"reader": reader.uri})
    until(lambda: at.is_ready("reader"), "the reader")
    at.station.retry("reader")
    until(lambda: at.is_ready("reader"), "the reader again")
    reader.swipe(track2=f";{OURS}=4912?")
    assert at.next(Swiped).token


def test_a_card_read_shows_no_number():
    read = CardRead(number=OURS, track1="%BSECRET?", track2=f";{OURS}?")
    assert OURS not in repr(read)
    assert "SECRET" not in repr(read)

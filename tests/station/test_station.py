"""The station with real drivers on pseudo-terminals: tokens, lamps, PIN entries, prints, cards written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from queue import SimpleQueue

import pytest

from app.station.receipts import ReceiptFacts, build, paper_of, picture, printed_bytes, words_of
from app.station.station import (
    CardRead,
    CardWrite,
    LampsMoved,
    NotEntered,
    Printed,
    Prompt,
    StationEvent,
    Swiped,
    SwipedBadly,
)
from devices.codec.receipt import Centered, Cut, Paper, Receipt
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
    assert station.print_receipt(PAPER) is Printed.LOST
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


FACTS = {
    "hotel": "锦汀酒店",
    "terminal": "前厅 1 号台",
    "operator": "陈思远",
    "slip": "A-0031",
}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    "kind",
    ["post_spend", "top_up", "redeem", "void", "refund", "check_in", "adjust", "x_report", "other"],
)
def test_every_receipt_can_be_built_drawn_and_sent(language, kind):
    facts = ReceiptFacts(
        kind=kind,
        at=datetime(2026, 11, 22, 7, 0, tzinfo=UTC),
        business_date=date(2026, 11, 22),
        **FACTS,
    )
    receipt = build(facts, words_of(language))
    for paper_mm in (80, 58):
        assert picture(receipt, paper_mm).startswith(b"\x89PNG")
        assert b"\x1dV" in printed_bytes(receipt, paper_mm)


def test_both_languages_have_the_same_words():
    assert words_of("zh_CN").keys() == words_of("en").keys()


def test_paper_is_named_by_its_width():
    assert (paper_of(58), paper_of(80)) == (Paper.MM_58, Paper.MM_80)


def test_a_card_read_shows_no_number():
    read = CardRead(number=OURS, track1="%BSECRET?", track2=f";{OURS}?")
    assert OURS not in repr(read)
    assert "SECRET" not in repr(read)

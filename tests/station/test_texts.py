"""The station's door for texts, over a modem on a pseudo-terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.station.news import ReportCame, TextCame
from app.station.texts import TextEnded
from devices.modem import SimState
from devices.sim.gsm_modem import SimGsmModem
from tests.support.waiting import until

NUMBER = "+8613800138000"


@pytest.fixture
def modem(tmp_path: Path) -> Iterator[SimGsmModem]:
    made = SimGsmModem(tmp_path)
    yield made
    made.close()


def test_a_text_goes_out_and_its_end_comes_back(bench, modem: SimGsmModem) -> None:
    at = bench({"modem": modem.uri})
    until(lambda: at.station.texts.is_ready, "the modem")
    assert at.station.texts.send(NUMBER, "您好") == TextEnded()
    assert modem.sent == [(NUMBER, "您好")]
    modem.errors.append(331)
    assert at.station.texts.send(NUMBER, "您好") == TextEnded("modem-network")
    assert at.station.texts.send("x", "您好") == TextEnded("modem-number")
    lamp = next(one for one in at.station.lamps() if one.name == "modem")
    assert (lamp.role, lamp.state) == ("MODEM", "ready")


def test_a_text_that_came_is_told_without_its_number_in_sight(bench, modem: SimGsmModem) -> None:
    at = bench({"modem": modem.uri})
    when = datetime(2026, 5, 3, 6, 5, 6, tzinfo=UTC)
    modem.receive(NUMBER, "余额", when)
    came = at.next(TextCame)
    assert (came.number, came.text, came.sent_at) == (NUMBER, "余额", when)
    at.station.texts.acknowledge(came.token)
    assert modem.wait_until(lambda: modem.stored == 0)
    assert NUMBER not in repr(came)
    assert "余额" not in repr(came)


def test_a_report_comes_with_the_reference_that_the_text_ended_with(bench, modem) -> None:
    at = bench({"modem": modem.uri})
    until(lambda: at.station.texts.is_ready, "the modem")
    ended = at.station.texts.send(NUMBER, "您好", wants_report=True)
    assert len(ended.references) == 1
    modem.report()
    came = at.next(ReportCame)
    assert (came.reference, came.number, came.is_delivered) == (*ended.references, NUMBER, True)
    at.station.texts.acknowledge(came.token)
    assert modem.wait_until(lambda: modem.stored == 0)
    assert NUMBER not in repr(came)


def test_a_text_that_is_cut_short_by_closing_ends(bench, modem: SimGsmModem) -> None:
    at = bench({"modem": modem.uri})
    until(lambda: at.station.texts.is_ready, "the modem")
    at.station.close()
    assert not at.station.texts.is_ready
    assert at.station.texts.send(NUMBER, "您好") == TextEnded("no-modem")


def test_without_a_sim_nothing_is_tried(bench, modem: SimGsmModem) -> None:
    modem.sim = SimState.MISSING
    at = bench({"modem": modem.uri})
    until(lambda: at.is_ready("modem"), "the modem")
    assert not at.station.texts.is_ready
    assert bench({}).station.texts.send(NUMBER, "您好") == TextEnded("no-modem")

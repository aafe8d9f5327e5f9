"""The simulated IC card reader stands in for PC/SC's service, but never where another one answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.simulators import Simulators
from devices.sim.card_reader import SimCardReader


@contextmanager
def simulated(path: Path) -> Iterator[Simulators]:
    made = Simulators(path, ())
    try:
        yield made
    finally:
        made.close()


def test_the_library_is_led_to_the_simulated_service(tmp_path, monkeypatch):
    monkeypatch.delenv("PCSCLITE_CSOCK_NAME")
    with simulated(tmp_path / "ports") as made:
        assert os.environ["PCSCLITE_CSOCK_NAME"] == str(made.ic.socket)


def test_a_service_that_somebody_else_runs_stays_as_it_is(tmp_path, pcsc_socket):
    other = SimCardReader(tmp_path, socket=pcsc_socket)
    try:
        with simulated(tmp_path / "ports") as made:
            assert made.ic.socket != pcsc_socket
        assert pcsc_socket.exists()
    finally:
        other.close()


def test_cards_are_laid_on_taken_and_fall_off_with_the_cable(tmp_path):
    with simulated(tmp_path / "ports") as made:
        for card in made.ic_cards():
            made.lay_ic_card(card.card_id)
            assert made.state().ic_card == card.card_id.removeprefix("fresh-")
        made.tear_ic_card()
        made.take_ic_card()
        assert made.state().ic_card == ""
        made.lay_ic_card("mifare")
        made.plug("ic", plugged=False)
        assert made.state().ic_card == ""
        made.plug("ic", plugged=True)

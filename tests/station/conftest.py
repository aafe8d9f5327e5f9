"""A station over simulated devices on pseudo-terminals, and what it said."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import pytest

from app.station.news import StationEvent
from app.station.station import Station
from tests.support.waiting import PATIENCE_S


class Bench:
    """A station and what it said."""

    def __init__(self, devices: dict[str, str]) -> None:
        self.events: SimpleQueue[StationEvent] = SimpleQueue()
        self.station = Station(
            devices,
            card_prefix="8821",
            card_length=16,
            bank_key=b"b" * 32,
            card_key=b"c" * 32,
            working_key="",
        )
        self.end = self.station.subscribe(self.events.put)
        self.station.start()

    def next(self, kind: type) -> Any:
        while not isinstance(event := self.events.get(timeout=PATIENCE_S), kind):
            pass
        return event

    def is_ready(self, name: str) -> bool:
        return any(one.name == name and one.state == "ready" for one in self.station.lamps())


@pytest.fixture
def bench() -> Iterator[Any]:
    opened: list[Bench] = []

    def make(devices: dict[str, str]) -> Bench:
        opened.append(Bench(devices))
        return opened[-1]

    yield make
    for one in opened:
        one.station.close()

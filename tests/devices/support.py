"""What the device tests share: an event log with deadlines, and the vectors."""

import json
import threading
from pathlib import Path
from typing import Any, TypeVar

from devices.events import DeviceEvent, DeviceStatus, Lamp

E = TypeVar("E", bound=DeviceEvent)
DEADLINE_S = 8.0

OURS = "8888000012345678"
OURS_T1 = f"%B{OURS}^WANG/XIAOMING^4912101?"
OURS_T2 = f";{OURS}=4912101?"
BANK = "4761739001010010"
BANK_T2 = f";{BANK}=1808101?"


def vectors(name: str) -> Any:
    """Load the vectors of one subject."""
    path = Path(__file__).parent / "vectors" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


class EventLog:
    """A sink that remembers, and waits with a deadline."""

    def __init__(self) -> None:
        self.all: list[DeviceEvent] = []
        self._changed = threading.Condition()
        self._taken: dict[type[DeviceEvent], int] = {}

    def __call__(self, event: DeviceEvent) -> None:
        with self._changed:
            self.all.append(event)
            self._changed.notify_all()

    def of(self, kind: type[E]) -> list[E]:
        with self._changed:
            return [event for event in self.all if isinstance(event, kind)]

    def next(self, kind: type[E], timeout_s: float = DEADLINE_S) -> E:
        """Wait for the next event of a kind that was not taken yet."""
        at = self._taken.get(kind, 0)
        with self._changed:
            found = self._changed.wait_for(lambda: len(self.of_unlocked(kind)) > at, timeout_s)
            assert found, f"no {kind.__name__} within {timeout_s} s; had {self.all}"
            self._taken[kind] = at + 1
            return self.of_unlocked(kind)[at]

    def of_unlocked(self, kind: type[E]) -> list[E]:
        return [event for event in self.all if isinstance(event, kind)]

    def lamp(self, lamp: Lamp, timeout_s: float = DEADLINE_S) -> DeviceStatus:
        """Wait until the next status with this lamp."""
        while True:
            status = self.next(DeviceStatus, timeout_s)
            if status.lamp is lamp:
                return status

"""Which connection waits for which bill's answer."""

from __future__ import annotations

import threading
from typing import Protocol

from app.exchange.pos.bills import BillKey


class Asker(Protocol):
    """A connection that asked."""

    def send(self, data: bytes) -> None:
        """Hand over an answer; returns at once and raises nothing, even where nobody reads any more."""


class Askers:
    """Connections by the bill that they asked; any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[BillKey, list[Asker]] = {}

    def add(self, key: BillKey, asker: Asker) -> None:
        """Let one hear the answer, once, however often it asked."""
        with self._lock:
            askers = self._of.setdefault(key, [])
            if asker not in askers:
                askers.append(asker)

    def remove(self, key: BillKey, asker: Asker) -> None:
        """Let one hear it no more."""
        with self._lock:
            self._remove(key, asker)

    def forget(self, asker: Asker) -> None:
        """Let one hear nothing any more: its connection is gone."""
        with self._lock:
            for key in list(self._of):
                self._remove(key, asker)

    def take(self, key: BillKey) -> list[Asker]:
        """Return those who wait for a bill's answer, which they get now."""
        with self._lock:
            return self._of.pop(key, [])

    def of(self, key: BillKey) -> tuple[Asker, ...]:
        """Return those who wait for a bill's answer."""
        with self._lock:
            return tuple(self._of.get(key, ()))

    def waits(self, asker: Asker) -> bool:
        """Tell whether one waits for an answer."""
        with self._lock:
            return any(asker in askers for askers in self._of.values())

    def _remove(self, key: BillKey, asker: Asker) -> None:
        askers = self._of.get(key, [])
        if asker in askers:
            askers.remove(asker)
        if not askers:
            self._of.pop(key, None)

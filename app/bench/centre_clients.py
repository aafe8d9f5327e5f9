"""Terminals of the centre's benchmark: each keeps slips under way, and measures how long their answers take.

They are as thin as can be, since they share the machine with what is measured: slips are written beforehand.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from time import perf_counter, sleep
from typing import Any

import psycopg

from app.loyalty.ids import uuid7
from app.poster.central.bell import CHANNEL
from app.store.push import Push, sign

_POLL_S = 1.0


@dataclass(frozen=True, slots=True)
class Ready:
    """A slip that is written: its id, its place in the chain, its text and its hash."""

    id: str
    sequence: int
    text: bytes = field(repr=False)
    hash: str


@dataclass(slots=True)
class Client:
    """One terminal.

    Attributes:
        words: How it logs in, as libpq takes it.
        under_way: How many slips it has handed in at most that are not answered yet.
        waits_s: Pause between two pushes, to stay below the most that goes.
        took_s: From the push to the answer, each slip.
    """

    terminal: str
    words: str
    sign_key: bytes
    slips: list[Ready]
    under_way: int
    waits_s: float = 0.0
    took_s: list[float] = field(default_factory=list)
    refused: int = 0

    def run(self) -> None:
        """Hand everything in, and wait for every answer."""
        with psycopg.connect(self.words, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            for start in range(0, len(self.slips), self.under_way):
                part = self.slips[start : start + self.under_way]
                began = perf_counter()
                self._push(connection, part)
                self._await(connection, {one.id for one in part}, began)
                if self.waits_s:
                    sleep(self.waits_s)

    def _push(self, connection: psycopg.Connection[Any], part: list[Ready]) -> None:
        push = Push(
            id=uuid7(0, secrets.token_bytes(10)),
            terminal=self.terminal,
            incarnation=1,
            first=part[0].sequence,
            last=part[-1].sequence,
            head=part[-1].hash,
            sent_at="",
        )
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO pushes (id, terminal, incarnation, first, last, head, signature, sent_at) "
                "VALUES (%s,%s,%s,%s,%s,%s,%s,'')",
                (push.id, push.terminal, 1, push.first, push.last, push.head, sign(self.sign_key, push)),
            )  # fmt: skip
            cursor.executemany(
                "INSERT INTO inbox (id, terminal, incarnation, sequence, push, text) "
                "VALUES (%s,%s,1,%s,%s,%s) ON CONFLICT DO NOTHING",
                [(one.id, self.terminal, one.sequence, push.id, one.text) for one in part],
            )

    def _await(self, connection: psycopg.Connection[Any], waiting: set[str], began: float) -> None:
        while waiting:
            for told in connection.notifies(timeout=_POLL_S):
                if self.terminal in told.payload.split():
                    break
            rows = connection.execute(
                "SELECT slip, outcome FROM my_answers WHERE slip = ANY(%s)", (list(waiting),)
            ).fetchall()
            now = perf_counter()
            for slip, outcome in rows:
                waiting.discard(slip)
                self.took_s.append(now - began)
                self.refused += outcome != "posted"


def run_all(clients: list[Client]) -> float:
    """Run terminals beside one another; returns the seconds until the last answer."""
    threads = [threading.Thread(target=one.run) for one in clients]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return perf_counter() - began

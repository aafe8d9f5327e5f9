"""Wakes terminals that wait for an answer: after each commit one NOTIFY, on a connection of its own.

Within the posting transaction it would take a lock of the whole server until the commit (measured elsewhere:
half the throughput with 32 writers). Whoever does not hear it looks again within about a second.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

_LOG = logging.getLogger(__name__)
CHANNEL: Final = "innpoint_answers"
_LONGEST: Final = 7_000  # bytes; PostgreSQL takes 8,000


class AnswerBell:
    """Rings for terminals; belongs to the poster's thread.

    Args:
        engine: Of the centre's books.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def ring(self, terminals: Sequence[str]) -> None:
        """Wake these; a bell that is broken is no fault of the posting, and is mended at the next."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            for names in _payloads(terminals):
                self._connection.exec_driver_sql(f"SELECT pg_notify('{CHANNEL}', %s)", (names,))
        except DatabaseError as error:
            _LOG.info("the bell is broken: %s", error.orig)
            self.close()

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _payloads(terminals: Sequence[str]) -> Iterator[str]:
    names: list[str] = []
    length = 0
    for one in terminals:
        if names and length + len(one) + 1 > _LONGEST:
            yield " ".join(names)
            names, length = [], 0
        names.append(one)
        length += len(one) + 1
    if names:
        yield " ".join(names)

"""Replay: decides all slips anew on empty books, with what was observed then, and compares the transfers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from app.operations.decision import Observed
from app.operations.slip import Body, Slip
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.submission import PinEntry, Submission
from app.store.books import Books
from app.store.chain import slip_from
from app.store.decided import decided_from

_BATCH = 256
_TRANSFERS = "SELECT slip, line, asset, amount, source, target, lot, business_date FROM transfers ORDER BY slip, line"


@dataclass(frozen=True, slots=True)
class Differing:
    """A slip whose transfers came out differently, and how."""

    slip: str
    why: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """How a replay ended."""

    slips: int
    transfers: int
    differing: tuple[Differing, ...]


class NoPins:
    """Replay opens no PIN: what the check said then stands in the decision."""

    def open(self, entry: PinEntry) -> str | None:
        """Return nothing, whatever the entry."""
        del entry
        return None


class Then:
    """The clock of a replay: the time of the slips it decides."""

    def __init__(self) -> None:
        self.at = datetime(1970, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time that was set last."""
        return self.at


def replay(books: Books) -> Replayed:
    """Rebuild the ledger of a book in memory from its slips and compare it, row by row.

    The derived slips and personal records come along by their slips; PINs, keys and names are not needed.
    """
    fresh = Books.open("sqlite://", lambda _: books.keys, create=True)
    try:
        count = 0
        clock = Then()
        poster = Poster(fresh, clock.now, PinCheck(books.keys.pin, NoPins()))
        for batch in _batches(books):
            observed = {str(slip.id): seen for slip, seen in batch}
            clock.at = batch[0][1].at
            poster.post([Submission(slip=slip) for slip, _ in batch], observed)
            count += len(batch)
        return _compared(books, fresh, count)
    finally:
        fresh.close()


def journal(books: Books) -> Iterator[tuple[Slip[Body], Observed]]:
    """Read slips with what was observed, in the order they were decided."""
    text = (
        "SELECT s.text, d.text FROM decisions d JOIN slips s ON s.id = d.slip ORDER BY d.position"
    )
    with books.reading() as connection:
        for slip_text, decided_text in connection.exec_driver_sql(text):
            slip = slip_from(bytes(slip_text))
            if slip is not None:
                yield slip, decided_from(bytes(decided_text)).observed


def _batches(books: Books) -> Iterator[list[tuple[Slip[Body], Observed]]]:
    found = journal(books)
    while batch := list(itertools.islice(found, _BATCH)):
        yield batch


def _compared(books: Books, fresh: Books, slips: int) -> Replayed:
    differing: list[Differing] = []
    with books.reading() as old, fresh.reading() as new:
        first = {(row[0], row[1]): tuple(row) for row in old.exec_driver_sql(_TRANSFERS)}
        second = {(row[0], row[1]): tuple(row) for row in new.exec_driver_sql(_TRANSFERS)}
    for key in sorted(first.keys() | second.keys()):
        if first.get(key) != second.get(key):
            why = f"line {key[1]}: the books say {first.get(key)}, the replay {second.get(key)}"
            differing.append(Differing(key[0], why))
    return Replayed(slips, len(first), tuple(differing))

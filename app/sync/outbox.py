"""The outbox: a terminal's slips from the moment they are written until they are answered, and a while longer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from app.operations.pen import Draft, takes_value
from app.operations.slip import Body, Slip, canonical, slip_hash
from app.store.chain import slip_from
from app.store.push import Beside, beside_text
from app.store.sealed_box import close_box
from app.sync.terminal_file import Standing, TerminalFile, pen_in

KEPT_FOR: Final = timedelta(days=35)  # a centre that was put back to an earlier day gets them again
_AT_ONCE: Final = 500
Chance = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class OldFile:
    """Why a slip that takes value was not written: the terminal file was put back from a copy.

    What it does not remember may have been spent. Set the terminal up anew (``TerminalFile.join``).
    """


@dataclass(frozen=True, slots=True)
class Waiting:
    """A slip as it goes to the centre.

    Attributes:
        beside: What travels beside it, sealed; None for nothing.
    """

    incarnation: int
    sequence: int
    id: str
    text: bytes = field(repr=False)
    hash: bytes = field(repr=False)
    beside: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What the centre decided of a slip.

    Attributes:
        outcome: As in ``Outcome``.
        reason: Of a refusal; empty for none, and where it came by the feed.
        text: As ``app.store.decided`` reads it.
    """

    slip: str
    outcome: str
    reason: str
    text: bytes = field(repr=False)


class Outbox:
    """Writes a terminal's slips and keeps them. Any thread may use it.

    Args:
        file: The terminal's.
        clock: Gives the terminal's time, aware.
        chance: Where the keys of sealed boxes come from.
    """

    def __init__(self, file: TerminalFile, clock: Callable[[], datetime], chance: Chance) -> None:
        self._file = file
        self._clock = clock
        self._chance = chance
        self._writing = threading.Lock()
        self.is_place_kept = True  # False while the safe does not take it

    def write(
        self, draft: Draft, beside: Beside, business_date: date, programme: int
    ) -> Slip[Body] | OldFile:
        """Make a draft the terminal's next slip; when this returns, it is on the disk.

        Args:
            draft: What is asked.
            beside: PINs and personal records that travel with it; sealed to the centre at once.
            business_date: The date that the terminal sees.
            programme: The version that it sees.

        Raises:
            BooksError: Nothing was written, and nothing may be shown as done.
            ValueError: The terminal has not joined a centre yet; it cannot be at work.
        """
        with self._writing:
            if takes_value(draft) and self._file.standing() is Standing.OLD:
                return OldFile()
            seal_key = self._file.identity().seal_key
            with self._file.writing() as connection:
                before = pen_in(connection)
                if not before.incarnation:
                    raise ValueError("this terminal has not joined a centre")
                slip, pen = before.write(draft, business_date, programme)
                text = canonical(slip)
                row = (
                    slip.incarnation,
                    slip.sequence,
                    slip.id,
                    text,
                    slip_hash(text),
                    *self._sealed(seal_key, slip.id, beside),
                    self._now().isoformat(),
                )
                connection.exec_driver_sql(
                    "INSERT INTO outbox VALUES (?,?,?,?,?,?,?,'new',?,NULL,NULL,'','',NULL)", row
                )
                connection.exec_driver_sql(
                    "UPDATE pen SET sequence = ?, previous = ?", (pen.sequence, pen.previous)
                )
            # After the slip: a place that the file has not reached would make it look old.
            self.is_place_kept = self._file.keep_place()
            return slip

    def chains_waiting(self) -> list[int]:
        """Return the incarnations of which slips wait for an answer, the oldest first."""
        sql = (
            "SELECT DISTINCT incarnation FROM outbox WHERE state <> 'answered' ORDER BY incarnation"
        )
        with self._file.reading() as connection:
            return [int(row[0]) for row in connection.exec_driver_sql(sql)]

    def pending(self, incarnation: int, *, after: int = 0, limit: int = 500) -> list[Waiting]:
        """Return slips of one chain that wait for an answer, in their order.

        Args:
            incarnation: Of which chain.
            after: Only those behind this sequence.
            limit: At most so many.
        """
        where = "WHERE state <> 'answered' AND incarnation = ? AND sequence > ?"
        with self._file.reading() as connection:
            return _read(connection, where, (incarnation, after, limit))

    def kept_after(self, incarnation: int, sequence: int, limit: int = 500) -> list[Waiting]:
        """Return all slips behind a place, answered or not: a centre that was put back needs them again."""
        with self._file.reading() as connection:
            where = "WHERE incarnation = ? AND sequence > ?"
            return _read(connection, where, (incarnation, sequence, limit))

    def answered_after(self, incarnation: int, accepted: int) -> Iterator[list[str]]:
        """Give, 500 at a time, ids of answered slips of a chain behind a place: a centre may have forgotten them."""
        with self._file.reading() as connection:
            sql = (
                "SELECT id FROM outbox WHERE state = 'answered' AND incarnation = ? AND sequence > ? "
                "ORDER BY sequence"
            )
            values = (incarnation, accepted)
            ids = [str(row[0]) for row in connection.exec_driver_sql(sql, values)]
        for start in range(0, len(ids), _AT_ONCE):
            yield ids[start : start + _AT_ONCE]

    def kept_before(self, incarnation: int) -> list[Waiting]:
        """Return all slips of earlier chains, answered or not."""
        with self._file.reading() as connection:
            return _read(connection, "WHERE incarnation < ?", (incarnation, -1))

    def mark_sent(self, ids: Sequence[str]) -> None:
        """Put down that slips were handed in; those that are answered stay so."""
        at = self._now().isoformat()
        with self._file.writing() as connection:
            for one in ids:
                connection.exec_driver_sql(
                    "UPDATE outbox SET state = 'sent', sent_at = ? WHERE id = ? AND state <> 'answered'",
                    (at, one),
                )

    def mark_accepted(self, incarnation: int, accepted: int) -> None:
        """Put down that the centre has all slips of a chain up to a place: the reply to a push may have been lost."""
        with self._file.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE outbox SET state = 'sent', sent_at = ? "
                "WHERE state = 'new' AND incarnation = ? AND sequence <= ?",
                (self._now().isoformat(), incarnation, accepted),
            )

    def mark_answered(self, told: Sequence[Told]) -> None:
        """Put down what became of slips; PIN blocks are forgotten, personal records stay as long as the slip.

        The first answer stands: of one that is answered already nothing changes.
        """
        at = self._now().isoformat()
        with self._file.writing() as connection:
            for one in told:
                connection.exec_driver_sql(
                    "UPDATE outbox SET state = 'answered', answered_at = ?, outcome = ?, reason = ?, decision = ?, "
                    "beside = people, sent_at = COALESCE(sent_at, ?) WHERE id = ? AND state <> 'answered'",
                    (at, one.outcome, one.reason, one.text, at, one.slip),
                )

    def wait_again(self, ids: Sequence[str]) -> None:
        """Let answered slips wait once more: the centre has forgotten them, and what it said is void."""
        with self._file.writing() as connection:
            for one in ids:
                connection.exec_driver_sql(
                    "UPDATE outbox SET state = 'new', answered_at = NULL, outcome = '', reason = '', decision = NULL "
                    "WHERE id = ?",
                    (one,),
                )

    def answer(self, slip: str) -> Told | None:
        """Return what the centre decided of a slip; None where no answer came yet, or it was dropped since."""
        with self._file.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT id, outcome, reason, decision FROM outbox WHERE id = ? AND state = 'answered'",
                (slip,),
            ).first()
        return None if row is None else Told(row[0], row[1], row[2], bytes(row[3]))

    def open_ids(self, *, sent: bool = False) -> list[str]:
        """Return the ids of all slips that wait for an answer, in their order; with ``sent`` those handed in."""
        states = "= 'sent'" if sent else "<> 'answered'"
        sql = f"SELECT id FROM outbox WHERE state {states} ORDER BY incarnation, sequence"  # noqa: S608 - above
        with self._file.reading() as connection:
            return [str(row[0]) for row in connection.exec_driver_sql(sql)]

    def open_slips(self) -> list[Slip[Body]]:
        """Return the slips that wait for an answer, in their order; without those of a kind of a later InnPoint."""
        sql = "SELECT text FROM outbox WHERE state <> 'answered' ORDER BY incarnation, sequence"
        with self._file.reading() as connection:
            found = [slip_from(bytes(row[0])) for row in connection.exec_driver_sql(sql)]
        return [one for one in found if one is not None]

    def is_empty(self) -> bool:
        """Tell whether nothing waits; else a sign-out, a reset or an uninstallation must refuse."""
        with self._file.reading() as connection:
            sql = "SELECT 1 FROM outbox WHERE state <> 'answered' LIMIT 1"
            return connection.exec_driver_sql(sql).first() is None

    def drop_old(self) -> int:
        """Drop slips that were answered 35 days ago and longer; returns how many."""
        before = (self._now() - KEPT_FOR).isoformat()
        with self._file.writing() as connection:
            sql = "DELETE FROM outbox WHERE state = 'answered' AND answered_at <= ? RETURNING id"
            return len(connection.exec_driver_sql(sql, (before,)).fetchall())

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)  # as text it must sort

    def _sealed(
        self, seal_key: bytes, slip: str, beside: Beside
    ) -> tuple[bytes | None, bytes | None]:
        """Return what travels, and what of it is kept after the answer: everything but the PINs."""
        people = Beside(record=beside.record, others=beside.others)
        if beside == Beside():
            return None, None
        whole = close_box(seal_key, beside_text(beside), slip, self._chance)
        if people == Beside():
            return whole, None
        if not beside.pins:
            return whole, whole
        return whole, close_box(seal_key, beside_text(people), slip, self._chance)


def _read(connection: Connection, where: str, values: tuple[Any, ...]) -> list[Waiting]:
    columns = "incarnation, sequence, id, text, hash, beside"
    sql = f"SELECT {columns} FROM outbox {where} ORDER BY incarnation, sequence LIMIT ?"  # noqa: S608 - conditions above
    return [
        Waiting(row[0], row[1], row[2], bytes(row[3]), bytes(row[4]), row[5])
        for row in connection.exec_driver_sql(sql, values)
    ]

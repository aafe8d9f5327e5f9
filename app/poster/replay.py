"""Replay: decides all slips anew on empty books, with what was observed then, and compares what the books hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from app.loyalty.ids import shard_of
from app.loyalty.refusals import Reason
from app.operations import end_member_day
from app.operations.decision import Observed
from app.operations.slip import Body, Slip
from app.poster.lookups import shard_key
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.submission import PinEntry, Submission
from app.store.books import Books
from app.store.chain import slip_from
from app.store.checks.compared import Differing, differences
from app.store.decided import decided_from

_BATCH = 256
_JOURNAL = "SELECT s.text, d.text, s.id, d.shard FROM decisions d JOIN slips s ON s.id = d.slip ORDER BY d.position"
_Seen = tuple[Slip[Body], Observed]


@dataclass(frozen=True, slots=True)
class Replayed:
    """How a replay ended.

    Attributes:
        differing: What was done otherwise.
        told: Slips that did the same, but are told otherwise: by another version of InnPoint, or by a hand.
    """

    slips: int
    transfers: int
    differing: tuple[Differing, ...]
    told: tuple[Differing, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unread:
    """A slip that is not decided again, and why; empty for a kind or form this program does not know."""

    slip: str
    shard: int
    why: str


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
    """Rebuild the books in memory from their slips and compare them, row by row: the ledger and all that follows.

    The derived slips and personal records come along by their slips; PINs, keys and names are not needed.
    Everything is read in one transaction, so that a desk may go on posting meanwhile. Slips that cannot be
    read, or be decided at all, are named first; what hangs on them differs behind them.

    Raises:
        BooksError: The file is damaged or out of reach.
    """
    fresh = Books.open("sqlite://", lambda _: books.keys, create=True)
    try:
        with books.reading() as connection:
            if not books.is_embedded:
                connection.execution_options(isolation_level="REPEATABLE READ")
            again = _Again(fresh, books)
            for batch in _batches(connection):
                again.post(batch)
            with fresh.reading() as new:
                found = [*differences(connection, new, frozenset(again.unknown))]
            text = "SELECT COUNT(*) FROM transfers"
            transfers = int(connection.exec_driver_sql(text).scalar_one())
        differing = (*again.failed, *(one for one in found if not one.is_told))
        told = tuple(one for one in found if one.is_told)
        return Replayed(again.count, transfers, differing, told)
    finally:
        fresh.close()


def journal(books: Books) -> Iterator[_Seen]:
    """Read slips with what was observed, in the order they were decided.

    Raises:
        msgspec.DecodeError: A text is damaged.
    """
    with books.reading() as connection:
        for slip_text, decided_text, *_ in connection.exec_driver_sql(_JOURNAL):
            slip = slip_from(bytes(slip_text))
            if slip is not None:
                yield slip, decided_from(bytes(decided_text)).observed


class _Again:
    """Decides batches in the fresh books.

    Attributes:
        count: Slips that were decided.
        failed: Slips that could not be, and why.
        unknown: Ids of slips whose kind or form this program does not know.
    """

    def __init__(self, fresh: Books, books: Books) -> None:
        self.count = 0
        self.failed: list[Differing] = []
        self.unknown: list[str] = []
        self._fresh = fresh
        self._clock = Then()
        self._poster = Poster(fresh, self._clock.now, PinCheck(books.keys.pin, NoPins()))

    def post(self, batch: Sequence[_Seen | _Unread]) -> None:
        """Decide a batch; where that fails, slip by slip, so that the one that fails is named."""
        seen = [one for one in batch if not isinstance(one, _Unread)]
        for one in batch:
            if isinstance(one, _Unread):
                self._skip(one)
        if seen and self._try(seen):
            for one in seen:
                why = self._try([one])
                if why:
                    slip = one[0]
                    self._skip(_Unread(str(slip.id), shard_of(shard_key(slip)), why))

    def _try(self, seen: Sequence[_Seen]) -> str:
        """Decide slips in one transaction; returns why that cannot be done, empty where it was done."""
        self._clock.at = seen[0][1].at
        recorded = {str(slip.id): observed for slip, observed in seen}
        try:
            answers = self._poster.post([Submission(slip=slip) for slip, _ in seen], recorded)
        except Exception as error:  # noqa: BLE001 - slips changed by hand may ask for anything at all
            return f"it cannot be decided again: {type(error).__name__} {error}"
        self.count += len(seen)
        for one in answers:
            refusal = one.decision.refusal
            if one.is_repeat and refusal and refusal.reason is Reason.SAME_ID_OTHER_CONTENT:
                why = "it is not the slip that follows from its cause, or its id is another's"
                self.failed.append(Differing(str(one.slip_id), why))
        return ""

    def _skip(self, one: _Unread) -> None:
        """Leave a slip out; its number in its shard stays its own, so that those behind it keep theirs."""
        if one.why:
            self.failed.append(Differing(one.slip, one.why))
        else:
            self.unknown.append(one.slip)
        text = (
            "INSERT INTO shard_heads VALUES (?, 1, 0) ON CONFLICT (shard) "
            "DO UPDATE SET number = shard_heads.number + 1"
        )
        with self._fresh.writing() as connection:
            connection.exec_driver_sql(text, (one.shard,))


def _batches(connection: Connection) -> Iterator[list[_Seen | _Unread]]:
    """Cut the journal into batches; what follows from a slip stays in the batch of its cause."""
    batch: list[_Seen | _Unread] = []
    for row in connection.exec_driver_sql(_JOURNAL):
        one = _read(*row)
        is_unread = isinstance(one, _Unread)
        # A slip left out takes its number between the one before it and the one behind it.
        if batch and (is_unread or (len(batch) >= _BATCH and _may_begin(one))):
            yield batch
            batch = []
        batch.append(one)
        if is_unread:
            yield batch
            batch = []
    if batch:
        yield batch


def _may_begin(one: _Seen | _Unread) -> bool:
    return isinstance(one, _Unread) or bool(one[0].terminal) or one[0].kind == end_member_day.KIND


def _read(slip_text: Any, decided_text: Any, slip_id: Any, shard: Any) -> _Seen | _Unread:  # noqa: ANN401 - whatever stands in the columns
    name, place = str(slip_id), shard if isinstance(shard, int) else 0
    if not isinstance(slip_text, bytes) or not isinstance(decided_text, bytes):
        return _Unread(name, place, "the text of the slip or of its decision is none")
    try:
        slip, observed = slip_from(slip_text), decided_from(decided_text).observed
    except (msgspec.DecodeError, ValueError) as error:
        return _Unread(
            name, place, f"the text of the slip or of its decision cannot be read: {error}"
        )
    return _Unread(name, place, "") if slip is None else (slip, observed)

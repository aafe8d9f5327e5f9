"""The poster as a service: stands by for the lease, then takes slips in, decides them in deep batches, and tells."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from sqlalchemy import Connection

from app.loyalty.ids import shard_of
from app.operations import close_day
from app.operations.slip import Body, Slip
from app.poster.central import lease as leases
from app.poster.central.beside import Besides, pins_of
from app.poster.central.feed import tell_decisions, tell_property_from_start
from app.poster.central.intake import Arrived, Intake, Taken, Waits
from app.poster.central.lease import Lease, LeaseLostError
from app.poster.day_ends import DayEnds
from app.poster.poster import Poster
from app.poster.submission import Submission
from app.store.books import Books, BooksError
from app.store.epoch import current_epoch
from app.store.writing import Batch

_LOG = logging.getLogger(__name__)
BATCH = 1_024
_RENEW_S = 1.0
_NOTE_S = 1.0  # between two notes of when terminals were heard
_STAND_BY_S = 0.5
_SHORTEST_S, _LONGEST_S = 0.002, 0.02  # between two looks into an empty inbox
_REST_S = 1.0  # where the server is out of reach


class Bell(Protocol):
    """Wakes terminals that wait for an answer."""

    def ring(self, terminals: Sequence[str]) -> None:
        """Wake these; whoever does not hear it looks again by itself."""


class Work(Protocol):
    """Something else that the holder of the lease does between batches."""

    def is_due(self, connection: Connection) -> bool:
        """Tell whether there is anything to do; asked often."""

    def __call__(self, connection: Connection) -> Sequence[str]:
        """Do a part in the given transaction; returns the terminals to be told, empty where nothing was done."""


@dataclass(slots=True)
class Figures:
    """What a poster has done since it began.

    Attributes:
        deepest: Slips of the deepest batch.
        batches: Transactions.
        took: Seconds spent by step.
    """

    slips: int = 0
    batches: int = 0
    deepest: int = 0
    took: dict[str, float] = field(default_factory=lambda: {"look": 0.0, "post": 0.0})


class _Under:
    """What a posting transaction of a centre does beside the rest: keep to the lease, and tell the feed."""

    def __init__(self, books: Books, lease: Lease, property_id: str) -> None:
        self._books = books
        self._lease = lease
        self._property = property_id

    def numbers(self, connection: Connection, shards: Sequence[int]) -> dict[int, int]:
        return self._lease.numbers(self._books, connection, shards)

    def wrote(self, connection: Connection, batch: Batch) -> None:
        tell_decisions(self._books, connection, self._property, batch)


class CentralPoster:
    """Posts for one centre; ``run`` it on a thread of its own.

    Args:
        poster: Decides; its books are the centre's.
        besides: Opens what travels beside slips.
        bell: Wakes terminals.
        name: Of this poster, for the lease: host, process and chance.
        property_id: Whose slips these are.
        works: What else is to be done between batches.
        holds_s: How long a lease holds without a sign of life.
    """

    def __init__(
        self,
        poster: Poster,
        besides: Besides,
        bell: Bell,
        *,
        name: str,
        property_id: str,
        works: Sequence[Work] = (),
        holds_s: float = leases.HOLDS_S,
    ) -> None:
        self.figures = Figures()
        self.lease: Lease | None = None
        self._poster = poster
        self.books = self._books = poster.books
        self._besides = besides
        self._bell = bell
        self._name = name
        self._property = property_id
        self._works = works
        self._holds_s = holds_s
        self._intake = Intake(self._books)
        self._ends = DayEnds(poster)
        self._renewed = 0.0
        self._noted = 0.0
        self._heard: dict[str, tuple[int, int]] = {}

    def run(self, stop: threading.Event) -> None:
        """Post until told to stop; stands by while another poster has the lease, and goes on after faults."""
        while not stop.is_set():
            try:
                self.lease = leases.take(self._books, self._name, self._holds_s)
                if self.lease is None:
                    stop.wait(_STAND_BY_S)
                    continue
                _LOG.info("%s posts under lease %d", self._name, self.lease.number)
                self._begin(self.lease)
                self._post_on(self.lease, stop)
            except LeaseLostError as error:
                _LOG.warning("%s stands by: %s", self._name, error)
            except BooksError as error:
                _LOG.warning("%s waits for the books: %s", self._name, error)
                stop.wait(_REST_S)
        if self.lease is not None:
            self._hand_over(self.lease)

    def seconds(self) -> dict[str, float]:
        """Return the seconds spent by step, since this poster began."""
        return self.figures.took | self._poster.seconds

    def _hand_over(self, lease: Lease) -> None:
        try:
            leases.give_back(self._books, lease)
        except BooksError as error:
            _LOG.info("the lease ends by itself: %s", error)

    def _begin(self, lease: Lease) -> None:
        """Forget everything of before: another poster may have written since."""
        self._poster.forget()
        self._poster.centre = _Under(self._books, lease, self._property)
        self._ends = DayEnds(self._poster)
        with self._books.writing() as connection:
            current_epoch(connection)  # a server that was restored since begins the next one
            tell_property_from_start(self._books, connection, self._property)
        with self._books.reading() as connection:
            self._intake.forget(connection)
        self._ends.repeat_last()
        self._renewed = monotonic()

    def _post_on(self, lease: Lease, stop: threading.Event) -> None:
        wait_s = _SHORTEST_S
        while not stop.is_set():
            self._stay(lease)
            if self.step():
                wait_s = _SHORTEST_S
            else:
                stop.wait(wait_s)
                wait_s = min(wait_s * 2, _LONGEST_S)

    def _stay(self, lease: Lease) -> None:
        if monotonic() - self._renewed < _RENEW_S:
            return
        if not leases.renew(self._books, lease, self._holds_s):
            raise LeaseLostError(f"{lease.poster} was taken for dead")
        self._renewed = monotonic()

    def step(self) -> bool:
        """Do what there is to do; returns whether there was anything.

        Raises:
            LeaseLostError: Another poster has taken over; nothing of this step stands.
            BooksError: The books are out of reach; slips stay in the inbox.
        """
        started = monotonic()
        with self._books.glancing() as connection:
            taken = self._intake.look(connection, BATCH)
        self.figures.took["look"] += monotonic() - started
        self._note_heard(taken)
        if not taken.is_empty:
            self._take(taken)
            self.figures.took["post"] += monotonic() - started
            return True
        return self._between()

    def _between(self) -> bool:
        if self._ends.some():
            return True
        if not self._works or self.lease is None:
            return False
        with self._books.glancing() as connection:
            due = [work for work in self._works if work.is_due(connection)]
        told: set[str] = set()
        for work in due:
            with self._books.writing() as connection:
                self.lease.numbers(self._books, connection, [shard_of(self._property)])
                told.update(work(connection))
        if told:
            self._bell.ring(sorted(told))
        return bool(told)

    def _note_heard(self, taken: Taken) -> None:
        self._heard |= taken.heard
        if self._heard and monotonic() - self._noted >= _NOTE_S:
            self._noted = monotonic()
            heard, self._heard = self._heard, {}
            with self._books.writing() as connection:
                self._intake.note_heard(connection, heard)

    def _take(self, taken: Taken) -> None:
        if taken.waits or taken.again:
            with self._books.writing() as connection:
                self._intake.settle(connection, (), taken.again)
                self._intake.leave(connection, taken.waits)
                self._intake.quarantine(connection, taken.waits)
        for _, group in itertools.groupby(taken.slips, key=_closes_day):
            self._post(list(group))
        if self._intake.has_gaps:
            with self._books.writing() as connection:
                self._intake.reopen(connection)
        if taken.again:
            self._bell.ring(sorted(set(taken.again.values())))

    def _post(self, slips: list[tuple[Arrived, Slip[Body]]]) -> None:
        rows = [row for row, _ in slips]
        try:
            self._ends.before([slip for _, slip in slips])
            answers = self._poster.post(
                [self._submission(row, slip) for row, slip in slips],
                also=lambda connection: self._intake.settle(connection, rows),
            )
        except (BooksError, LeaseLostError):
            raise
        except Exception:  # noqa: BLE001 - whatever it is, it concerns one slip of them
            self._post_apart(slips)
            return
        self._intake.committed(rows)
        self.figures.slips += len(slips)
        self.figures.batches += 1
        self.figures.deepest = max(self.figures.deepest, len(slips))
        self._bell.ring(sorted({row.terminal for row in rows}))
        for (_, slip), answer in zip(slips, answers, strict=True):
            self._ends.after(slip.body, answer)

    def _post_apart(self, slips: list[tuple[Arrived, Slip[Body]]]) -> None:
        """One of them cannot be decided: the others must not suffer, and it stays for a person to look at."""
        if len(slips) > 1:
            for one in slips:
                self._post([one])
            return
        row = slips[0][0]
        _LOG.exception("slip %s cannot be decided", row.id)
        with self._books.writing() as connection:
            self._intake.leave(connection, {row.id: Waits.FAILED}, [row])
        self._intake.committed([row])

    def _submission(self, row: Arrived, slip: Slip[Body]) -> Submission:
        beside = self._besides.opened(row.id, row.beside)
        if beside is None:
            _LOG.warning("what came beside slip %s cannot be opened", row.id)
            return Submission(slip=slip, text=row.text)
        record = self._besides.record(beside.record)
        others = tuple(
            one for one in (self._besides.record(person) for person in beside.others) if one
        )
        return Submission(
            slip=slip,
            pins=pins_of(beside),
            record=record[0] if record else None,
            tokens=record[1] if record else (),
            others=others,
            text=row.text,
        )


def _closes_day(one: tuple[Arrived, Slip[Body]]) -> int:
    """Let a slip that closes a date go alone: the day-end comes before what is behind it."""
    return id(one) if one[1].kind == close_day.KIND else 0

"""The embedded poster: a thread that owns the book's writing, takes slips from many, and decides them in batches."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.loyalty.ids import SlipId
from app.operations import close_day, withdraw
from app.operations.catalogue import BY_KIND
from app.operations.pen import Draft, Pen, new_slip_id, takes_value
from app.operations.slip import Body, Cover, Slip
from app.poster.day_ends import DayEnds
from app.poster.poster import Poster
from app.poster.submission import Answer, PinEntry, Submission
from app.store.books import Books, BooksError
from app.store.chain import slip_from
from app.store.checkpoints import Checkpoints
from app.store.personal import SealedRecord

BATCH = 64
_BETWEEN_ORDERS = 100  # members whose day is ended at once while slips may come in: some 50 ms
_RETRY_S = 2.0  # between two tries to withdraw a slip that failed
T = TypeVar("T")
Chance = Callable[[int], bytes]


@dataclass(slots=True)
class _Order:
    """A slip to be posted, or a piece of work to be done between batches."""

    result: Future[Any]
    draft: Draft | None = None
    pins: tuple[PinEntry, ...] = ()
    record: SealedRecord | None = None
    tokens: tuple[int, ...] = ()
    others: tuple[tuple[SealedRecord, tuple[int, ...]], ...] = ()
    work: Callable[[], Any] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What was found at start: slips kept before a crash and never decided.

    Attributes:
        withdrawn: They would have taken value; nothing was taken.
        decided: They took nothing and were decided now.
    """

    withdrawn: tuple[str, ...] = field(default=())
    decided: tuple[str, ...] = field(default=())


def pen_of(books: Books, property_id: str, terminal: str) -> Pen:
    """Return a terminal's pen as it stands behind the last slip that the books have of it."""
    sql = books.sql(
        "SELECT incarnation, sequence, hash FROM slips WHERE terminal = ? "
        "ORDER BY incarnation DESC, sequence DESC LIMIT 1"
    )
    with books.reading() as connection:
        last = connection.exec_driver_sql(sql, (terminal,)).first()
    if last is None:
        return Pen(property=property_id, terminal=terminal)
    return Pen(
        property=property_id,
        terminal=terminal,
        incarnation=int(last[0]),
        sequence=int(last[1]),
        previous=bytes(last[2]).hex(),
    )


class EmbeddedPoster:
    """Owns writing to one book on a thread of its own.

    Args:
        poster: Decides.
        property_id: Of the slips that are written here.
        terminal: Likewise.
        chance: Where ids come from.
    """

    def __init__(self, poster: Poster, property_id: str, terminal: str, chance: Chance) -> None:
        self.poster = poster
        self._chance = chance
        self._pen = pen_of(poster.books, property_id, terminal)
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._pen_is_sure = True
        self._ends = DayEnds(poster, _BETWEEN_ORDERS)
        self._failed: list[Slip[Body]] = []  # perhaps kept, not decided: they are to be withdrawn
        self._log = Checkpoints(poster.books)
        self._thread = threading.Thread(target=self._run, name="poster", daemon=True)

    def start(self) -> Settled:
        """Settle what a crash left behind, then take slips.

        Raises:
            BooksError: The book cannot be written.
        """
        settled = self._settle()
        self._log.start()
        self._thread.start()
        return settled

    def close(self) -> None:
        """Finish what was taken, then stop; slips handed in later are refused by an exception."""
        if self._thread.is_alive():
            self._orders.put(None)
            self._thread.join()
            self._log.close()

    def submit(
        self,
        draft: Draft,
        *,
        pins: tuple[PinEntry, ...] = (),
        record: SealedRecord | None = None,
        tokens: tuple[int, ...] = (),
        others: tuple[tuple[SealedRecord, tuple[int, ...]], ...] = (),
    ) -> Future[Answer]:
        """Hand a slip in; the future holds its answer, or a ``BooksError`` when nothing was written."""
        result: Future[Answer] = Future()
        self._orders.put(_Order(result, draft, pins, record, tokens, others))
        return result

    def between(self, work: Callable[[], T]) -> Future[T]:
        """Do a piece of work on the poster's thread, between batches (day-end, backup)."""
        result: Future[T] = Future()
        self._orders.put(_Order(result, work=work))
        return result

    def _run(self) -> None:
        while True:
            if self._orders.empty() and self._end_some():
                continue
            waits = self._failed or self._ends.is_left
            try:
                order = self._orders.get(timeout=_RETRY_S if waits else None)
            except queue.Empty:
                self._withdraw_failed()
                continue
            if order is None:
                return
            batch = [order]
            is_last = False
            with contextlib.suppress(queue.Empty):
                while len(batch) < BATCH and batch[-1].work is None:
                    following = self._orders.get_nowait()
                    if following is None:
                        is_last = True
                        break
                    batch.append(following)
            self._do(batch)
            if self._orders.empty():
                self._log.move()
            if is_last:
                return

    def _withdraw_failed(self) -> None:
        """Withdraw slips of which a cashier was told that they failed, as soon as the book can be written."""
        if not self._failed:
            return
        failed, self._failed = self._failed, []
        try:
            kept = {slip.id for slip in self._undecided()}
        except Exception:  # noqa: BLE001 - whatever it is, this thread must go on; it is tried again
            self._failed = failed
            return
        for slip in failed:
            try:
                if slip.id in kept:
                    self._withdraw(slip)
                    self.poster.post([Submission(slip=slip)])
            except Exception:  # noqa: BLE001 - as above
                self._failed.append(slip)

    def _do(self, batch: list[_Order]) -> None:
        work = batch.pop() if batch[-1].work is not None else None
        self._withdraw_failed()
        # A slip that is kept before it is decided shares no transaction with others: if the decision
        # fails, those others were never in the book, and no start decides what a cashier was told failed.
        for _, part in itertools.groupby(batch, key=_takes):
            self._post(list(part))
        if work is not None and work.work is not None:
            try:
                work.result.set_result(work.work())
            except Exception as error:  # noqa: BLE001 - whoever asked for the work gets its error
                work.result.set_exception(error)

    def _post(self, batch: list[_Order]) -> None:
        """Post a batch in groups.

        A slip that takes value goes alone, so that it is kept with its whole chain; so does the closing of
        the day, since the day-end of members in slips behind it comes before them.
        """
        group: list[_Order] = []
        for order in batch:
            draft = order.draft
            if draft is not None and (takes_value(draft) or draft.kind == close_day.KIND):
                self._post_together(group)
                self._post_together([order])
                group = []
            else:
                group.append(order)
        self._post_together(group)

    def _post_together(self, batch: list[_Order]) -> None:
        if not batch:
            return
        submissions: list[Submission] = []
        try:
            if not self._pen_is_sure:
                self._pen = pen_of(self.poster.books, self._pen.property, self._pen.terminal)
                self._pen_is_sure = True
            submissions = [self._written(order) for order in batch]
            self._make_way([one.slip for one in submissions])
            answers = self.poster.post(submissions)
        except Exception as error:  # noqa: BLE001 - every one who waits must hear of it
            self._pen_is_sure = False  # whether the chain goes on behind them, the book must say
            self._failed += [one.slip for one in submissions if one.slip.cover is Cover.BALANCE]
            if len(batch) > 1 and not isinstance(error, BooksError):
                for order in batch:  # one of them cannot be decided: the others must not suffer
                    self._post_together([order])
                return
            for order in batch:
                order.result.set_exception(error)
            return
        for order, answer in zip(batch, answers, strict=True):
            order.result.set_result(answer)
        for order, answer in zip(batch, answers, strict=True):
            if order.draft is not None:
                self._ends.after(order.draft.body, answer)

    def _make_way(self, slips: list[Slip[Body]]) -> None:
        """Do what must stand in the books before these slips are decided."""
        self._ends.before(slips)
        kept = [slip for slip in slips if slip.cover is Cover.BALANCE]
        if kept:
            self.poster.keep(kept)

    def _written(self, order: _Order) -> Submission:
        if order.draft is None:
            raise TypeError("an order is a slip or a piece of work")
        house = self.poster.house()
        day = house.property.business_date if house.property else order.draft.occurred_at.date()
        slip, self._pen = self._pen.write(order.draft, day, max(house.versions, default=0))
        return Submission(
            slip=slip,
            pins=order.pins,
            record=order.record,
            tokens=order.tokens,
            others=order.others,
        )

    def _end_some(self) -> bool:
        is_done = self._ends.some()
        if is_done:
            self._log.move()
        return is_done

    def _settle(self) -> Settled:
        undecided = self._undecided()
        taking = [slip for slip in undecided if slip.cover is Cover.BALANCE]
        others = [slip for slip in undecided if slip.cover is not Cover.BALANCE]
        for slip in taking:
            self._withdraw(slip)
        if undecided:
            self.poster.post([Submission(slip=slip) for slip in undecided])
        self._ends.repeat_last()
        return Settled(tuple(slip.id for slip in taking), tuple(slip.id for slip in others))

    def _undecided(self) -> list[Slip[Body]]:
        text = (
            "SELECT s.text FROM undecided u CROSS JOIN slips s WHERE s.id = u.slip "
            "ORDER BY s.terminal, s.incarnation, s.sequence"
        )
        with self.poster.books.reading() as connection:
            found = [slip_from(bytes(row[0])) for row in connection.exec_driver_sql(text)]
        return [slip for slip in found if slip is not None]

    def _withdraw(self, slip: Slip[Body]) -> None:
        draft = Draft(
            id=SlipId(new_slip_id(self.poster.now(), self._chance)),
            kind=withdraw.KIND,
            body=withdraw.Withdraw(of=slip.id),
            operator=slip.operator,
            occurred_at=self.poster.now(),
            member=slip.member,
        )
        order = _Order(Future(), draft)
        self._post([order])
        order.result.result()


def _takes(order: _Order) -> bool:
    """Tell whether an order is a slip that takes value, which is kept before it is decided."""
    draft = order.draft
    return draft is not None and bool(draft.pin) and BY_KIND[draft.kind].cover is Cover.BALANCE

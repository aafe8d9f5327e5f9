"""Where tills and cashiers meet: bills come from any connection, a face takes each once, everybody who asked hears."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from app.exchange.pos import answers
from app.exchange.pos.askers import Asker, Askers
from app.exchange.pos.bills import (
    BillAnswered,
    BillCame,
    BillKey,
    BillWithdrawn,
    PosBill,
    PosNews,
    bill_of,
    key_of,
)
from app.exchange.pos.memory import Desk, Memory
from app.exchange.pos.messages import (
    CancelForm,
    PingForm,
    Problem,
    SaleForm,
    StatusForm,
    answer,
    read_form,
    refused,
    sale_of,
)
from app.exchange.pos.reasons import PosReason
from app.store.pos_bills import KeptBill, PosState

MOST_WAITING: Final = 200


Listener = Callable[[PosNews], None]


class PosCounter:
    """The bills that wait, and who asked for them.

    Args:
        desk: Where the books are written, clock and rules.
    """

    def __init__(self, desk: Desk) -> None:
        self.askers = Askers()
        self._memory = Memory(desk, self._is_taken)
        self._doing = threading.RLock()  # one question or answer at a time
        self._lock = threading.Lock()  # of what stands below; never held while books are asked
        self._waiting: dict[BillKey, KeptBill] = {}
        self._taken: set[BillKey] = set()  # a face is posting it
        self._ending: set[BillKey] = set()  # it is being given up
        self._listeners: list[Listener] = []

    # --- for the face

    def waiting(self) -> tuple[PosBill, ...]:
        """Return the bills that wait, the oldest first."""
        with self._lock:
            return tuple(bill_of(one) for one in self._waiting.values())

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Send news to a listener from any thread, first the bills that wait now; returns how to end it.

        News says when to look; what waits, ``waiting`` says: a bill may be told twice, or be over already.
        """
        with self._lock:
            self._listeners.append(listener)
            present = tuple(bill_of(one) for one in self._waiting.values())
        for one in present:
            listener(BillCame(one))

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    def begin(self, key: BillKey) -> PosBill | None:
        """Take a bill to post it: until it is answered or given back, the till cannot give it up.

        Returns:
            The bill; None where it waits no more, or is taken.
        """
        with self._lock:
            kept = self._waiting.get(key)
            if kept is None or key in self._taken or key in self._ending:
                return None
            self._taken.add(key)
            return bill_of(kept)

    def give_back(self, key: BillKey) -> None:
        """Let a bill wait on: the books refused the posting, or the cashier left it."""
        with self._lock:
            self._taken.discard(key)

    def answer_posted(self, key: BillKey, slip: str) -> bool:
        """Tell the till what the posting of its bill did.

        The answer is kept before it is told; the books are waited for, so no GUI thread asks. Where this
        fails, the bill waits on, and its answer is found by its slip at the till's next word.

        Args:
            key: Which bill.
            slip: Id of the slip that posted it.

        Returns:
            Whether it waited; one that has its answer keeps that.

        Raises:
            LookupError: The slip posted no such bill.
            BooksError: The answer could not be kept.
            TimeoutError: Likewise.
        """
        return self._answer(key, lambda kept: self._memory.post(kept, slip))

    def answer_declined(self, key: BillKey) -> bool:
        """Tell the till to take the whole bill: it is no member's.

        Returns and raises as ``answer_posted``; a bill that a slip has posted is told as that.
        """
        return self._answer(key, lambda kept: self._memory.end(kept, PosState.DECLINED))

    # --- for the connections

    def open(self) -> None:
        """Find the bills that waited when the desk was last closed, and answer those that were posted."""
        with self._telling() as news:
            for kept in self._memory.waiting():
                self._wait(kept, news)

    def take(self, frame: bytes, asker: Asker) -> bool:
        """Do what a line asks, and answer it.

        Returns:
            Whether it could be read.
        """
        form = read_form(frame)
        match form:
            case Problem():
                asker.send(refused(form))
                return not form.is_garbage
            case PingForm():
                asker.send(answer("pong"))
            case SaleForm():
                self._ask(form, asker)
            case StatusForm():
                self._status(form, asker)
            case CancelForm():
                self._cancel(form, asker)
        return True

    def remind(self) -> None:
        """Tell every connection whose bill waits that it does; a bill posted otherwise meanwhile is answered."""
        with self._lock:
            waiting = tuple(self._waiting.items())
        for key, kept in waiting:
            if not self.askers.of(key):
                continue
            with self._telling() as news:
                now = self._memory.settle(kept)
                self._ended(now, news)
                for one in self.askers.of(key):
                    one.send(_words(now))

    def _ask(self, form: SaleForm, asker: Asker) -> None:
        sale = sale_of(form, self._memory.rules())
        if isinstance(sale, Problem):
            asker.send(refused(sale))
            return
        with self._lock:
            is_full = len(self._waiting) >= MOST_WAITING
        if is_full and self._memory.newest(sale.outlet, sale.bill) is None:
            asker.send(refused(Problem(PosReason.TOO_MANY_WAITING, bill=sale.bill)))
            return
        with self._telling() as news:
            heard = self._memory.ask(sale)
            if not heard.is_same:
                problem = Problem(PosReason.BILL_DIFFERS, bill=sale.bill)
                asker.send(refused(problem, _words(heard.kept)))
                return
            self._tell(heard.kept, asker, news)

    def _status(self, form: StatusForm, asker: Asker) -> None:
        with self._telling() as news:
            kept = self._memory.newest(form.outlet or self._memory.rules().outlet, form.bill)
            if kept is None:
                asker.send(refused(Problem(PosReason.BILL_UNKNOWN, bill=form.bill)))
                return
            self._tell(kept, asker, news)

    def _cancel(self, form: CancelForm, asker: Asker) -> None:
        with self._telling() as news:
            kept = self._memory.newest(form.outlet or self._memory.rules().outlet, form.bill)
            if kept is None:
                asker.send(refused(Problem(PosReason.BILL_UNKNOWN, bill=form.bill)))
                return
            key = key_of(kept)
            with self._lock:
                is_taken = key in self._taken
                if not is_taken:
                    self._ending.add(key)
            if is_taken:  # whatever comes of it, this connection hears it
                self.askers.add(key, asker)
                problem = Problem(PosReason.BEING_POSTED, bill=form.bill)
                asker.send(refused(problem, answers.waiting(kept)))
                return
            try:
                kept = self._memory.end(kept, PosState.WITHDRAWN)
            finally:
                with self._lock:
                    self._ending.discard(key)
            self.askers.remove(key, asker)
            self._ended(kept, news)
            if kept.state is PosState.WITHDRAWN:
                asker.send(kept.answer)
            else:
                asker.send(refused(Problem(PosReason.BILL_ANSWERED, bill=form.bill), kept.answer))

    def _answer(self, key: BillKey, answered: Callable[[KeptBill], KeptBill]) -> bool:
        with self._telling() as news:
            with self._lock:
                kept = self._waiting.get(key)
            if kept is None:
                return False
            try:
                self._ended(answered(kept), news)
            finally:
                self.give_back(key)
            return True

    def _tell(self, kept: KeptBill, asker: Asker, news: list[PosNews]) -> None:
        """Answer one who asked: at once where there is an answer, else when there is."""
        self.askers.remove(key_of(kept), asker)
        self._ended(kept, news)
        if kept.state is PosState.WAITING:
            self.askers.add(key_of(kept), asker)
            self._wait(kept, news)
        asker.send(_words(kept))

    def _wait(self, kept: KeptBill, news: list[PosNews]) -> None:
        with self._lock:
            is_new = key_of(kept) not in self._waiting
            self._waiting[key_of(kept)] = kept
        if is_new:
            news.append(BillCame(bill_of(kept)))

    def _ended(self, kept: KeptBill, news: list[PosNews]) -> None:
        """Where a bill has its answer, say it to everybody who waits for it."""
        if kept.state is PosState.WAITING:
            return
        key = key_of(kept)
        with self._lock:
            was_waiting = self._waiting.pop(key, None) is not None
            self._taken.discard(key)
        for one in self.askers.take(key):
            one.send(kept.answer)
        if was_waiting:
            is_withdrawn = kept.state is PosState.WITHDRAWN
            news.append(BillWithdrawn(key) if is_withdrawn else BillAnswered(key, kept.slip))

    def _is_taken(self, kept: KeptBill) -> bool:
        with self._lock:
            return key_of(kept) in self._taken

    @contextmanager
    def _telling(self) -> Iterator[list[PosNews]]:
        """Do one question or answer; the faces hear of it when it is done and nothing is held any more."""
        news: list[PosNews] = []
        try:
            with self._doing:
                yield news
        finally:
            with self._lock:
                listeners = tuple(self._listeners)
            for one in news:
                for listener in listeners:
                    listener(one)


def _words(kept: KeptBill) -> bytes:
    return kept.answer if kept.state is not PosState.WAITING else answers.waiting(kept)

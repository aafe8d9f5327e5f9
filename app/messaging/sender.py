"""The sender of one way: a thread that takes what is due, marks it before and after, and never sends one twice."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Final, Protocol

from app.messaging.letters import Letter, LetterBook
from app.messaging.pace import DAY, Bounds, Pace
from app.messaging.plan import (
    Reason,
    Result,
    Went,
    ended,
    given_up,
    interrupted,
    is_too_late,
    taken,
)
from app.store.books import Books, BooksError
from app.store.outbox import Message, MessageState, Outbox

_log = logging.getLogger(__name__)
_AT_ONCE: Final = 32
FAULT: Final = "fault"  # the program's own
POLL_S: Final = 1.0
_REPORTED_WITHIN: Final = timedelta(days=30)  # networks keep a text for days, some for weeks
REST_S: Final = 15.0  # after a fault of the books


class Way(Protocol):
    """A way out."""

    @property
    def is_ready(self) -> bool:
        """Whether a letter would leave now; nothing is tried before."""

    def send(self, letter: Letter) -> Result:
        """Send one letter; blocks until it is known how it ended, and raises nothing expected."""


class NoWay:
    """The way out of a hotel that has none of this kind: what waits for it is given up after a day."""

    is_ready: Final = False

    def send(self, letter: Letter) -> Result:
        """Say that it did not go; it may when the hotel has a way."""
        del letter
        return Result(went=Went.NOT_NOW, code="no-way")


Writing = Callable[[Callable[[], bool]], Future[bool]]
"""Does a piece of work on the thread that writes the books (``EmbeddedPoster.between``)."""


class Sender:
    """Sends the messages of one way, one after the other.

    Args:
        books: Where the outbox is.
        name: sms or email.
        way: How they leave.
        letters: Makes them.
        writing: Where the books are written, so that there stays one writer.
        clock: Gives the time, aware.
        poll_s: How often the outbox is looked at.
        bounds: The most that leaves; as many as there are where nothing is said.
    """

    def __init__(
        self,
        books: Books,
        name: str,
        way: Way,
        letters: LetterBook,
        *,
        writing: Writing,
        clock: Callable[[], datetime],
        poll_s: float = POLL_S,
        bounds: Bounds | None = None,
    ) -> None:
        self._bounds = bounds or Bounds()
        self._pace = Pace(self._bounds)
        self._books = books
        self._name = name
        self._way = way
        self._letters = letters
        self._writing = writing
        self._clock = clock
        self._poll_s = poll_s
        self._outbox = Outbox(books)
        self._has_looked = False
        self._unwritten: Message | None = None  # it ended so, and the books do not say it yet
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"send-{name}", daemon=True)

    def start(self) -> None:
        """Begin; what a crash left under way is marked as unsure first."""
        self._thread.start()

    def stop(self) -> None:
        """Take nothing new; returns at once."""
        self._stop.set()

    def join(self, timeout_s: float) -> None:
        """Wait for the letter under way; one that takes longer is unsure at the next start."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def step(self) -> bool:
        """Do the next thing that is due.

        Returns:
            Whether something was done, so that there may be more.

        Raises:
            BooksError: The books cannot be read or written; it is done again.
        """
        if not self._has_looked:
            self._settle()
        if self._unwritten is not None:
            self._write(self._unwritten, before=MessageState.SENDING)
            self._unwritten = None
        now = self._clock()
        with self._books.reading() as connection:
            due = self._outbox.due(connection, self._name, now, _AT_ONCE)
        late = [one for one in due if is_too_late(one, now)]
        for one in late:
            self._write(given_up(one, one.error or Reason.TOO_LATE.value))
        if late or not due or not self._way.is_ready or self._pace.is_too_fast(now):
            return bool(late)
        self._send(due[0], now)
        return True

    def _send(self, one: Message, now: datetime) -> None:
        if self._pace.is_too_many(one, now):
            self._write(given_up(one, Reason.TOO_MANY.value))
            return
        with self._books.reading() as connection:
            letter = self._letters.letter(connection, one)
        if isinstance(letter, Reason):
            self._write(given_up(one, letter.value))
            return
        marked = taken(one)
        if self._stop.is_set() or not self._write(marked):
            return  # somebody gave it up in this moment
        result, at = self._tried(letter), self._clock()
        if result.went in {Went.SENT, Went.UNSURE}:
            self._pace.count(one, at)
        self._unwritten = ended(marked, result, at)
        self._write(self._unwritten, before=MessageState.SENDING)
        self._unwritten = None

    def _tried(self, letter: Letter) -> Result:
        try:
            return self._way.send(letter)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not stop all others; it may have gone
            _log.warning("a letter by %s ended in %s", self._name, type(error).__name__)
            return Result(Went.UNSURE, FAULT)

    def _settle(self) -> None:
        with self._books.reading() as connection:
            cut_short = self._outbox.under_way(connection, self._name)
            went = self._outbox.sent_since(connection, self._name, self._clock() - DAY)
        self._pace = Pace(self._bounds, went)
        for one in cut_short:
            self._write(interrupted(one), before=MessageState.SENDING)
        self._writing(self._await_no_more).result()
        self._has_looked = True

    def _await_no_more(self) -> bool:
        with self._books.writing() as connection:
            self._outbox.await_no_more(connection, self._clock() - _REPORTED_WITHIN)
        return True

    def _write(self, one: Message, before: MessageState = MessageState.WAITING) -> bool:
        def write() -> bool:
            with self._books.writing() as connection:
                return self._outbox.keep(connection, one, before=before)

        return self._writing(write).result()

    def _run(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause):
            try:
                pause = 0.0 if self.step() else self._poll_s
            except (BooksError, OSError) as error:
                _log.warning("sending by %s rests: %s", self._name, error)
                pause = REST_S

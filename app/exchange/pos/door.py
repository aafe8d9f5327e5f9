"""What doors have in common: limits, and the one thread that does what tills ask, in the order it came."""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass
from typing import Final, Protocol

from app.exchange.pos.askers import Asker
from app.exchange.pos.counter import PosCounter
from app.exchange.pos.messages import Problem, refused
from app.exchange.pos.reasons import PosReason, PosTrouble

LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a door bears.

    Attributes:
        connections: At a time; more are told so and hung up.
        line_s: Seconds within which a line that has begun must end.
        first_s: Seconds within which a connection must say something that can be read.
        idle_s: Seconds without a word after which one that waits for nothing is hung up.
        unread_bytes: Of answers that a till does not read, before it is hung up.
        errors: Lines that cannot be read, before it is hung up.
        remind_s: How often a till hears that its bill still waits.
        reopen_s: Until a port that is not there is tried again.
    """

    connections: int = 32
    line_s: float = 10.0
    first_s: float = 10.0
    idle_s: float = 600.0
    unread_bytes: int = 1_048_576
    errors: int = 20
    remind_s: float = 10.0
    reopen_s: float = 1.0


class Caller(Asker, Protocol):
    """A connection whose line is being answered."""

    def answered(self, *, is_readable: bool) -> None:
        """Hear that the line is done; the next one may come."""


class Door(Protocol):
    """A way for tills to come in."""

    @property
    def trouble(self) -> PosTrouble | None:
        """Why nobody can come in; None while tills can."""

    def start(self) -> None:
        """Begin to listen."""

    def close(self) -> None:
        """Hang up and listen no more; threads have ended when it returns."""


class Clerk:
    """Works off what comes in by all doors, one line at a time; reminds tills that wait.

    Each connection hands in one line and no other until it is answered: the queue is never longer than
    there are connections.

    Args:
        counter: Answers.
        limits: How often tills are reminded.
    """

    def __init__(self, counter: PosCounter, limits: Limits) -> None:
        self._counter = counter
        self._limits = limits
        self._lines: queue.SimpleQueue[tuple[bytes, Caller] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="pos clerk", daemon=True)
        self._reminder = threading.Event()
        self._clock = threading.Thread(target=self._remind, name="pos reminder", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()
        self._clock.start()

    def close(self) -> None:
        """Finish the line under way and stop."""
        self._reminder.set()
        self._lines.put(None)
        for one in (self._thread, self._clock):
            if one.is_alive():
                one.join()

    def hand_in(self, frame: bytes, caller: Caller) -> None:
        """Take a line; its connection hears when it is answered."""
        self._lines.put((frame, caller))

    def _run(self) -> None:
        try:
            self._counter.open()
        except Exception:  # what waited comes back when its till repeats it
            LOG.exception("bills that waited could not be read")
        while (order := self._lines.get()) is not None:
            frame, caller = order
            is_readable = True
            try:
                is_readable = self._counter.take(frame, caller)
            except Exception:  # whatever it is, the other tills must be served
                LOG.exception("a till's line could not be answered")
                caller.send(refused(Problem(PosReason.TRY_AGAIN)))
            caller.answered(is_readable=is_readable)

    def _remind(self) -> None:
        while not self._reminder.wait(self._limits.remind_s):
            try:
                self._counter.remind()
            except Exception:  # it is tried again at the next turn
                LOG.exception("tills could not be reminded")

"""Answers: what the centre decided of this terminal's slips, fetched by the line's thread, awaited by any other."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass
from typing import Final

from app.sync.line import Line
from app.sync.outbox import Outbox, Told

_AT_ONCE: Final = 500
_ANSWERS: Final = "SELECT slip, outcome, reason, decision_text FROM my_answers WHERE slip = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Late:
    """The deadline passed without an answer; it may still come, and stands in the outbox then."""


class Answers:
    """Awaits answers. ``fetch`` is for the line's thread, all else for any.

    Args:
        outbox: Where answers are kept before anybody is told of them.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._awaited: dict[str, Future[Told]] = {}
        self._awaiting = threading.Lock()

    def awaited(self, slip: str) -> Future[Told]:
        """Return the future answer to a slip of this terminal; done where it is there already.

        A future that is cancelled or forgotten costs nothing: the answer is kept in the outbox anyway.
        """
        with self._awaiting:
            future = self._awaited.get(slip)
            if future is None or future.cancelled():
                future = self._awaited[slip] = Future()
        # Asked behind the entry above: an answer that comes in between finds somebody to tell.
        self._tell([found] if (found := self._outbox.answer(slip)) else [])
        return future

    def wait(self, slip: str, within_s: float) -> Told | Late:
        """Wait for an answer, no longer than so many seconds."""
        try:
            return self.awaited(slip).result(timeout=within_s)
        except LateError:
            return Late()

    def fetch(self, line: Line) -> int:
        """Fetch the answers that are there, keep them, and tell those who wait; returns how many.

        Raises:
            OutOfReachError: The line broke; answers fetched so far are kept.
            BooksError: The terminal's file took nothing; they are fetched again.
        """
        self._tell_what_is_kept()
        ids = self._outbox.open_ids(sent=True)
        count = 0
        for start in range(0, len(ids), _AT_ONCE):
            rows = line.query(_ANSWERS, (ids[start : start + _AT_ONCE],))
            told = [Told(row[0], row[1], row[2], bytes(row[3])) for row in rows]
            if told:
                self._outbox.mark_answered(told)
                self._tell(told)
            count += len(told)
        return count

    def _tell_what_is_kept(self) -> None:
        """Tell of answers that came another way: of earlier chains they come with the feed alone."""
        with self._awaiting:
            awaited = list(self._awaited)
        if awaited:
            waiting = set(self._outbox.open_ids())
            kept = [self._outbox.answer(one) for one in awaited if one not in waiting]
            self._tell([one for one in kept if one is not None])

    def _tell(self, told: list[Told]) -> None:
        for one in told:
            with self._awaiting:
                future = self._awaited.pop(one.slip, None)
            if future is not None and future.set_running_or_notify_cancel():
                future.set_result(one)

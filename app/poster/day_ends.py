"""When day-ends are done: behind a date that is closed, a part at a time, and before what needs them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from time import monotonic

from app.operations import close_day, shift
from app.operations.decision import Outcome
from app.operations.slip import Body, Slip
from app.poster.day_end import AT_ONCE, begin_day_end, end_some, finish_day_end
from app.poster.poster import Poster
from app.poster.submission import Answer

_RESTS_S = 2.0  # after one that failed


class DayEnds:
    """Belongs to whoever posts, on the same thread."""

    def __init__(self, poster: Poster, at_once: int = AT_ONCE) -> None:
        """Begin with none under way.

        Args:
            poster: Does the work.
            at_once: Members of one transaction while slips may come in.
        """
        self._poster = poster
        self._at_once = at_once
        self._to_end: tuple[str, date] | None = None  # closed, and the day-end not begun
        self._rests_until = 0.0

    @property
    def is_left(self) -> bool:
        """Whether there is something to do."""
        return self._to_end is not None or self._poster.due.is_left

    def before(self, slips: Iterable[Slip[Body]]) -> None:
        """Do what must stand in the books before these slips are decided.

        Raises:
            BooksError: It could not be written.
        """
        self._begin()
        if any(is_of_the_house(slip) for slip in slips):
            finish_day_end(self._poster)

    def after(self, body: Body, answer: Answer) -> None:
        """Take down that a date was closed, if this slip did so."""
        is_closed = answer.decision.outcome is Outcome.POSTED and not answer.is_repeat
        if isinstance(body, close_day.CloseDay) and is_closed:
            self._to_end = (answer.slip_id, body.date)

    def some(self) -> bool:
        """Do a part while nobody waits; what fails is tried again after a while.

        Returns:
            Whether something was done.
        """
        if not self.is_left or monotonic() < self._rests_until:
            return False
        try:
            self._begin()
            if self._poster.due.is_left:
                end_some(self._poster, self._at_once)
        except Exception:  # noqa: BLE001 - whatever it is, this thread must go on
            self._rests_until = monotonic() + _RESTS_S
            return False
        return True

    def repeat_last(self) -> None:
        """Have the last closed day's work done again: it does nothing unless a crash had cut it short.

        Raises:
            BooksError: The books cannot be read.
        """
        days = self._poster.house().days
        if not days:
            return
        last = max(days)
        books = self._poster.books
        sql = books.sql(
            "SELECT slip FROM decisions WHERE kind = 'close_day' AND outcome = 'posted' AND business_date = ?"
        )
        with books.reading() as connection:
            cause = connection.exec_driver_sql(sql, (last.isoformat(),)).scalar()
        if cause:
            self._to_end = (str(cause), last)

    def _begin(self) -> None:
        if self._to_end is not None:
            begin_day_end(self._poster, *self._to_end)
            self._to_end = None


def is_of_the_house(slip: Slip[Body]) -> bool:
    """Tell whether a slip may concern every member, or change the rules for them; a shift does not."""
    return not slip.member and slip.kind not in {shift.OPEN_KIND, shift.CLOSE_KIND}

"""How many texts may go: to one member within a day, and by one modem within a minute."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.loyalty.ids import MemberId
from app.operations import sms_in
from app.operations.notices import is_about_safety
from app.store.outbox import Message

DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The most that leaves; 0 for as many as there are.

    Attributes:
        a_day: To one member within 24 hours, answers apart.
        answers_a_day: Answers to one member within 24 hours.
        a_minute: By the way within a minute.
    """

    a_day: int = 0
    answers_a_day: int = 0
    a_minute: int = 0


class Pace:
    """Knows what went within the last day.

    Args:
        bounds: The most that leaves.
        went: To whom which kind went within the last day, the oldest first.
    """

    def __init__(self, bounds: Bounds, went: Iterable[tuple[MemberId, str, datetime]] = ()) -> None:
        self._bounds = bounds
        self._went: deque[tuple[MemberId, bool, datetime]] = deque()
        self._counts: Counter[tuple[MemberId, bool]] = Counter()
        for member, kind, at in went:
            self._count(member, kind, at)

    def is_too_fast(self, now: datetime) -> bool:
        """Tell whether the minute's texts have gone, so that the next one waits."""
        most = self._bounds.a_minute
        if not most or len(self._went) < most:
            return False
        return now - _MINUTE < self._went[-most][2] <= now

    def is_too_many(self, one: Message, now: datetime) -> bool:
        """Tell whether a member has had the day's texts, or the day's answers.

        What concerns the safety of an account goes all the same.
        """
        self._forget(now - DAY)
        is_answer = one.kind == sms_in.KIND
        most = self._bounds.answers_a_day if is_answer else self._bounds.a_day
        if not most or is_about_safety(one.kind, one.figures):
            return False
        return self._counts[one.member, is_answer] >= most

    def count(self, one: Message, at: datetime) -> None:
        """Take note that a text went, or may have gone."""
        self._count(one.member, one.kind, at)

    def _count(self, member: MemberId, kind: str, at: datetime) -> None:
        is_answer = kind == sms_in.KIND
        self._went.append((member, is_answer, at))
        self._counts[member, is_answer] += 1

    def _forget(self, until: datetime) -> None:
        while self._went and self._went[0][2] <= until:
            member, is_answer, _ = self._went.popleft()
            self._counts[member, is_answer] -= 1
            if not self._counts[member, is_answer]:
                del self._counts[member, is_answer]

"""Clears what a centre need not keep: rows of the feed that are older than 90 days, a part at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from app.store.books import Books

KEPT_FOR: Final = timedelta(days=90)  # a terminal that was away for longer begins with a snapshot
_EVERY: Final = timedelta(minutes=10)
_AT_ONCE: Final = 2_000


class FeedClearing:
    """Clears the feed between batches.

    Args:
        books: The centre's.
        clock: The poster's time, aware.
        kept_for: How long rows are kept.
    """

    def __init__(
        self, books: Books, clock: Callable[[], datetime], kept_for: timedelta = KEPT_FOR
    ) -> None:
        self._books = books
        self._clock = clock
        self._kept_for = kept_for
        self._next: datetime | None = None

    def is_due(self, connection: Connection) -> bool:
        """Tell whether it is time to look again."""
        del connection
        return self._next is None or self._clock() >= self._next

    def __call__(self, connection: Connection) -> Sequence[str]:
        """Clear a part; nobody need be told."""
        now = self._clock()
        # The lowest numbers go first, so that what is left of each address and shard has no gap. Each part is
        # cut off at a number, not at a time: two rows of one moment stay together in order.
        text = (
            "DELETE FROM feed f USING (SELECT address, shard, MAX(number) AS number FROM "
            "(SELECT address, shard, number FROM feed WHERE at < ? ORDER BY at LIMIT ?) old "
            "GROUP BY address, shard) o WHERE f.address = o.address AND f.shard = o.shard AND f.number <= o.number"
        )
        before = (now - self._kept_for).isoformat()
        done = connection.exec_driver_sql(self._books.sql(text), (before, _AT_ONCE)).rowcount
        self._next = now if done >= _AT_ONCE else now + _EVERY
        return ()

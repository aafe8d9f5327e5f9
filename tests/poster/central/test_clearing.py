"""Old rows of the feed go, the lowest numbers first; what is left has no gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.poster.central.clearing import FeedClearing
from app.store.verify import verify
from tests.poster.central.test_service import spend
from tests.support.book import Book
from tests.support.central_poster import Terminal, posting
from tests.support.postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


def test_rows_older_than_they_are_kept_go_and_leave_no_gap(
    book: Book, url: str, desk: Terminal
) -> None:
    with posting(url):
        for n in range(12):
            spend(desk, str(n), "li" if n % 2 else "wu")
        desk.push()
        desk.until_answered()
    clock = {"now": datetime.now(UTC)}
    clearing = FeedClearing(book.books, lambda: clock["now"], timedelta(days=90))

    def clear() -> int:
        with book.books.writing() as connection:
            if clearing.is_due(connection):
                clearing(connection)
        return int(book.rows("SELECT COUNT(*) FROM feed")[0][0])

    assert clear() == 12
    with book.books.writing() as connection:  # half of each shard's rows are of long ago
        connection.exec_driver_sql(
            "UPDATE feed SET at = '2026-01-01T00:00:00+00:00' WHERE number <= "
            "(SELECT MIN(o.number) + 2 FROM feed o WHERE o.shard = feed.shard)"
        )
    assert clear() == 12  # it looks again after a while
    clock["now"] += timedelta(minutes=11)
    assert clear() == 6
    assert verify(book.books).broken == []
    clock["now"] += timedelta(days=91)
    assert clear() == 0
    assert verify(book.books).broken == []

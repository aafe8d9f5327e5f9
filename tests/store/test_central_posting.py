"""The poster's login is enough for all that is posted, and the auditor's for checking all of it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from app.poster.replay import replay
from app.store.books import Books
from app.store.verify import verify
from tests.poster.busy import play
from tests.support.book import KEYS, Book
from tests.support.centre import as_user, new_centre
from tests.support.postgres import INSTALL, binaries, server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with server() as url:
        yield url


def test_a_day_is_posted_by_the_poster_and_checked_by_the_auditor(cluster: str) -> None:
    url = new_centre(cluster, "posting")
    book = Book(as_user(url, "innpoint_poster"), settings={"clawback": "debt"})
    play(book, random.Random(15), 120)
    book.close_day()
    play(book, random.Random(16), 30)
    book.close()
    with Books.open(as_user(url, "innpoint_auditor"), lambda _: KEYS) as books:
        report = verify(books, thorough=True)
        assert report.checked["slips"] > 150
        assert report.broken == []
        assert replay(books).differing == ()

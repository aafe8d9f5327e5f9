"""One server for all tests of this folder, a database for each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from app.store.verify import verify
from tests.support.book import Book
from tests.support.central_poster import Running, Terminal, new_database, posting
from tests.support.postgres import server

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
def url(cluster: str) -> str:
    return new_database(cluster, f"centre{next(_NUMBERS)}")


@pytest.fixture
def book(url: str) -> Iterator[Book]:
    """A hotel that was set up at the centre, with two members; its books are whole in the end."""
    made = Book(url)
    for member in ("li", "wu"):
        made.enrol(member)
        made.set_pin(member)
        made.top_up(member, 100_000)
    made.put_reward("mug", 120, stock=4)
    yield made
    assert verify(made.books).broken == []
    made.close()


@pytest.fixture
def running(url: str, book: Book) -> Iterator[Running]:
    with posting(url) as made:
        yield made


@pytest.fixture
def desk(book: Book) -> Terminal:
    return Terminal(book.books, "desk-7").join()

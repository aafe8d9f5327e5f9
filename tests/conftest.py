"""What all tests share: the option for larger numbers, and a book that must be clean when a test ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.book import Book


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="larger numbers: soaks, kill and power-cut rounds"
    )
    parser.addoption(
        "--monkey-seed", type=int, default=None, help="play the monkey's day of this seed again"
    )


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether the larger numbers were asked for."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session", autouse=True)
def pcsc_socket(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lead PC/SC's library away from this machine's daemon; it reads the variable once in a process."""
    path = tmp_path_factory.mktemp("pcsc") / "s"
    os.environ["PCSCLITE_CSOCK_NAME"] = str(path)
    return path


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Book]]:
    """Found a hotel once for each programme and its settings; tests take copies."""
    known: dict[str, Book] = {}

    def find(**more: Any) -> Book:
        key = repr(sorted(more.items()))
        if key not in known:
            known[key] = Book(tmp_path_factory.mktemp("founded") / "house.books", **more)
        return known[key]

    yield find
    for one in known.values():
        one.close()


@pytest.fixture
def make_book(tmp_path: Path, founded: Callable[..., Book]) -> Iterator[Callable[..., Book]]:
    """Make books in files of their own; every one must be clean when the test ends."""
    made: list[Book] = []

    def make(**more: Any) -> Book:
        made.append(founded(**more).clone(tmp_path / f"{len(made)}.books"))
        return made[-1]

    yield make
    try:
        for one in made:
            assert one.broken() == []
    finally:
        for one in made:
            one.close()


@pytest.fixture
def book(make_book: Callable[..., Book]) -> Book:
    """A founded hotel with the house programme; clean when the test ends."""
    return make_book()

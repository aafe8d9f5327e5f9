"""Terminals that have joined, and a centre on a real PostgreSQL; each is closed when the test ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import server
from tests.support.proxy import Proxy
from tests.sync.centre import Centre, Desk, database
from tests.sync.terminals import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
def centre(cluster: str, request: pytest.FixtureRequest) -> Iterator[Centre]:
    made = Centre(database(cluster, f"t{abs(hash(request.node.name))}"))
    made.book.enrol("li")
    made.book.put_reward("mug", 100)
    yield made
    made.stop()
    assert made.book.broken() == []
    made.close()


@pytest.fixture
def proxy(centre: Centre) -> Iterator[Proxy]:
    made = Proxy(centre.folder / ".s.PGSQL.5432")
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, centre: Centre, proxy: Proxy) -> Iterator[Desk]:
    made = Desk(tmp_path, centre, proxy.port)
    yield made
    made.close()

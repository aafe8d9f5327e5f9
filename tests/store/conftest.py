"""A server for the tests of a centre's rights, and a centre on it that nobody changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.centre import connected, join, new_centre
from tests.support.postgres import server


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture(scope="module")
def centre(cluster: str) -> str:
    url = new_centre(cluster, "matrix")
    join(url, "desk-1")
    with connected(url) as connection:
        connection.exec_driver_sql("CREATE ROLE stranger LOGIN")
    return url

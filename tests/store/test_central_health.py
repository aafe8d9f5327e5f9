"""How a centre is, in figures that are in its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from app.store.books import HEAD
from app.store.central_health import health_of, metrics
from tests.support.centre import as_user, connected, join, new_centre, new_database
from tests.support.postgres import INSTALL, binaries, server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with server() as url:
        yield url


def test_what_waits_is_counted_and_who_posts_is_named(cluster: str) -> None:
    url = new_centre(cluster, "health")
    for name in ("desk-1", "desk-2"):
        terminal = join(url, name)
        with connected(terminal) as connection:
            for number in range(3 if name == "desk-1" else 1):
                connection.exec_driver_sql(
                    "INSERT INTO inbox (id, terminal, incarnation, sequence, push, text) "
                    "VALUES (%s, %s, 1, 1, 'p', '\\x00')",
                    (f"{name}-{number}", name),
                )
            connection.exec_driver_sql(
                "INSERT INTO questions (id, terminal, incarnation, kind, payload) VALUES (%s, %s, 1, 'card', '')",
                (f"q-{name}", name),
            )
    with connected(as_user(url, "innpoint_poster")) as connection:
        connection.exec_driver_sql(
            f"UPDATE inbox SET arrived = {_NOW} - 90000000 WHERE id = 'desk-1-0'"
        )
        connection.exec_driver_sql("UPDATE inbox SET waits = 'gap' WHERE id = 'desk-1-2'")
        connection.exec_driver_sql(
            f"INSERT INTO leases VALUES ('intake', 3, 'a\"b', {_NOW} + 5000000)"
        )
        connection.exec_driver_sql(
            f"INSERT INTO leases VALUES ('old', 1, 'gone', {_NOW} - 5000000)"
        )
        connection.exec_driver_sql("INSERT INTO chains VALUES ('desk-1', 1, '', '', 17, 'h', '')")
        connection.exec_driver_sql(
            "UPDATE terminals SET seen_at = '2026-11-23T06:00:00+00:00', clock_offset_ms = -1500 "
            "WHERE terminal = 'desk-1'"
        )
        connection.exec_driver_sql("INSERT INTO feed VALUES (1, 'hotel', 1, 'k', '', '', '')")
        connection.exec_driver_sql(
            "INSERT INTO todos VALUES (1, 'm', 's', 'hotel', 'desk-1', 'r', '', '', '', ''), "
            "(1, 'm', 't', 'hotel', 'desk-1', 'r', '', 'then', 'sue', '')"
        )
    with connected(as_user(url, "innpoint_auditor")) as connection:
        found = health_of(connection)
    assert (found.schema, found.epoch, found.is_newest, found.is_posted) == (HEAD, 1, True, True)
    assert (found.inbox, found.questions, found.todos, found.feed) == (4, 2, 1, 1)
    assert 90 <= found.inbox_oldest_s < 150
    assert found.questions_oldest_s < 60
    assert found.waits == (("gap", 1),)
    assert [(one.name, one.number, one.left_s > 0) for one in found.leases] == [
        ("intake", 3, True),
        ("old", 1, False),
    ]
    desk, other = found.terminals
    assert (desk.terminal, desk.state, desk.clock_offset_s, desk.accepted, desk.waiting) == (
        "desk-1", "active", -1.5, 17, 3,
    )  # fmt: skip
    assert (other.seen_at, other.accepted, other.waiting) == ("", 0, 1)
    told = metrics(found)
    assert "innpoint_inbox_slips 4\n" in told
    assert 'innpoint_lease_left_seconds{name="intake",poster="a\\"b"}' in told
    assert 'innpoint_terminal_clock_offset_seconds{terminal="desk-1"} -1.5' in told
    assert 'innpoint_terminal_state{terminal="desk-2",state="active",face="desk"} 1' in told
    sample = re.compile(r'[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? -?[0-9.e+-]+')
    for line in told.splitlines():
        assert line.startswith("# ") or sample.fullmatch(line), line


def test_a_database_without_books_says_so(cluster: str) -> None:
    with connected(new_database(cluster, "bare")) as connection:
        found = health_of(connection)
    assert (found.schema, found.is_newest, found.is_posted) == ("", False, False)
    assert 'innpoint_schema_current{schema=""} 0' in metrics(found)

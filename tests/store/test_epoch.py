"""A central book notices that it was brought back: by its timeline, as a copy elsewhere, or because it is told."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Connection, create_engine

from app.bootstrap.private_postgres import INSTALL, Wishes, binaries, start
from app.store.books import Books
from app.store.epoch import current_epoch, epoch_now, restored, server_of, stored_server
from tests.support.book import KEYS
from tests.support.centre import as_user, connected, new_centre

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="innpoint-pg-"))
    yield path
    shutil.rmtree(path)


def message(connection: Connection) -> None:
    connection.exec_driver_sql(
        "INSERT INTO messages VALUES "
        "('m1', 's', 'm', 'sms', 'en', 'k', '', '', 'waiting', 0, '', NULL, '', '', '', NULL)"
    )


def until_recovered(url: str) -> None:
    for _ in range(500):
        with connected(url) as connection:
            if not connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar():
                return
        sleep(0.02)
    raise AssertionError("it stays in recovery")


def state(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT state FROM messages").scalar_one())


def test_a_restore_to_another_timeline_begins_the_next_epoch_once(folder: Path) -> None:
    hasty = Wishes(durable=False)
    server = start(folder, hasty)
    url = new_centre(server.url(), "innpoint_book")
    poster = as_user(url, "innpoint_poster")
    with connected(poster) as connection:
        message(connection)
        assert stored_server(connection) is None
        assert current_epoch(connection) == 1
        assert stored_server(connection) == server_of(connection)
    server.stop()
    server = start(folder, hasty)
    with connected(poster) as connection:
        assert current_epoch(connection) == 1  # a restart brings nothing back
        assert (server_of(connection)[0], state(connection)) == ("1", "waiting")
    server.stop()
    (folder / "data" / "recovery.signal").touch()  # what a restore to a point in time leaves
    server = start(folder, Wishes(durable=False, settings={"restore_command": "false"}))
    try:
        until_recovered(url)
        with connected(poster) as connection:
            assert server_of(connection)[0] == "2"
            assert current_epoch(connection) == 2
            assert current_epoch(connection) == 2
            assert state(connection) == "unsure"
        with connected(poster) as connection:
            assert (current_epoch(connection), epoch_now(connection)) == (2, 2)
    finally:
        server.stop()


def test_a_copy_is_noticed_by_itself_and_one_in_its_own_place_is_said(folder: Path) -> None:
    server = start(folder, Wishes(durable=False))
    try:
        url = new_centre(server.url(), "first")
        with connected(url) as connection:
            assert current_epoch(connection) == 1
            # The same database, emptied and filled from a dump: nothing shows it.
            assert restored(connection) == 2
            assert restored(connection) == 3
        admin = create_engine(server.url(), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE second TEMPLATE first")
        admin.dispose()
        with connected(as_user(url, database="second")) as connection:
            assert restored(connection) == 4  # noticed and said: it is one restore
            assert current_epoch(connection) == 4
        with connected(url) as connection:
            assert current_epoch(connection) == 3
    finally:
        server.stop()


def test_whatever_is_undone_began_no_epoch(folder: Path) -> None:
    server = start(folder, Wishes(durable=False))
    try:
        url = new_centre(server.url(), "undone")
        with connected(url) as connection:
            kept = connection.begin_nested()
            assert restored(connection) == 2
            kept.rollback()
            assert epoch_now(connection) == 1
        with Books.open(url, lambda _: KEYS) as books, books.reading() as connection:
            assert epoch_now(connection) == 1
    finally:
        server.stop()

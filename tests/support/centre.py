"""A centre's database on a real server: with its roles and rights, and terminals that may sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import make_url

from app.store.books import Books
from app.store.central_rights import apply_rights
from app.store.central_terminals import Invitation, invite
from tests.support.book import KEYS

PASSWORD = "the one-time word of a test"


def new_database(cluster: str, name: str) -> str:
    """Make an empty database; returns its address."""
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return as_user(cluster, database=name)


def as_user(url: str, user: str = "", *, database: str = "") -> str:
    """Return an address with another user or database."""
    made = make_url(url)
    made = made.set(username=user or made.username, database=database or made.database)
    return made.render_as_string(hide_password=False)


def new_centre(cluster: str, name: str) -> str:
    """Make a database with tables, roles and rights; returns its address as a superuser."""
    url = new_database(cluster, name)
    Books.open(url, lambda _: KEYS, create=True).close()
    with connected(url) as connection:
        apply_rights(connection)
    return url


def join(url: str, terminal: str, *, incarnation: int = 1, property_id: str = "hotel") -> str:
    """Make a terminal that is active; returns its address."""
    until = datetime.now(UTC) + timedelta(hours=1)
    with connected(url) as connection:
        login = invite(
            connection,
            Invitation(
                terminal=terminal, property=property_id, face="desk", password=PASSWORD, until=until
            ),
        )
        connection.exec_driver_sql(
            "UPDATE terminals SET state = 'active', incarnation = %s WHERE terminal = %s",
            (incarnation, terminal),
        )
    return as_user(url, login)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Open one transaction as somebody; it commits at the end."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def look(url: str, terminal: str, text: str) -> set[object]:
    """Return the first column of what a terminal's login is shown."""
    with connected(as_user(url, f"innpoint_t_{terminal.replace('-', '_')}")) as connection:
        return {row[0] for row in connection.exec_driver_sql(text)}

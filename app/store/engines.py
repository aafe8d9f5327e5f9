"""Engines for books and terminal files: the pragmas of an SQLite file, and files that only their key opens."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for the poster
    "synchronous=FULL",  # NORMAL loses acknowledged commits at a power cut (measured)
    "foreign_keys=ON",
    "busy_timeout=5000",
    "cell_size_check=ON",
    "trusted_schema=OFF",
    "cache_size=-65536",
    "temp_store=MEMORY",
)
FILE_KEY = 32


def make_engine(url: str, file_key: bytes | None = None, *, pings: bool = True) -> Engine:
    """Make the engine of books or of a terminal file; nothing is opened yet.

    Args:
        url: SQLAlchemy URL.
        file_key: 32 bytes that a file is encrypted with (SQLCipher); None for a plain file or a server.
        pings: Try a server's connection before each use, which costs a round trip; without it the first use
            after a restart of the server fails.

    Raises:
        ValueError: The key has another length, or the URL names no file.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=pings)
    if file_key is None:
        engine = create_engine(
            url, connect_args={"check_same_thread": False, "cached_statements": 512}
        )
    else:
        engine = _sealed(url, file_key)

    @event.listens_for(engine, "connect")
    def _set_up(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # BEGIN and COMMIT are ours
        for pragma in PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _sealed(url: str, file_key: bytes) -> Engine:
    path = make_url(url).database
    if len(file_key) != FILE_KEY or path in {None, "", ":memory:"}:
        raise ValueError(f"a sealed file has a path, and a key of {FILE_KEY} bytes")
    from sqlcipher3 import dbapi2  # a library of 7 MB that most houses do not need

    def opened() -> Any:  # noqa: ANN401 - the connection of another library than sqlite3
        raw = dbapi2.connect(path, check_same_thread=False, cached_statements=512)
        raw.execute("PRAGMA cipher_log_level = NONE")  # what is wrong is raised, not printed
        # The raw key: it is chance already, and stretching it would cost a second at each connection.
        raw.execute(f"PRAGMA key = \"x'{file_key.hex()}'\"")
        return raw

    return create_engine("sqlite://", module=dbapi2, creator=opened, poolclass=QueuePool)

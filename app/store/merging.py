"""Many rows into one table in one go: row by row on SQLite, by COPY or one set-based merge on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Boolean, Connection, LargeBinary, SmallInteger, Table, Text
from sqlalchemy.types import BigInteger, Integer, TypeEngine

from app.store.books import Books

# Below it, one statement with arrays is faster than the two more round trips of a COPY.
WORTH_A_COPY: Final = 24


def merge(
    books: Books,
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    conflict: str = "",
) -> None:
    """Insert rows; nothing for none.

    Args:
        books: Whose rows.
        connection: Within the caller's transaction.
        table: Where they go.
        columns: Which ones, in the order of the values.
        rows: Their values; with ``conflict`` no two of them have the same key.
        conflict: What becomes of a row that is there already, from ``ON CONFLICT`` on.
    """
    if not rows:
        return
    if books.is_embedded:
        connection.exec_driver_sql(_row_by_row(table, columns, conflict), list(rows))
    elif len(rows) < WORTH_A_COPY or _is_piped(connection):
        arrays = tuple(list(values) for values in zip(*rows, strict=True))
        connection.exec_driver_sql(_from_arrays(table, columns, conflict), arrays)
    elif not conflict:
        _copy(connection, _copied(table.name, columns), rows)
    else:
        beside = f"new_{table.name}"
        connection.exec_driver_sql(
            f"CREATE TEMP TABLE IF NOT EXISTS {beside} (LIKE {table.name}) ON COMMIT DELETE ROWS"
        )
        _copy(connection, _copied(beside, columns), rows)
        connection.exec_driver_sql(_from_beside(table.name, beside, columns, conflict))
        connection.exec_driver_sql(f"TRUNCATE {beside}")


def _is_piped(connection: Connection) -> bool:
    """Tell whether statements go in one go (``Books.in_one_go``): there is no COPY among them."""
    driver: Any = connection.connection.driver_connection
    return bool(driver.pgconn.pipeline_status)


def _copy(connection: Connection, text: str, rows: Sequence[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(text) as copy:
        for row in rows:
            copy.write_row(row)


def _named(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


@lru_cache(maxsize=256)
def _row_by_row(table: Table, columns: tuple[str, ...], conflict: str) -> str:
    marks = ",".join("?" * len(columns))
    return f"INSERT INTO {table.name} ({_named(columns)}) VALUES ({marks}) {conflict}"


@lru_cache(maxsize=256)
def _from_arrays(table: Table, columns: tuple[str, ...], conflict: str) -> str:
    arrays = ", ".join(f"%s::{_array(table.c[name].type)}" for name in columns)
    chosen = f"SELECT * FROM unnest({arrays})"
    return f"INSERT INTO {table.name} ({_named(columns)}) {chosen} {conflict}"


def _copied(table: str, columns: tuple[str, ...]) -> str:
    return f"COPY {table} ({_named(columns)}) FROM STDIN"


def _from_beside(table: str, beside: str, columns: tuple[str, ...], conflict: str) -> str:
    named = _named(columns)
    return f"INSERT INTO {table} ({named}) SELECT {named} FROM {beside} {conflict}"


def _array(kind: TypeEngine[Any]) -> str:
    for known, name in (
        (SmallInteger, "smallint[]"),
        (BigInteger, "bigint[]"),
        (Integer, "integer[]"),
        (Text, "text[]"),
        (LargeBinary, "bytea[]"),
        (Boolean, "boolean[]"),
    ):
        if isinstance(kind, known):
            return name
    raise TypeError(f"no array of {kind!r}")

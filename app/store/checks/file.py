"""Whether the file is whole: its pages, its tables, the refusal of changes, and what kind of value stands where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, LargeBinary, Table, inspect

from app.store.books import Books
from app.store.checks.found import ask, row_name
from app.store.metadata import METADATA
from app.store.tables import APPEND_ONLY

_MOST = 100


def pages(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """SQLite's own look at its pages."""
    if books.is_embedded:
        for (said,) in connection.exec_driver_sql("PRAGMA quick_check"):
            if said != "ok":
                yield "file", str(said)


def tables(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Every table is there, with every column."""
    del books
    seen = inspect(connection)
    there = set(seen.get_table_names())
    for table in METADATA.sorted_tables:
        if table.name not in there:
            yield table.name, "this table is missing"
            continue
        columns = {one["name"] for one in seen.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                yield f"{table.name}.{column.name}", "this column is missing"


def triggers(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """The journal refuses changes: the triggers that do it are there, as they were made, and no others."""
    if not books.is_embedded:
        text = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        there = {str(row[0]) for row in connection.exec_driver_sql(text)}
        for name in (f"{table}_append_only" for table in APPEND_ONLY):
            if name not in there:
                yield name, "this trigger is missing: the journal can be changed"
        return
    text = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    found = {
        str(name): " ".join(str(sql).split()) for name, sql in connection.exec_driver_sql(text)
    }
    wanted = _triggers()
    for name, sql in wanted.items():
        if name not in found:
            yield name, "this trigger is missing: the journal can be changed"
        elif found[name] != sql:
            yield name, "this trigger is not the one that was made"
    for name in found.keys() - wanted.keys():
        yield name, "nobody knows this trigger"


def _triggers() -> dict[str, str]:
    return {
        f"{table}_no_{act.lower()}": f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for act in ("UPDATE", "DELETE")
    }


def kinds(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Values are of the kind that their column declares; SQLite would take any."""
    if not books.is_embedded:
        return
    for table in _there(connection):
        allowed = {column.name: _kinds(column) for column in table.columns}
        keys = [column.name for column in table.primary_key.columns]
        marks = ",".join(f'"{name}"' for name in keys)
        types = ",".join(f'typeof("{name}")' for name in allowed)
        wrong = " OR ".join(
            f'typeof("{name}") NOT IN ({", ".join(map(repr, kinds))})'
            for name, kinds in allowed.items()
        )
        text = f"SELECT {marks},{types} FROM {table.name} WHERE {wrong} LIMIT {_MOST}"
        for row in ask(books, connection, text):
            name = row_name(table.name, keys, row[: len(keys)])
            for column, kind in zip(allowed, row[len(keys) :], strict=True):
                if kind not in allowed[column]:
                    yield name, f"{table.name}.{column} holds {kind}, not {allowed[column][0]}"


def _there(connection: Connection) -> list[Table]:
    names = set(inspect(connection).get_table_names())
    return [table for table in METADATA.sorted_tables if table.name in names]


def _kinds(column: Column[Any]) -> tuple[str, ...]:
    kind = "text"
    if isinstance(column.type, LargeBinary):
        kind = "blob"
    elif isinstance(column.type, (Boolean, BigInteger, Integer)):
        kind = "integer"
    return (kind, "null") if column.nullable else (kind,)


def texts(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Texts are UTF-8. Asked only where one could not be read: it reads everything."""
    if not books.is_embedded:
        return
    there = _there(connection)  # asked before texts are bytes
    raw: Any = connection.connection.driver_connection
    before, raw.text_factory = raw.text_factory, bytes
    try:
        for table in there:
            keys = [column.name for column in table.primary_key.columns]
            names = [*keys, *(column.name for column in table.columns if column.name not in keys)]
            marks = ",".join(f'"{name}"' for name in names)
            for row in connection.exec_driver_sql(f"SELECT {marks} FROM {table.name}"):
                for column, value in zip(names, row, strict=True):
                    is_text = not isinstance(table.columns[column].type, LargeBinary)
                    if is_text and isinstance(value, bytes) and not _is_utf8(value):
                        yield row_name(table.name, keys, row[: len(keys)]), f"{column} is no text"
    finally:
        raw.text_factory = before


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True

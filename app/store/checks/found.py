"""What a check is, and how it asks the books and names what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.store.books import Books, Fault, fault_of

Check = Callable[[Books, Connection], Iterable[tuple[str, str]]]
"""Yields what is broken: the entry, and why. Raises nothing for a value that is wrong."""


def ask(books: Books, connection: Connection, text: str) -> list[Any]:
    """Run a statement without parameters; a ``%`` in it is one on both engines."""
    return list(connection.exec_driver_sql(text if books.is_embedded else text.replace("%", "%%")))


def could_not_be_asked(error: DatabaseError) -> bool:
    """Tell whether an engine could not do one statement (a table gone, a value that is none) on a sound file."""
    name = getattr(error.orig, "sqlite_errorname", None) or "SQLITE_ERROR"
    return fault_of(error) is Fault.DAMAGED and name in {"SQLITE_ERROR", "SQLITE_MISMATCH"}


def octets(value: object) -> bytes | None:
    """Return a value that must be bytes; None where a hand has put something else there."""
    return bytes(value) if isinstance(value, (bytes, memoryview)) else None


def row_name(table: str, keys: Sequence[str], values: Sequence[object]) -> str:
    """Name a row by its key: a slip by its id alone, a card by its last four digits only."""
    for slip in ("slip", "id"):
        if slip in keys:
            return plain(values[keys.index(slip)])
    if table == "cards":
        return f"card …{plain(values[0])[-4:]}"
    if table == "claims":  # behind the colon may stand what nobody is to read here
        return f"claim {plain(values[0]).split(':', 1)[0]}"
    said = (plain(one) for key, one in zip(keys, values, strict=True) if key != "shard")
    return " ".join((table, *said))


def plain(value: object) -> str:
    """Write any value of a column as text."""
    return value.decode(errors="backslashreplace") if isinstance(value, bytes) else str(value)

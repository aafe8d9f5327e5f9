"""The audit table: reads and works on IC cards are no slips, but who did what is written down."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import Connection

from app.store.books import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One look at the books.

    Attributes:
        id: UUIDv7.
        act: What was looked for, e.g. ``swipe`` or ``search``.
        member: Whom it showed; empty for none or many.
        facts: What was asked, without personal data.
    """

    id: str
    at: datetime
    terminal: str
    operator: str
    act: str
    member: str = ""
    facts: str = ""


def note(books: Books, connection: Connection, read: Read) -> None:
    """Write a read down within the caller's transaction."""
    values = tuple(one.isoformat() if isinstance(one, datetime) else one for one in astuple(read))
    connection.exec_driver_sql(books.sql("INSERT INTO audit VALUES (?,?,?,?,?,?,?)"), values)

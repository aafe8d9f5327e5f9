"""What members held at the end of a past day, and what of theirs ends by a day: sums, asked and written nowhere."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from app.store.books import Books

_LEGS: Final = (
    "SUM(CASE WHEN substr(target, 1, 7) = 'member:' THEN amount ELSE 0 END) - "
    "SUM(CASE WHEN substr(source, 1, 7) = 'member:' THEN amount ELSE 0 END)"
)


def balances_on(
    books: Books, connection: Connection, day: date, member: str = ""
) -> dict[str, int]:
    """Return what members held when a business date had ended, holds among it, by asset in minor units.

    What was undone later still counts on its day: an undoing is an entry of its own date.

    Args:
        books: Whose.
        connection: A reading one.
        day: The business date.
        member: Of one member; empty: of all, which is what the house owes.
    """
    text = f"SELECT asset, {_LEGS} FROM transfers WHERE business_date <= ?"
    return _sums(books, connection, text, (day.isoformat(),), member)


def ending_by(books: Books, connection: Connection, day: date, member: str = "") -> dict[str, int]:
    """Return what is left now of lots whose last day is a day or one before it, by asset in minor units.

    Args:
        books: Whose.
        connection: A reading one.
        day: The day; lots that end on it are among them.
        member: Of one member; empty: of all.
    """
    text = "SELECT asset, SUM(remaining) FROM lots WHERE remaining > 0 AND expires_on <= ?"
    return _sums(books, connection, text, (day.isoformat(),), member)


def _sums(
    books: Books, connection: Connection, text: str, values: tuple[str, ...], member: str
) -> dict[str, int]:
    if member:
        text, values = f"{text} AND member = ?", (*values, member)
    rows = connection.exec_driver_sql(books.sql(f"{text} GROUP BY asset ORDER BY asset"), values)
    return {str(asset): int(amount) for asset, amount in rows if amount}

"""The feed: what changed, for whom, numbered without a gap for each address and shard in the deciding transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from app.store import central_tables
from app.store.books import Books
from app.store.merging import merge
from app.store.writing import Batch

DECISION: Final = "decision"
ANSWER: Final = "answer"
_COLUMNS = ("shard", "address", "number", "kind", "slip", "at", "payload")


def tell_decisions(books: Books, connection: Connection, property_id: str, batch: Batch) -> None:
    """Tell a property of the decisions of one batch.

    A decision's number in its shard is its number in the property's feed: every decision of a book is told
    to its one property, so both count the same things without a gap.
    """
    rows: list[tuple[Any, ...]] = []
    heads: dict[int, int] = {}
    for decision in batch.decisions:
        shard, slip, number, at = decision[0], decision[2], decision[3], decision[9]
        rows.append((shard, property_id, number, DECISION, slip, at, None))
        heads[shard] = max(number, heads.get(shard, 0))
    merge(books, connection, central_tables.feed, _COLUMNS, rows)
    merge(
        books,
        connection,
        central_tables.feed_heads,
        ("address", "shard", "number"),
        [(property_id, shard, number) for shard, number in heads.items()],
        "ON CONFLICT (address, shard) DO UPDATE SET number = excluded.number",
    )


def tell_terminal(
    books: Books,
    connection: Connection,
    terminal: str,
    shard: int,
    told: Sequence[tuple[str, str, bytes]],
    at: str,
) -> None:
    """Tell one terminal something.

    Args:
        books: Whose feed.
        connection: Within the caller's transaction.
        terminal: Whom.
        told: A kind, the id of what it answers, and a payload each.
        shard: The property's: a terminal's own feed has one counter.
        at: The poster's time, ISO.
    """
    if not told:
        return
    address = address_of(terminal)
    text = (
        "INSERT INTO feed_heads (address, shard, number) VALUES (?, ?, ?) "
        "ON CONFLICT (address, shard) DO UPDATE SET number = feed_heads.number + excluded.number RETURNING number"
    )
    values = (address, shard, len(told))
    last = int(connection.exec_driver_sql(books.sql(text), values).scalar_one())
    rows = [
        (shard, address, last - len(told) + at_line, kind, slip, at, payload)
        for at_line, (kind, slip, payload) in enumerate(told, 1)
    ]
    merge(books, connection, central_tables.feed, _COLUMNS, rows)


def address_of(terminal: str) -> str:
    """Return the address of what only one terminal is told."""
    return f"terminal:{terminal}"


def tell_property_from_start(books: Books, connection: Connection, property_id: str) -> None:
    """Let the feed of a book that was not central until now begin behind its last decisions."""
    text = (
        "INSERT INTO feed_heads (address, shard, number) SELECT ?, shard, number FROM shard_heads "
        "WHERE number > 0 ON CONFLICT DO NOTHING"
    )
    connection.exec_driver_sql(books.sql(text), (property_id,))


def terminals_of(batches: Iterable[Batch]) -> set[str]:
    """Return the terminals whose slips were decided in these batches."""
    return {str(row[6]) for batch in batches for row in batch.decisions if row[6]}

"""What two books that were posted alike must have alike."""

from __future__ import annotations

from typing import Any

from tests.support.book import Book

# Everything but what is each book's own.
_TABLES = (
    "slips", "decisions", "transfers", "balances", "lots", "claims", "shard_heads", "members", "cards", "tallies",
    "bills", "debts", "stays", "rewards", "usage", "counters", "properties", "shifts", "days", "credentials",
)  # fmt: skip


def held(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Read every table that two equal books have alike."""
    return {table: sorted(book.rows(f"SELECT * FROM {table}"), key=repr) for table in _TABLES}

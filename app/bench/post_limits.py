"""The limits that posting is compared with: bare sqlite3 writing the same rows, and Core one slip at a time."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import event, insert

from app.store import tables
from app.store.books import Books
from app.store.engines import PRAGMAS

Statement = tuple[str, list[tuple[Any, ...]]]


@dataclass(slots=True)
class Captured:
    """Statements of each batch with their rows, as the poster wrote them."""

    batches: list[list[Statement]]


def capture(books: Books, posts: Sequence[Callable[[], object]]) -> Captured:
    """Do some postings and note every statement that writes, with its rows."""
    captured = Captured([])

    def note(*heard: Any) -> None:
        _, _, statement, parameters, _, many = heard
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            rows = list(parameters) if many else [tuple(parameters)]
            captured.batches[-1].append((statement, [tuple(row) for row in rows]))

    event.listen(books.engine, "before_cursor_execute", note)
    try:
        for post in posts:
            captured.batches.append([])
            post()
    finally:
        event.remove(books.engine, "before_cursor_execute", note)
    return captured


def copied(books: Books, *targets: Path) -> None:
    """Empty the book's log and copy it page by page, so that all write into files laid out alike.

    The copies are brought to the disk: no writer that is timed later pays for that.
    """
    file = str(books.engine.url.database)
    source = sqlite3.connect(file)
    source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source.close()
    for target in targets:
        shutil.copy2(file, target)
        with target.open("rb+") as copy:
            os.fsync(copy.fileno())


def bare_rate(captured: Captured, warm: int, target: Path) -> float:
    """Write captured rows with nothing but sqlite3, in the same batches.

    Args:
        captured: What the poster wrote into the book that was copied, from there on.
        warm: How many batches are written before time is taken, to fill the page cache.
        target: The copy; it is deleted.

    Returns:
        Slips a second.
    """
    copy = sqlite3.connect(str(target), isolation_level=None)
    try:
        for pragma in PRAGMAS:
            copy.execute(f"PRAGMA {pragma}")
        _write(copy, captured.batches[:warm])
        started = perf_counter()
        _write(copy, captured.batches[warm:])
        took = perf_counter() - started
    finally:
        copy.close()
        target.unlink()
    return sum(_slips_in(batch) for batch in captured.batches[warm:]) / took


def _write(copy: sqlite3.Connection, batches: list[list[Statement]]) -> None:
    for batch in batches:
        copy.execute("BEGIN IMMEDIATE")
        for statement, rows in batch:
            copy.executemany(statement, rows)
        copy.execute("COMMIT")


def _slips_in(batch: list[tuple[str, list[tuple[Any, ...]]]]) -> int:
    return sum(len(rows) for statement, rows in batch if statement.split()[2] == "slips")


def core_rate(books: Books, captured: Captured, target: Path, most: int) -> float:
    """Write the journal rows of each slip with SQLAlchemy Core, one transaction a slip; returns slips a second."""
    copy = Books.open(str(target), lambda _: books.keys, alone=False)
    done = 0
    try:
        started = perf_counter()
        for slip, decision, transfers in _by_slip(captured):
            with copy.engine.execution_options(writes=True).begin() as connection:
                connection.execute(
                    insert(tables.slips), dict(zip(_names(tables.slips), slip, strict=True))
                )
                connection.execute(
                    insert(tables.decisions),
                    dict(zip(_names(tables.decisions), decision, strict=True)),
                )
                rows = [dict(zip(_names(tables.transfers), row, strict=True)) for row in transfers]
                connection.execute(insert(tables.transfers), rows)
            done += 1
            if done >= most:
                break
        took = perf_counter() - started
    finally:
        copy.close()
        target.unlink()
    return done / took


def _names(table: Any) -> list[str]:
    return [column.name for column in table.columns]


def _by_slip(
    captured: Captured,
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], list[tuple[Any, ...]]]]:
    for batch in captured.batches:
        rows = {
            statement.split()[2]: found
            for statement, found in batch
            if statement.startswith("INSERT")
        }
        moved: dict[str, list[tuple[Any, ...]]] = {}
        for row in rows.get("transfers", []):
            moved.setdefault(row[2], []).append(row)
        decided = {row[2]: row for row in rows.get("decisions", [])}
        for slip in rows.get("slips", []):
            yield slip, decided[slip[0]], moved.get(slip[0], [])

"""Moves an embedded book's log into the book behind the postings, so that no posting waits for it."""

from __future__ import annotations

import contextlib
import sqlite3
import threading

from sqlalchemy.exc import SQLAlchemyError

from app.store.books import Books


class Checkpoints:
    """A thread that moves the log when it is told that nobody waits.

    SQLite moves the log itself when it has 1,000 pages, within the posting that filled it, and that
    posting then waits for thousands of scattered writes (0.4 to 0.8 s were measured with 100,000
    members). Moved after each answer, the log stays at a few dozen pages. PASSIVE waits for nobody and
    makes nobody wait; what it could not move is moved the next time.
    """

    def __init__(self, books: Books) -> None:
        self._books = books
        self._due = threading.Event()
        self._ends = False
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)

    def start(self) -> None:
        """Begin; does nothing for books without a log of their own."""
        if self._books.is_embedded:
            self._thread.start()

    def move(self) -> None:
        """Move the log soon; returns at once."""
        self._due.set()

    def close(self) -> None:
        """Finish what is under way, then stop."""
        self._ends = True
        self._due.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while self._due.wait() and not self._ends:
            self._due.clear()
            # A full or damaged disk shows itself to the next posting, which says so to somebody; where
            # all connections are in use, the next posting's log is soon enough.
            with (
                contextlib.suppress(sqlite3.Error, SQLAlchemyError),
                contextlib.closing(
                    self._books.engine.raw_connection()
                ) as raw,  # outside of any BEGIN
            ):
                raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

"""The terminal file: what a terminal must not lose, encrypted, on its own disk, open in one process only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, unique
from pathlib import Path
from typing import Final, Self

from filelock import FileLock
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.operations.pen import Pen
from app.store.books import BooksError, Fault, fault_of, locked
from app.store.engines import make_engine
from app.sync.key_safe import ChainKeys, KeySafe, TerminalSecrets

VERSION: Final = 1
_OLD: Final = "old"  # among the facts: stays until the terminal joins anew
# Numbers of slips are their place in their chain; the pen stands apart from them, since slips are dropped one day.
SCHEMA: Final = (
    """CREATE TABLE identity (
        one INTEGER PRIMARY KEY CHECK (one = 1), terminal TEXT NOT NULL, property TEXT NOT NULL, face TEXT NOT NULL,
        login TEXT NOT NULL, centre TEXT NOT NULL, ca TEXT NOT NULL, seal_key BLOB NOT NULL)""",
    """CREATE TABLE pen (
        one INTEGER PRIMARY KEY CHECK (one = 1), incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL,
        previous TEXT NOT NULL)""",
    """CREATE TABLE outbox (
        incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, text BLOB NOT NULL,
        hash BLOB NOT NULL, beside BLOB, people BLOB, state TEXT NOT NULL CHECK (state IN ('new', 'sent', 'answered')),
        made_at TEXT NOT NULL, sent_at TEXT, answered_at TEXT, outcome TEXT NOT NULL, reason TEXT NOT NULL,
        decision BLOB, PRIMARY KEY (incarnation, sequence)) WITHOUT ROWID""",
    "CREATE INDEX outbox_waiting ON outbox (incarnation, sequence) WHERE state <> 'answered'",
    "CREATE INDEX outbox_kept ON outbox (answered_at) WHERE state = 'answered'",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    f"PRAGMA user_version = {VERSION}",
)


@unique
class Standing(Enum):
    """Whether a terminal file is the newest of its terminal."""

    CURRENT = "current"
    OLD = "old"  # put back from a copy: it knows less than was written, and takes no value


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a terminal is, and where its centre is.

    Attributes:
        face: desk, outlet or kiosk.
        login: At the centre's database.
        centre: As ``app.sync.line.address_of`` takes it; empty before it joined.
        ca: Path of the authority whose certificates the centre has; empty for the system's.
        seal_key: The centre's X25519 key, raw: what travels beside slips is closed with it.
    """

    terminal: str
    property: str
    face: str = "desk"
    login: str = ""
    centre: str = ""
    ca: str = ""
    seal_key: bytes = field(default=b"", repr=False)


class TerminalFile:
    """An open terminal file.

    Use ``TerminalFile.open``; call ``close`` when done, or use as a context manager. Any thread may use it:
    writing goes one after the other.
    """

    def __init__(
        self, engine: Engine, lock: FileLock | None, safe: KeySafe, held: TerminalSecrets
    ) -> None:
        self.engine = engine
        self.secrets = held
        self._lock = lock
        self._safe = safe
        self._one_writer = threading.RLock()
        self._kept = (0, 0)  # the highest place that the safe is known to have

    @staticmethod
    def open(path: Path, safe: KeySafe, identity: Identity | None = None) -> TerminalFile:
        """Open a terminal's file alone.

        Args:
            path: Where it lies.
            safe: Where its key is.
            identity: Make a new file for this terminal where there is none.

        Raises:
            BooksError: Missing, open in another process, read-only, damaged, of a later InnPoint, or its key is
                gone; the file is left as it was.
        """
        is_new = not path.exists()
        lock = locked(path, create=identity is not None, alone=True)
        if lock is None:
            raise TypeError("a terminal file is always open alone")
        engine: Engine | None = None
        try:
            held = safe.secrets(may_make=is_new)
            engine = make_engine(f"sqlite:///{path}", held.file)
            opened = TerminalFile(engine, lock, safe, held)
            opened._prepare(identity)
            opened._compare_place()
        except DatabaseError as error:
            _give_up(engine, lock)
            raise BooksError(fault_of(error), str(error.orig)) from error
        except (ValueError, OSError) as error:
            _give_up(engine, lock)
            fault = Fault.NO_KEYS if isinstance(error, ValueError) else Fault.READ_ONLY
            raise BooksError(fault, str(error)) from error
        except BooksError:
            _give_up(engine, lock)
            raise
        return opened

    @staticmethod
    def peek(path: Path, safe: KeySafe) -> TerminalFile:
        """Open a terminal's file to look at it, also while a face is at work with it; nothing may be written.

        Raises:
            BooksError: Missing, damaged, or its key is gone.
        """
        locked(path, create=False, alone=False)
        try:
            held = safe.secrets()
        except (ValueError, OSError) as error:
            raise BooksError(Fault.NO_KEYS, str(error)) from error
        return TerminalFile(make_engine(f"sqlite:///{path}", held.file), None, safe, held)

    def close(self) -> None:
        """Close all connections and give the file back."""
        _give_up(self.engine, self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open the one transaction that writes; it commits, durably, at the end or leaves no trace.

        Raises:
            BooksError: Disk full, read-only or damaged; nothing was written.
        """
        try:
            with (
                self._one_writer,
                self.engine.execution_options(writes=True).begin() as connection,
            ):
                yield connection
        except IntegrityError:
            raise  # a rule of the tables was broken: a bug, not a fault of the disk
        except DatabaseError as error:
            raise BooksError(fault_of(error), str(error.orig)) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads.

        Raises:
            BooksError: As in ``writing``.
        """
        try:
            with self.engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise BooksError(fault_of(error), str(error.orig)) from error

    def identity(self) -> Identity:
        """Return who this terminal is."""
        columns = "terminal, property, face, login, centre, ca, seal_key"
        with self.reading() as connection:
            row = connection.exec_driver_sql(f"SELECT {columns} FROM identity").one()  # noqa: S608 - declared above
        return Identity(**dict(zip(columns.split(", "), row, strict=True)))

    def pen(self) -> Pen:
        """Return the pen as it stands behind the last slip written."""
        with self.reading() as connection:
            return pen_in(connection)

    def join(self, identity: Identity, incarnation: int, keys: ChainKeys, password: str) -> None:
        """Begin a new chain at a centre; slips of earlier ones stay in the outbox until they are answered.

        Args:
            identity: As the centre knows this terminal.
            incarnation: As the centre gave it; higher than any before.
            keys: Of this incarnation.
            password: Of the terminal's login.

        Raises:
            BooksError: The file or the safe took nothing; the terminal stands as it was.
            ValueError: The incarnation is not higher than the one before.
        """
        if incarnation <= self.pen().incarnation:
            raise ValueError("a new chain has a higher number than the one before")
        held = self.secrets.with_chain(incarnation, keys)
        held = TerminalSecrets(held.file, held.chains, password, held.where)
        try:
            # The keys first: a chain without keys could hand nothing in.
            self._safe.keep(held)
        except (ValueError, OSError) as error:
            raise BooksError(Fault.NO_KEYS, str(error)) from error
        self.secrets = held
        with self.writing() as connection:
            _put_identity(connection, identity)
            connection.exec_driver_sql(
                "UPDATE pen SET incarnation = ?, sequence = 0, previous = ''", (incarnation,)
            )
            connection.exec_driver_sql("DELETE FROM facts WHERE name = ?", (_OLD,))
        self.keep_place()

    def standing(self) -> Standing:
        """Tell whether this file is as new as the last slip that was ever written at this terminal."""
        return Standing.OLD if self.fact(_OLD) else Standing.CURRENT

    def keep_place(self) -> bool:
        """Keep the pen's place in the safe; False where it was not taken. A place never goes back."""
        with self._one_writer:
            pen = self.pen()
            here = (pen.incarnation, pen.sequence)
            # An old file that writes on would reach the place that it has forgotten, and look new.
            if here <= self._kept or self.standing() is Standing.OLD:
                return True
            if not self._safe.keep_place(self.secrets.where, *here):
                return False
            self._kept = here
            return True

    def fact(self, name: str) -> str:
        """Return a fact that was put down (the centre's epoch, which book it has); empty for none."""
        with self.reading() as connection:
            sql = "SELECT value FROM facts WHERE name = ?"
            return str(connection.exec_driver_sql(sql, (name,)).scalar() or "")

    def put_fact(self, name: str, value: str) -> None:
        """Put a fact down, in the place of what it was before."""
        with self.writing() as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO facts VALUES (?,?)", (name, value))

    def _prepare(self, identity: Identity | None) -> None:
        with self.engine.execution_options(writes=True).begin() as connection:
            version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
            if version > VERSION:
                raise BooksError(Fault.NEWER, f"file {version}, this InnPoint knows {VERSION}")
            if version == VERSION:
                return
            if identity is None:
                raise BooksError(Fault.DAMAGED, "the file is no terminal's")
            for statement in SCHEMA:
                connection.exec_driver_sql(statement)
            _put_identity(connection, identity)
            connection.exec_driver_sql("INSERT INTO pen VALUES (1, 0, 0, '')")

    def _compare_place(self) -> None:
        self._kept = self._safe.place()
        pen = self.pen()
        if (pen.incarnation, pen.sequence) < self._kept:
            self.put_fact(_OLD, "yes")
        self.keep_place()  # a crash may have come between a slip and its place


def pen_in(connection: Connection) -> Pen:
    """Read the pen within a transaction."""
    row = connection.exec_driver_sql(
        "SELECT i.property, i.terminal, p.incarnation, p.sequence, p.previous FROM identity i CROSS JOIN pen p"
    ).one()
    return Pen(
        property=row[0], terminal=row[1], incarnation=row[2], sequence=row[3], previous=row[4]
    )


def _put_identity(connection: Connection, one: Identity) -> None:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO identity VALUES (1,?,?,?,?,?,?,?)",
        (one.terminal, one.property, one.face, one.login, one.centre, one.ca, one.seal_key),
    )


def _give_up(engine: Engine | None, lock: FileLock | None) -> None:
    if engine is not None:
        engine.dispose()
    if lock is not None:
        lock.release()

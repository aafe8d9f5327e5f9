"""Opens books, an embedded SQLite file or a PostgreSQL database: migrates, locks, and says what is wrong."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, unique
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, bindparam, inspect, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.loyalty.ids import derived_id
from app.store import tables
from app.store.engines import make_engine
from app.store.keys import Keys, card_hash

HEAD = "0012"
_MIGRATIONS = Path(__file__).parent / "migrations"


@unique
class Fault(Enum):
    """Why books cannot be opened or written."""

    MISSING = "missing"
    LOCKED = "locked"  # another desk has this file
    READ_ONLY = "read-only"
    DISK_FULL = "disk-full"
    DAMAGED = "damaged"
    NEWER = "newer"  # written by a later InnPoint
    NO_KEYS = "no-keys"
    UNREACHABLE = "unreachable"


class BooksError(Exception):
    """The books cannot be opened or written; nothing was acknowledged.

    Attributes:
        fault: What is wrong; each has a sentence with the way out in the faces.
        detail: The engine's own words.
    """

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.detail = detail


KeySafe = Callable[[str], Keys]
"""Returns the keys of a book by its id; raises ValueError where they are gone."""


class Books:
    """Open books.

    Use ``Books.open``; call ``close`` when done, or use as a context manager.
    """

    def __init__(self, engine: Engine, keys: Keys, lock: FileLock | None) -> None:
        self.engine = engine
        self.keys = keys
        self._lock = lock
        self.is_embedded = engine.dialect.name == "sqlite"
        self._mark = "?" if self.is_embedded else "%s"

    @staticmethod
    def open(
        url: str,
        safe: KeySafe,
        *,
        create: bool = False,
        alone: bool = True,
        file_key: bytes | None = None,
        pings: bool = True,
    ) -> Books:
        """Open books and bring their schema up to date.

        Args:
            url: SQLAlchemy URL, or the path of an embedded file.
            safe: Where the keys are.
            create: Make new books where there are none.
            alone: Take the lock of an embedded file: whoever posts must be the only one.
            file_key: 32 bytes that the file is encrypted with; None for a plain one.
            pings: Try a server's connection before each use; without it, whoever uses it tries again by itself.

        Raises:
            BooksError: With the fault; the file is left as it was.
        """
        url = url if "://" in url else f"sqlite:///{url}"
        path = make_url(url).database
        is_file = url.startswith("sqlite") and path not in {None, "", ":memory:"}
        lock = locked(Path(str(path)), create=create, alone=alone) if is_file else None
        engine = make_engine(url, file_key, pings=pings)
        try:
            with engine.connect() as connection:
                _migrate(connection, create=create)
                book = book_id(connection)
                keys = _keys(safe, book)
                _hash_cards(connection, keys)
            return Books(engine, keys, lock)
        except DatabaseError as error:
            _give_up(engine, lock)
            raise BooksError(fault_of(error), str(error.orig)) from error
        except BooksError:
            _give_up(engine, lock)
            raise

    def close(self) -> None:
        """Close all connections and give the file back."""
        _give_up(self.engine, self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open the one transaction that writes; it commits at the end or leaves no trace.

        Raises:
            BooksError: Disk full, read-only, damaged or out of reach; nothing was written.
        """
        try:
            with self.engine.execution_options(writes=True).begin() as connection:
                yield connection
        except IntegrityError:
            raise  # a rule of the tables was broken: a bug, not a fault of the disk
        except DatabaseError as error:
            raise BooksError(fault_of(error), str(error.orig)) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads, for look-ups beside the poster.

        Raises:
            BooksError: As in ``writing``.
        """
        try:
            with self.engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise BooksError(fault_of(error), str(error.orig)) from error

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """Read without a transaction: one round trip a statement, each seeing what is committed by then.

        Raises:
            BooksError: As in ``writing``.
        """
        try:
            with self.engine.execution_options(
                isolation_level="AUTOCOMMIT"
            ).connect() as connection:
                yield connection
        except DatabaseError as error:
            raise BooksError(fault_of(error), str(error.orig)) from error

    @contextmanager
    def in_one_go(self, connection: Connection) -> Iterator[None]:
        """Send statements to a server without waiting for each; none of them may be asked what it gave.

        Raises:
            BooksError: The server is out of reach.
        """
        if self.is_embedded:
            yield
            return
        import psycopg

        driver: Any = connection.connection.driver_connection
        try:
            with driver.pipeline():
                yield
        except psycopg.OperationalError as error:
            raise BooksError(Fault.UNREACHABLE, str(error)) from error

    def sql(self, text: str) -> str:
        """Put this engine's mark for parameters in the place of ``?``."""
        return text if self.is_embedded else text.replace("?", "%s")

    def many(self, connection: Connection, text: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement for many rows; nothing for none."""
        if rows:
            connection.exec_driver_sql(self.sql(text), list(rows))


def book_id(connection: Connection) -> str:
    """Return the id that a book was given when it was made."""
    found = connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'book'").scalar_one()
    return str(found)


def fault_of(error: DatabaseError) -> Fault:
    """Say which fault an engine's error means."""
    original = error.orig
    # SQLCipher's errors are no sqlite3.Error, but named alike.
    if "sqlite" not in type(original).__module__ and "sqlcipher" not in type(original).__module__:
        return Fault.UNREACHABLE
    name = getattr(original, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL") or name == "SQLITE_IOERR_WRITE":
        return Fault.DISK_FULL
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return Fault.READ_ONLY
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Fault.LOCKED
    if name.startswith("SQLITE_IOERR"):
        return Fault.DISK_FULL
    return Fault.DAMAGED


def _give_up(engine: Engine, lock: FileLock | None) -> None:
    engine.dispose()
    if lock is not None:
        lock.release()


def _keys(safe: KeySafe, book: str) -> Keys:
    try:
        return safe(book)
    except ValueError as error:
        raise BooksError(Fault.NO_KEYS, str(error)) from error


def locked(path: Path, *, create: bool, alone: bool) -> FileLock | None:
    """Take the lock of a file for this process; None where it need not be alone.

    Raises:
        BooksError: There is no file and none is to be made, another process has it, or the folder is read-only.
    """
    if not path.exists():
        if not create:
            raise BooksError(Fault.MISSING, str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
    if not alone:
        return None
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BooksError(Fault.LOCKED, str(path)) from error
    except OSError as error:
        raise BooksError(Fault.READ_ONLY, str(error)) from error
    return lock


def _migrate(connection: Connection, *, create: bool) -> None:
    current = _revision(connection)
    if current == HEAD:
        return
    if current is None and not create:
        raise BooksError(Fault.DAMAGED, "the file holds no books")
    # Alembic is slow to import, and a book that is up to date does not need it.
    import alembic.command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise BooksError(Fault.NEWER, f"schema {current}, this InnPoint knows {HEAD}")
    config.attributes["connection"] = connection
    alembic.command.upgrade(config, HEAD)
    if current is None:
        book = derived_id("book", secrets.token_hex(16))
        for name, value in (("book", book), ("epoch", "1")):
            connection.exec_driver_sql(
                f"INSERT INTO meta (name, value) VALUES ('{name}', '{value}')"
            )
    connection.commit()


def _hash_cards(connection: Connection, keys: Keys) -> None:
    """Hash the card numbers that were written before slips named cards by hash."""
    found = connection.exec_driver_sql("SELECT number FROM cards WHERE hash = ''").fetchall()
    if found:
        change = update(tables.cards).where(tables.cards.c.number == bindparam("of"))
        hashed = [{"of": row[0], "hash": card_hash(keys, str(row[0]))} for row in found]
        connection.execute(change.values(hash=bindparam("hash")), hashed)
        connection.commit()


def _revision(connection: Connection) -> str | None:
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)

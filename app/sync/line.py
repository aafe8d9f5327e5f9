"""The line to the centre: one connection, used by one thread, that gives up after a deadline."""

from __future__ import annotations

import contextlib
import os
import random
import select
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    import psycopg

CHANNEL: Final = "innpoint_answers"
_FIRST_S: Final = 1.0
_LONGEST_S: Final = 300.0


class OutOfReachError(Exception):
    """The centre did not answer, or the line broke; what was under way may have been done there or not.

    Attributes:
        is_refused: The centre is there, and does not let this terminal do that: a wrong password, a login that was
            closed. Trying again soon is no use.
    """

    def __init__(self, detail: str, *, is_refused: bool = False) -> None:
        super().__init__(detail)
        self.is_refused = is_refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the centre is and who logs in.

    Attributes:
        host: Name or address; a folder for a socket.
        ca: Path of the authority whose certificates the centre has; ``system`` for the system's.
        tls: As libpq's ``sslmode``; anything below ``verify-full`` is for a socket on the same machine.
        certificate: Path of the terminal's own certificate, where the centre asks for one; with ``key``.
        connect_s: How long a connection may take.
        exchange_s: How long one exchange may take before the line counts as broken.
    """

    host: str
    login: str
    password: str = field(default="", repr=False)
    port: int = 5432
    database: str = "innpoint"
    tls: str = "verify-full"
    ca: str = "system"
    certificate: str = ""
    key: str = ""
    connect_s: float = 5.0
    exchange_s: float = 15.0

    def words(self) -> dict[str, Any]:
        """Return what libpq is told."""
        words: dict[str, Any] = {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "user": self.login,
            "sslmode": self.tls,
            "connect_timeout": max(2, round(self.connect_s)),  # libpq takes no less
            "application_name": "innpoint-terminal",
            "client_encoding": "UTF8",
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "options": f"-c statement_timeout={round(self.exchange_s * 1000)}",
        }
        if self.password:
            words["password"] = self.password
        if self.tls != "disable" and self.ca:
            words["sslrootcert"] = self.ca
        if self.certificate:
            words |= {"sslcert": self.certificate, "sslkey": self.key}
        return words


def address_of(centre: str, login: str, password: str, ca: str = "") -> Address:
    """Return the address of a centre that a terminal's identity names.

    Args:
        centre: ``HOST``, ``HOST:PORT`` or ``HOST:PORT/DATABASE``; the line is always verified in full.
        login: The terminal's.
        password: Likewise.
        ca: Path of the authority; empty for the system's.

    Raises:
        ValueError: The port is none.
    """
    place, _, database = centre.partition("/")
    host, colon, port = place.rpartition(":")
    if colon and not port.isdigit():
        raise ValueError(
            f"{centre}: after the colon comes a port, e.g. centre.example:5432/innpoint"
        )
    return Address(
        host=host if colon else place,
        port=int(port) if colon else 5432,
        database=database or "innpoint",
        login=login,
        password=password,
        ca=ca or "system",
    )


class BackOff:
    """How long to wait before the next try: 1 s, then twice as long each time, to 5 minutes, each cut by chance.

    Without chance all terminals of a hotel would come back at once.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._tries = 0

    def next_s(self) -> float:
        """Return the seconds to wait, 0.5 to 300, and expect that the try fails."""
        longest = min(_LONGEST_S, _FIRST_S * 2.0 ** min(self._tries, 16))
        self._tries += 1
        return longest * self._chance.uniform(0.5, 1.0)

    def succeeded(self) -> None:
        """Begin at 1 s again."""
        self._tries = 0


class Line:
    """A connection to the centre. Everything but ``wake`` is for one thread.

    Args:
        address: Where the centre is.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self._listening, self._waking = socket.socketpair()
        self._listening.settimeout(0)
        self._waking.settimeout(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether there is a connection that nothing is known to be wrong with."""
        return self._connection is not None and not self._connection.closed

    def connect(self) -> None:
        """Connect, and listen for answers.

        Raises:
            OutOfReachError: It is not there, or does not let this terminal in.
        """
        import psycopg  # not every shape of InnPoint has the driver

        self.hang_up()
        try:
            self._connection = psycopg.connect(autocommit=True, **self.address.words())
            with self.exchange() as connection:
                connection.execute(f"LISTEN {CHANNEL}")
        except psycopg.Error as error:
            self.hang_up()
            raise _out_of_reach(error) from error

    @contextmanager
    def exchange(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """Use the connection for one exchange; it is broken off when it takes too long.

        Raises:
            OutOfReachError: The line broke, or the centre refused; the connection is closed.
        """
        import psycopg

        connection = self._connection
        if connection is None or connection.closed:
            raise OutOfReachError("not connected")
        # A centre whose line is up and that says nothing would hold this thread for ever.
        breaking = threading.Timer(self.address.exchange_s, _break_off, (connection,))
        breaking.daemon = True
        breaking.start()
        try:
            yield connection
        except psycopg.Error as error:
            self.hang_up()
            raise _out_of_reach(error) from error
        finally:
            breaking.cancel()

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask one question.

        Raises:
            OutOfReachError: As in ``exchange``.
        """
        with self.exchange() as connection:
            # Every text is written in this room, with marks for what comes from elsewhere.
            return connection.execute(sql.encode(), tuple(values)).fetchall()

    def wait(self, timeout_s: float) -> frozenset[str]:
        """Wait until somebody wakes this thread, answers are there, or the time is over.

        Returns:
            Names of terminals that have answers, as the centre told them.

        Raises:
            OutOfReachError: The line broke.
        """
        readers: list[Any] = [self._listening]
        if self.is_open and self._connection is not None:
            readers.append(self._connection.fileno())
        ready, _, _ = select.select(readers, [], [], timeout_s)
        if self._listening in ready:
            with contextlib.suppress(BlockingIOError):
                self._listening.recv(4096)
        if not self.is_open:
            return frozenset()
        with self.exchange() as connection:
            told = list(connection.notifies(timeout=0))
        return frozenset(name for one in told for name in one.payload.split())

    def wake(self) -> None:
        """End a ``wait`` from any thread; one that is not waiting does not wait the next time."""
        with contextlib.suppress(BlockingIOError, OSError):  # full: it wakes anyway
            self._waking.send(b"x")

    def hang_up(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            with contextlib.suppress(Exception):  # whatever it says, it is gone
                self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Close everything."""
        self.hang_up()
        self._listening.close()
        self._waking.close()


def _break_off(connection: psycopg.Connection[Any]) -> None:
    # The connection belongs to another thread, which waits in it: only the socket below may be touched.
    with contextlib.suppress(Exception), socket.socket(fileno=os.dup(connection.fileno())) as own:
        own.shutdown(socket.SHUT_RDWR)


def _out_of_reach(error: psycopg.Error) -> OutOfReachError:
    # 28: not let in; 42501: no right to. The text of a failed connection has no code.
    code = error.sqlstate or ""
    is_refused = code.startswith("28") or code == "42501" or "authentication failed" in str(error)
    return OutOfReachError(str(error).strip(), is_refused=is_refused)

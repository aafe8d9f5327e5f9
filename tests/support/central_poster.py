"""A centre for tests: a real PostgreSQL database, the poster as a service, and terminals that hand slips in."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import create_engine

from app.loyalty.ids import MemberId, OperatorId, uuid7
from app.operations.pen import Draft, Pen, new_slip_id
from app.operations.slip import Body, Slip, canonical, slip_hash
from app.poster.central.beside import Besides
from app.poster.central.lease import poster_url
from app.poster.central.service import CentralPoster
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.store.books import Books
from app.store.centre_keys import seal_key_of
from app.store.push import Beside, Push, SealedPin, beside_text, sign, signing_key_of
from app.store.sealed_box import close_box, public_of
from tests.support.book import DAY, KEYS, ClearOpener

PATIENCE_S = 20.0


def new_database(cluster: str, name: str) -> str:
    """Make a database in a cluster; returns its address."""
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return cluster.replace("/postgres?", f"/{name}?")


class Ears:
    """Hears whom the poster wakes."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def ring(self, terminals: Sequence[str]) -> None:
        self.rung += terminals


@dataclass(slots=True)
class Running:
    """A poster on a thread of this process."""

    service: CentralPoster
    bell: Ears
    stop: threading.Event = field(default_factory=threading.Event)


def poster_of(url: str, name: str = "one", holds_s: float = 3.0) -> Running:
    """Make a poster with connections of its own; it does not run yet."""
    books = Books.open(poster_url(url, name), lambda _: KEYS)
    poster = Poster(books, lambda: datetime.now(UTC), PinCheck(KEYS.pin, ClearOpener()))
    bell = Ears()
    service = CentralPoster(
        poster, Besides(KEYS), bell, name=name, property_id="hotel", holds_s=holds_s
    )
    return Running(service, bell)


@contextmanager
def posting(url: str, name: str = "one") -> Iterator[Running]:
    """Run a poster on a thread of this process."""
    running = poster_of(url, name)
    thread = threading.Thread(target=running.service.run, args=(running.stop,))
    thread.start()
    try:
        yield running
    finally:
        running.stop.set()
        thread.join()
        running.service.books.close()


class Terminal:
    """Hands slips in as a terminal does: chained, signed, in transactions of its own."""

    def __init__(self, books: Books, name: str, *, incarnation: int = 1) -> None:
        self.books = books
        self.name = name
        self.pen = Pen(property="hotel", terminal=name, incarnation=incarnation)
        self.key = secrets.token_bytes(32)
        self.clock_ahead = timedelta()
        self.written: list[tuple[Slip[Body], bytes, bytes | None]] = []

    def join(self) -> Terminal:
        """Be one of the centre's terminals."""
        with self.books.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO terminals VALUES (%s, 'hotel', 'desk', current_user || %s, %s, 'active', '', '', '', 0) "
                "ON CONFLICT (terminal) DO UPDATE SET incarnation = excluded.incarnation, state = 'active'",
                (self.name, f"/{self.name}", self.pen.incarnation),
            )
            connection.exec_driver_sql(
                "INSERT INTO chains VALUES (%s, %s, %s, %s, 0, '', '')",
                (self.name, self.pen.incarnation, signing_key_of(self.key), bytes(32)),
            )
        return self

    def write(
        self,
        kind: str,
        body: Body,
        *,
        member: str = "",
        operator: str = "ann",
        pin: str = "",
        beside: Beside | None = None,
        at: datetime | None = None,
    ) -> str:
        """Write the next slip; returns its id."""
        now = at or datetime.now(UTC)
        draft = Draft(
            id=new_slip_id(now, secrets.token_bytes),
            kind=kind,
            body=body,
            operator=OperatorId(operator),
            occurred_at=now,
            member=MemberId(member),
            pin="entry-0" if pin else "",
        )
        slip, self.pen = self.pen.write(draft, DAY, 1)
        if pin:
            beside = Beside(pins=(SealedPin(id="entry-0", block=pin.encode()),))
        box = None
        if beside is not None:
            public = public_of(seal_key_of(KEYS))
            box = close_box(public, beside_text(beside), slip.id, secrets.token_bytes)
        self.written.append((slip, canonical(slip), box))
        return slip.id

    def push(self, first: int = 0, last: int | None = None, *, key: bytes = b"") -> None:
        """Hand in what was written, from the place ``first`` on; anybody may be told the key to sign with."""
        self.push_rows(self.written[first:last], key or self.key)

    def push_rows(self, rows: Sequence[tuple[Slip[Body], bytes, bytes | None]], key: bytes) -> None:
        """Hand in these slips, whatever they are."""
        now = datetime.now(UTC) + self.clock_ahead
        push = Push(
            id=uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10)),
            terminal=self.name,
            incarnation=self.pen.incarnation,
            first=rows[0][0].sequence,
            last=rows[-1][0].sequence,
            head=slip_hash(rows[-1][1]).hex(),
            sent_at=now.isoformat(),
        )
        login = f"innpoint/{self.name}"
        with self.books.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO pushes VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,DEFAULT)",
                (push.id, push.terminal, push.incarnation, push.first, push.last, push.head,
                 sign(key, push), push.sent_at, login),
            )  # fmt: skip
            connection.exec_driver_sql(
                "INSERT INTO inbox VALUES (%s,%s,%s,%s,%s,%s,%s,%s,DEFAULT,'') ON CONFLICT DO NOTHING",
                [
                    (slip.id, self.name, self.pen.incarnation, slip.sequence, push.id, text, box, login)
                    for slip, text, box in rows
                ],
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """Return how the slips written here were decided, by id."""
        with self.books.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT slip, outcome FROM decisions WHERE slip = ANY(%s)",
                ([slip.id for slip, _, _ in self.written],),
            )
            return {str(row[0]): str(row[1]) for row in found}

    def until_answered(self, count: int | None = None) -> dict[str, str]:
        """Wait until so many of the slips are decided."""
        wanted = len(self.written) if count is None else count
        until(lambda: len(self.answers()) >= wanted, f"{wanted} answers to {self.name}")
        return self.answers()

    def waits(self) -> dict[str, str]:
        """Return why slips of this terminal stay in the inbox, by id."""
        with self.books.reading() as connection:
            found: Any = connection.exec_driver_sql(
                "SELECT id, waits FROM inbox WHERE terminal = %s", (self.name,)
            )
            return {str(row[0]): str(row[1]) for row in found}


def until(holds: Any, what: str, patience_s: float = PATIENCE_S) -> None:
    """Wait until something holds."""
    end = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < end, f"{what} did not come within {patience_s:g} s"
        time.sleep(0.01)

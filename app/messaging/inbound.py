"""Texts that come in: one slip each for the member whose number sent it; of strangers only the count is kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from queue import SimpleQueue
from typing import Any, Final

from sqlalchemy import Connection

from app.loyalty.ids import MemberId, OperatorId, SlipId, derived_id
from app.operations.pen import Draft
from app.operations.sms_in import KIND, read_text
from app.store.books import Books, BooksError
from app.store.keys import keyed_hash
from app.store.outbox import Outbox
from app.store.search import phone_in_full

_log = logging.getLogger(__name__)
_REST_S: Final = 5.0
_CLOSED = None


@dataclass(frozen=True, slots=True)
class IncomingText:
    """A text as the modem had it.

    Attributes:
        number: Who sent it.
        sent_at: When the network took it; None where it does not say.
    """

    number: str = field(repr=False)
    text: str = field(repr=False)
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What texts need of the house.

    Attributes:
        submit: Hands a slip to the poster.
        writing: Does a piece of work on the thread that writes the books.
        codes: Gives the codes of the rewards there are.
        clock: Gives the time, aware.
    """

    submit: Callable[[Draft], Future[Any]]
    writing: Callable[[Callable[[], bool]], Future[bool]]
    codes: Callable[[], frozenset[str]]
    clock: Callable[[], datetime]


class Inbound:
    """Takes texts from any thread and makes slips of them on its own.

    Args:
        books: Where members are found; read here, written by the desk.
        desk: What it needs of the house.
        region: Where numbers without a country code are read.
    """

    def __init__(self, books: Books, desk: Desk, region: str = "CN") -> None:
        self._books = books
        self._desk = desk
        self._region = region
        self._outbox = Outbox(books)
        self._texts: SimpleQueue[IncomingText | None] = SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="texts-in", daemon=True)

    def start(self) -> None:
        """Begin to work off what comes."""
        self._thread.start()

    def take(self, text: IncomingText) -> None:
        """Take a text; returns at once."""
        self._texts.put(text)

    def stop(self) -> None:
        """Take no more; what came before is still worked off while the books can be written."""
        self._stop.set()
        self._texts.put(_CLOSED)

    def join(self, timeout_s: float) -> None:
        """Wait for what was taken."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def work_off(self, text: IncomingText) -> str:
        """Make the slip of one text and have it posted.

        Returns:
            The slip's id; empty for a number that is nobody's.

        Raises:
            BooksError: Nothing was written; the text may be worked off again.
        """
        number = phone_in_full(text.number, self._region) or ""
        slip = self._slip_id(number, text)
        with self._books.reading() as connection:
            member = self._member(connection, number) if number else MemberId("")
            if member and self._is_there(connection, slip):
                return slip  # the modem told it twice
        if not member:
            self._desk.writing(self._count).result()
            return ""
        draft = Draft(
            id=SlipId(slip),
            kind=KIND,
            body=read_text(text.text, self._desk.codes()),
            operator=OperatorId(""),
            occurred_at=self._desk.clock(),
            member=member,
        )
        self._desk.submit(draft).result()
        return slip

    def _slip_id(self, number: str, text: IncomingText) -> str:
        """Return the id that always follows from a text; without the house's key nobody makes it."""
        at = text.sent_at or self._desk.clock().replace(minute=0, second=0, microsecond=0)
        said = "\x1f".join((number, at.isoformat(), text.text))
        return derived_id(KIND, keyed_hash(self._books.keys.index, f"text:{said}").hex())

    def _member(self, connection: Connection, number: str) -> MemberId:
        claim = keyed_hash(self._books.keys.index, f"phone:{number}").hex()
        sql = self._books.sql(
            "SELECT s.member FROM claims c JOIN slips s ON s.id = c.slip WHERE c.value = ?"
        )
        found = connection.exec_driver_sql(sql, (f"phone:{claim}",)).scalar()
        return MemberId(str(found or ""))

    def _is_there(self, connection: Connection, slip: str) -> bool:
        sql = self._books.sql("SELECT 1 FROM slips WHERE id = ?")
        return connection.exec_driver_sql(sql, (slip,)).first() is not None

    def _count(self) -> bool:
        with self._books.writing() as connection:
            self._outbox.count_unknown(connection)
        return True

    def _run(self) -> None:
        while (text := self._texts.get()) is not _CLOSED:
            while not self._is_done(text):
                if self._stop.wait(_REST_S):
                    return

    def _is_done(self, text: IncomingText) -> bool:
        try:
            self.work_off(text)
        except BooksError:
            return False  # a full disk passes
        except Exception as error:  # noqa: BLE001 - a text from outside must not end the thread
            _log.warning("a text that came in made no slip: %s", type(error).__name__)
        return True

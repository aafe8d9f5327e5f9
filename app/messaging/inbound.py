"""Texts that come in: one slip each for the member whose number sent it; of strangers only the count is kept.

The modem keeps a text until its slip is in the books: whoever dies before gets it again, and the slip's
id, which follows from the text, makes it count once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from queue import Queue
from typing import Any, Final

from sqlalchemy import Connection

from app.loyalty.ids import MemberId, OperatorId, SlipId, derived_id
from app.messaging.reports import IncomingReport, ReportDesk
from app.operations.pen import Draft
from app.operations.sms_in import KIND, read_text
from app.store.books import Books, BooksError
from app.store.keys import keyed_hash
from app.store.outbox import Outbox
from app.store.search import phone_in_full

_log = logging.getLogger(__name__)
_REST_S: Final = 5.0
_WITHIN_S: Final = 0.5  # the end of a sending is written well within this
_MOST_WAITING: Final = 512  # what comes beyond stays in the modem, and comes again
_MOST_TRIES: Final = 3  # of a text that makes a fault of ours


@dataclass(frozen=True, slots=True)
class IncomingText:
    """A text as the modem had it.

    Attributes:
        number: Who sent it.
        sent_at: When the network took it; None where it does not say.
        token: The modem's, to acknowledge it by.
    """

    number: str = field(repr=False)
    text: str = field(repr=False)
    sent_at: datetime | None
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What texts need of the house.

    Attributes:
        submit: Hands a slip to the poster.
        writing: Does a piece of work on the thread that writes the books.
        codes: Gives the codes of the rewards there are.
        clock: Gives the time, aware.
        acknowledge: Has the modem delete what came under a token.
    """

    submit: Callable[[Draft], Future[Any]]
    writing: Callable[[Callable[[], bool]], Future[bool]]
    codes: Callable[[], frozenset[str]]
    clock: Callable[[], datetime]
    acknowledge: Callable[[str], None] = lambda _: None


class Inbound:
    """Takes texts and reports from any thread, and works them off on its own.

    Args:
        books: Where members are found; read here, written by the desk.
        desk: What it needs of the house.
        region: Where numbers without a country code are read.
        rest_s: Between two tries of what could not be worked off.
    """

    def __init__(
        self, books: Books, desk: Desk, region: str = "CN", *, rest_s: float = _REST_S
    ) -> None:
        self._rest_s = rest_s
        self._books = books
        self._desk = desk
        self._region = region
        self._outbox = Outbox(books)
        self._reports = ReportDesk(books, desk.writing, desk.clock, region)
        self._waiting: Queue[IncomingText | IncomingReport | None] = Queue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="texts-in", daemon=True)

    def start(self) -> None:
        """Begin to work off what comes."""
        self._thread.start()

    def take(self, one: IncomingText | IncomingReport) -> None:
        """Take a text or a report; returns at once. What is too much is not acknowledged, and comes again."""
        if self._waiting.qsize() < _MOST_WAITING:
            self._waiting.put(one)

    def stop(self) -> None:
        """Take no more; what came before is still worked off while the books can be written."""
        self._stop.set()
        self._waiting.put(None)

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
            self._count(self._outbox.count_unknown)
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

    def _count(self, count: Callable[[Connection], None]) -> None:
        def work() -> bool:
            with self._books.writing() as connection:
                count(connection)
            return True

        self._desk.writing(work).result()

    def _run(self) -> None:
        while (one := self._waiting.get()) is not None:
            tries = 0
            while not self._is_done(one, tries := tries + 1):
                if self._stop.wait(self._rest_s):
                    return

    def _is_done(self, one: IncomingText | IncomingReport, tries: int) -> bool:
        try:
            if isinstance(one, IncomingReport):
                if not self._reports.work_off(one):
                    self._waiting.put(one)  # its text is just being sent
                    self._stop.wait(_WITHIN_S)
                    return True
            else:
                self.work_off(one)
        except BooksError:
            return False  # a full disk passes
        except Exception as error:  # noqa: BLE001 - what comes from outside must not end the thread
            _log.warning("what came in made a fault: %s", type(error).__name__)
            return tries >= _MOST_TRIES and self._is_dropped(one)
        self._desk.acknowledge(one.token)
        return True

    def _is_dropped(self, one: IncomingText | IncomingReport) -> bool:
        """Count what can never be worked off, so that it does not fill the modem for good."""
        try:
            self._count(self._outbox.count_dropped)
        except BooksError:
            return False
        self._desk.acknowledge(one.token)
        return True

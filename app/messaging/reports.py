"""Delivery reports: which message one is about, and what is kept of it.

The network numbers texts 0 to 255 and begins anew, and a report may come hours later and after a restart:
so number of the network, telephone number and time together say which text is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from app.messaging.plan import reported
from app.store.books import Books
from app.store.outbox import Message, Outbox
from app.store.search import Search, phone_in_full

_SMS: Final = "sms"
# The network's clock and ours may differ by a time zone that one of them has wrong.
_CLOCKS_DIFFER: Final = timedelta(days=1)
_MOST_TRIES: Final = 40


@dataclass(slots=True)
class IncomingReport:
    """A report as the modem had it.

    Attributes:
        reference: The network's number of the message.
        number: Whose phone.
        taken_at: When the network had taken the message; None where it does not say.
        done_at: When it was known what became of it, likewise.
        token: The modem's, to acknowledge it by.
        tries: How often it was looked for whose it is.
    """

    reference: int
    number: str = field(repr=False)
    is_delivered: bool
    taken_at: datetime | None
    done_at: datetime | None
    token: str = ""
    tries: int = 0


def meant(
    report: IncomingReport, candidates: Iterable[tuple[Message, str]], number: str
) -> Message | None:
    """Return the message that a report is about; None for none of these.

    Args:
        report: What came.
        candidates: Messages that await a report of this number of the network, with the phones they went to.
        number: The report's, in full.
    """
    found = [one for one, phone in candidates if phone == number and one.sent_at is not None]
    taken_at = report.taken_at
    if taken_at is None:
        return max(found, key=_sent_at, default=None)
    near = [one for one in found if abs(_sent_at(one) - taken_at) <= _CLOCKS_DIFFER]
    return min(near, key=lambda one: abs(_sent_at(one) - taken_at), default=None)


class ReportDesk:
    """Keeps reports with their messages.

    Args:
        books: Where the outbox is.
        writing: Where the books are written.
        clock: Gives the time, aware.
        region: Where numbers without a country code are read.
    """

    def __init__(
        self,
        books: Books,
        writing: Callable[[Callable[[], bool]], Future[bool]],
        clock: Callable[[], datetime],
        region: str,
    ) -> None:
        self._books = books
        self._writing = writing
        self._clock = clock
        self._region = region
        self._outbox = Outbox(books)
        self._search = Search(books)

    def work_off(self, report: IncomingReport) -> bool:
        """Keep a report with its message; one that is nobody's is dropped.

        Returns:
            False where its message may be the one that is being sent just now: it is looked for again.

        Raises:
            BooksError: Nothing was written; it may be worked off again.
        """
        report.tries += 1
        number = phone_in_full(report.number, self._region) or report.number
        with self._books.reading() as connection:
            candidates = [
                (one, self._phone(connection, one))
                for one in self._outbox.awaiting(connection, report.reference)
            ]
            is_sending = bool(self._outbox.under_way(connection, _SMS))
        one = meant(report, candidates, number)
        if one is None:
            return not is_sending or report.tries >= _MOST_TRIES
        at = report.done_at or self._clock()
        after = reported(one, report.reference, is_delivered=report.is_delivered, at=at)

        def write() -> bool:
            with self._books.writing() as connection:
                return self._outbox.keep(connection, after, before=one.state)

        return self._writing(write).result()

    def _phone(self, connection: Connection, one: Message) -> str:
        record = self._search.record(connection, one.member)
        return phone_in_full(record.phone, self._region) or "" if record else ""


def _sent_at(one: Message) -> datetime:
    return one.sent_at or one.made_at

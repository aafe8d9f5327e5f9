"""A desk of its own process that sends what waits until it is killed: BOOK MODEM-URI."""

from __future__ import annotations

import secrets
import sys
import threading
from datetime import UTC, datetime

from app.messaging.letters import LetterBook
from app.messaging.modem_way import ModemWay
from app.messaging.sender import Sender
from app.poster.embedded import EmbeddedPoster
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.station.station import Station
from app.store.books import Books
from tests.support.book import KEYS, ClearOpener


def main(book: str, uri: str) -> None:
    books = Books.open(book, lambda _: KEYS)
    clock = datetime(2026, 11, 22, 15, tzinfo=UTC)
    poster = Poster(books, lambda: clock, PinCheck(KEYS.pin, ClearOpener()))
    line = EmbeddedPoster(poster, "hotel", "desk-1", secrets.token_bytes)
    line.start()
    station = Station(
        {"modem": uri},
        card_prefix="8821",
        card_length=16,
        bank_key=b"b" * 32,
        card_key=b"c" * 32,
        working_key="",
    )
    station.start()
    sender = Sender(
        books,
        "sms",
        ModemWay(station.texts),
        LetterBook(books),
        writing=line.between,
        clock=lambda: clock,
        poll_s=0.01,
    )
    sender.start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

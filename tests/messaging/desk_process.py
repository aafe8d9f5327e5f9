"""What the processes that are killed have in common: a book with its poster, and a station with a modem."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from app.poster.embedded import EmbeddedPoster
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.station.station import Station
from app.store.books import Books
from tests.support.book import KEYS, ClearOpener

CLOCK = datetime(2026, 11, 22, 15, tzinfo=UTC)


def opened(book: str, uri: str) -> tuple[Books, EmbeddedPoster, Station]:
    """Open a book, start its poster; the station is not started yet."""
    books = Books.open(book, lambda _: KEYS)
    poster = Poster(books, lambda: CLOCK, PinCheck(KEYS.pin, ClearOpener()))
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
    return books, line, station

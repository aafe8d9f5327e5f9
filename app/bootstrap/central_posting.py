"""Builds the poster of a centre: its books, what opens PINs and what travels beside slips, and its bell."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.bootstrap.pad_opener import PadKeys, PadOpener
from app.bootstrap.scene import draw_seed
from app.poster.central.bell import AnswerBell
from app.poster.central.beside import Besides
from app.poster.central.clearing import FeedClearing
from app.poster.central.lease import poster_url
from app.poster.central.questions import Questions
from app.poster.central.service import CentralPoster
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.settings.terminal import TerminalSettings
from app.store.books import Books, KeySafe


@dataclass(slots=True)
class OpenCentre:
    """A centre's books with the poster that may post to them."""

    books: Books
    service: CentralPoster
    bell: AnswerBell

    def close(self) -> None:
        """Close all connections."""
        self.bell.close()
        self.books.close()


def open_centre(
    url: str,
    safe: KeySafe,
    clock: Callable[[], datetime],
    *,
    property_id: str,
    settings: TerminalSettings | None = None,
    name: str = "",
) -> OpenCentre:
    """Open a centre's books to post to them.

    Args:
        url: SQLAlchemy URL of the database.
        safe: Where the keys are.
        clock: Gives the poster's time, aware.
        property_id: Whose slips these are.
        settings: Name the PIN pads' keys; None where no terminal has one.
        name: Of this poster, for the lease; empty for host, process and chance.

    Raises:
        BooksError: The books cannot be opened; the fault says why.
    """
    name = name or poster_name()
    books = Books.open(poster_url(url, name), safe, pings=False)
    known = settings or TerminalSettings()
    pad = PadKeys.of(known.devices, known.pad_keys)
    opener = PadOpener(session_key=pad.session_key, base_key=pad.base_key)
    poster = Poster(books, clock, PinCheck(books.keys.pin, opener), draw_seed)
    bell = AnswerBell(books.engine)
    service = CentralPoster(
        poster,
        Besides(books.keys),
        bell,
        name=name,
        property_id=property_id,
        works=(Questions(books, property_id, clock), FeedClearing(books, clock)),
    )
    return OpenCentre(books, service, bell)


def poster_name() -> str:
    """Name this process among posters."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"

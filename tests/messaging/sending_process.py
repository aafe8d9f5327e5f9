"""A desk of its own process that sends what waits until it is killed: BOOK MODEM-URI."""

from __future__ import annotations

import sys
import threading

from app.messaging.letters import LetterBook
from app.messaging.modem_way import ModemWay
from app.messaging.sender import Sender
from tests.messaging.desk_process import CLOCK, opened


def main(book: str, uri: str) -> None:
    books, line, station = opened(book, uri)
    station.start()
    sender = Sender(
        books,
        "sms",
        ModemWay(station.texts),
        LetterBook(books),
        writing=line.between,
        clock=lambda: CLOCK,
        poll_s=0.01,
    )
    sender.start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

"""A desk of its own process that takes texts until it is killed: BOOK MODEM-URI and where it stands still.

``nowhere``; ``before`` the slip is handed in; ``after`` the slip is in the books, before the modem hears of it.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace

from app.messaging.inbound import Desk, Inbound, IncomingText
from app.station.news import TextCame
from tests.messaging.desk_process import CLOCK, opened


def stand_still(*_: object) -> None:
    print("here", flush=True)
    threading.Event().wait()


def main(book: str, uri: str, where: str) -> None:
    books, line, station = opened(book, uri)
    desk = Desk(
        submit=line.submit,
        writing=line.between,
        codes=frozenset,
        clock=lambda: CLOCK,
        acknowledge=station.texts.acknowledge,
    )
    if where == "before":
        desk = replace(desk, submit=stand_still)
    elif where == "after":
        desk = replace(desk, acknowledge=stand_still)
    inbound = Inbound(books, desk)

    def hear(event: object) -> None:
        if isinstance(event, TextCame):
            inbound.take(IncomingText(event.number, event.text, event.sent_at, event.token))

    station.subscribe(hear)
    inbound.start()
    station.start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])

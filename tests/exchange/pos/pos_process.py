"""A desk of its own process that posts what a till sends until it is killed: FOLDER and where it stands still.

``nowhere``; ``posted``: the slip is in the books, the answer is not; ``kept``: the answer is, but not heard.
"""

from __future__ import annotations

import queue
import sys
import threading
from pathlib import Path
from typing import Any

from tests.exchange.pos.tills import PosDesk
from tests.support.at_desk import AtDesk


def stand_still(*_: object) -> Any:
    print("here", flush=True)
    threading.Event().wait()


def main(folder: str, where: str) -> None:
    desk = PosDesk(AtDesk(Path(folder)).sign_in())
    if where == "posted":
        desk.counter.answer_posted = stand_still  # type: ignore[method-assign]
    elif where == "kept":
        desk.counter.askers.take = stand_still  # type: ignore[method-assign]
    print(desk.link.port, flush=True)
    while True:
        try:
            bill = desk.came()
        except (queue.Empty, AssertionError):
            continue
        desk.approve(bill)


if __name__ == "__main__":
    main(*sys.argv[1:])

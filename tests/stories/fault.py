"""A desk in a process of its own, on a full disk or with books it may not write: KIND FOLDER."""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

from app.store.books import BooksError
from app.ui.service.answers import NotSaved
from tests.support.at_desk import AtDesk, spend, top_up


def said(outcome: object) -> str:
    """Name an outcome in a word or two."""
    name = type(outcome).__name__
    return f"{name} {outcome.fault.value}" if isinstance(outcome, NotSaved) else name


def full(folder: Path) -> list[str]:
    """Post on a disk with room, without, and with room again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    at_desk = AtDesk(folder).sign_in()
    told = [said(at_desk.submit(spend(bill="1")))]
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = 4_096  # the log's room of before is no help: it begins anew when it was moved
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    before = at_desk.rows("SELECT COUNT(*) FROM decisions")
    told += [said(at_desk.submit(spend(bill="2"))), said(at_desk.submit(top_up()))]
    assert at_desk.rows("SELECT COUNT(*) FROM decisions") == before
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    told += [said(at_desk.submit(spend(bill="2"))), f"broken {at_desk.broken()}"]
    at_desk.close()
    return told


def forbidden(folder: Path) -> list[str]:
    """Open books that this user may not write."""
    try:
        AtDesk(folder)
    except BooksError as error:
        return [error.fault.value]
    return ["opened"]


def turned(folder: Path) -> list[str]:
    """Post, find the books read-only, post again, find them writable."""
    at_desk = AtDesk(folder).sign_in()
    told = [said(at_desk.submit(spend(bill="1")))]
    for file in folder.glob("books.db*"):
        file.chmod(0o444)
    at_desk.desk.hotel.books.engine.dispose()  # the connections of before still could
    told.append(said(at_desk.submit(spend(bill="2"))))
    for file in folder.glob("books.db*"):
        file.chmod(0o644)
    at_desk.desk.hotel.books.engine.dispose()
    told += [said(at_desk.submit(spend(bill="2"))), f"broken {at_desk.broken()}"]
    at_desk.close()
    return told


if __name__ == "__main__":
    kinds = {"full": full, "forbidden": forbidden, "turned": turned}
    print(json.dumps(kinds[sys.argv[1]](Path(sys.argv[2]))))

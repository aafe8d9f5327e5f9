"""A poster that dies at a named point: before a statement, within one, at a commit, after it, or at a byte of the log.

The program itself knows nothing of it: SQLAlchemy tells of statements, commits and returned connections, SQLite's
progress handler ticks within statements, and the system kills a process at the byte where its file may grow no more.

Run as ``python -m tests.support.dying``: each line of input is one round as JSON; a child is forked for it, and
what became of the child is printed. The rounds of a run share one start of Python.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401 - once for all rounds that migrate
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import Pool

from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.store import books as books_module
from app.store.books import Books
from tests.support.book import KEYS, ClearOpener

TICK = 60  # steps of SQLite's machine between two ticks


@dataclass
class Watch:
    """Counts what happens, and ends the process where the round says."""

    point: str
    nth: int
    seen: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    writing: bool = False

    def at(self, point: str, name: str = "") -> None:
        """Pass a point; the wanted one is the last."""
        self.seen[point] = self.seen.get(point, 0) + 1
        if point == "statement":
            self.names.append(name)
        if point == self.point and self.seen[point] == self.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def tick(self) -> int:
        """Pass a tick of SQLite; outside of a writing transaction it does not count."""
        if self.writing:
            self.at("tick")
        return 0

    def listen(self) -> None:
        """Watch every engine that this process opens."""

        @event.listens_for(Pool, "connect")
        def _connect(raw: sqlite3.Connection, _record: object) -> None:
            raw.set_progress_handler(self.tick, TICK)

        @event.listens_for(Engine, "before_cursor_execute")
        def _statement(
            connection: Connection,
            _cursor: Any,
            text: str,
            _values: Any,
            _context: Any,
            _many: bool,
        ) -> None:
            if _writes(connection):
                self.writing = True
                self.at("statement", " ".join(text.split()[:3]))

        @event.listens_for(Engine, "commit")
        def _commit(connection: Connection) -> None:
            if _writes(connection):
                self.at("commit")

        @event.listens_for(Pool, "reset")
        def _returned(*_: object) -> None:
            if self.writing:
                self.writing = False
                self.at("committed")


def _writes(connection: Connection) -> bool:
    """Tell whether a connection is in a transaction that writes; while a book is opened it always may."""
    return bool(connection.get_execution_options().get("writes")) or OPENING[0]


OPENING = [False]


def posting(one: dict[str, Any], watch: Watch) -> None:
    """Post the batches of a file; each acknowledged batch is written down and synced."""
    made = pickle.loads(Path(one["slips"]).read_bytes())
    watch.listen()
    with Books.open(one["book"], lambda _: KEYS) as books:
        poster = Poster(books, lambda: made["now"], PinCheck(KEYS.pin, ClearOpener()))
        if watch.point == "byte":
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (watch.nth, watch.nth))
        with Path(one["acked"]).open("ab") as acked:
            for batch in made["batches"]:
                if made["keeps"]:
                    poster.keep([submission.slip for submission in batch])
                    watch.at("kept")
                answers = poster.post(batch)
                acked.writelines(answer.slip_id.encode() + b"\n" for answer in answers)
                watch.at("answered")
                acked.flush()
                os.fsync(acked.fileno())
                watch.at("acknowledged")
        watch.seen["byte"] = Path(f"{one['book']}-wal").stat().st_size


def opening(one: dict[str, Any], watch: Watch) -> None:
    """Open a book that has to be made or brought up to date."""
    if one.get("migrations"):
        books_module._MIGRATIONS = Path(one["migrations"])
        books_module.HEAD = one["head"]
    OPENING[0] = True
    watch.listen()
    Books.open(one["book"], lambda _: KEYS, create=True).close()


def terminal(one: dict[str, Any], watch: Watch) -> None:
    """Write slips at a terminal; each acknowledged one is written down with its place, and synced."""
    from app.operations.top_up import TopUp
    from tests.sync.terminals import Terminal

    # The first round of this process's child imports it all; what is counted begins here.
    watch.listen()
    made = Terminal(Path(one["folder"]))
    if watch.point == "byte":
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (watch.nth, watch.nth))
    with Path(one["acked"]).open("ab") as acked:
        for n in range(one["count"]):
            slip = made.write("top_up", TopUp(amount_minor=n + 1), member="li")
            watch.at("written")
            acked.write(f"{slip.sequence} {slip.id}\n".encode())
            acked.flush()
            os.fsync(acked.fileno())
            watch.at("acknowledged")
            if n % 3 == 2:
                made.outbox.mark_sent([slip.id])
    watch.seen["byte"] = Path(f"{made.path}-wal").stat().st_size


def played(one: dict[str, Any]) -> dict[str, Any]:
    """Fork a child for one round and say how it ended and, where it lived to the end, what it passed."""
    work: dict[str, Callable[[dict[str, Any], Watch], None]] = {
        "posting": posting,
        "opening": opening,
        "terminal": terminal,
    }
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        watch = Watch(one.get("point", ""), one.get("nth", 0))
        work[one["work"]](one, watch)
        os.write(writing, json.dumps({"seen": watch.seen, "names": watch.names}).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    ended = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else "lived"
    return {"ended": ended} | (json.loads(told) if told else {})


def main() -> None:
    """Play the rounds that come in."""
    for line in sys.stdin:
        print(json.dumps(played(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

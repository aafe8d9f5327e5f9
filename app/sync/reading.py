"""Reading: keeps the replica up to date over the line, and asks the centre for what it does not hold."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Final

import msgspec

from app.loyalty.ids import uuid7
from app.store.questions import (
    HOUSE,
    MEMBER,
    By,
    Found,
    Question,
    Reply,
    question_text,
    reply_from,
)
from app.store.sealed_box import close_box, open_box
from app.store.snapshot import Of, Snapshot, snapshot_from
from app.sync.feed_reader import FeedRow, Place, pull, read_heads
from app.sync.greeting import Greeting
from app.sync.line import Line
from app.sync.outbox import Chance, Outbox, Told
from app.sync.replica import Replica, Standing
from app.sync.terminal_file import TerminalFile

_QUESTION: Final = (
    "INSERT INTO questions (id, terminal, incarnation, kind, payload) VALUES (%s,%s,%s,%s,%s) "
    "ON CONFLICT DO NOTHING"
)
_PULLS: Final = 10  # in one round; whoever waits for an answer to a slip waits behind them
_READS_OF_A_GAP: Final = 3
_ASKED_AGAIN_S: Final = 60.0
_MEMBERS_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a question.

    Attributes:
        member: Who was found, and is held in the replica now; empty for nobody, and for the house.
    """

    found: Found
    member: str = ""


@dataclass(slots=True)
class _Asked:
    """A question under way; its box is closed when it is sent, to the key that the centre has then."""

    id: str
    kind: str
    question: Question
    answer: Future[Looked]
    is_sent: bool = False


class Reading:
    """Reads the feed into a replica. ``ask`` is for any thread, all else for the line's.

    Attributes:
        gaps: Rows of the feed that were missing when they were read, since the start: a fault of the centre.
        afresh: How often the replica had to begin afresh because of that, or of another epoch.
        unread: Answers that could not be opened or read.

    Args:
        replica: Where it goes.
        file: The terminal's: its keys open answers.
        clock: The terminal's time, aware.
        chance: Where ids and the keys of boxes come from.
    """

    def __init__(
        self, replica: Replica, file: TerminalFile, clock: Callable[[], datetime], chance: Chance
    ) -> None:
        self.replica = replica
        self.gaps = 0
        self.afresh = 0
        self.unread = 0
        self._file = file
        self._outbox = Outbox(file, clock, chance)
        self._clock = clock
        self._chance = chance
        self._asked: dict[str, _Asked] = {}
        self._asking = threading.Lock()
        self._gaps: dict[Place, int] = {}
        self._own_asks: dict[str, float] = {}  # what this room asked by itself, and when
        self._epoch = ""

    def ask(self, by: By, value: str) -> Future[Looked]:
        """Ask for a member by one exact value; the line must be woken to send it soon.

        Whoever is found is held in the replica when the future is done.
        """
        return self._ask(MEMBER, Question(by=by, value=value))

    def begin(self, line: Line, greeting: Greeting) -> None:
        """Begin on a new connection; rows of another epoch are void.

        Raises:
            OutOfReachError: The line broke.
            BooksError: The replica takes nothing.
        """
        self._epoch = greeting.epoch
        with self._asking:
            for one in self._asked.values():
                one.is_sent = False
        if self.replica.epoch() != greeting.epoch:
            self._begin_afresh(line)

    def read(self, line: Line) -> int:
        """Send questions, read what is new, and ask for what is behind; returns how many rows were read.

        Raises:
            OutOfReachError: The line broke; what was written stands, and is not read again.
            BooksError: The replica takes nothing.
        """
        self._send(line)
        own = f"terminal:{self._file.identity().terminal}"
        count = 0
        for _ in range(_PULLS):
            found = pull(line, self.replica.places(), own)
            if found.went_back:
                self._begin_afresh(line)
                return count
            # Answers first: what stands behind one in the feed was decided after it.
            for row in found.rows:
                if row.kind == "answer":
                    self._answered(row.slip, row.payload or b"")
            if found.rows:
                self._settle_earlier(found.rows)
                self.replica.apply(found.rows, dict(found.places))
            count += len(found.rows)
            if found.gaps and self._is_lost(found.gaps):
                self._begin_afresh(line)
                return count
            if found.is_all:
                break
        self._ask_for_what_is_behind()
        self._send(line)
        return count

    def _settle_earlier(self, rows: Sequence[FeedRow]) -> None:
        """Keep decisions of slips of earlier chains; the centre answers those of the newest one by themselves."""
        newest = self._file.pen().incarnation
        if not any(one < newest for one in self._outbox.chains_waiting()):
            return
        mine = {one.id for one in self._outbox.kept_before(newest)}
        told = [
            Told(row.slip, row.outcome, "", row.decision_text or b"")
            for row in rows
            if row.kind == "decision" and row.slip in mine
        ]
        self._outbox.mark_answered(told)

    def _is_lost(self, gaps: Mapping[Place, int]) -> bool:
        """Count gaps; a row that is still missing at the third reading does not come any more."""
        self._gaps = {place: self._gaps.get(place, 0) + 1 for place in gaps}
        self.gaps += len(gaps)
        return max(self._gaps.values()) >= _READS_OF_A_GAP

    def _begin_afresh(self, line: Line) -> None:
        """Take snapshots in the place of rows that cannot be read: nothing is skipped by that."""
        self.replica.start_afresh(self._epoch, read_heads(line))
        self.afresh += 1
        self._gaps = {}
        self._own_asks = {}

    def _ask(self, kind: str, question: Question) -> Future[Looked]:
        now = self._clock()
        name = uuid7(int(now.timestamp() * 1000), self._chance(10))
        one = _Asked(name, kind, question, Future())
        with self._asking:
            self._asked[name] = one
        return one.answer

    def _send(self, line: Line) -> None:
        with self._asking:
            unsent = [one for one in self._asked.values() if not one.is_sent]
        if not unsent:
            return
        who, pen = self._file.identity(), self._file.pen()
        rows = [
            (
                one.id,
                who.terminal,
                pen.incarnation,
                one.kind,
                close_box(who.seal_key, question_text(one.question), one.id, self._chance),
            )
            for one in unsent
        ]
        with line.exchange() as connection, connection.cursor() as cursor:
            cursor.executemany(_QUESTION, rows)
        for one in unsent:
            one.is_sent = True

    def _answered(self, question: str, box: bytes) -> None:
        """Open an answer and put what it brings; one to a question of before a restart serves as well."""
        reply = self._opened(question, box)
        if reply is None:
            self.unread += 1
            return
        looked = Looked(reply.found)
        if reply.found is Found.FOUND:
            snapshot = self._snapshot(reply)
            if snapshot is None:
                self.unread += 1
                return
            standing = self.replica.put(snapshot, self._clock().astimezone(UTC).isoformat())
            about = snapshot.about if snapshot.of is Of.MEMBER else ""
            if standing is Standing.CURRENT:
                self._own_asks.pop(about, None)
            looked = Looked(reply.found, about)
        with self._asking:
            asked = self._asked.pop(question, None)
        if asked is not None and asked.answer.set_running_or_notify_cancel():
            asked.answer.set_result(looked)

    def _opened(self, question: str, box: bytes) -> Reply | None:
        for keys in self._file.secrets.chains.values():
            content = open_box(keys.seal, box, question)
            if content is not None:
                try:
                    return reply_from(content)
                except msgspec.DecodeError:
                    return None
        return None

    def _snapshot(self, reply: Reply) -> Snapshot | None:
        try:
            return snapshot_from(reply.snapshot)
        except ValueError:
            return None

    def _ask_for_what_is_behind(self) -> None:
        now = monotonic()
        wanted = self.replica.behind()[:_MEMBERS_AT_ONCE]
        if self.replica.house_is_behind():
            wanted.insert(0, "")  # the house has no id
        for member in wanted:
            asked_at = self._own_asks.get(member)
            if asked_at is not None and now - asked_at < _ASKED_AGAIN_S:
                continue
            self._own_asks[member] = now
            if member:
                self._ask(MEMBER, Question(by=By.MEMBER, value=member))
            else:
                self._ask(HOUSE, Question())

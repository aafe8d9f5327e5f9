"""Answers what terminals ask: the house, one member by one exact value, and to be let in.

An answer goes into the asking terminal's own feed, sealed for it. Members are counted and limited for each
terminal, so that a stolen kiosk cannot copy the member file; every look is noted in the audit table.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection

from app.loyalty.ids import MemberId, shard_of, uuid7
from app.poster.central.feed import ANSWER, tell_terminal
from app.poster.central.let_in import let_in
from app.store import audit
from app.store.books import Books
from app.store.centre_keys import replica_key_of, seal_key_of
from app.store.joining import JOIN
from app.store.keys import phone_hash
from app.store.questions import (
    HOUSE,
    MEMBER,
    By,
    Found,
    Question,
    Reply,
    question_from,
    reply_text,
)
from app.store.sealed_box import close_box, open_box
from app.store.snapshot import house_snapshot, member_snapshot, rewrapped_people, snapshot_text

_LOG = logging.getLogger(__name__)
_AT_ONCE: Final = 64
_MOST: Final = 120  # members that a terminal may ask for within an hour
_WITHIN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    id: str
    terminal: str
    kind: str
    payload: bytes = field(repr=False)
    seal_key: bytes = field(repr=False)
    is_admitted: bool


class Questions:
    """The one who answers; works within the transaction of whoever holds the lease.

    Args:
        books: The centre's.
        property_id: Whose house this is.
        clock: The poster's time, aware.
        most: Members that one terminal may ask for within an hour.
    """

    def __init__(
        self,
        books: Books,
        property_id: str,
        clock: Callable[[], datetime],
        *,
        most: int = _MOST,
        chance: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._books = books
        self._property = property_id
        self._clock = clock
        self._most = most
        self._chance = chance
        self._private = seal_key_of(books.keys)

    def is_due(self, connection: Connection) -> bool:
        """Tell whether anybody asks."""
        return connection.exec_driver_sql("SELECT 1 FROM questions LIMIT 1").first() is not None

    def __call__(self, connection: Connection) -> Sequence[str]:
        """Answer what was asked; returns the terminals that have an answer now."""
        asked = self._asked(connection)
        if not asked:
            return ()
        now = self._clock()
        for one in asked:
            answer = self._answer(connection, one, now)
            if answer is None:
                _LOG.warning("terminal %s asked what cannot be answered", one.terminal)
                continue
            key, text = answer
            box = close_box(key, text, one.id, self._chance)
            shard = shard_of(self._property)
            told = ((ANSWER, one.id, box),)
            tell_terminal(self._books, connection, one.terminal, shard, told, now.isoformat())
        ids = [one.id for one in asked]
        connection.exec_driver_sql("DELETE FROM questions WHERE id = ANY(%s)", (ids,))
        return sorted({one.terminal for one in asked})

    def _asked(self, connection: Connection) -> list[_Asked]:
        # Who is not the login of the terminal that it names gets no answer; the question goes with the others.
        text = (
            "SELECT q.id, q.terminal, q.kind, q.payload, c.seal_key, "
            "t.login = q.login AND ((t.state = 'active' AND t.incarnation = q.incarnation) "
            f"OR (t.state = 'invited' AND q.kind = '{JOIN}')) "
            "FROM questions q LEFT JOIN terminals t ON t.terminal = q.terminal "
            "LEFT JOIN chains c ON c.terminal = q.terminal AND c.incarnation = q.incarnation "
            f"ORDER BY q.arrived LIMIT {_AT_ONCE}"
        )
        return [
            _Asked(
                id=row[0],
                terminal=row[1],
                kind=row[2],
                payload=bytes(row[3]),
                seal_key=bytes(row[4] or b""),
                is_admitted=bool(row[5]),
            )
            for row in connection.exec_driver_sql(text)
        ]

    def _answer(
        self, connection: Connection, one: _Asked, now: datetime
    ) -> tuple[bytes, bytes] | None:
        text = open_box(self._private, one.payload, one.id)
        if text is None or not one.is_admitted:
            return None
        if one.kind == JOIN:
            return let_in(self._books, connection, one.terminal, self._property, text, now)
        try:
            question = question_from(text)
        except msgspec.DecodeError:
            return None
        if one.kind == HOUSE:
            snapshot = house_snapshot(self._books, connection, self._property)
            return one.seal_key, reply_text(
                Reply(found=Found.FOUND, snapshot=snapshot_text(snapshot))
            )
        if one.kind == MEMBER:
            return one.seal_key, reply_text(self._member(connection, one, question, now))
        return None

    def _member(
        self, connection: Connection, one: _Asked, question: Question, now: datetime
    ) -> Reply:
        if self._looks(connection, one.terminal, now) >= self._most:
            return Reply(found=Found.TOO_MANY)
        member = self._who(connection, question)
        audit.note(
            self._books,
            connection,
            audit.Read(
                id=uuid7(int(now.timestamp() * 1000), self._chance(10)),
                at=now,
                terminal=one.terminal,
                operator="",
                act="ask",
                member=member or "",
                facts=question.by.value,
            ),
        )
        snapshot = member_snapshot(self._books, connection, member) if member else None
        if snapshot is None:
            return Reply(found=Found.NOBODY)
        keys = self._books.keys
        ours = rewrapped_people(snapshot, keys.personal, replica_key_of(keys), self._chance)
        return Reply(found=Found.FOUND, snapshot=snapshot_text(ours))

    def _looks(self, connection: Connection, terminal: str, now: datetime) -> int:
        text = "SELECT COUNT(*) FROM audit WHERE terminal = %s AND act = 'ask' AND at > %s"
        since = (now - _WITHIN).isoformat()
        return int(connection.exec_driver_sql(text, (terminal, since)).scalar_one())

    def _who(self, connection: Connection, question: Question) -> MemberId | None:
        """Find whom a question means."""
        value = question.value
        if question.by is By.MEMBER:
            return MemberId(value)
        text, key = {
            By.CARD: ("SELECT member FROM cards WHERE hash = %s AND member <> ''", value),
            By.NUMBER: ("SELECT member FROM members WHERE number = %s", value),
            # One number has one member: who has the claim to it is found by one key.
            By.PHONE: (
                "SELECT s.member FROM claims c JOIN slips s ON s.id = c.slip WHERE c.value = %s",
                f"phone:{phone_hash(self._books.keys, value)}",
            ),
        }[question.by]
        found = connection.exec_driver_sql(text, (key,)).fetchall()
        return MemberId(str(found[0][0])) if len(found) == 1 else None

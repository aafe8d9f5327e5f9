"""The outbox: what is to be told to members, written with the decision that tells it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, unique
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from app.loyalty.forms import reader_of
from app.loyalty.ids import MemberId, following_id, shard_of
from app.operations.notices import Notice
from app.store.books import Books

COLUMNS: Final = (
    "id", "slip", "member", "way", "language", "kind", "figures", "made_at", "state", "tries", "next_at",
    "sent_at", "error",
)  # fmt: skip
UNKNOWN_SENDERS: Final = "texts-of-unknown-senders"  # its name in the table meta


@unique
class MessageState(Enum):
    """How far a message has come; only ``WAITING`` is ever sent."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # the way refused it for good
    UNSURE = "unsure"  # it may have gone: a person decides whether it goes again
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands in the outbox.

    Attributes:
        id: Follows from slip, member and way, so that a result is told once by each.
        language: The member's; empty where the member's row is to be asked when it is sent.
        kind: Which text.
        next_at: Not before; aware.
        error: Why it was not sent at the last try, as a stable code; empty for none.
    """

    id: str
    slip: str
    member: MemberId
    way: str
    language: str
    kind: str
    figures: Mapping[str, str | int]
    made_at: datetime
    state: MessageState
    tries: int
    next_at: datetime
    sent_at: datetime | None
    error: str


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = reader_of(dict[str, str | int])


def message_id(slip: str, member: MemberId, way: str) -> str:
    """Return the id of what is told of a slip to a member by a way; it stands near its slip's in the books."""
    return following_id(slip, shard_of(member), "message", member, way)


def message_row(slip: str, notice: Notice, at: datetime) -> tuple[Any, ...]:
    """Return the row of a new message, in the order of the columns."""
    when = stamp(at)
    return (
        message_id(slip, notice.member, notice.way),
        slip,
        notice.member,
        notice.way,
        notice.language,
        notice.kind,
        _encoder.encode(notice.figures),
        when,
        MessageState.WAITING.value,
        0,
        when,
        None,
        "",
    )


def stamp(at: datetime) -> str:
    """Write a time so that it sorts as text, whatever its fraction."""
    return at.isoformat(timespec="microseconds")


class Outbox:
    """Reads and changes messages within the caller's transaction."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def due(self, connection: Connection, way: str, now: datetime, most: int) -> list[Message]:
        """Return messages of a way whose time has come, the longest waiting first."""
        where = "state = 'waiting' AND way = ? AND next_at <= ? ORDER BY next_at, id LIMIT ?"
        return self._found(connection, where, (way, stamp(now), most))

    def under_way(self, connection: Connection, way: str) -> list[Message]:
        """Return messages that were being sent when nobody wrote down how it ended."""
        return self._found(connection, "state = 'sending' AND way = ? ORDER BY id", (way,))

    def listed(self, connection: Connection, state: MessageState | None) -> list[Message]:
        """Return all messages, or those in one state, the oldest first."""
        where = "state = ? ORDER BY made_at, id" if state else "1 = 1 ORDER BY made_at, id"
        return self._found(connection, where, (state.value,) if state else ())

    def get(self, connection: Connection, message: str) -> Message | None:
        """Return one message; None where there is none of this id."""
        found = self._found(connection, "id = ?", (message,))
        return found[0] if found else None

    def keep(self, connection: Connection, one: Message, *, before: MessageState) -> bool:
        """Write down how far a message has come; False where somebody else has moved it meanwhile."""
        text = (
            "UPDATE messages SET state = ?, tries = ?, next_at = ?, sent_at = ?, error = ? "
            "WHERE id = ? AND state = ?"
        )
        sent_at = stamp(one.sent_at) if one.sent_at else None
        values = (one.state.value, one.tries, stamp(one.next_at), sent_at, one.error)
        done = connection.exec_driver_sql(self._books.sql(text), (*values, one.id, before.value))
        return done.rowcount == 1

    def count_unknown(self, connection: Connection) -> None:
        """Count a text of a number that is nobody's; nothing else is kept of it."""
        text = (
            "INSERT INTO meta (name, value) VALUES (?, '1') ON CONFLICT (name) DO UPDATE "
            "SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)"
        )
        connection.exec_driver_sql(self._books.sql(text), (UNKNOWN_SENDERS,))

    def unknown_senders(self, connection: Connection) -> int:
        """Return how many texts came from numbers that are nobody's."""
        sql = self._books.sql("SELECT value FROM meta WHERE name = ?")
        return int(connection.exec_driver_sql(sql, (UNKNOWN_SENDERS,)).scalar() or 0)

    def _found(self, connection: Connection, where: str, values: Sequence[Any]) -> list[Message]:
        sql = self._books.sql(f"SELECT {','.join(COLUMNS)} FROM messages WHERE {where}")
        return [_message(row) for row in connection.exec_driver_sql(sql, tuple(values))]


def _message(row: Sequence[Any]) -> Message:
    return Message(
        id=row[0],
        slip=row[1],
        member=MemberId(row[2]),
        way=row[3],
        language=row[4],
        kind=row[5],
        figures=_decoder.decode(bytes(row[6])),
        made_at=datetime.fromisoformat(row[7]),
        state=MessageState(row[8]),
        tries=int(row[9]),
        next_at=datetime.fromisoformat(row[10]),
        sent_at=datetime.fromisoformat(row[11]) if row[11] else None,
        error=row[12],
    )

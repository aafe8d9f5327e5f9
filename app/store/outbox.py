"""The outbox: what is to be told to members, written with the decision that tells it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, unique
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from app.loyalty.forms import reader_of
from app.loyalty.ids import MemberId, following_id, shard_of
from app.operations.notices import LAPSE, Notice
from app.store.books import Books

COLUMNS: Final = (
    "id", "slip", "member", "way", "language", "kind", "figures", "made_at", "state", "tries", "next_at",
    "sent_at", "error", "awaits", "delivery", "reported_at",
)  # fmt: skip
UNKNOWN_SENDERS: Final = "texts-of-unknown-senders"  # its name in the table meta
DROPPED: Final = "texts-that-made-no-slip"  # likewise
_LONGEST_WAIT: Final = timedelta(days=2)


@unique
class MessageState(Enum):
    """How far a message has come; only ``WAITING`` is ever sent."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # the way refused it for good
    UNSURE = "unsure"  # it may have gone: a person decides whether it goes again
    GIVEN_UP = "given-up"


@unique
class Delivery(Enum):
    """What the network said of a text that it took."""

    NOT_ASKED = ""
    UNKNOWN = "unknown"  # nothing yet, or nothing ever
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands in the outbox.

    Attributes:
        id: Follows from slip, member and way, so that a result is told once by each.
        language: The member's; empty where the member's row is to be asked when it is sent.
        kind: Which text.
        next_at: Not before; aware.
        error: Why it was not sent at the last try, as a stable code; empty for none.
        awaits: The network's numbers, 0 to 255, of its messages that no report came of yet.
        delivery: What the network said of it.
        reported_at: When it said so; aware.
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
    awaits: tuple[int, ...] = ()
    delivery: Delivery = Delivery.NOT_ASKED
    reported_at: datetime | None = None


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = reader_of(dict[str, str | int])


def message_id(slip: str, member: MemberId, way: str, kind: str) -> str:
    """Return the id of what is told of a slip to a member by a way; it stands near its slip's in the books."""
    # A slip is told once by each way; but of several things that lapse each is told.
    more = (kind,) if kind.startswith(LAPSE) else ()
    return following_id(slip, shard_of(member), "message", member, way, *more)


def message_row(slip: str, notice: Notice, at: datetime) -> tuple[Any, ...]:
    """Return the row of a new message, in the order of the columns."""
    when = stamp(at)
    return (
        message_id(slip, notice.member, notice.way, notice.kind),
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
        "",
        "",
        None,
    )


def stamp(at: datetime) -> str:
    """Write a time so that it sorts as text, whatever its fraction."""
    return at.isoformat(timespec="microseconds")


def _first_id(at: datetime) -> str:
    """Return what every id of a message of then or later is not less than."""
    time = f"{max(0, int(at.timestamp() * 1000)):012x}"
    return f"{time[:8]}-{time[8:]}"


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

    def listed(
        self, connection: Connection, state: MessageState | None, most: int | None = None
    ) -> list[Message]:
        """Return all messages, or those in one state, the oldest first; the newest ``most`` where that is given."""
        where = "state = ?" if state else "1 = 1"
        values: tuple[Any, ...] = (state.value,) if state else ()
        if most is None:
            return self._found(connection, f"{where} ORDER BY made_at, id", values)
        # By their ids, which begin with the time: only as many are read as are wanted.
        found = self._found(connection, f"{where} ORDER BY id DESC LIMIT ?", (*values, most))
        return sorted(found, key=lambda one: (one.made_at, one.id))

    def awaiting(self, connection: Connection, reference: int) -> list[Message]:
        """Return texts of which a report is awaited for a message with this number of the network."""
        where = "awaits <> '' AND ',' || awaits || ',' LIKE ? ORDER BY sent_at, id"
        return self._found(connection, where, (f"%,{reference},%",))

    def await_no_more(self, connection: Connection, before: datetime) -> None:
        """Await no reports of texts that went before then: their numbers of the network came again long ago."""
        text = "UPDATE messages SET awaits = '' WHERE awaits <> '' AND sent_at < ?"
        connection.exec_driver_sql(self._books.sql(text), (stamp(before),))

    def sent_since(
        self, connection: Connection, way: str, since: datetime
    ) -> list[tuple[MemberId, str, datetime]]:
        """Return to whom which kind of text went by a way since then, the oldest first."""
        # An id begins with its slip's time, and what waits longer than a day is given up or sent by hand.
        text = "SELECT member, kind, sent_at FROM messages WHERE way = ? AND sent_at >= ? AND id >= ? ORDER BY sent_at"
        first = _first_id(since - _LONGEST_WAIT)
        found = connection.exec_driver_sql(self._books.sql(text), (way, stamp(since), first))
        return [(MemberId(row[0]), row[1], datetime.fromisoformat(row[2])) for row in found]

    def get(self, connection: Connection, message: str) -> Message | None:
        """Return one message; None where there is none of this id."""
        found = self._found(connection, "id = ?", (message,))
        return found[0] if found else None

    def keep(self, connection: Connection, one: Message, *, before: MessageState) -> bool:
        """Write down how far a message has come; False where somebody else has moved it meanwhile."""
        text = (
            "UPDATE messages SET state = ?, tries = ?, next_at = ?, sent_at = ?, error = ?, awaits = ?, "
            "delivery = ?, reported_at = ? WHERE id = ? AND state = ?"
        )
        values = (
            one.state.value,
            one.tries,
            stamp(one.next_at),
            stamp(one.sent_at) if one.sent_at else None,
            one.error,
            ",".join(str(reference) for reference in one.awaits),
            one.delivery.value,
            stamp(one.reported_at) if one.reported_at else None,
        )
        done = connection.exec_driver_sql(self._books.sql(text), (*values, one.id, before.value))
        return done.rowcount == 1

    def count_unknown(self, connection: Connection) -> None:
        """Count a text of a number that is nobody's; nothing else is kept of it."""
        self._count(connection, UNKNOWN_SENDERS)

    def unknown_senders(self, connection: Connection) -> int:
        """Return how many texts came from numbers that are nobody's."""
        return self._counted(connection, UNKNOWN_SENDERS)

    def count_dropped(self, connection: Connection) -> None:
        """Count a text of which no slip could be made; nothing else is kept of it."""
        self._count(connection, DROPPED)

    def dropped(self, connection: Connection) -> int:
        """Return of how many texts no slip could be made."""
        return self._counted(connection, DROPPED)

    def _count(self, connection: Connection, name: str) -> None:
        text = (
            "INSERT INTO meta (name, value) VALUES (?, '1') ON CONFLICT (name) DO UPDATE "
            "SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)"
        )
        connection.exec_driver_sql(self._books.sql(text), (name,))

    def _counted(self, connection: Connection, name: str) -> int:
        sql = self._books.sql("SELECT value FROM meta WHERE name = ?")
        return int(connection.exec_driver_sql(sql, (name,)).scalar() or 0)

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
        awaits=tuple(int(one) for one in row[13].split(",") if one),
        delivery=Delivery(row[14]),
        reported_at=datetime.fromisoformat(row[15]) if row[15] else None,
    )

"""How a centre is: who posts, what waits, how its terminals stand; as figures, and as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, inspect

from app.store.books import HEAD

_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_COUNTED = 100_000  # a feed that is longer is estimated: counting it would read all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Who posts.

    Attributes:
        name: What is leased.
        poster: Who has it.
        number: Rises with each that takes over.
        left_s: Seconds until it ends; zero or less for one that ended.
    """

    name: str
    poster: str
    number: int
    left_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalHealth:
    """How one terminal stands.

    Attributes:
        seen_at: ISO; empty before it was ever there.
        clock_offset_s: What its clock is ahead.
        accepted: Last sequence of its newest chain that came without a gap.
        waiting: Slips in the inbox.
    """

    terminal: str
    property: str
    face: str
    state: str
    incarnation: int
    seen_at: str
    clock_offset_s: float
    accepted: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a centre is at one moment of the server's clock.

    Attributes:
        schema: Of the database; empty where there are no books.
        epoch: How often it was brought back, from 1.
        inbox: Slips that are not decided.
        inbox_oldest_s: How long the oldest of them waits; zero for none.
        waits: How many of them wait for which reason that somebody noted.
        questions: That were not answered.
        todos: Slips that a person has to settle.
        feed: Rows; an estimate beyond 100,000.
        connections: Of this database now, and what the server takes in all.
    """

    now: str
    schema: str
    book: str = ""
    epoch: int = 0
    leases: tuple[Lease, ...] = ()
    inbox: int = 0
    inbox_oldest_s: float = 0.0
    waits: tuple[tuple[str, int], ...] = ()
    questions: int = 0
    questions_oldest_s: float = 0.0
    todos: int = 0
    feed: int = 0
    terminals: tuple[TerminalHealth, ...] = ()
    connections: tuple[int, int] = (0, 0)

    @property
    def is_newest(self) -> bool:
        """Whether its tables are those that this InnPoint knows."""
        return self.schema == HEAD

    @property
    def is_posted(self) -> bool:
        """Whether somebody holds a lease that has not ended."""
        return any(lease.left_s > 0 for lease in self.leases)


def health_of(connection: Connection) -> Health:
    """Ask a centre how it is.

    Args:
        connection: Of a login that reads all tables but secrets, e.g. ``innpoint_auditor``.

    Returns:
        With nothing but clock and schema where the tables are not the newest.
    """
    now = str(
        _one(
            connection, "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        )
    )
    schema = _schema(connection)
    if schema != HEAD:
        return Health(now=now, schema=schema)
    meta = {
        str(name): str(value)
        for name, value in connection.exec_driver_sql(
            "SELECT name, value FROM meta WHERE name IN ('book', 'epoch')"
        )
    }
    inbox, inbox_age = _waiting(connection, "inbox")
    questions, question_age = _waiting(connection, "questions")
    waits = connection.exec_driver_sql(
        "SELECT waits, count(*) FROM inbox WHERE waits <> '' GROUP BY waits ORDER BY waits"
    )
    return Health(
        now=now,
        schema=schema,
        book=meta["book"],
        epoch=int(meta["epoch"]),
        leases=tuple(_leases(connection)),
        inbox=inbox,
        inbox_oldest_s=inbox_age,
        waits=tuple((str(why), int(count)) for why, count in waits),
        questions=questions,
        questions_oldest_s=question_age,
        todos=int(_one(connection, "SELECT count(*) FROM todos WHERE settled_at = ''")),
        feed=_feed_rows(connection),
        terminals=tuple(_terminals(connection)),
        connections=_connections(connection),
    )


def metrics(health: Health) -> str:
    """Write a centre's figures in Prometheus' text format."""
    lines: list[str] = []

    def add(name: str, means: str, *values: tuple[dict[str, str], float]) -> None:
        lines.extend((f"# HELP innpoint_{name} {means}", f"# TYPE innpoint_{name} gauge"))
        for labels, value in values:
            said = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
            lines.append(
                f"innpoint_{name}{{{said}}} {value:g}" if said else f"innpoint_{name} {value:g}"
            )

    add(
        "schema_current",
        "1 where the tables are this InnPoint's.",
        ({"schema": health.schema}, health.is_newest),
    )
    if health.is_newest:
        add("epoch", "How often the books were brought back, from 1.", ({}, health.epoch))
        add("posting", "1 where somebody holds a lease.", ({}, health.is_posted))
        add("lease_left_seconds", "Until a lease ends.",
            *(({"name": one.name, "poster": one.poster}, one.left_s) for one in health.leases))  # fmt: skip
        add("inbox_slips", "Slips that are not decided.", ({}, health.inbox))
        add(
            "inbox_oldest_seconds", "Since the oldest of them arrived.", ({}, health.inbox_oldest_s)
        )
        add("inbox_noted", "Slips that wait for a reason.",
            *(({"reason": why}, count) for why, count in health.waits))  # fmt: skip
        add("questions_waiting", "Questions without an answer.", ({}, health.questions))
        add(
            "questions_oldest_seconds",
            "Since the oldest of them arrived.",
            ({}, health.questions_oldest_s),
        )
        add("todos", "Slips that a person has to settle.", ({}, health.todos))
        add("feed_rows", "Rows of the feed; an estimate beyond 100,000.", ({}, health.feed))
        add("connections", "Of this database.", ({}, health.connections[0]))
        add("connections_most", "That the server takes.", ({}, health.connections[1]))
        each = [({"terminal": one.terminal}, one) for one in health.terminals]
        add("terminal_state", "1 for the state that a terminal is in.",
            *(({**label, "state": one.state, "face": one.face}, 1) for label, one in each))  # fmt: skip
        add("terminal_clock_offset_seconds", "What its clock is ahead.",
            *((label, one.clock_offset_s) for label, one in each))  # fmt: skip
        add(
            "terminal_waiting",
            "Its slips in the inbox.",
            *((label, one.waiting) for label, one in each),
        )
    return "\n".join((*lines, ""))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _one(connection: Connection, text: str) -> str | int | float:
    found: str | int | float = connection.exec_driver_sql(text).scalar_one()
    return found


def _schema(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def _waiting(connection: Connection, table: str) -> tuple[int, float]:
    text = f"SELECT count(*), coalesce({_NOW} - min(arrived), 0) FROM {table}"
    count, micros = connection.exec_driver_sql(text).one()
    return int(count), max(0.0, int(micros) / 1e6)


def _leases(connection: Connection) -> Iterator[Lease]:
    text = f"SELECT name, poster, number, until - {_NOW} FROM leases ORDER BY name"
    for name, poster, number, left in connection.exec_driver_sql(text):
        yield Lease(name=name, poster=poster, number=int(number), left_s=int(left) / 1e6)


def _feed_rows(connection: Connection) -> int:
    text = "SELECT reltuples::bigint FROM pg_class WHERE oid = 'feed'::regclass"
    about = int(_one(connection, text))
    return about if about > _COUNTED else int(_one(connection, "SELECT count(*) FROM feed"))


def _terminals(connection: Connection) -> Iterator[TerminalHealth]:
    text = (
        "SELECT t.terminal, t.property, t.face, t.state, t.incarnation, t.seen_at, t.clock_offset_ms, "
        "coalesce(c.accepted, 0), (SELECT count(*) FROM inbox i WHERE i.terminal = t.terminal) "
        "FROM terminals t LEFT JOIN chains c ON c.terminal = t.terminal AND c.incarnation = t.incarnation "
        "ORDER BY t.terminal"
    )
    for (
        name,
        house,
        face,
        state,
        incarnation,
        seen,
        offset,
        accepted,
        waiting,
    ) in connection.exec_driver_sql(text):
        yield TerminalHealth(
            terminal=name,
            property=house,
            face=face,
            state=state,
            incarnation=int(incarnation),
            seen_at=seen,
            clock_offset_s=int(offset) / 1000,
            accepted=int(accepted),
            waiting=int(waiting),
        )


def _connections(connection: Connection) -> tuple[int, int]:
    text = "SELECT numbackends FROM pg_stat_database WHERE datname = current_database()"
    most = "SELECT setting::int FROM pg_settings WHERE name = 'max_connections'"
    return int(_one(connection, text)), int(_one(connection, most))

"""The tables that only a centre fills: what terminals hand in and ask, who they are, leases, and the feed.

They stand in every book, so that there is one schema; in an embedded one they stay empty. Terminals reach
them through the rights and views of ``central_rights`` alone.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, SmallInteger, Table, Text

from app.store.metadata import METADATA

# Columns with this name are filled by the server, never by the terminal (``migrations/versions/0012``):
# who was logged in, and the server's clock in microseconds since 1970.
BY_SERVER: Final = ("login", "arrived")

terminals: Final = Table(
    "terminals",
    METADATA,
    Column("terminal", Text, primary_key=True),
    Column("property", Text, nullable=False),
    Column("face", Text, nullable=False),  # desk, outlet, kiosk
    Column("login", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),  # of its newest chain; 0 before it joined
    Column("state", Text, nullable=False),  # invited, active, forked, lost, signed-out
    Column("code_hash", Text, nullable=False),
    Column("code_until", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("clock_offset_ms", BigInteger, nullable=False),
    Index("terminals_by_login", "login", unique=True),
    sqlite_with_rowid=False,
)

# One for each time that a terminal was set up: the keys it made then, and how far its slips have come.
chains: Final = Table(
    "chains",
    METADATA,
    Column("terminal", Text, primary_key=True),
    Column("incarnation", Integer, primary_key=True, autoincrement=False),
    Column("sign_key", LargeBinary, nullable=False),  # Ed25519, raw
    Column("seal_key", LargeBinary, nullable=False),  # X25519, raw
    Column("accepted", BigInteger, nullable=False),  # the last sequence that came without a gap
    Column("head", Text, nullable=False),  # hash of that slip, hex
    Column("joined_at", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Slips on their way in. Keyed by the id alone: of a copied terminal both sides are kept.
inbox: Final = Table(
    "inbox",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("terminal", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("push", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),  # the slip's canonical form
    Column("beside", LargeBinary, nullable=True),  # PIN blocks, personal data: sealed to the centre
    Column("login", Text, nullable=False),
    Column("arrived", BigInteger, nullable=False),
    Column("waits", Text, nullable=False),  # why it is not decided yet; empty for nobody looked
    Index("inbox_by_terminal", "terminal", "incarnation", "sequence"),
    Index("inbox_by_arrival", "arrived"),
    sqlite_with_rowid=False,
)

# One for each time that a terminal handed slips in: its signature over the last of them.
pushes: Final = Table(
    "pushes",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("terminal", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("head", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("sent_at", Text, nullable=False),  # the terminal's clock
    Column("login", Text, nullable=False),
    Column("arrived", BigInteger, nullable=False),
    Index("pushes_by_terminal", "terminal", "incarnation", "last"),
    sqlite_with_rowid=False,
)

questions: Final = Table(
    "questions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("terminal", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # sealed to the centre
    Column("login", Text, nullable=False),
    Column("arrived", BigInteger, nullable=False),
    Index("questions_by_arrival", "arrived"),
    sqlite_with_rowid=False,
)

# What changed, for whom. Numbered without a gap for each (address, shard), so that a reader sees what it lost.
feed: Final = Table(
    "feed",
    METADATA,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("address", Text, primary_key=True),  # a property, or ``terminal:NAME``
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("slip", Text, nullable=False),  # whose decision this is; empty for none
    Column("at", Text, nullable=False),
    Column("payload", LargeBinary, nullable=True),  # what stands in no other table
    Index("feed_by_time", "at"),
    sqlite_with_rowid=False,
)

feed_heads: Final = Table(
    "feed_heads",
    METADATA,
    Column("address", Text, primary_key=True),
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Who posts. Its number rises with each poster that takes over, and stands in the shards' head rows too.
leases: Final = Table(
    "leases",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("poster", Text, nullable=False),
    Column("until", BigInteger, nullable=False),  # the server's clock, microseconds since 1970
    sqlite_with_rowid=False,
)

# Slips that the centre refused or referred after a terminal had said yes; a person settles each.
todos: Final = Table(
    "todos",
    METADATA,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Column("slip", Text, primary_key=True),
    Column("property", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("settled_at", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_with_rowid=False,
)

ALL: Final = (terminals, chains, inbox, pushes, questions, feed, feed_heads, leases, todos)

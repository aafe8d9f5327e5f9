"""The tables of the books, the same on SQLite and PostgreSQL.

Dates and times are ISO text: it sorts, compares and hashes alike on both engines. Member-owned
tables begin their key with the shard; no foreign key, unique index or sequence crosses shards.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeEngine

from app.loyalty.appeal import AppealRow
from app.loyalty.booking import BookingRow
from app.loyalty.house import (
    CounterRow,
    DayRow,
    OperatorRow,
    OutletRow,
    ProgrammeRow,
    PropertyRow,
    RewardRow,
    ShiftRow,
    UsageRow,
)
from app.loyalty.member import CardRow, CredentialRow, DebtRow, MemberRow, TallyRow
from app.loyalty.stay import BillRow, StayRow
from app.loyalty.web import WebMemberRow
from app.store import central_tables
from app.store.metadata import METADATA


def _type_of(hint: Any) -> tuple[TypeEngine[Any], bool]:
    """Return the column type of a field and whether it may be empty."""
    options = get_args(hint) if get_origin(hint) in {Union, type(int | None)} else (hint,)
    nullable = type(None) in options
    plain = next(one for one in options if one is not type(None))
    base = getattr(plain, "__supertype__", plain)
    if base is bool:
        return Boolean(), nullable
    if base is int:
        return BigInteger(), nullable
    if base is bytes:
        return LargeBinary(), nullable
    if base in {str, date, datetime} or issubclass(base, Enum):
        return Text(), nullable
    raise TypeError(f"no column for {hint!r}")


def _row_table(name: str, row: type, key: tuple[str, ...], *more: Index) -> Table:
    hints = get_type_hints(row)
    columns: list[Any] = []
    if "member" in key:
        columns.append(Column("shard", SmallInteger, primary_key=True, autoincrement=False))
    for field, hint in hints.items():
        kind, nullable = _type_of(hint)
        is_key = field in key
        columns.append(
            Column(field, kind, primary_key=is_key, nullable=nullable, autoincrement=False)
        )
    return Table(name, METADATA, *columns, *more, sqlite_with_rowid=False)


members: Final = _row_table(
    "members",
    MemberRow,
    ("member",),
    Index("members_by_number", "number"),
    Index("members_by_status", "status", "joined_on"),
    Index("members_by_joining", "joined_on", "channel"),
)
# A number is its own key: only one card has it, whoever's it is.
cards: Final = _row_table(
    "cards",
    CardRow,
    ("number",),
    Index("cards_by_hash", "hash"),
    Index("cards_by_member", "member"),
    Index("cards_by_status", "status", "number"),
)
credentials: Final = _row_table("credentials", CredentialRow, ("member",))
debts: Final = _row_table("debts", DebtRow, ("member", "slip", "asset"))
tallies: Final = _row_table("tallies", TallyRow, ("member", "metric", "on"))
stays: Final = _row_table(
    "stays", StayRow, ("member", "stay"), Index("stays_by_status", "status", "room")
)
bookings: Final = _row_table(
    "bookings",
    BookingRow,
    ("member", "booking"),
    Index("bookings_by_arrival", "status", "arrives_on"),
)
bills: Final = _row_table(
    "bills", BillRow, ("member", "slip"), Index("bills_by_number", "bill", "business_date")
)
appeals: Final = _row_table(
    "appeals",
    AppealRow,
    ("member", "outlet", "bill", "billed_on"),
    Index("appeals_by_status", "status", "filed_on"),
)
web_members: Final = _row_table("web_members", WebMemberRow, ("member",))
properties: Final = _row_table("properties", PropertyRow, ("property",))
outlets: Final = _row_table("outlets", OutletRow, ("property", "outlet"))
rewards: Final = _row_table("rewards", RewardRow, ("property", "code"))
operators: Final = _row_table("operators", OperatorRow, ("property", "operator"))
shifts: Final = _row_table(
    "shifts", ShiftRow, ("property", "shift"), Index("shifts_by_status", "status", "terminal")
)
days: Final = _row_table("days", DayRow, ("property", "business_date"))
usage: Final = _row_table("usage", UsageRow, ("property", "operator", "business_date"))
programmes: Final = _row_table("programmes", ProgrammeRow, ("property", "version"))
counters: Final = _row_table("counters", CounterRow, ("property", "name"))

slips: Final = Table(
    "slips",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("terminal", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("member", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("arrived_at", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Index("slips_by_terminal", "terminal", "incarnation", "sequence"),
    sqlite_with_rowid=False,
)

# Slips that were kept before they are decided, so that a start need not look through all slips for them.
undecided: Final = Table(
    "undecided",
    METADATA,
    Column("slip", Text, primary_key=True),
    sqlite_with_rowid=False,
)

decisions: Final = Table(
    "decisions",
    METADATA,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Column("slip", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("business_date", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("programme", Integer, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Index("decisions_by_slip", "slip"),
    Index("decisions_by_position", "position"),
    # Kind and outcome stand in it too: a day is counted and listed without reading its decisions.
    Index("decisions_by_date", "business_date", "position", "outcome", "kind"),
    sqlite_with_rowid=False,
)

transfers: Final = Table(
    "transfers",
    METADATA,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Column("slip", Text, primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("asset", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("lot", Text, nullable=True),
    Column("business_date", Text, nullable=False),
    CheckConstraint("amount > 0", name="transfers_move_something"),
    CheckConstraint("source <> target", name="transfers_have_two_sides"),
    Index("transfers_by_date", "business_date", "source", "target"),
    sqlite_with_rowid=False,
)

balances: Final = Table(
    "balances",
    METADATA,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Column("asset", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("in_total", BigInteger, nullable=False),
    Column("out_total", BigInteger, nullable=False),
    CheckConstraint("in_total >= out_total", name="balances_not_below_zero"),
    sqlite_with_rowid=False,
)

lots: Final = Table(
    "lots",
    METADATA,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Column("lot", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("asset", Text, nullable=False),
    Column("remaining", BigInteger, nullable=False),
    Column("earned_on", Text, nullable=False),
    Column("expires_on", Text, nullable=True),
    CheckConstraint("remaining >= 0", name="lots_not_below_zero"),
    # Of those with something left: else a day-end would read whatever ever expired.
    Index(
        "lots_by_expiry",
        "expires_on",
        "shard",
        "member",
        sqlite_where=text("remaining > 0"),
        postgresql_where=text("remaining > 0"),
    ),
    sqlite_with_rowid=False,
)

claims: Final = Table(
    "claims",
    METADATA,
    Column("value", Text, primary_key=True),
    Column("slip", Text, nullable=False),
    sqlite_with_rowid=False,
)

shard_heads: Final = Table(
    "shard_heads",
    METADATA,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("lease", BigInteger, nullable=False),  # of the poster who may write it; embedded 0
    sqlite_with_rowid=False,
)

personal: Final = Table(
    "personal",
    METADATA,
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("ciphertext", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

tokens: Final = Table(
    "tokens",
    METADATA,
    Column("token", BigInteger, primary_key=True, autoincrement=False),
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("member", Text, primary_key=True),
    Index("tokens_by_member", "shard", "member"),
    sqlite_with_rowid=False,
)

bank_cards: Final = Table(
    "bank_cards",
    METADATA,
    Column("hash", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("last4", Text, nullable=False),
    Index("bank_cards_by_member", "member"),
    sqlite_with_rowid=False,
)

staff: Final = Table(
    "staff",
    METADATA,
    Column("property", Text, primary_key=True),
    Column("operator", Text, primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("card_hash", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Text, nullable=True),
    Column("pin_hash", Text, nullable=False),
    Column("pin_failures", Integer, nullable=False),
    Column("pin_locked_until", Text, nullable=True),
    sqlite_with_rowid=False,
)

_OPEN: Final = text("\"end\" = ''")
# Rewards that kiosks handed out on paper: begun before the slip, ended when it is known what came of the paper.
kiosk_vouchers: Final = Table(
    "kiosk_vouchers",
    METADATA,
    Column("slip", Text, primary_key=True),
    Column("terminal", Text, nullable=False),
    Column("begun_at", Text, nullable=False),
    Column("end", Text, nullable=False),
    Column("ended_at", Text, nullable=True),
    Index("kiosk_vouchers_begun", "terminal", sqlite_where=_OPEN, postgresql_where=_OPEN),
    sqlite_with_rowid=False,
)

audit: Final = Table(
    "audit",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Index("audit_by_member", "member", "at"),
    sqlite_with_rowid=False,
)

# Keyed by an id that begins as its slip's does: new ones stand behind the old ones, and cost no scattered write.
messages: Final = Table(
    "messages",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("slip", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("figures", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Text, nullable=False),
    Column("sent_at", Text, nullable=True),
    Column("error", Text, nullable=False),
    Column("awaits", Text, nullable=False),
    Column("delivery", Text, nullable=False),
    Column("reported_at", Text, nullable=True),
    # Of those that are not through: what was sent stays in the table, and nobody looks for it.
    Index(
        "messages_by_time",
        "state",
        "way",
        "next_at",
        sqlite_where=text("state IN ('waiting', 'sending')"),
        postgresql_where=text("state IN ('waiting', 'sending')"),
    ),
    Index(
        "messages_awaiting",
        "sent_at",
        sqlite_where=text("awaits <> ''"),
        postgresql_where=text("awaits <> ''"),
    ),
    sqlite_with_rowid=False,
)

pos_bills: Final = Table(
    "pos_bills",
    METADATA,
    Column("property", Text, primary_key=True),
    Column("outlet", Text, primary_key=True),
    Column("bill", Text, primary_key=True),
    Column("business_date", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("question", LargeBinary, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("slip", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("answered_at", Text, nullable=True),
    Index(
        "pos_bills_waiting",
        "asked_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    sqlite_with_rowid=False,
)

meta: Final = Table(
    "meta",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

APPEND_ONLY: Final = ("slips", "decisions", "transfers")
CENTRAL: Final = central_tables.ALL

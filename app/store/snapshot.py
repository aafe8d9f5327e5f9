"""Snapshots: all rows of one member, or of the house, out of some books as bytes, and into others in their place.

A centre answers a terminal's question with one; the terminal's replica goes on from it with the feed. What proves
a PIN never leaves the books: of a credential only its tries and whether it is blocked are told.
"""

from __future__ import annotations

import base64
import contextlib
import zlib
from collections.abc import Callable, Sequence
from enum import Enum, unique
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag
from sqlalchemy import Boolean, Connection, LargeBinary, Table

from app.loyalty.forms import reader_of
from app.loyalty.ids import MemberId, shard_of
from app.loyalty.member import CredentialRow
from app.store import tables
from app.store.books import Books
from app.store.personal import SealedRecord, rewrapped
from app.store.rows import FORMS

KEPT_PIN: Final = b"kept at the centre"
Value = int | str | bool | None

# By (shard, member), or by the member alone; what a journal holds is only ever added to.
_OF_MEMBER: Final = (
    tables.members, tables.cards, tables.bank_cards, tables.credentials, tables.debts, tables.tallies, tables.stays,
    tables.bookings, tables.bills, tables.appeals, tables.web_members, tables.balances, tables.lots, tables.personal,
    tables.tokens, tables.decisions, tables.transfers, tables.slips, tables.claims,
)  # fmt: skip
_OF_HOUSE: Final = (
    tables.properties, tables.outlets, tables.rewards, tables.operators, tables.shifts, tables.days, tables.usage,
    tables.programmes, tables.counters, tables.staff,
)  # fmt: skip
_BY_NAME: Final = {table.name: table for table in (*_OF_MEMBER, *_OF_HOUSE)}


@unique
class Of(Enum):
    """What a snapshot is of."""

    MEMBER = "member"
    HOUSE = "house"


class Rows(msgspec.Struct, frozen=True):
    """Rows of one table; bytes stand as base64."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Rows as they stood at one moment.

    Attributes:
        about: The member's or the property's id.
        heads: By shard, the number of the last decision that is in it: of the member's shard alone, or of all.
        tables: By name.
    """

    of: Of
    about: str
    heads: dict[int, int]
    tables: dict[str, Rows]


_encoder: Final = msgspec.json.Encoder()
_snapshots: Final = reader_of(Snapshot)


def member_snapshot(books: Books, connection: Connection, member: MemberId) -> Snapshot | None:
    """Read all rows of a member; None where nobody has this id.

    Args:
        books: Whose rows.
        connection: In a transaction in which nobody else posts, or which sees one moment (REPEATABLE READ).
        member: Whom.
    """
    found = {
        table.name: _read(books, connection, table, *_where(table, member)) for table in _OF_MEMBER
    }
    if not found["members"].rows:
        return None
    shard = shard_of(member)
    sql = books.sql("SELECT number FROM shard_heads WHERE shard = ?")
    number = int(connection.exec_driver_sql(sql, (shard,)).scalar() or 0)
    return Snapshot(of=Of.MEMBER, about=member, heads={shard: number}, tables=found)


def house_snapshot(books: Books, connection: Connection, property_id: str) -> Snapshot:
    """Read the reference rows of a property, and who works there.

    Args:
        books: Whose rows.
        connection: As in ``member_snapshot``.
        property_id: Which house.
    """
    found = {
        table.name: _read(books, connection, table, "property = ?", (property_id,))
        for table in _OF_HOUSE
    }
    heads = connection.exec_driver_sql("SELECT shard, number FROM shard_heads")
    return Snapshot(
        of=Of.HOUSE, about=property_id, heads={row[0]: row[1] for row in heads}, tables=found
    )


def put_snapshot(books: Books, connection: Connection, snapshot: Snapshot) -> None:
    """Put a snapshot's rows in the place of those that these books have; for a replica, never for a ledger.

    Args:
        books: Without the triggers that keep a journal from changes.
        connection: In a transaction that writes.
        snapshot: What is put.
    """
    is_member = snapshot.of is Of.MEMBER
    # Claims are found by the decisions that hold them: they go before them, and come behind.
    for table in reversed(_OF_MEMBER if is_member else _OF_HOUSE):
        where, values = (
            _where(table, snapshot.about) if is_member else ("property = ?", (snapshot.about,))
        )
        sql = f"DELETE FROM {table.name} WHERE {where}"
        connection.exec_driver_sql(books.sql(sql), values)
    for name, held in snapshot.tables.items():
        known = _BY_NAME.get(name)
        if known is not None and held.rows:
            _write(books, connection, known, held)


def rewrapped_people(
    snapshot: Snapshot, old: bytes, new: bytes, chance: Callable[[int], bytes]
) -> Snapshot:
    """Return a snapshot whose members' own keys are wrapped with another key; the records stay as they are.

    Args:
        snapshot: Of a member.
        old: What they are wrapped with; where one is not, it is left out.
        new: What they will be wrapped with.
        chance: Where nonces come from.
    """
    held = snapshot.tables.get("personal")
    if held is None:
        return snapshot
    found = []
    for row in held.rows:
        one = dict(zip(held.columns, row, strict=True))
        sealed = SealedRecord(
            str(one["record"]),
            MemberId(str(one["member"])),
            base64.b64decode(str(one["wrapped_key"])),
            base64.b64decode(str(one["ciphertext"])),
        )
        with contextlib.suppress(InvalidTag, ValueError):
            wrapped = rewrapped(sealed, old, new, chance).wrapped_key
            one["wrapped_key"] = base64.b64encode(wrapped).decode()
            found.append(tuple(one[name] for name in held.columns))
    people = Rows(held.columns, tuple(found))
    return msgspec.structs.replace(snapshot, tables=snapshot.tables | {"personal": people})


def drop_member(books: Books, connection: Connection, member: MemberId) -> None:
    """Take all rows of a member out of a replica."""
    empty = Snapshot(of=Of.MEMBER, about=member, heads={}, tables={})
    put_snapshot(books, connection, empty)


def erase_person(books: Books, connection: Connection, member: MemberId) -> None:
    """Take a member's personal records and search tokens out of books; what was counted stays."""
    for name in ("personal", "tokens"):
        sql = books.sql(f"DELETE FROM {name} WHERE shard = ? AND member = ?")
        connection.exec_driver_sql(sql, (shard_of(member), member))


def masked(row: CredentialRow) -> CredentialRow:
    """Return a credential without what proves a PIN; whether one is set stays to be seen."""
    mac = KEPT_PIN if row.mac else b""
    return CredentialRow(member=row.member, salt=b"", mac=mac, tries=row.tries, blocked=row.blocked)


def snapshot_text(snapshot: Snapshot) -> bytes:
    """Write a snapshot, compressed."""
    return zlib.compress(_encoder.encode(snapshot))


def snapshot_from(text: bytes) -> Snapshot:
    """Read what ``snapshot_text`` wrote.

    Raises:
        ValueError: It is none.
    """
    try:
        return _snapshots.decode(zlib.decompress(text))
    except (zlib.error, msgspec.DecodeError) as error:
        raise ValueError("no snapshot") from error


def _where(table: Table, member: str) -> tuple[str, tuple[Any, ...]]:
    if table is tables.claims:
        sub = "SELECT slip FROM decisions WHERE shard = ? AND member = ?"
        return f"slip IN ({sub})", (shard_of(member), member)
    if "shard" in table.c:
        return "shard = ? AND member = ?", (shard_of(member), member)
    return "member = ?", (member,)


def _read(
    books: Books, connection: Connection, table: Table, where: str, values: tuple[Any, ...]
) -> Rows:
    names = tuple(str(column.name) for column in table.columns)  # some are more than plain text
    marked = ",".join(f'"{name}"' for name in names)
    keys = ",".join(f'"{column.name}"' for column in table.primary_key.columns)
    sql = f"SELECT {marked} FROM {table.name} WHERE {where} ORDER BY {keys}"
    found = [tuple(row) for row in connection.exec_driver_sql(books.sql(sql), values)]
    if table is tables.credentials:
        form = FORMS[CredentialRow]
        found = [form.encode(masked(form.decode(row))) for row in found]
    to_text = [_to_text(column.type) for column in table.columns]
    rows = tuple(tuple(f(v) for f, v in zip(to_text, row, strict=True)) for row in found)
    return Rows(names, rows)


def _write(books: Books, connection: Connection, table: Table, held: Rows) -> None:
    known = [n for n, name in enumerate(held.columns) if name in table.c]
    names = [held.columns[n] for n in known]
    from_text = [_from_text(table.c[name].type) for name in names]
    rows = [tuple(f(row[n]) for f, n in zip(from_text, known, strict=True)) for row in held.rows]
    marked, marks = ",".join(f'"{name}"' for name in names), ",".join("?" * len(names))
    # A card, a claim or a slip may stand here already for whoever had it before.
    replaced = _replacing(table, names)
    sql = f"INSERT INTO {table.name} ({marked}) VALUES ({marks}) {replaced}"
    books.many(connection, sql, rows)


def _replacing(table: Table, names: Sequence[str]) -> str:
    keys = [column.name for column in table.primary_key.columns]
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    marked = ",".join(f'"{key}"' for key in keys)
    return f"ON CONFLICT ({marked}) DO " + (f"UPDATE SET {changed}" if changed else "NOTHING")


def _to_text(kind: object) -> Callable[[Any], Value]:
    if isinstance(kind, LargeBinary):
        return lambda value: None if value is None else base64.b64encode(bytes(value)).decode()
    if isinstance(kind, Boolean):
        return lambda value: None if value is None else bool(value)
    return lambda value: value


def _from_text(kind: object) -> Callable[[Any], Any]:
    if isinstance(kind, LargeBinary):
        return lambda value: None if value is None else base64.b64decode(value)
    return lambda value: value

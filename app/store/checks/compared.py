"""What a replay came to, compared with the books: every table that follows from the slips, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DatabaseError

from app.store.central_rights import hidden_from
from app.store.checks.found import could_not_be_asked, octets, plain, row_name
from app.store.decided import Decided, decided_from
from app.store.metadata import METADATA
from app.store.tables import CENTRAL

# Slips are what a replay begins with; the others are nobody's decision. Messages follow from slips, but those of
# before there was an outbox have none, and what became of one is no decision.
_NOT_DECIDED: Final = {
    "slips", "undecided", "personal", "tokens", "staff", "audit", "meta", "messages",
    "pos_bills", *(table.name for table in CENTRAL),
}  # fmt: skip
# Of the journal first, since what differs there is the cause of what differs behind it.
_FIRST: Final = ("transfers", "decisions", "lots", "balances")
# A position follows from the clock at every try, a PIN's secrets from chance, a lease from who posts.
_OWN: Final = {("decisions", "position"), ("credentials", "salt"), ("shard_heads", "lease")}
_UNSAID: Final = {"replaced_by", "hash", "last4", "mac", "settings"}
_TELLING: Final = {"facts", "gives", "trace", "receipt", "operations", "notified"}
_TOLD: Final = "it does the same, but is told otherwise"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Differing:
    """A slip, or a row that follows from slips, that came out differently, and how.

    Attributes:
        slip: Its id, or the name of the row.
        is_told: Only what is told of the decision differs (trace, figures, receipt), nothing that it does:
            so it is where another version of InnPoint says more, and where a hand has changed the words.
    """

    slip: str
    why: str
    is_told: bool = False


def differences(
    old: Connection, new: Connection, unknown: frozenset[str] = frozenset()
) -> Iterator[Differing]:
    """Compare books with those that a replay made.

    Args:
        old: The books.
        new: What the replay made.
        unknown: Slips that this program cannot decide: their decisions are not asked for.
    """
    first = [METADATA.tables[name] for name in _FIRST]
    more = [one for one in METADATA.sorted_tables if one.name not in {*_FIRST, *_NOT_DECIDED}]
    for table in (*first, *more):
        try:
            yield from _of_table(table, old, new, unknown)
        except DatabaseError as error:
            if not could_not_be_asked(error):
                raise
            yield Differing(table.name, f"cannot be read: {error.orig}")


def _of_table(
    table: Table, old: Connection, new: Connection, unknown: frozenset[str]
) -> Iterator[Differing]:
    keys = [column.name for column in table.primary_key.columns]
    hidden = hidden_from(old, table.name)  # an auditor compares all but what PINs are compared with
    others = [
        column.name
        for column in table.columns
        if column.name not in {*keys, *hidden} and (table.name, column.name) not in _OWN
    ]
    names = [*keys, *others]
    only = (
        " WHERE number > 0" if table.name == "shard_heads" else ""
    )  # a centre has all from the start
    text = f"SELECT {','.join(_quoted(names))} FROM {table.name}{only}"
    again = {tuple(row[: len(keys)]): tuple(row) for row in new.exec_driver_sql(text)}
    found: list[tuple[tuple[Any, ...], str]] = []
    for one in old.exec_driver_sql(text):
        row = tuple(one)
        key = row[: len(keys)]
        other = again.pop(key, None)
        if row == other:
            continue
        if other is None:
            if row[names.index("slip") if "slip" in keys else 0] not in unknown:
                found.append((key, "the replay does not come to it"))
            continue
        unlike = list(_unlike(table.name, names, row, other))
        if unlike == [_TOLD]:
            yield Differing(row_name(table.name, keys, key), _TOLD, is_told=True)
        elif unlike:
            found.append((key, "; ".join(unlike)))
    found += [(key, "is missing in the books") for key in again]
    for key, why in sorted(found, key=lambda one: tuple(map(plain, one[0]))):
        yield Differing(row_name(table.name, keys, key), f"{_where(table.name, keys, key)}: {why}")


def _unlike(
    table: str, names: Sequence[str], row: Sequence[Any], other: Sequence[Any]
) -> Iterator[str]:
    for name, had, made in zip(names, row, other, strict=True):
        if had == made:
            continue
        if (table, name) == ("credentials", "mac"):
            if not isinstance(had, bytes) or bool(had) != bool(made):
                yield "a PIN is set in one of them only"
        elif (table, name) == ("decisions", "text"):
            yield from _text_unlike(had, made)
        elif name in _UNSAID:
            yield f"{name} is another"
        else:
            yield f"{name}: the books say {plain(had)[:_SHOWN]}, the replay {plain(made)[:_SHOWN]}"


def _text_unlike(had: object, made: object) -> Iterator[str]:
    """Say what differs in a decision's text; one of an earlier form means the same."""
    try:
        one, other = (decided_from(octets(text) or b"") for text in (had, made))
    except msgspec.DecodeError:
        yield "its text cannot be read"
        return
    parts = [
        name for name in Decided.__struct_fields__ if getattr(one, name) != getattr(other, name)
    ]
    done = [name for name in parts if name not in _TELLING]
    if done:
        yield f"its text has other {', '.join(done)}"
    elif parts:
        yield _TOLD


def _where(table: str, keys: Sequence[str], key: Sequence[object]) -> str:
    if table == "transfers":
        return f"line {plain(key[keys.index('line')])}"
    return table


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]

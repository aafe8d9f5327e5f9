"""Turns rows of the rules into rows of the tables and back, by the declared types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Table

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
from app.loyalty.ids import shard_of
from app.loyalty.member import BankCardRow, CardRow, CredentialRow, DebtRow, MemberRow, TallyRow
from app.loyalty.stay import BillRow, StayRow
from app.loyalty.web import WebMemberRow
from app.store import tables

R = TypeVar("R")


class RowForm(Generic[R]):
    """How one kind of row stands in its table."""

    def __init__(self, row: type[R], table: Table) -> None:
        self.row = row
        self.table = table
        self.has_shard = "shard" in table.c
        hints = get_type_hints(row)
        self.columns = tuple(column.name for column in table.columns)
        self.keys = tuple(column.name for column in table.primary_key.columns)
        self._names = tuple(hints)
        self._get = attrgetter(*self._names)
        # Only the fields that stand otherwise in the table, by their place.
        self._writers = [
            (n, to) for n, name in enumerate(self._names) if (to := _writer(hints[name]))
        ]
        self._readers = [
            (n, to) for n, name in enumerate(self._names) if (to := _reader(hints[name]))
        ]

    def encode(self, row: R) -> tuple[Any, ...]:
        """Return the values of a row in the order of ``columns``."""
        values = list(self._get(row))
        for place, write in self._writers:
            values[place] = write(values[place])
        return (shard_of(row.member), *values) if self.has_shard else tuple(values)  # type: ignore[attr-defined]

    def decode(self, values: Sequence[Any]) -> R:
        """Return the row that stands in these values, in the order of ``columns``."""
        found = list(values[1:] if self.has_shard else values)
        for place, read in self._readers:
            if found[place] is not None:
                found[place] = read(found[place])
        return self.row(**dict(zip(self._names, found, strict=True)))


def _plain(hint: Any) -> Any:
    options = get_args(hint) if get_origin(hint) in {Union, type(int | None)} else (hint,)
    plain = next(one for one in options if one is not type(None))
    return getattr(plain, "__supertype__", plain)


def _writer(hint: Any) -> Callable[[Any], Any] | None:
    plain = _plain(hint)
    if plain in {date, datetime}:
        return _iso
    if issubclass(plain, Enum):
        return _value
    return None


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    plain = _plain(hint)
    if plain is date:
        return date.fromisoformat
    if plain is datetime:
        return datetime.fromisoformat
    if plain is bool or issubclass(plain, (Enum, bytes)):
        return plain  # type: ignore[no-any-return]  # a type is its own reader here
    return None


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _value(value: Enum) -> Any:
    return value.value


FORMS: Final[dict[type, RowForm[Any]]] = {
    row: RowForm(row, table)
    for row, table in (
        (MemberRow, tables.members),
        (CardRow, tables.cards),
        (BankCardRow, tables.bank_cards),
        (CredentialRow, tables.credentials),
        (DebtRow, tables.debts),
        (TallyRow, tables.tallies),
        (StayRow, tables.stays),
        (BookingRow, tables.bookings),
        (BillRow, tables.bills),
        (AppealRow, tables.appeals),
        (WebMemberRow, tables.web_members),
        (PropertyRow, tables.properties),
        (OutletRow, tables.outlets),
        (RewardRow, tables.rewards),
        (OperatorRow, tables.operators),
        (ShiftRow, tables.shifts),
        (DayRow, tables.days),
        (UsageRow, tables.usage),
        (ProgrammeRow, tables.programmes),
        (CounterRow, tables.counters),
    )
}

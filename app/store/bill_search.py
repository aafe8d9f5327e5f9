"""Searches bills and appeals by all conditions together, for the office and its reports."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import Enum, unique
from typing import Final

from sqlalchemy import Connection

from app.loyalty.appeal import AppealRow
from app.loyalty.ids import MemberId, shard_of
from app.loyalty.stay import BillRow
from app.store.books import Books
from app.store.loading import Loader

OUTPUTS: Final = ("print", "export")  # what can be done with whatever was found
MOST: Final = 10_000


@unique
class What(Enum):
    """What is searched."""

    APPEALS = "appeals"
    SPENDS = "spends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What must hold, all of it together; what is left empty asks nothing.

    Attributes:
        bill: Bill number.
        date: Date of consumption.
        month: Of consumption, as ``2024-05``.
        status: open, granted or denied of an appeal; of a bill posted, unless ``voided`` is asked for.
    """

    member: MemberId = MemberId("")
    outlet: str = ""
    bill: str = ""
    date: date | None = None
    month: str = ""
    status: str = ""

    def said(self) -> str:
        """Return what was asked, for the audit table; a member stands there by id in its own column."""
        asked = [(one.name, getattr(self, one.name)) for one in fields(self)]
        return " ".join(f"{name}={value}" for name, value in asked if value and name != "member")


def find_appeals(books: Books, connection: Connection, by: Conditions) -> list[AppealRow]:
    """Return the appeals for which every condition holds, by date and number of the bill."""
    where, values = _where(by, "billed_on", by.status)
    return Loader(books).all(connection, AppealRow, where, values)


def find_spends(books: Books, connection: Connection, by: Conditions) -> list[BillRow]:
    """Return the bills for which every condition holds, by date and number; voided ones only when asked for."""
    where, values = _where(by, "business_date", by.status or "posted")
    return Loader(books).all(connection, BillRow, where, values)


def _where(by: Conditions, day: str, status: str) -> tuple[str, tuple[str | int, ...]]:
    asked: list[tuple[str, str | int]] = []
    if by.member:
        asked += [("shard = ?", shard_of(by.member)), ("member = ?", str(by.member))]
    for condition, value in (
        ("outlet = ?", by.outlet),
        ("bill = ?", by.bill),
        (f"{day} = ?", by.date.isoformat() if by.date else ""),
        (f"{day} >= ?", by.month and f"{by.month}-01"),
        (f"{day} <= ?", by.month and f"{by.month}-31"),
        ("status = ?", status),
    ):
        if value:
            asked.append((condition, value))
    where = " AND ".join(condition for condition, _ in asked) or "1 = 1"
    order = f"{where} ORDER BY {day}, bill, member LIMIT {MOST}"
    return order, tuple(value for _, value in asked)

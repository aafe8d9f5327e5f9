"""Bills of tills of other makers: what was asked and what was answered, so that a repeat hears the same again.

A bill stands here before anybody at the desk sees it, and its answer before the till hears it. Whether it was
posted, the slips alone say: the one that holds the claim on the bill, decided after the bill was asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, unique
from typing import Final

from sqlalchemy import Connection

from app.loyalty.member import CardStatus
from app.operations.post_spend import KIND, bill_claim
from app.store.books import Books
from app.store.decided import Decided, decided_from
from app.store.tables import pos_bills

_COLUMNS: Final = tuple(column.name for column in pos_bills.columns)
_SELECT: Final = f"SELECT {','.join(_COLUMNS)} FROM pos_bills"
_OLDER: Final = 8  # uses of one number that are looked at
_LONGEST_WAIT: Final = 60  # days


@unique
class PosState(Enum):
    """What became of a till's bill."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"  # let go without a member
    WITHDRAWN = "withdrawn"  # the till gave it up


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBill:
    """A till's bill as the books have it.

    Attributes:
        business_date: On which it was first asked.
        digest: Of its content.
        question: Its content.
        position: Of the newest decision when it was asked; what posts it stands behind that.
        slip: Which posted it; empty for none.
        answer: What the till was told; empty while it waits.
    """

    property: str
    outlet: str
    bill: str
    business_date: date
    digest: str
    question: bytes
    asked_at: datetime
    position: int
    state: PosState = PosState.WAITING
    slip: str = ""
    answer: bytes = b""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedBill:
    """The slip that posted a bill.

    Attributes:
        tail: Last four digits of the member's card; empty for none.
    """

    slip: str
    terminal: str
    sequence: int
    decided: Decided
    tail: str


class PosBills:
    """The bills of one property's tills.

    Args:
        books: Where they are kept.
        property_id: Whose.
    """

    def __init__(self, books: Books, property_id: str) -> None:
        self._books = books
        self._property = property_id

    def of_number(self, connection: Connection, outlet: str, bill: str) -> list[KeptBill]:
        """Return the uses of a number at an outlet, the newest date first."""
        sql = f"{_SELECT} WHERE property = ? AND outlet = ? AND bill = ? ORDER BY business_date DESC LIMIT {_OLDER}"
        return self._read(connection, sql, self._property, outlet, bill)

    def waiting(self, connection: Connection) -> list[KeptBill]:
        """Return the bills without an answer, the oldest first."""
        sql = f"{_SELECT} WHERE state = 'waiting' AND property = ? ORDER BY asked_at"
        return self._read(connection, sql, self._property)

    def put(self, connection: Connection, kept: KeptBill) -> None:
        """Keep a bill as it stands now, within the caller's transaction."""
        values = [getattr(kept, name) for name in _COLUMNS]
        plain = tuple(
            one.value
            if isinstance(one, PosState)
            else one.isoformat()
            if isinstance(one, date)
            else one
            for one in values
        )
        marks = ",".join("?" * len(_COLUMNS))
        changed = ",".join(f"{name} = excluded.{name}" for name in _COLUMNS[4:])
        sql = (
            f"INSERT INTO pos_bills ({','.join(_COLUMNS)}) VALUES ({marks}) "
            f"ON CONFLICT (property, outlet, bill, business_date) DO UPDATE SET {changed}"
        )
        connection.exec_driver_sql(self._books.sql(sql), plain)

    def today(self, connection: Connection) -> date:
        """Return the open business date.

        Raises:
            LookupError: The hotel is not founded.
        """
        sql = self._books.sql("SELECT business_date FROM properties WHERE property = ?")
        found = connection.exec_driver_sql(sql, (self._property,)).scalar()
        if found is None:
            raise LookupError(self._property)
        return date.fromisoformat(found)

    def newest_position(self, connection: Connection) -> int:
        """Return the position of the newest decision; 0 for none."""
        found = connection.exec_driver_sql("SELECT MAX(position) FROM decisions").scalar()
        return int(found or 0)

    def posted(self, connection: Connection, kept: KeptBill, amount_minor: int) -> str:
        """Return the slip that posted a bill since it was asked; empty for none.

        Args:
            connection: To the books.
            kept: The bill; the business date may have turned since.
            amount_minor: A slip of the same number about another amount is another bill.
        """
        days = min((self.today(connection) - kept.business_date).days, _LONGEST_WAIT)
        for number in range(days + 1):
            day = kept.business_date + timedelta(days=number)
            claim = bill_claim(self._property, kept.outlet, day, kept.bill)
            sql = (
                "SELECT d.slip, d.text FROM claims c JOIN decisions d ON d.slip = c.slip WHERE c.value = ? "
                "AND d.kind = ? AND d.outcome = 'posted' AND d.position > ?"
            )
            row = connection.exec_driver_sql(
                self._books.sql(sql), (claim, KIND, kept.position)
            ).first()
            if row and decided_from(bytes(row[1])).receipt.get("amount_minor") == amount_minor:
                return str(row[0])
        return ""

    def posting(self, connection: Connection, slip: str) -> PostedBill:
        """Return what a slip that posted a bill did.

        Raises:
            LookupError: No such slip posted a bill.
        """
        sql = (
            "SELECT d.text, s.terminal, s.sequence, d.member FROM decisions d JOIN slips s ON s.id = d.slip "
            "WHERE d.slip = ? AND d.kind = ? AND d.outcome = 'posted'"
        )
        row = connection.exec_driver_sql(self._books.sql(sql), (slip, KIND)).first()
        if row is None:
            raise LookupError(slip)
        sql = self._books.sql("SELECT number FROM cards WHERE member = ? AND status = ?")
        card = connection.exec_driver_sql(sql, (row[3], CardStatus.ACTIVE.value)).scalar()
        return PostedBill(
            slip=slip,
            terminal=str(row[1]),
            sequence=int(row[2]),
            decided=decided_from(bytes(row[0])),
            tail=str(card)[-4:] if card else "",
        )

    def _read(self, connection: Connection, sql: str, *values: str) -> list[KeptBill]:
        found = connection.exec_driver_sql(self._books.sql(sql), values)
        return [
            KeptBill(
                property=row[0],
                outlet=row[1],
                bill=row[2],
                business_date=date.fromisoformat(row[3]),
                digest=row[4],
                question=bytes(row[5]),
                asked_at=datetime.fromisoformat(row[6]),
                position=int(row[7]),
                state=PosState(row[8]),
                slip=row[9],
                answer=bytes(row[10]),
                answered_at=datetime.fromisoformat(row[11]) if row[11] else None,
            )
            for row in found
        ]

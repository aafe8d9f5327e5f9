"""People who work here: names, password hashes and staff cards, in a table of their own outside the slips."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from app.store.books import Books
from app.store.keys import keyed_hash

_TRIES: Final = 5
_LOCKED_FOR: Final = timedelta(minutes=5)
_KEPT: Final = (
    "property, operator, name_zh, name_en, password_hash, card_hash, failures, locked_until, "
    "pin_hash, pin_failures, pin_locked_until"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """One person.

    Attributes:
        locked_until: After five wrong passwords, for five minutes; None while not locked.
        pin_hash: Of the digits that open the service page of a kiosk; empty for none.
        pin_locked_until: After five wrong PINs, likewise.
    """

    operator: str
    name_zh: str
    name_en: str
    password_hash: str = field(repr=False)
    card_hash: str = field(repr=False)
    failures: int = 0
    locked_until: datetime | None = None
    pin_hash: str = field(default="", repr=False)
    pin_failures: int = 0
    pin_locked_until: datetime | None = None


class StaffTable:
    """Reads and writes the staff of one property."""

    def __init__(self, books: Books, property_id: str) -> None:
        self._books = books
        self._property = property_id
        self._hasher = PasswordHasher()

    def put(
        self, operator: str, name_zh: str, name_en: str, password: str, staff_card: str = ""
    ) -> None:
        """Set a person's names, password and staff card (the text of its track 2)."""
        card = self.card_hash(staff_card) if staff_card else ""
        row = (
            self._property,
            operator,
            name_zh,
            name_en,
            self._hasher.hash(password),
            card,
            0,
            None,
        )
        with self._books.writing() as connection:
            connection.exec_driver_sql(
                self._books.sql("DELETE FROM staff WHERE property = ? AND operator = ?"),
                (self._property, operator),
            )
            connection.exec_driver_sql(
                self._books.sql(f"INSERT INTO staff ({_KEPT}) VALUES (?,?,?,?,?,?,?,?,'',0,NULL)"),
                row,
            )

    def put_pin(self, operator: str, digits: str) -> None:
        """Set the digits that a person enters at a kiosk's pad; ones that are not 4 to 12 digits are a fault.

        Raises:
            ValueError: They are none.
        """
        if not (digits.isascii() and digits.isdigit() and 4 <= len(digits) <= 12):
            raise ValueError("a PIN has 4 to 12 digits")
        text = (
            "UPDATE staff SET pin_hash = ?, pin_failures = 0, pin_locked_until = NULL "
            "WHERE property = ? AND operator = ?"
        )
        with self._books.writing() as connection:
            connection.exec_driver_sql(
                self._books.sql(text), (self._hasher.hash(digits), self._property, operator)
            )

    def card_hash(self, text: str) -> str:
        """Return the keyed hash by which a staff card is known."""
        return keyed_hash(self._books.keys.bank, f"staff:{text}").hex()

    def get(self, connection: Connection, operator: str) -> StaffRow | None:
        """Return one person."""
        return next(iter(self._where(connection, "operator = ?", operator)), None)

    def by_card(self, connection: Connection, track2: str) -> StaffRow | None:
        """Return whose staff card this is."""
        return (
            next(iter(self._where(connection, "card_hash = ?", self.card_hash(track2))), None)
            if track2
            else None
        )

    def all(self, connection: Connection) -> list[StaffRow]:
        """Return everybody."""
        return self._where(connection, "operator <> ?", "")

    def check(self, row: StaffRow, password: str, now: datetime) -> bool:
        """Compare a password and count wrong ones; slow on purpose, never on the GUI's thread."""
        if row.locked_until is not None and now < row.locked_until:
            return False
        try:
            self._hasher.verify(row.password_hash, password)
        except (VerificationError, InvalidHashError):
            self._note_failure(row, now)
            return False
        if row.failures:
            self._set(row.operator, 0, None)
        return True

    def fits_pin(self, row: StaffRow, digits: str) -> bool:
        """Compare digits with a person's PIN; slow on purpose."""
        try:
            return self._hasher.verify(row.pin_hash, digits)
        except (VerificationError, InvalidHashError):
            return False

    def note_pin(self, row: StaffRow, now: datetime, *, is_right: bool) -> None:
        """Count a wrong PIN, or forget those before a right one."""
        if is_right and not row.pin_failures:
            return
        failures = 0 if is_right else row.pin_failures + 1
        locked = now + _LOCKED_FOR if failures >= _TRIES else None
        text = (
            "UPDATE staff SET pin_failures = ?, pin_locked_until = ? "
            "WHERE property = ? AND operator = ?"
        )
        values = (0 if locked else failures, locked.isoformat() if locked else None)
        with self._books.writing() as connection:
            connection.exec_driver_sql(
                self._books.sql(text), (*values, self._property, row.operator)
            )

    def _note_failure(self, row: StaffRow, now: datetime) -> None:
        failures = row.failures + 1
        locked = now + _LOCKED_FOR if failures >= _TRIES else None
        self._set(row.operator, 0 if locked else failures, locked)

    def _set(self, operator: str, failures: int, locked_until: datetime | None) -> None:
        text = "UPDATE staff SET failures = ?, locked_until = ? WHERE property = ? AND operator = ?"
        iso = locked_until.isoformat() if locked_until else None
        with self._books.writing() as connection:
            connection.exec_driver_sql(
                self._books.sql(text), (failures, iso, self._property, operator)
            )

    def _where(self, connection: Connection, where: str, value: str) -> list[StaffRow]:
        text = (
            "SELECT operator, name_zh, name_en, password_hash, card_hash, failures, locked_until, "
            "pin_hash, pin_failures, pin_locked_until FROM staff "
            f"WHERE property = ? AND {where} ORDER BY operator"
        )
        found = connection.exec_driver_sql(self._books.sql(text), (self._property, value))
        return [
            StaffRow(
                operator=row[0],
                name_zh=row[1],
                name_en=row[2],
                password_hash=row[3],
                card_hash=row[4],
                failures=int(row[5]),
                locked_until=datetime.fromisoformat(row[6]) if row[6] else None,
                pin_hash=row[7],
                pin_failures=int(row[8]),
                pin_locked_until=datetime.fromisoformat(row[9]) if row[9] else None,
            )
            for row in found
        ]

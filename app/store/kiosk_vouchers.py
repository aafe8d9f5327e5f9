"""Rewards that a kiosk hands out on paper: begun before the slip is made, ended when the paper's end is known.

A redemption whose line was never ended was cut short between posting and paper: at its next start the kiosk
takes it back, so that it ends as posted with its paper, or as never begun.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum, unique

from sqlalchemy import Connection

from app.store.books import Books


@unique
class PaperEnd(Enum):
    """What became of a voucher's paper."""

    PRINTED = "printed"
    TAKEN_BACK = "taken-back"
    NOT_POSTED = "not-posted"  # refused, or late: nothing was taken


def begin(books: Books, connection: Connection, slip: str, terminal: str, at: datetime) -> None:
    """Write down that a slip is about to be made whose paper must come out."""
    sql = books.sql(
        'INSERT INTO kiosk_vouchers (slip, terminal, begun_at, "end", ended_at) VALUES (?,?,?,?,NULL)'
    )
    connection.exec_driver_sql(sql, (slip, terminal, at.isoformat(), ""))


def end(books: Books, connection: Connection, slip: str, what: PaperEnd, at: datetime) -> None:
    """Write down what became of it."""
    sql = books.sql('UPDATE kiosk_vouchers SET "end" = ?, ended_at = ? WHERE slip = ?')
    connection.exec_driver_sql(sql, (what.value, at.isoformat(), slip))


def cut_short(books: Books, connection: Connection, terminal: str) -> list[tuple[str, str, bool]]:
    """Return what a kiosk began and never ended: slip, member, and whether it was posted."""
    sql = books.sql(
        "SELECT v.slip, COALESCE(d.member, ''), COALESCE(d.outcome, '') FROM kiosk_vouchers v "
        "LEFT JOIN decisions d ON d.slip = v.slip WHERE v.terminal = ? AND v.\"end\" = '' "
        "ORDER BY v.slip"
    )
    found = connection.exec_driver_sql(sql, (terminal,))
    return [(str(row[0]), str(row[1]), row[2] == "posted") for row in found]

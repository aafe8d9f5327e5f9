"""Checks every promise that the books make about themselves, and names the entry that breaks one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.store.books import Books
from app.store.checks import centre, decided, file, journal, ledger, messages, people, tills
from app.store.checks.found import Check, could_not_be_asked

_MOST_NAMED = 100
_COUNTED = ("slips", "decisions", "transfers", "balances", "lots")


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken promise: which check, which entry, why."""

    check: str
    entry: str
    why: str


@dataclass(slots=True)
class Report:
    """What a check of the books found.

    Attributes:
        checked: By check, how many entries it names (0: the promise holds, at most 100); by table of the
            journal, how many rows there are.
        broken: Each broken promise.
        warnings: What breaks none, and should be known.
    """

    checked: dict[str, int] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when nothing is broken."""
        return not self.broken


_CHECKS: Final[tuple[tuple[str, Check], ...]] = (
    ("file", file.pages),
    ("every table is there", file.tables),
    ("the journal refuses changes", file.triggers),
    ("values are of their column's kind", file.kinds),
    ("balance = sum of transfers", ledger.balances),
    ("member accounts not below zero", ledger.not_below_zero),
    ("lots = transfers", ledger.lots),
    ("lots = balances", ledger.lots_and_balances),
    ("in transit = 0", ledger.in_transit),
    ("transfers belong to posted slips", ledger.entries),
    ("held = what is open", ledger.holds),
    ("closed dates take no entry", decided.closed_dates),
    ("the open date is behind the closed ones", decided.open_date),
    ("a decision for every slip", journal.decided),
    ("a slip for every decision", journal.has_slip),
    ("slips are as their text says", journal.columns),
    ("decisions are as their text says", decided.texts),
    ("trace = transfers", decided.traces),
    ("shard numbers without gap", journal.numbers),
    ("decisions stand in one order", journal.positions),
    ("rows stand in their shard", people.shards),
    ("claims belong to posted slips", journal.claims),
    ("claims are those that were taken", decided.claims),
    ("members are there", people.members),
    ("messages tell of posted slips", messages.told),
    ("tills are told of posted slips", tills.told),
    ("one active card number, one member", people.cards),
    ("slips find cards by their hash", people.card_hashes),
    ("hash chain", journal.chains),
    ("feed without gap", centre.feed),
    ("terminals signed their slips", centre.signatures),
)
# Whoever opens or restores books waits for the checks above; this one reads every enrolment's text again.
_THOROUGH: Final[tuple[tuple[str, Check], ...]] = (("personal records are whole", people.personal),)


def verify(books: Books, acked: Iterable[str] = (), *, thorough: bool = False) -> Report:
    """Check a book, all of it as it stands at one moment.

    What the tables say of one another is compared here, within a minute for a large house. That the slips
    would be decided so again, each leg between two accounts of the house among it, is what a replay says
    (``app.poster.replay``); ``innpoint books verify`` does both.

    Args:
        books: Open books; they are only read.
        acked: Slip ids that somebody was told are decided.
        thorough: Compare the personal records with the hashes in the slips, too.

    Returns:
        The report; it names at most 100 broken entries a check.

    Raises:
        BooksError: The file is damaged or out of reach.
    """
    report = Report()
    with books.reading() as connection:
        if not books.is_embedded:
            connection.execution_options(isolation_level="REPEATABLE READ")
        is_text_broken = False
        for name, check in _CHECKS + (_THOROUGH if thorough else ()):
            is_text_broken |= not _done(name, check, books, connection, report)
        if is_text_broken:
            _done("texts are UTF-8", file.texts, books, connection, report)
        _acked(books, connection, report, acked)
        for table in _COUNTED:
            report.checked[table] = _count(connection, table)
    report.checked["hash chain"] = report.checked["slips"]
    if books.keys.where == "file":
        report.warnings.append("keys lie in a file beside the books: no keyring answered")
    return report


def _done(name: str, check: Check, books: Books, connection: Connection, report: Report) -> bool:
    """Do one check; False where it came upon a text that is none. What cannot be read is broken too."""
    found: list[Broken] = []
    is_read = True
    try:
        for entry, why in islice(check(books, connection), _MOST_NAMED):
            found.append(Broken(name, entry, why))
    except DatabaseError as error:
        if not could_not_be_asked(error):
            raise
        found.append(Broken(name, "books", f"cannot be read: {error.orig}"))
        is_read = "decode" not in str(error.orig)
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        # A value of a kind that no program wrote: which one it is, the check of kinds says.
        found.append(Broken(name, "books", f"cannot be read: {error}"))
    report.broken += found
    report.checked[name] = len(found)
    return is_read


def _count(connection: Connection, table: str) -> int:
    try:
        return int(connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one())
    except DatabaseError as error:
        if could_not_be_asked(error):
            return 0  # the table is missing, which is said
        raise


def _acked(books: Books, connection: Connection, report: Report, acked: Iterable[str]) -> None:
    count = 0
    sql = books.sql("SELECT 1 FROM decisions WHERE slip = ?")
    for slip in acked:
        count += 1
        if connection.exec_driver_sql(sql, (slip,)).first() is None:
            report.broken.append(
                Broken("acknowledged", slip, "acknowledged, but there is no decision")
            )
    report.checked["acknowledged"] = count

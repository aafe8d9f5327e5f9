"""Works on IC cards as the books know them: whose a card is, what was done to it, under which of the house's keys.

They stand in the audit table under one act: a work is written down before the card is touched (``begun``), and
its end behind it. Where the program died in between, the card counts as written: a second one needs a supervisor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from sqlalchemy import Connection

from app.loyalty.member import CardStatus
from app.store.books import Books
from app.store.keys import card_hash

CARD_ACT: Final = "ic-card"
KEY_ACT: Final = "ic-keys"
BEGUN: Final = "begun"
DONE: Final = "done"
ENCODE: Final = "encode"  # the magnetic stripe
_GIVES_A_NUMBER: Final = frozenset({"personalise", "re-personalise", ENCODE})
_GIVES_KEYS: Final = frozenset({"personalise", "re-personalise", "renew", "block"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWork:
    """One line about a card or a key; it holds no number and no key.

    Attributes:
        work: What was done, e.g. ``personalise``.
        end: ``begun``, ``done``, or why it was not done.
        tail: Last four digits of the card.
        card: Hash of its number.
        key: Check value of the house's key that the card gets.
        supervisor: Who agreed; empty for nobody.
    """

    work: str
    end: str
    tail: str = ""
    card: str = ""
    key: str = ""
    supervisor: str = ""

    def facts(self) -> str:
        """Write it as the facts of an audited act: ``work=block end=done tail=0015 …``."""
        named = ((one.name, getattr(self, one.name)) for one in fields(self))
        return " ".join(f"{name}={value}" for name, value in named if value)

    @staticmethod
    def of(facts: str) -> CardWork | None:
        """Read what ``facts`` wrote; None for lines of another form, as older books have them."""
        said = dict(word.split("=", 1) for word in facts.split() if "=" in word)
        known = {one.name for one in fields(CardWork)}
        if not {"work", "end"} <= said.keys() <= known:
            return None
        return CardWork(**said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a card stands in the books.

    Attributes:
        card: Hash of its number.
        member: Whose it is.
        issued_on: Business date on which its member got it; None while it lies in the pool.
    """

    card: str
    member: str
    status: CardStatus
    issued_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A work with who did it and when."""

    at: str
    terminal: str
    operator: str
    work: CardWork


def standing_of(books: Books, connection: Connection, number: str) -> Standing | None:
    """Return how a number stands in the books; None for one that they do not know."""
    named = card_hash(books.keys, number)
    sql = books.sql("SELECT member, status, issued_on FROM cards WHERE hash = ?")
    row = connection.exec_driver_sql(sql, (named,)).first()
    if row is None:
        return None
    return Standing(
        card=named,
        member=str(row[0] or ""),
        status=CardStatus(row[1]),
        issued_on=date.fromisoformat(row[2]) if row[2] else None,
    )


def is_written(books: Books, connection: Connection, member: str, card: str) -> bool:
    """Tell whether a number may be on a card already: it was written, or a write has no end.

    Args:
        books: Those that are read.
        connection: To them.
        member: Whose card it is.
        card: Hash of its number.
    """
    under_way = 0
    for noted in works_on(books, connection, member):
        if noted.work.card != card or noted.work.work not in _GIVES_A_NUMBER:
            continue
        if noted.work.end == DONE:
            return True
        under_way += 1 if noted.work.end == BEGUN else -1
    return under_way > 0


def works_on(books: Books, connection: Connection, member: str = "") -> Iterator[Noted]:
    """Give the works on IC cards and keys, the oldest first: all of them, or those on a member's cards."""
    text = "SELECT at, terminal, operator, facts FROM audit WHERE act IN (?, ?)"
    values: tuple[str, ...] = (CARD_ACT, KEY_ACT)
    if member:
        text, values = f"{text} AND member = ?", (*values, member)
    for row in connection.exec_driver_sql(books.sql(f"{text} ORDER BY at, id"), values):
        work = CardWork.of(str(row[3]))
        if work is not None:
            yield Noted(at=str(row[0]), terminal=str(row[1]), operator=str(row[2]), work=work)


def cards_by_key(books: Books, connection: Connection) -> dict[str, int]:
    """Count the cards in use by the check value of the key that they were last written under.

    Cards of which no work was written down are not counted.
    """
    last: dict[str, str] = {}
    for noted in works_on(books, connection):
        one = noted.work
        if one.end == DONE and one.work in _GIVES_KEYS and one.key:
            last[one.card] = one.key
    sql = books.sql("SELECT hash FROM cards WHERE status = ?")
    active = connection.exec_driver_sql(sql, (CardStatus.ACTIVE.value,))
    counts: dict[str, int] = {}
    for (card,) in active:
        key = last.get(str(card))
        if key:
            counts[key] = counts.get(key, 0) + 1
    return counts

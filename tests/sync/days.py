"""Days at a centre as its feed tells of them, and what a replica must have alike."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from app.loyalty.ids import MemberId, shard_of
from app.operations.gift import Gift
from app.operations.issue_card import IssueCard
from app.operations.report_lost import ReportLost
from app.operations.set_pin import How, SetPin
from app.store.keys import Keys
from app.store.snapshot import (
    Snapshot,
    house_snapshot,
    member_snapshot,
    snapshot_from,
    snapshot_text,
)
from app.sync.feed_reader import FeedRow, Place
from app.sync.replica import Replica
from tests.poster.busy import MEMBERS, prepared, slips
from tests.support.book import KEYS, Book

FILE_KEY = b"f" * 32
# A terminal has no key that proves PINs or opens bank cards.
TERMINAL_KEYS = Keys(KEYS.personal, KEYS.index, b"\0" * 32, b"\0" * 32, b"\0" * 32, "file")


def opened(folder: Path, name: str = "replica") -> Replica:
    """Open a replica in a file of its own."""
    return Replica.open(folder / name, FILE_KEY, TERMINAL_KEYS)


def feed_of(book: Book, after: int = 0) -> list[FeedRow]:
    """Number what was decided behind a position, as a poster does for a property."""
    heads: dict[int, int] = {}
    rows = []
    found = book.rows(
        "SELECT d.shard, d.slip, s.text, d.text, d.outcome, d.position FROM decisions d "
        "JOIN slips s ON s.id = d.slip WHERE d.position > ? ORDER BY d.position",
        after,
    )
    for shard, slip, slip_text, decision_text, outcome, position in found:
        heads[shard] = heads.get(shard, 0) + 1
        rows.append(
            FeedRow(
                address="hotel", shard=shard, number=heads[shard], kind="decision", slip=slip,
                slip_text=bytes(slip_text), decision_text=bytes(decision_text), outcome=outcome,
                position=position,
            )
        )  # fmt: skip
    return rows


def position(book: Book) -> int:
    """Return how far the book's journal goes."""
    return int(book.one("SELECT COALESCE(MAX(position), 0) FROM decisions"))


def member_of(book: Book, member: str) -> Snapshot:
    """Take a snapshot of a member, as it travels."""
    with book.books.reading() as connection:
        found = member_snapshot(book.books, connection, MemberId(member))
    assert found is not None
    return snapshot_from(snapshot_text(found))


def house_of(book: Book) -> Snapshot:
    """Take a snapshot of the house, as it travels."""
    with book.books.reading() as connection:
        return snapshot_from(snapshot_text(house_snapshot(book.books, connection, "hotel")))


def held_here(replica: Replica, member: str) -> dict[str, Any]:
    """Read all rows that a replica has of a member."""
    with replica.books.reading() as connection:
        found = member_snapshot(replica.books, connection, MemberId(member))
    assert found is not None
    return found.tables


def house_here(replica: Replica) -> dict[str, Any]:
    """Read the house as a replica has it."""
    with replica.books.reading() as connection:
        return house_snapshot(replica.books, connection, "hotel").tables


def places_of(rows: list[FeedRow]) -> dict[Place, int]:
    """Say how far rows of a feed come."""
    return {(row.address, row.shard): row.number for row in rows}


def mixed_day(book: Book, chance: random.Random, count: int) -> None:
    """Post a random day in which cards, PINs and gifts come in between, and perhaps a day's end."""
    prepared(book)
    for n, one in enumerate(slips(book, chance, count)):
        book.poster.post([one])
        member, other = chance.sample(MEMBERS, 2)
        act = chance.randrange(12)
        if act == 0:
            book.do("issue_card", IssueCard(), member=member)
        elif act == 1:
            card = book.one(
                "SELECT number FROM cards WHERE member = ? AND status = 'active'", member
            )
            if card:
                book.do("report_lost", ReportLost(card=book.card(card)), member=member)
        elif act == 2:
            book.do("gift", Gift(to=MemberId(other), points=10), member=member, pin="1234")
        elif act == 3:
            book.do("set_pin", SetPin(how=How.CHANGE), member=member, pin=("1234", "1234", "1234"))
        elif act == 4 and n == count // 2:
            book.close_day()
        elif act == 5:
            book.enrol(f"new-{chance.getrandbits(48)}")


def shard(member: str) -> int:
    """Return a member's shard."""
    return shard_of(member)

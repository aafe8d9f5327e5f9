"""Whether cards, personal records and members' rows belong to the members they name."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import msgspec
from sqlalchemy import Connection

from app.loyalty.forms import reader_of
from app.loyalty.ids import shard_of
from app.store.books import Books
from app.store.checks.found import ask, octets
from app.store.keys import card_hash
from app.store.metadata import METADATA


class _Record(msgspec.Struct):
    personal: str = ""
    personal_hash: str = ""


class _Names(msgspec.Struct):
    body: _Record


_names = reader_of(_Names)


def cards(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """No member has two cards that work."""
    text = "SELECT member, COUNT(*) FROM cards WHERE status = 'active' GROUP BY member HAVING COUNT(*) > 1"
    for member, count in ask(books, connection, text):
        yield str(member), f"has {count} cards that work"


def card_hashes(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Slips find each card."""
    for number, said in ask(books, connection, "SELECT number, hash FROM cards"):
        if said != card_hash(books.keys, str(number)):
            yield f"card …{str(number)[-4:]}", "its hash is not of its number: no slip finds it"


def members(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Whatever belongs to a member belongs to one who is there."""
    for table in (
        "balances",
        "lots",
        "credentials",
        "bills",
        "stays",
        "bookings",
        "cards",
        "personal",
    ):
        text = f"SELECT member FROM {table} WHERE member <> '' EXCEPT SELECT member FROM members"
        for (member,) in ask(books, connection, text):
            yield str(member), f"has {table}, but no row among the members"


def shards(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Rows stand in the shard of their member, those without one in the shard of the property."""
    house = {
        shard_of(str(row[0])) for row in ask(books, connection, "SELECT property FROM properties")
    }
    for table in METADATA.sorted_tables:
        if {"shard", "member"} <= {column.name for column in table.columns}:
            text = f"SELECT DISTINCT shard, member FROM {table.name}"
            for shard, member in ask(books, connection, text):
                if member and shard != shard_of(str(member)):
                    yield (
                        str(member),
                        f"{table.name}: in shard {shard}, not {shard_of(str(member))}",
                    )
                elif not member and house and shard not in house:
                    yield f"shard {shard}", f"{table.name}: rows without a member stand in it"


def personal(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Each member's personal record is there, and is the one whose hash the slip named.

    A member who left may have been erased: then the record is gone, or holds nothing.
    """
    hashes = _hashes(books, connection)
    text = (
        "SELECT m.member, m.status, m.personal, p.ciphertext, p.record FROM members m LEFT JOIN personal p "
        "ON p.shard = m.shard AND p.member = m.member AND p.record = m.personal WHERE m.personal <> ''"
    )
    for member, status, record, ciphertext, there in ask(books, connection, text):
        wanted = hashes.get(str(record), "")
        if not wanted or (status == "terminated" and not ciphertext):
            continue
        if there is None:
            yield str(member), "the personal record is missing"
        elif sha256(octets(ciphertext) or b"").hexdigest() != wanted:
            yield str(member), "the personal record does not have the hash that its slip names"


def _hashes(books: Books, connection: Connection) -> dict[str, str]:
    """Return the hashes of personal records that slips name; a record without a hash was named by none."""
    text = "SELECT text FROM slips WHERE kind IN ('enrol_member', 'amend_member', 'carry_over')"
    found: dict[str, str] = {}
    for (body,) in ask(books, connection, text):
        try:
            one = _names.decode(octets(body) or b"").body
        except msgspec.DecodeError:
            continue  # the journal's own check names it
        if one.personal and one.personal_hash:
            found[one.personal] = one.personal_hash
    return found

"""What only a centre's books hold: the feed without gaps, and each terminal's signature over its chain."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from app.store.books import Books
from app.store.checks.found import ask, octets, plain
from app.store.push import Push, is_signed


def feed(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """The feed of each address and shard counts without a gap to its head; where rows were cleared, from there on."""
    text = (
        "SELECT h.address, h.shard, h.number, COUNT(f.number), MIN(f.number), MAX(f.number) "
        "FROM feed_heads h LEFT JOIN feed f ON f.address = h.address AND f.shard = h.shard "
        "GROUP BY h.address, h.shard, h.number"
    )
    for address, shard, head, rows, lowest, highest in ask(books, connection, text):
        if rows and (highest != head or highest - lowest + 1 != rows):
            why = f"{rows} rows from {lowest} to {highest}, head at {head}"
            yield f"{plain(address)} shard {shard}", why
    text = (
        "SELECT DISTINCT f.address, f.shard FROM feed f WHERE NOT EXISTS "
        "(SELECT 1 FROM feed_heads h WHERE h.address = f.address AND h.shard = f.shard)"
    )
    for address, shard in ask(books, connection, text):
        yield f"{plain(address)} shard {shard}", "rows without a head"
    text = (
        "SELECT f.slip FROM feed f WHERE f.kind = 'decision' AND NOT EXISTS "
        "(SELECT 1 FROM decisions d WHERE d.slip = f.slip AND d.shard = f.shard)"
    )
    for (slip,) in ask(books, connection, text):
        yield plain(slip), "is told in the feed and was never decided there"


def signatures(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Every slip of a terminal that joined is covered by a signature of its key; the hash chain does the rest."""
    text = (
        "SELECT p.id, p.terminal, p.incarnation, p.first, p.last, p.head, p.sent_at, p.signature, c.sign_key "
        "FROM pushes p JOIN chains c ON c.terminal = p.terminal AND c.incarnation = p.incarnation "
        "WHERE p.last <= c.accepted ORDER BY p.terminal, p.incarnation, p.last"
    )
    signed: dict[tuple[object, object], set[tuple[object, object]]] = {}
    for row in ask(books, connection, text):
        push = Push(
            id=row[0], terminal=row[1], incarnation=row[2], first=row[3], last=row[4], head=row[5], sent_at=row[6],
        )  # fmt: skip
        if is_signed(octets(row[8]) or b"", push, octets(row[7]) or b""):
            signed.setdefault((row[1], row[2]), set()).add((row[4], row[5]))
    text = (
        "SELECT c.terminal, c.incarnation, c.accepted, s.id, s.sequence, s.hash FROM chains c "
        "JOIN slips s ON s.terminal = c.terminal AND s.incarnation = c.incarnation "
        "ORDER BY c.terminal, c.incarnation, s.sequence DESC"
    )
    covered: tuple[object, object] | None = None
    for terminal, incarnation, _accepted, slip, sequence, digest in ask(books, connection, text):
        key = (terminal, incarnation)
        if (sequence, (octets(digest) or b"").hex()) in signed.get(key, ()):
            covered = key
        elif covered != key:
            yield plain(slip), f"no signature of {plain(terminal)} covers it"

"""Whether the journal hangs together: slips and decisions with one another, with their texts, and in their order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from app.loyalty.forms import reader_of
from app.operations.slip import slip_hash
from app.store.books import Books
from app.store.checks.found import ask, octets, plain

_UNREADABLE = "its text cannot be read"


class _Head(msgspec.Struct):
    """What a slip's text says of the slip itself."""

    id: str
    kind: str
    member: str
    terminal: str
    incarnation: int
    sequence: int
    previous: str
    pin: str = ""


_heads = reader_of(_Head)


def chains(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Follow each terminal's chain: hash of the text, then the hash of the slip before.

    The last slip of a chain, and a derived slip, which stands in none, has its hash beside it and nowhere
    else: rewritten together with it, it is found only where it would be decided otherwise (a replay says so).
    """
    text = (
        "SELECT id, terminal, incarnation, sequence, hash, text FROM slips "
        "ORDER BY terminal, incarnation, sequence"
    )
    last: tuple[str, int, int, str] = ("", 0, 0, "")
    for slip, terminal, incarnation, sequence, kept, body in ask(books, connection, text):
        digest, whole = octets(kept), octets(body)
        if whole is None or digest is None or slip_hash(whole) != digest:
            yield plain(slip), "the text does not have the hash that was kept"
        if not isinstance(sequence, int) or not sequence:
            continue
        head = _head(whole)
        is_next = last[:2] == (terminal, incarnation) and sequence == last[2] + 1
        expected = last[3] if is_next else ""
        is_first = last[:2] != (terminal, incarnation)
        if (not is_first and not is_next) or head is None or head.previous != expected:
            yield plain(slip), f"sequence {sequence} does not follow the one before"
        last = (terminal, incarnation, sequence, digest.hex() if digest else "")


def columns(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """What stands beside a slip's text is what the text says; it arrived when it was decided, unless it was kept.

    Only slips with a PIN are kept before they are decided: when such a slip arrived, nothing else says.
    """
    text = (
        "SELECT s.id, s.kind, s.member, s.terminal, s.incarnation, s.sequence, s.arrived_at, s.text, d.decided_at, "
        "d.kind, d.member, d.terminal FROM slips s LEFT JOIN decisions d ON d.slip = s.id"
    )
    for slip, *said, arrived, body, decided, kind, member, terminal in ask(books, connection, text):
        head = _head(octets(body))
        if head is None:
            yield plain(slip), _UNREADABLE
            continue
        wanted = [head.kind, head.member, head.terminal, head.incarnation, head.sequence]
        names = ("kind", "member", "terminal", "incarnation", "sequence")
        if head.id != slip:
            yield plain(slip), f"id: the text says {head.id}"
        for name, has, says in zip(names, said, wanted, strict=True):
            if has != says:
                yield plain(slip), f"{name}: {plain(has)} stands beside the text, which says {says}"
        if not _is_time(arrived) or (decided and not head.pin and arrived != decided):
            yield plain(slip), f"arrived at {plain(arrived)}, was decided at {plain(decided)}"
        if decided and (kind, member, terminal) != (head.kind, head.member, head.terminal):
            yield plain(slip), "kind, member or terminal of the decision are not the slip's"


def decided(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Each slip is decided or noted as undecided, not both."""
    text = (
        "SELECT s.id, u.slip FROM slips s LEFT JOIN undecided u ON u.slip = s.id "
        "WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.slip = s.id)"
    )
    for slip, waits in ask(books, connection, text):
        if waits:
            yield (
                plain(slip),
                "kept but not decided; it is withdrawn or decided when the desk starts",
            )
        else:
            yield plain(slip), "kept but not decided, and not noted: no start would settle it"
    text = (
        "SELECT u.slip FROM undecided u WHERE NOT EXISTS (SELECT 1 FROM slips s WHERE s.id = u.slip) "
        "OR EXISTS (SELECT 1 FROM decisions d WHERE d.slip = u.slip)"
    )
    for (slip,) in ask(books, connection, text):
        yield plain(slip), "noted as undecided, but decided or not there"


def has_slip(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """No decision is without its slip, no transfer without its decision."""
    text = "SELECT d.slip FROM decisions d WHERE NOT EXISTS (SELECT 1 FROM slips s WHERE s.id = d.slip)"
    for (slip,) in ask(books, connection, text):
        yield plain(slip), "a decision without its slip"
    text = "SELECT DISTINCT t.slip FROM transfers t WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.slip = t.slip)"
    for (slip,) in ask(books, connection, text):
        yield plain(slip), "transfers without a decision"


def numbers(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Each shard counts its decisions from 1 without a gap, and its head knows the last."""
    text = (
        "SELECT d.shard, COUNT(*), COUNT(DISTINCT d.number), MIN(d.number), MAX(d.number), MAX(h.number) "
        "FROM decisions d LEFT JOIN shard_heads h ON h.shard = d.shard GROUP BY d.shard"
    )
    for shard, rows, distinct, lowest, highest, head in ask(books, connection, text):
        if not rows == distinct == highest == head or lowest != 1:
            why = f"{rows} decisions, {distinct} numbers up to {highest}, head at {head}"
            yield f"shard {shard}", why
    text = (
        "SELECT h.shard, h.number FROM shard_heads h WHERE h.number <> 0 AND NOT EXISTS "
        "(SELECT 1 FROM decisions d WHERE d.shard = h.shard)"
    )
    for shard, head in ask(books, connection, text):
        yield f"shard {shard}", f"no decisions, head at {head}"


def positions(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Decisions stand in one order: no two at a place, and in each shard in the order of their numbers."""
    text = (
        "SELECT slip, position FROM decisions WHERE position IN "
        "(SELECT position FROM decisions GROUP BY position HAVING COUNT(*) > 1)"
    )
    for slip, position in ask(books, connection, text):
        yield plain(slip), f"position {plain(position)} is another's too"
    last: tuple[object, int] = (None, 0)
    text = "SELECT shard, number, position, slip FROM decisions ORDER BY shard, number"
    for shard, number, position, slip in ask(books, connection, text):
        if not isinstance(position, int):
            yield plain(slip), f"position {plain(position)} is no number"
            continue
        if shard == last[0] and position < last[1]:
            yield plain(slip), f"number {number} stands before the number ahead of it"
        last = (shard, position)


def claims(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """No claim is held by a slip that was not posted."""
    text = (
        "SELECT c.value, c.slip FROM claims c WHERE NOT EXISTS "
        "(SELECT 1 FROM decisions d WHERE d.slip = c.slip AND d.outcome = 'posted')"
    )
    for value, slip in ask(books, connection, text):
        yield plain(slip), f"holds the claim {plain(value).split(':', 1)[0]} without being posted"


def _head(text: bytes | None) -> _Head | None:
    try:
        return _heads.decode(text or b"")
    except msgspec.DecodeError:
        return None


def _is_time(said: object) -> bool:
    try:
        return datetime.fromisoformat(str(said)).tzinfo is not None
    except ValueError:
        return False

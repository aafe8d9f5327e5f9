"""Intake: slips as terminals hand them in, checked for hash, chain and signature, in each terminal's order.

A slip that cannot be taken stays in the inbox with the reason why it waits; none is ever dropped. Slips of
other terminals never wait for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, unique
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection

from app.operations.slip import Body, Slip, slip_hash
from app.store.books import Books
from app.store.chain import any_slip_from
from app.store.push import Push, is_signed

_LOG = logging.getLogger(__name__)
Key = tuple[str, int]  # terminal and incarnation
_WIDER = 4


@unique
class Waits(Enum):
    """Why a slip in the inbox is not decided yet."""

    STRANGER = "stranger"  # no such terminal, or not its login
    GAP = "gap"  # an earlier slip of the terminal has not come
    UNSIGNED = "unsigned"  # no signature of the terminal covers it
    BROKEN = "broken"  # its chain does not go on from the slip before: one was changed or taken out
    FORKED = "forked"  # the terminal was copied: two slips have one place in its chain
    UNREADABLE = "unreadable"
    FAILED = "failed"  # deciding it raised an error; the log says which


@dataclass(slots=True)
class Chain:
    """How far the slips of one terminal have come."""

    login: str
    sign_key: bytes
    accepted: int
    head: str
    is_open: bool  # not forked, lost or signed out


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One row of the inbox."""

    id: str
    terminal: str
    incarnation: int
    sequence: int
    push: str
    text: bytes = field(repr=False)
    beside: bytes | None = field(repr=False)
    login: str
    digest: str

    @property
    def key(self) -> Key:
        """Whose chain it stands in."""
        return self.terminal, self.incarnation


@dataclass(slots=True)
class Taken:
    """What one look into the inbox brought.

    Attributes:
        slips: To be decided, in order; each terminal's in its own.
        again: Decided before, and handed in once more, with their terminals.
        waits: By the ids of those that stay.
        heard: By terminal, when it was heard last, microseconds since 1970 by the server, and how far its
            clock was ahead then, ms.
    """

    slips: list[tuple[Arrived, Slip[Body]]] = field(default_factory=list)
    again: dict[str, str] = field(default_factory=dict)
    waits: dict[str, Waits] = field(default_factory=dict)
    heard: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.slips or self.again or self.waits)


class Intake:
    """The one who takes slips in; belongs to whoever holds the lease, and forgets everything with it."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._chains: dict[Key, Chain] = {}
        self._gapped: set[Key] = set()

    def forget(self, connection: Connection) -> None:
        """Begin anew: somebody else may have taken slips in since."""
        self._chains = {}
        text = "SELECT DISTINCT terminal, incarnation FROM inbox WHERE waits = 'gap'"
        self._gapped = {(str(a), int(b)) for a, b in connection.exec_driver_sql(text)}

    @property
    def has_gaps(self) -> bool:
        """Whether some slip waits for an earlier one of its terminal."""
        return bool(self._gapped)

    def look(self, connection: Connection, most: int) -> Taken:
        """Look for slips that can be decided now; changes nothing.

        Args:
            connection: Reads only.
            most: About how many rows; more where a single push is larger.
        """
        while True:
            rows = self._arrived(connection, most)
            taken = self._sorted(connection, rows)
            if rows and taken.is_empty and len(rows) >= most:
                most *= (
                    _WIDER  # a push whose end, and with it the signature's head, lies further on
                )
                continue
            if rows and taken.is_empty:
                taken.waits = {row.id: Waits.UNSIGNED for row in rows}
            return taken

    def settle(
        self, connection: Connection, rows: Sequence[Arrived], more: Iterable[str] = ()
    ) -> None:
        """Take decided slips out of the inbox and move their chains on, in the deciding transaction.

        Args:
            connection: The deciding transaction.
            rows: The slips that were decided.
            more: Ids of slips that were decided long before.
        """
        ids = [*(row.id for row in rows), *more]
        connection.exec_driver_sql(self._books.sql("DELETE FROM inbox WHERE id = ANY(?)"), (ids,))
        self._move(connection, rows)

    def leave(
        self, connection: Connection, waits: dict[str, Waits], moved: Sequence[Arrived] = ()
    ) -> None:
        """Note why slips stay in the inbox; ``moved`` are such that those behind them need not wait for."""
        text = "UPDATE inbox SET waits = n.why FROM unnest(?::text[], ?::text[]) n(id, why) WHERE inbox.id = n.id"
        values = (list(waits), [why.value for why in waits.values()])
        connection.exec_driver_sql(self._books.sql(text), values)
        self._move(connection, moved)

    def note_heard(self, connection: Connection, heard: dict[str, tuple[int, int]]) -> None:
        """Keep when terminals were heard last, and how far their clocks were ahead (``Taken.heard``)."""
        text = (
            "UPDATE terminals t SET seen_at = n.seen_at, clock_offset_ms = n.ahead "
            "FROM unnest(?::text[], ?::text[], ?::bigint[]) n(terminal, seen_at, ahead) WHERE t.terminal = n.terminal"
        )
        moments = [
            datetime.fromtimestamp(at / 1e6, UTC).isoformat(timespec="seconds")
            for at, _ in heard.values()
        ]
        values = (list(heard), moments, [ahead for _, ahead in heard.values()])
        connection.exec_driver_sql(self._books.sql(text), values)

    def committed(self, rows: Sequence[Arrived]) -> None:
        """Know from now on what the transaction that ended wrote."""
        for row in rows:
            chain = self._chains[row.key]
            chain.accepted, chain.head = row.sequence, row.digest

    def quarantine(self, connection: Connection, waits: dict[str, Waits]) -> None:
        """Close the chains in which two slips have one place, or one was changed; a person looks at them."""
        bad = [slip for slip, why in waits.items() if why in _CLOSES]
        if not bad:
            return
        text = (
            "UPDATE terminals t SET state = 'forked' FROM inbox i WHERE i.id = ANY(?) AND t.state = 'active' "
            "AND t.terminal = i.terminal AND t.incarnation = i.incarnation RETURNING t.terminal, t.incarnation"
        )
        for terminal, incarnation in connection.exec_driver_sql(self._books.sql(text), (bad,)):
            _LOG.error("terminal %s is closed: its slips do not make one chain", terminal)
            self._chains.pop((str(terminal), int(incarnation)), None)

    def reopen(self, connection: Connection) -> int:
        """Let slips that waited for an earlier one be looked at again once it has come; returns how many."""
        count = 0
        for key in sorted(self._gapped & self._chains.keys()):
            text = (
                "UPDATE inbox SET waits = '' WHERE terminal = ? AND incarnation = ? AND waits = 'gap' "
                "AND EXISTS (SELECT 1 FROM inbox i WHERE i.terminal = ? AND i.incarnation = ? AND i.sequence = ?)"
            )
            values = (*key, *key, self._chains[key].accepted + 1)
            done = connection.exec_driver_sql(self._books.sql(text), values).rowcount
            if done:
                self._gapped.discard(key)
                count += done
        return count

    # --- reading --------------------------------------------------------------------------------

    def _arrived(self, connection: Connection, most: int) -> list[Arrived]:
        text = (
            "SELECT id, terminal, incarnation, sequence, push, text, beside, login FROM inbox "
            "WHERE waits = '' ORDER BY arrived LIMIT ?"
        )
        return [
            Arrived(
                id=row[0],
                terminal=row[1],
                incarnation=row[2],
                sequence=row[3],
                push=row[4],
                text=bytes(row[5]),
                beside=None if row[6] is None else bytes(row[6]),
                login=row[7],
                digest=slip_hash(bytes(row[5])).hex(),
            )
            for row in connection.exec_driver_sql(self._books.sql(text), (most,))
        ]

    def _sorted(self, connection: Connection, rows: Sequence[Arrived]) -> Taken:
        self._learn(connection, {row.key for row in rows})
        taken = Taken()
        pushes = self._pushes(connection, {row.push for row in rows}, taken)
        order = {row.id: at for at, row in enumerate(rows)}
        for key, group in groupby(
            sorted(rows, key=lambda row: (row.key, row.sequence)), attrgetter("key")
        ):
            chain = self._chains.get(key)
            of_one = list(group)
            if chain is None or any(row.login != chain.login for row in of_one):
                taken.waits |= {row.id: Waits.STRANGER for row in of_one}
            elif not chain.is_open:
                taken.waits |= {row.id: Waits.FORKED for row in of_one}
            else:
                self._walk(connection, key, chain, of_one, pushes, taken)
        # Between terminals the order of arrival; within one, its own stays, since it sends in order.
        taken.slips.sort(key=lambda one: order[one[0].id])
        return taken

    def _walk(
        self,
        connection: Connection,
        key: Key,
        chain: Chain,
        rows: Sequence[Arrived],
        pushes: dict[str, tuple[Push, bytes]],
        taken: Taken,
    ) -> None:
        """Follow one chain from where it stands, as far as a signature reaches."""
        self._repeated(connection, [row for row in rows if row.sequence <= chain.accepted], taken)
        accepted, head = chain.accepted, chain.head
        walked: list[tuple[Arrived, Slip[Body]]] = []
        proven = 0
        for row in (one for one in rows if one.sequence > chain.accepted):
            if row.sequence == accepted and walked:
                taken.waits[row.id] = Waits.FORKED
                break
            if row.sequence != accepted + 1:
                self._gapped.add(key)
                taken.waits[row.id] = Waits.GAP
                continue
            slip = any_slip_from(row.text)
            if slip is None or not _is_same(slip, row):
                taken.waits[row.id] = Waits.UNREADABLE
                break
            if slip.previous != head:
                taken.waits[row.id] = Waits.BROKEN
                break
            walked.append((row, slip))
            accepted, head = row.sequence, row.digest
            push = pushes.get(row.push)
            if push is not None and push[0].head == head and is_signed(chain.sign_key, *push):
                proven = len(walked)
        taken.slips += walked[:proven]
        for row, _ in walked[proven:]:
            push = pushes.get(row.push)
            # Of a push whose end lies behind this look, the signature is still to be seen.
            if push is None or push[0].last <= accepted:
                taken.waits[row.id] = Waits.UNSIGNED

    def _repeated(self, connection: Connection, rows: Sequence[Arrived], taken: Taken) -> None:
        """Tell slips that come again from others in their place."""
        if not rows:
            return
        text = "SELECT id, hash FROM slips WHERE id = ANY(?)"
        found = connection.exec_driver_sql(self._books.sql(text), ([row.id for row in rows],))
        known = {str(slip): bytes(digest).hex() for slip, digest in found}
        for row in rows:
            if known.get(row.id) == row.digest:
                taken.again[row.id] = row.terminal
            else:
                taken.waits[row.id] = Waits.FORKED

    def _learn(self, connection: Connection, keys: set[Key]) -> None:
        new = sorted(keys - self._chains.keys())
        if not new:
            return
        text = (
            "SELECT c.terminal, c.incarnation, t.login, c.sign_key, c.accepted, c.head, t.state, t.incarnation "
            "FROM unnest(?::text[], ?::integer[]) k(terminal, incarnation) "
            "JOIN chains c ON c.terminal = k.terminal AND c.incarnation = k.incarnation "
            "JOIN terminals t ON t.terminal = c.terminal"
        )
        values = ([one[0] for one in new], [one[1] for one in new])
        for row in connection.exec_driver_sql(self._books.sql(text), values):
            # What an earlier incarnation left behind is still taken in: it was said to a guest.
            is_open = row[6] == "active" or row[7] != row[1]
            self._chains[str(row[0]), int(row[1])] = Chain(
                row[2], bytes(row[3]), int(row[4]), str(row[5]), is_open
            )

    def _pushes(
        self, connection: Connection, ids: set[str], taken: Taken
    ) -> dict[str, tuple[Push, bytes]]:
        text = (
            "SELECT id, terminal, incarnation, first, last, head, sent_at, signature, arrived "
            "FROM pushes WHERE id = ANY(?) ORDER BY arrived"
        )
        found: dict[str, tuple[Push, bytes]] = {}
        for row in connection.exec_driver_sql(self._books.sql(text), (sorted(ids),)) if ids else ():
            push = _push(row)
            found[push.id] = (push, bytes(row[7]))
            taken.heard[push.terminal] = (int(row[8]), _ahead_ms(push.sent_at, int(row[8])))
        return found

    def _move(self, connection: Connection, rows: Sequence[Arrived]) -> None:
        last = {row.key: row for row in rows}
        if not last:
            return
        text = (
            "UPDATE chains c SET accepted = n.accepted, head = n.head "
            "FROM unnest(?::text[], ?::integer[], ?::bigint[], ?::text[]) n(terminal, incarnation, accepted, head) "
            "WHERE c.terminal = n.terminal AND c.incarnation = n.incarnation"
        )
        ends = last.values()
        values = (
            [row.terminal for row in ends],
            [row.incarnation for row in ends],
            [row.sequence for row in ends],
            [row.digest for row in ends],
        )
        connection.exec_driver_sql(self._books.sql(text), values)


_CLOSES = frozenset({Waits.FORKED, Waits.BROKEN, Waits.UNREADABLE})


def _is_same(slip: Slip[Any], row: Arrived) -> bool:
    return (slip.id, slip.terminal, slip.incarnation, slip.sequence) == (
        row.id,
        row.terminal,
        row.incarnation,
        row.sequence,
    )


def _ahead_ms(sent_at: str, arrived: int) -> int:
    """Return how far a terminal's clock was ahead, ms; 0 where it said nothing."""
    try:
        sent = datetime.fromisoformat(sent_at)
    except ValueError:
        return 0
    return 0 if sent.tzinfo is None else round(sent.timestamp() * 1000 - arrived / 1000)


def _push(row: Sequence[Any]) -> Push:
    return Push(
        id=row[0],
        terminal=row[1],
        incarnation=row[2],
        first=row[3],
        last=row[4],
        head=row[5],
        sent_at=row[6],
    )

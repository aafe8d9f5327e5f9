"""Pushing: hands waiting slips in, in their order, signed once for all of a push; sent twice they count once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from app.loyalty.ids import uuid7
from app.store.push import Push, sign
from app.sync.line import Line, OutOfReachError
from app.sync.outbox import Chance, Outbox, Waiting
from app.sync.terminal_file import TerminalFile

MOST_SLIPS: Final = 500
MOST_BYTES: Final = 1_000_000
_PUSH = (
    "INSERT INTO pushes (id, terminal, incarnation, first, last, head, signature, sent_at) "
    "VALUES (%s,%s,%s,%s,%s,%s,%s,%s)"
)
# No target: a login that may only insert has no right to read which key it would conflict with.
_SLIP = (
    "INSERT INTO inbox (id, terminal, incarnation, sequence, push, text, beside) "
    "VALUES (%s,%s,%s,%s,%s,%s,%s) ON CONFLICT DO NOTHING"
)


class Pushing:
    """Hands slips in over a line; for the line's thread.

    Args:
        file: The terminal's; open in one process only, so that nobody else pushes its outbox.
        outbox: Its slips.
        clock: The terminal's time, aware: the centre measures how far it is off.
        chance: Where the ids of pushes come from.
    """

    def __init__(
        self, file: TerminalFile, outbox: Outbox, clock: Callable[[], datetime], chance: Chance
    ) -> None:
        self._file = file
        self._outbox = outbox
        self._clock = clock
        self._chance = chance
        self._sent: dict[
            int, int
        ] = {}  # by chain, the last sequence that this connection need not carry

    def begin(self, incarnation: int, accepted: int) -> None:
        """Begin on a new connection: whatever the centre has not accepted is handed in again."""
        self._outbox.mark_accepted(incarnation, accepted)
        older = {chain: 0 for chain in self._outbox.chains_waiting() if chain < incarnation}
        self._sent = older | {incarnation: accepted}

    def push(self, line: Line) -> int:
        """Hand in what waits and was not handed in over this connection.

        Returns:
            How many slips went.

        Raises:
            OutOfReachError: The line broke; what was under way is handed in again after ``begin``.
            BooksError: The terminal's file cannot be read or written.
        """
        count = 0
        while True:
            waiting = self._next()
            if not waiting:
                return count
            for part in parts_of(waiting):
                self.hand_in(line, part)
                self._sent[part[-1].incarnation] = part[-1].sequence
                count += len(part)

    def hand_in(self, line: Line, slips: Sequence[Waiting]) -> None:
        """Hand in slips that follow one another, in one transaction, and put down that they are sent.

        Raises:
            OutOfReachError: Whether the centre has them is not known; handing them in again does no harm.
        """
        first, last = slips[0], slips[-1]
        keys = self._file.secrets.chains.get(last.incarnation)
        if keys is None:
            raise OutOfReachError(f"no keys of chain {last.incarnation}", is_refused=True)
        now = self._clock()
        push = Push(
            id=uuid7(int(now.timestamp() * 1000), self._chance(10)),
            terminal=self._file.identity().terminal,
            incarnation=last.incarnation,
            first=first.sequence,
            last=last.sequence,
            head=last.hash.hex(),
            sent_at=now.astimezone(UTC).isoformat(),
        )
        place = (push.id, push.terminal, push.incarnation, push.first, push.last, push.head)
        with line.exchange() as connection, connection.transaction():
            connection.execute(_PUSH, (*place, sign(keys.sign, push), push.sent_at))
            rows = [
                (
                    one.id,
                    push.terminal,
                    one.incarnation,
                    one.sequence,
                    push.id,
                    one.text,
                    one.beside,
                )
                for one in slips
            ]
            with connection.cursor() as cursor:
                cursor.executemany(_SLIP, rows)
        self._outbox.mark_sent([one.id for one in slips])

    def _next(self) -> list[Waiting]:
        """Return what is next: older chains first, then the newest one."""
        for chain in sorted(self._sent):
            waiting = self._outbox.pending(chain, after=self._sent[chain], limit=MOST_SLIPS)
            if waiting:
                return waiting
        return []


def parts_of(slips: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """Cut slips into pushes: of one chain, without a gap, at most 500 and at most 1 MB; one slip at least."""
    part: list[Waiting] = []
    size = 0
    for one in slips:
        length = len(one.text) + len(one.beside or b"")
        follows = part and (one.incarnation, one.sequence) == (
            part[-1].incarnation,
            part[-1].sequence + 1,
        )
        if part and (not follows or len(part) >= MOST_SLIPS or size + length > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(one)
        size += length
    if part:
        yield part

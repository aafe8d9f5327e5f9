"""The greeting: what a terminal asks whenever it has connected, before it hands anything in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, unique
from typing import Final

from app.sync.line import Line
from app.sync.outbox import Outbox
from app.sync.terminal_file import TerminalFile

EPOCH: Final = "epoch"  # among the terminal file's facts
BOOK: Final = "book"


@unique
class Refused(Enum):
    """Why a terminal hands nothing in, though the centre is there."""

    NOT_ADMITTED = (
        "not-admitted"  # lost, forked or signed out at the centre; a person must set it up anew
    )
    SET_UP_ELSEWHERE = "set-up-elsewhere"  # another computer joined under this name since
    OTHER_BOOK = "other-book"  # the centre holds the books of another house


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """How a terminal stands at the centre.

    Attributes:
        incarnation: Of its newest chain.
        accepted: The last sequence of it that came without a gap.
        epoch: Changes when the centre was put back to an earlier day: what was read of it is void.
        is_new_epoch: It differs from the one before.
        clock_ahead: How far this terminal's clock is ahead of the centre's; negative where it is behind.
        forgotten: Slips that were answered and wait again, since the centre has forgotten them.
    """

    incarnation: int
    accepted: int
    epoch: str
    is_new_epoch: bool
    clock_ahead: timedelta
    forgotten: int = 0


def greet(line: Line, file: TerminalFile, outbox: Outbox, now: datetime) -> Greeting | Refused:
    """Ask the centre how this terminal stands, and let slips wait again that it has forgotten.

    Whether the epoch is new is known until ``put_epoch`` is called: whoever has a replica makes it anew first.

    Raises:
        OutOfReachError: The line broke.
    """
    centre = {name: str(value) for name, value in line.query("SELECT name, value FROM my_centre")}
    mine = line.query("SELECT incarnation, accepted FROM my_terminal")
    if not mine or "epoch" not in centre:
        return Refused.NOT_ADMITTED
    incarnation, accepted = int(mine[0][0]), int(mine[0][1] or 0)
    if incarnation != file.pen().incarnation:
        return Refused.SET_UP_ELSEWHERE
    if file.fact(BOOK) not in {"", centre["book"]}:
        return Refused.OTHER_BOOK
    known = file.fact(EPOCH)
    there = datetime.fromtimestamp(int(centre["now"]) / 1_000_000, UTC)
    return Greeting(
        incarnation=incarnation,
        accepted=accepted,
        epoch=centre["epoch"],
        is_new_epoch=bool(known) and known != centre["epoch"],
        clock_ahead=now - there,
        forgotten=_remind(line, outbox, incarnation, accepted),
    )


def put_epoch(line: Line, file: TerminalFile, greeting: Greeting) -> None:
    """Put down which book the centre has and since which restore.

    Raises:
        OutOfReachError: The line broke.
        BooksError: The file took nothing.
    """
    book = line.query("SELECT value FROM my_centre WHERE name = 'book'")
    file.put_fact(BOOK, str(book[0][0]))
    file.put_fact(EPOCH, greeting.epoch)


def _remind(line: Line, outbox: Outbox, incarnation: int, accepted: int) -> int:
    """Let answered slips wait again that the centre does not know: it was put back to an earlier day."""
    forgotten = 0
    for kept in outbox.answered_after(incarnation, accepted):
        found = line.query("SELECT slip FROM my_answers WHERE slip = ANY(%s)", (kept,))
        known = {str(row[0]) for row in found}
        missing = [one for one in kept if one not in known]
        if missing:
            outbox.wait_again(missing)
        forgotten += len(missing)
    return forgotten

"""The terminal's line: writes slips to the disk at once, and hands them in, fetches answers and the feed behind."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, unique
from time import monotonic
from typing import Final, Protocol

from app.operations import withdraw
from app.operations.pen import Draft, new_slip_id
from app.operations.slip import Body, Cover, Slip
from app.operations.withdraw import Withdraw
from app.store.books import BooksError
from app.store.push import Beside
from app.store.questions import By
from app.sync.answers import Answers
from app.sync.greeting import Greeting, Refused, greet, put_epoch
from app.sync.line import BackOff, Line, OutOfReachError
from app.sync.outbox import Chance, OldFile, Outbox, Told
from app.sync.pushing import Pushing, parts_of
from app.sync.reading import Looked
from app.sync.terminal_file import TerminalFile

_POLL_S: Final = 1.0
_REFUSED_S: Final = 60.0  # between two tries where a person must act first
_DROP_EVERY_S: Final = 3600.0


@unique
class State(Enum):
    """How the line stands; each has a sentence in the faces."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    OUT_OF_REACH = "out-of-reach"
    REFUSED = "refused"  # ``Status.refused`` or ``detail`` says why
    FILE_TROUBLE = "file-trouble"  # the terminal's own disk
    FAULT = "fault"  # of the program


@dataclass(frozen=True, slots=True)
class Status:
    """What is to be shown of the line.

    Attributes:
        detail: The words of the driver or the disk, for a log; empty for none.
        clock_ahead: How far this terminal's clock was ahead of the centre's at the last greeting.
    """

    state: State
    refused: Refused | None = None
    detail: str = ""
    clock_ahead: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Saved:
    """A slip that is on the disk; it will be decided, sooner or later.

    Attributes:
        answer: Waits for the decision; without a deadline of its own.
    """

    slip: Slip[Body]
    answer: Future[Told]


class Reads(Protocol):
    """What reads the feed over the line (``app.sync.reading``)."""

    def begin(self, line: Line, greeting: Greeting) -> None:
        """Begin on a new connection; a new epoch makes what was read void."""

    def read(self, line: Line) -> int:
        """Read what is new; returns how many rows."""

    def ask(self, by: By, value: str) -> Future[Looked]:
        """Ask for a member."""


Seen = Callable[[], tuple[date, int]]
"""Returns the business date and the programme version that the terminal sees."""


class TerminalLine:
    """Takes the place of the embedded poster at a terminal.

    Args:
        file: The terminal's, open.
        line: To the centre; this object closes it.
        clock: The terminal's time, aware.
        seen: What goes into every slip.
        reads: Reads the feed behind the pushes; None for a terminal that only hands in.
        seed: Of the chance that spreads terminals in time.
        chance: Where ids and the keys of boxes come from.
    """

    def __init__(
        self,
        file: TerminalFile,
        line: Line,
        *,
        clock: Callable[[], datetime],
        seen: Seen,
        chance: Chance,
        reads: Reads | None = None,
        seed: int | None = None,
    ) -> None:
        self.outbox = Outbox(file, clock, chance)
        self.answers = Answers(self.outbox)
        self.status = Status(State.CONNECTING)
        self._file = file
        self._line = line
        self._clock = clock
        self._chance = chance
        self._seen = seen
        self._reads = reads
        self._pushing = Pushing(file, self.outbox, clock, chance)
        self._random = random.Random(seed)  # noqa: S311 - spreads tries in time, hides nothing
        self._back_off = BackOff(self._random)
        self._dropped_at = -_DROP_EVERY_S
        self._ends = threading.Event()
        self._hurries = False  # somebody asked for a try before the back-off is over
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    def start(self) -> tuple[str, ...]:
        """Withdraw what would take value and nobody waits for any more, then begin to connect.

        Whether the centre is there does not matter.

        Returns:
            Ids of slips of before that are withdrawn: nobody was given anything for them.

        Raises:
            BooksError: The terminal's file cannot be written.
        """
        withdrawn = self._withdraw_undecided()
        self._thread.start()
        return withdrawn

    def close(self) -> None:
        """Stop. What was not handed in stays in the outbox and goes at the next start."""
        self._ends.set()
        self._line.wake()
        if self._thread.is_alive():
            self._thread.join()
        self._line.close()

    def submit(self, draft: Draft, beside: Beside | None = None) -> Saved | OldFile:
        """Write a draft as the terminal's next slip and hand it in.

        Args:
            draft: What is asked.
            beside: PINs and personal records.

        Returns:
            The slip, on the disk, with its future answer; or why it was not written.

        Raises:
            BooksError: Nothing was written.
        """
        business_date, programme = self._seen()
        slip = self.outbox.write(draft, beside or Beside(), business_date, programme)
        if isinstance(slip, OldFile):
            return slip
        answer = self.answers.awaited(slip.id)
        self._line.wake()
        return Saved(slip, answer)

    def ask(self, by: By, value: str) -> Future[Looked]:
        """Ask the centre for a member by one exact value; who is found is held in the replica then.

        Raises:
            TypeError: This terminal reads no feed.
        """
        if self._reads is None:
            raise TypeError("a terminal that only hands in asks nobody")
        asked = self._reads.ask(by, value)
        self._line.wake()
        return asked

    def wake(self) -> None:
        """Have the line tried now instead of after its back-off."""
        self._hurries = True
        self._line.wake()

    def _withdraw_undecided(self) -> tuple[str, ...]:
        waiting = self.outbox.open_slips()
        withdrawn = {one.body.of for one in waiting if isinstance(one.body, Withdraw)}
        taking = [one for one in waiting if one.cover is Cover.BALANCE and one.id not in withdrawn]
        for slip in taking:
            now = self._clock()
            draft = Draft(
                id=new_slip_id(now, self._chance),
                kind=withdraw.KIND,
                body=Withdraw(of=slip.id),
                operator=slip.operator,
                occurred_at=now,
                member=slip.member,
            )
            self.outbox.write(draft, Beside(), *self._seen())
        return tuple(slip.id for slip in taking)

    def _run(self) -> None:
        while not self._ends.is_set():
            try:
                waits_s = self._go_on()
            except OutOfReachError as error:
                self._line.hang_up()
                state = State.REFUSED if error.is_refused else State.OUT_OF_REACH
                self.status = replace(self.status, state=state, refused=None, detail=str(error))
                self._rest(_REFUSED_S if error.is_refused else self._back_off.next_s())
            except BooksError as error:
                self.status = replace(self.status, state=State.FILE_TROUBLE, detail=str(error))
                self._rest(self._back_off.next_s())
            except Exception as error:  # noqa: BLE001 - whatever it is, this thread must go on
                self._line.hang_up()
                self.status = replace(self.status, state=State.FAULT, detail=repr(error))
                self._rest(self._back_off.next_s())
            else:
                self._rest(waits_s)

    def _go_on(self) -> float:
        """Do one round; returns how long to wait for the next one, seconds."""
        if not self._line.is_open:
            refused = self._connect()
            if refused is not None:
                self._line.hang_up()
                self.status = replace(self.status, state=State.REFUSED, refused=refused, detail="")
                return _REFUSED_S
        # Push before pull: what this terminal did is at the centre before it reads what came of it.
        self._pushing.push(self._line)
        self.answers.fetch(self._line)
        if self._reads is not None:
            self._reads.read(self._line)
        self._back_off.succeeded()
        self.status = replace(self.status, state=State.CONNECTED, refused=None, detail="")
        if monotonic() - self._dropped_at >= _DROP_EVERY_S:
            self._dropped_at = monotonic()
            self.outbox.drop_old()
        return _POLL_S * self._random.uniform(0.75, 1.25)

    def _connect(self) -> Refused | None:
        self._line.connect()
        greeting = greet(self._line, self._file, self.outbox, self._clock())
        if isinstance(greeting, Refused):
            return greeting
        self.status = replace(self.status, clock_ahead=greeting.clock_ahead)
        if self._reads is not None:
            self._reads.begin(self._line, greeting)
        put_epoch(self._line, self._file, greeting)
        self._pushing.begin(greeting.incarnation, greeting.accepted)
        if greeting.is_new_epoch:
            # How far earlier chains came there is not told: they are handed in again, answered or not.
            for part in parts_of(self.outbox.kept_before(greeting.incarnation)):
                self._pushing.hand_in(self._line, part)
        return None

    def _rest(self, longest_s: float) -> None:
        """Wait for something to do: a slip of this terminal, an answer for it, or the next poll."""
        name = self._file.identity().terminal
        until = monotonic() + longest_s
        while not self._ends.is_set() and (left := until - monotonic()) > 0:
            try:
                told = self._line.wait(left)
            except OutOfReachError:
                return  # the next round says so
            # While the centre is away, slips end no back-off: it would be tried at each of them.
            if self._hurries or (self._line.is_open and (name in told or not told)):
                self._hurries = False
                return

"""The door of a till at a serial line: one thread that reads, answers, and opens the line again when it was out."""

from __future__ import annotations

import threading
from collections import deque
from time import monotonic
from typing import Final, Protocol

from app.exchange.pos.counter import PosCounter
from app.exchange.pos.door import Clerk, Limits
from app.exchange.pos.frames import Frames, TooLong
from app.exchange.pos.messages import Problem, refused
from app.exchange.pos.reasons import PosReason, PosTrouble

_TURN_S: Final = 0.5
_SHORT_S: Final = 0.02
_MOST_LINES: Final = 16


class LineGoneError(Exception):
    """The line is not there, or is held by another program."""


class LineStuckError(Exception):
    """The other end takes no bytes."""


class Line(Protocol):
    """A serial line; one thread uses it, ``wake`` may be called from any."""

    def open(self) -> None:
        """Open it.

        Raises:
            LineGoneError: It cannot be opened now.
        """

    def close(self) -> None:
        """Give it back; may be called twice."""

    def read(self, timeout_s: float) -> bytes:
        """Wait for bytes; none when the time is over or somebody called ``wake``.

        Raises:
            LineGoneError: The cable is out.
        """

    def write(self, data: bytes) -> None:
        """Hand over all bytes.

        Raises:
            LineGoneError: The cable is out.
            LineStuckError: Nobody takes them.
        """

    def wake(self) -> None:
        """End a ``read`` that waits."""


class LineDoor:
    """Serves the till at one serial line.

    What is said while the cable is out, or while nobody reads, is lost: the till repeats its bill and hears
    the answer again.

    Args:
        line: Not open yet.
        counter: Knows who waits.
        clerk: Takes lines.
        limits: What is borne.
    """

    def __init__(self, line: Line, counter: PosCounter, clerk: Clerk, limits: Limits) -> None:
        self._line = line
        self._counter = counter
        self._clerk = clerk
        self._limits = limits
        self._trouble: PosTrouble | None = PosTrouble.NOT_OPENED
        self._is_closed = threading.Event()
        self._lock = threading.Lock()
        self._out = bytearray()
        self._is_busy = False
        self._lines: deque[bytes | TooLong] = deque()
        self._frames = Frames()
        self._part_since = 0.0
        self._thread = threading.Thread(target=self._run, name="pos serial", daemon=True)

    @property
    def trouble(self) -> PosTrouble | None:
        """Why the till is not heard."""
        return self._trouble

    def start(self) -> None:
        """Open the line, now or when it is there."""
        self._thread.start()

    def close(self) -> None:
        """Give the line back."""
        self._is_closed.set()
        self._line.wake()
        if self._thread.is_alive():
            self._thread.join()

    def send(self, data: bytes) -> None:
        """Say something as soon as the line takes it; too much of it is dropped."""
        with self._lock:
            if len(self._out) + len(data) <= self._limits.unread_bytes:
                self._out += data
        self._line.wake()

    def answered(self, *, is_readable: bool) -> None:
        """Hear that a line was answered; noise on a wire is nobody's fault."""
        del is_readable
        with self._lock:
            self._is_busy = False
        self._line.wake()

    def _run(self) -> None:
        while not self._is_closed.is_set():
            try:
                self._line.open()
                self._trouble = None
                while not self._is_closed.is_set():
                    self._turn()
            except LineGoneError:
                self._trouble = PosTrouble.NOT_OPENED
            finally:
                self._line.close()
                self._forget()
            self._is_closed.wait(self._limits.reopen_s)

    def _forget(self) -> None:
        """What half came, or half went, is worth nothing on the next connection."""
        self._counter.askers.forget(self)
        self._frames.drop()
        self._lines.clear()
        with self._lock:
            self._out.clear()

    def _turn(self) -> None:
        self._say()
        if len(self._lines) < _MOST_LINES:
            data = self._line.read(_TURN_S)
        else:  # the rest waits in the port until these are answered
            data = b""
            self._is_closed.wait(_SHORT_S)
        had_part = self._frames.has_part
        found = list(self._frames.feed(data))
        self._lines.extend(found)
        if found or not had_part:
            self._part_since = monotonic()
        if self._frames.has_part and monotonic() - self._part_since > self._limits.line_s:
            self._frames.drop()
            self.send(refused(Problem(PosReason.FRAME_CUT, is_garbage=True)))
        self._go_on()

    def _go_on(self) -> None:
        with self._lock:
            if self._is_busy or not self._lines:
                return
            line = self._lines.popleft()
            self._is_busy = not isinstance(line, TooLong)
        if isinstance(line, TooLong):
            self.send(refused(Problem(PosReason.FRAME_TOO_LONG, is_garbage=True)))
        else:
            self._clerk.hand_in(line, self)

    def _say(self) -> None:
        with self._lock:
            data = bytes(self._out)
            self._out.clear()
        if data:
            try:
                self._line.write(data)
            except LineStuckError:
                return  # dropped

"""One TCP connection of a till: lines in one at a time, answers out as fast as it reads, and never more than it may."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable
from threading import Lock

from app.exchange.pos.door import Limits
from app.exchange.pos.frames import Frames, TooLong
from app.exchange.pos.messages import Problem, refused
from app.exchange.pos.reasons import PosReason

_CHUNK = 16_384


class TcpCaller:
    """A connection; its socket belongs to the door's thread, ``send`` and ``answered`` come from any.

    Args:
        link: Connected, not blocking.
        limits: What it may do.
        now: The door's monotonic clock, seconds.
        hand_in: Takes a line.
        wake: Tells the door that there is something to do here.
    """

    def __init__(
        self,
        link: socket.socket,
        limits: Limits,
        now: Callable[[], float],
        hand_in: Callable[[bytes, TcpCaller], None],
        wake: Callable[[], None],
    ) -> None:
        self.link = link
        self._limits = limits
        self._now = now
        self._hand_in = hand_in
        self._wake = wake
        self._frames = Frames()
        self._lines: deque[bytes | TooLong] = deque()
        self._lock = Lock()
        self._out = bytearray()
        self._is_busy = False
        self._errors = 0
        self._has_spoken = False
        self._heard_at = self._part_since = now()
        self._waits = False
        self._has_ended = False  # the till says no more; it may still read
        self.is_over = False  # it is hung up when what is to be said was said
        self.is_gone = False

    def send(self, data: bytes) -> None:
        """Say something when the till reads it; one that has not read too much is hung up."""
        with self._lock:
            self._out += data
            if len(self._out) > self._limits.unread_bytes:
                self.is_gone = True
        self._wake()

    def answered(self, *, is_readable: bool) -> None:
        """Hear that the line was answered."""
        with self._lock:
            self._is_busy = False
            self._has_spoken |= is_readable
            self._errors += not is_readable
            self.is_over |= self._errors >= self._limits.errors
        self._wake()

    @property
    def wants_in(self) -> bool:
        """Whether the till may say more now."""
        return not (self._is_busy or self.is_over or self._has_ended or self._lines)

    @property
    def wants_out(self) -> bool:
        """Whether there is something to say."""
        with self._lock:
            return bool(self._out)

    @property
    def is_done(self) -> bool:
        """Whether it can be closed."""
        is_through = self._has_ended and not self._lines and not self._waits
        is_ending = self.is_over or is_through
        return self.is_gone or (is_ending and not self._is_busy and not self.wants_out)

    def read(self) -> None:
        """Take what the till said."""
        try:
            data = self.link.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            self.is_gone = True
            return
        if not data:
            self._has_ended = True
            return
        had_part = self._frames.has_part
        self._lines.extend(self._frames.feed(data))
        if self._lines or not had_part:
            self._part_since = self._now()

    def go_on(self) -> None:
        """Hand the next line in, once the one before is answered."""
        if self._is_busy or not self._lines or self.is_gone or self.is_over:
            return
        line = self._lines.popleft()
        self._heard_at = self._now()
        if isinstance(line, TooLong):
            self.send(refused(Problem(PosReason.FRAME_TOO_LONG, is_garbage=True)))
            self.is_over = True
            return
        self._is_busy = True
        self._hand_in(line, self)

    def write(self) -> None:
        """Say as much as the till takes."""
        with self._lock:
            try:
                sent = self.link.send(self._out[:_CHUNK])
            except BlockingIOError:
                return
            except OSError:
                self.is_gone = True
                return
            del self._out[:sent]

    def grow_old(self, *, waits: bool) -> None:
        """End what takes too long: a line that does not end, a connection that says nothing.

        Args:
            waits: Whether it waits for an answer; then it may be silent.
        """
        now = self._now()
        self._waits = waits
        if self._is_busy or self.is_over:
            return
        if self._frames.has_part and now - self._part_since > self._limits.line_s:
            self.send(refused(Problem(PosReason.FRAME_CUT, is_garbage=True)))
            self.is_over = True
        allowed = self._limits.idle_s if self._has_spoken else self._limits.first_s
        if not waits and now - self._heard_at > allowed:
            self.is_over = True

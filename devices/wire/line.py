"""What every wire is: opened, read with a deadline, written, woken, closed.

A wire is used by one thread, its owner; only ``wake`` may be called from others.
"""

import contextlib
import os
import select
import socket
import sys
from threading import Lock
from time import monotonic
from typing import Protocol

from devices.errors import PortGoneError, TimedOutError

if sys.platform != "win32":
    import fcntl

_CHUNK = 4096


class Wire(Protocol):
    """One wire to one device."""

    @property
    def title(self) -> str:
        """Port for people: ``/dev/ttyUSB0``, ``10.0.0.9:9100``."""

    def open(self) -> None:
        """Open the port; what already arrived is kept.

        Raises:
            PortGoneError: It is not there; try again later.
            PortBusyError: Another program holds it.
            PortForbiddenError: This user may not open it.
        """

    def close(self) -> None:
        """Give the port back; may be called twice."""

    def read(self, timeout_s: float | None) -> bytes:
        """Wait for bytes and give what is there.

        Args:
            timeout_s: Longest wait; None waits until something comes or ``wake`` is called.

        Returns:
            At least one byte, or nothing when the time is over or somebody called ``wake``.

        Raises:
            PortGoneError: The other end hung up; close and open again.
        """

    def write(self, data: bytes, timeout_s: float = 5.0) -> None:
        """Hand over all bytes.

        Raises:
            PortGoneError: The other end hung up.
            TimedOutError: It does not take them.
        """

    def wake(self) -> None:
        """End a ``read`` that waits now, or the next one; may be called from any thread."""


class Waker:
    """Ends a ``select`` in another thread; a socket pair, so that it works on every system.

    It lives as long as its wire is open; waking a closed one does nothing, as its owner looks for
    work before it waits.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ends: tuple[socket.socket, socket.socket] | None = None

    def open(self) -> None:
        """Make the pair."""
        with self._lock:
            if self._ends is None:
                self._ends = socket.socketpair()
                for end in self._ends:
                    end.settimeout(0)

    def close(self) -> None:
        """Give both ends back."""
        with self._lock:
            ends, self._ends = self._ends, None
        for end in ends or ():
            end.close()

    def fileno(self) -> int:
        """Give the end to wait on; -1 when closed."""
        return -1 if self._ends is None else self._ends[0].fileno()

    def wake(self) -> None:
        """Make ``fileno`` readable."""
        with self._lock:
            if self._ends is not None:
                with contextlib.suppress(BlockingIOError):  # full: already awake
                    self._ends[1].send(b"\0")

    def clear(self) -> None:
        """Forget all wake-ups so far."""
        with self._lock:
            if self._ends is not None:
                with contextlib.suppress(BlockingIOError):
                    while self._ends[0].recv(_CHUNK):
                        pass


def lock_alone(fd: int) -> None:
    """Hold an open port for this program alone, where the system has such locks.

    Raises:
        OSError: Another program holds it (EAGAIN); the caller closes the descriptor.
    """
    if sys.platform != "win32":
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


def read_fd(fd: int, waker: Waker, timeout_s: float | None, title: str) -> bytes:
    """Read from a file descriptor as ``Wire.read`` says."""
    try:
        ready, _, _ = select.select([fd, waker.fileno()], [], [], timeout_s)
        if fd in ready:
            data = os.read(fd, _CHUNK)
            if not data:
                raise PortGoneError(f"{title} hung up")
            return data
    except BlockingIOError:
        return b""
    except (OSError, ValueError) as error:
        raise PortGoneError(f"{title} hung up: {error}") from error
    waker.clear()
    return b""


def write_fd(fd: int, data: bytes, timeout_s: float, title: str) -> None:
    """Write to a non-blocking file descriptor as ``Wire.write`` says."""
    end = monotonic() + timeout_s
    left = memoryview(data)
    while left:
        try:
            _, ready, _ = select.select([], [fd], [], max(0.0, end - monotonic()))
            if not ready:
                raise TimedOutError(f"{title} takes no data")
            left = left[os.write(fd, left[:_CHUNK]) :]
        except BlockingIOError:
            continue
        except (OSError, ValueError) as error:
            raise PortGoneError(f"{title} hung up: {error}") from error

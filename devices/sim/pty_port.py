"""A pseudo-terminal that can be unplugged: the simulators' end of a serial cable.

The device's path is a symbolic link, so it stays the same when the cable is plugged in again,
like ``/dev/serial/by-id`` does.
"""

import contextlib
import os
import select
import threading
import tty
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from devices.wire.line import Waker

_CHUNK = 4096
_WRITE_S = 10.0
_JOIN_S = 10.0


class PtyPort:
    """The far end of a serial cable; bytes from the host come to a callback on a thread."""

    def __init__(self, link: Path, received: Callable[[bytes], None]) -> None:
        """Describe a port; ``plug`` makes it.

        Args:
            link: Path under which the host finds the port.
            received: Takes what the host sends.
        """
        self.path = link
        self._received = received
        self._lock = threading.Lock()
        self._master: int | None = None
        self._slave: int | None = None
        self._waker = Waker()
        self._thread: threading.Thread | None = None

    @property
    def is_plugged(self) -> bool:
        """Whether the host can open it."""
        return self._master is not None

    def plug(self) -> None:
        """Make the port appear; does nothing when it is there."""
        with self._lock:
            if self._master is not None:
                return
            # The slave is kept open here: without any, a pseudo-terminal reads as hung up.
            self._master, self._slave = os.openpty()
            tty.setraw(self._slave)
            os.set_blocking(self._master, False)
            self._link(os.ttyname(self._slave))
            self._waker.open()
            self._thread = threading.Thread(
                target=self._serve, args=(self._master,), name=f"sim {self.path.name}", daemon=True
            )
            self._thread.start()

    def unplug(self) -> None:
        """Pull the cable: the host sees a hang-up and the path is gone."""
        with self._lock:
            master, slave, thread = self._master, self._slave, self._thread
            self._master = self._slave = self._thread = None
        if master is None or slave is None:
            return
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()
        self._waker.wake()
        if thread is not None and thread is not threading.current_thread():
            thread.join(_JOIN_S)
        self._waker.close()
        os.close(slave)
        os.close(master)

    def send(self, data: bytes) -> None:
        """Send to the host; nothing happens when the cable is out."""
        with self._lock:
            end = monotonic() + _WRITE_S
            while data and self._master is not None and monotonic() < end:
                _, ready, _ = select.select([], [self._master], [], 0.1)
                if ready:
                    with contextlib.suppress(BlockingIOError):
                        data = data[os.write(self._master, data[:_CHUNK]) :]

    def _link(self, target: str) -> None:
        fresh = self.path.with_name(self.path.name + ".new")
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
        fresh.symlink_to(target)
        fresh.replace(self.path)

    def _serve(self, master: int) -> None:
        while self._master == master:
            ready, _, _ = select.select([master, self._waker.fileno()], [], [])
            if self._master != master:
                return
            self._waker.clear()
            if master not in ready:
                continue
            try:
                data = os.read(master, _CHUNK)
            except BlockingIOError:
                continue
            except OSError:  # EIO: no host has it open
                return
            self._received(data)

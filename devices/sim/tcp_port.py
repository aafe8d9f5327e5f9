"""The network socket of a simulated device: one connection at a time, as printers have it."""

import contextlib
import select
import socket
from collections.abc import Callable
from threading import Lock, Thread, current_thread

from devices.wire.line import Waker

_JOIN_S = 10.0
_CHUNK = 4096


class TcpPort:
    """The far end of a network connection on this machine."""

    def __init__(self, received: Callable[[bytes], None]) -> None:
        """Reserve a port number; ``plug`` listens.

        Args:
            received: Takes what the host sends.
        """
        self._received = received
        self._lock = Lock()
        self._waker = Waker()
        self._link: socket.socket | None = None
        self._thread: Thread | None = None
        self._server: socket.socket | None = self._listen(0)
        self.number: int = self._server.getsockname()[1]

    def plug(self) -> None:
        """Take connections; does nothing when it does."""
        if self._thread is not None:
            return
        server = self._server or self._listen(self.number)
        self._server = server
        self._waker.open()
        self._thread = Thread(
            target=self._serve, args=(server,), name=f"sim tcp {self.number}", daemon=True
        )
        self._thread.start()

    def unplug(self) -> None:
        """Hang up and take no connections."""
        server, self._server = self._server, None
        thread, self._thread = self._thread, None
        self._waker.wake()
        if thread is not None and thread is not current_thread():
            thread.join(_JOIN_S)
        if server is not None:
            server.close()
        self._drop()
        self._waker.close()

    def send(self, data: bytes) -> None:
        """Send to the host; nothing happens without a connection."""
        with self._lock:
            if self._link is not None:
                with contextlib.suppress(OSError):
                    self._link.sendall(data)

    def _listen(self, number: int) -> socket.socket:
        server = socket.socket()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", number))
        server.listen(1)
        return server

    def _serve(self, server: socket.socket) -> None:
        while self._server is server:
            link = self._link
            # A second host waits until the first has hung up.
            watched = server.fileno() if link is None else link.fileno()
            ready, _, _ = select.select([watched, self._waker.fileno()], [], [])
            if self._server is not server:
                return
            self._waker.clear()
            if watched not in ready:
                continue
            if link is None:
                accepted, _ = server.accept()
                with self._lock:
                    self._link = accepted
            else:
                self._read(link)

    def _read(self, link: socket.socket) -> None:
        try:
            data = link.recv(_CHUNK)
        except OSError:
            data = b""
        if data:
            self._received(data)
        else:
            self._drop()

    def _drop(self) -> None:
        with self._lock:
            link, self._link = self._link, None
        if link is not None:
            link.close()

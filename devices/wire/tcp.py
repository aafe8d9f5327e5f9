"""A network connection to a device, printers on port 9100 above all."""

import contextlib
import socket

from devices.errors import PortGoneError
from devices.wire.line import Waker, read_fd, write_fd

_CONNECT_S = 3.0


class TcpWire:
    """A TCP connection as a ``Wire``."""

    def __init__(self, host: str, port: int) -> None:
        """Describe a connection; it is made by ``open``."""
        self._host = host
        self._tcp_port = port
        self._waker = Waker()
        self._socket: socket.socket | None = None

    @property
    def title(self) -> str:
        """Host and port."""
        return f"{self._host}:{self._tcp_port}"

    def open(self) -> None:
        """Connect, within three seconds, as ``Wire.open`` says."""
        self._waker.open()
        try:
            link = socket.create_connection((self._host, self._tcp_port), _CONNECT_S)
        except OSError as error:
            raise PortGoneError(f"{self.title} does not answer: {error}") from error
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A printer that is switched off sends no farewell; keep-alive notices after a while.
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        link.settimeout(0)
        self._socket = link

    def close(self) -> None:
        """Hang up."""
        self._waker.close()
        link, self._socket = self._socket, None
        if link is not None:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_WR)
            link.close()

    def read(self, timeout_s: float | None) -> bytes:
        """Read as ``Wire.read`` says."""
        return read_fd(self._opened().fileno(), self._waker, timeout_s, self.title)

    def write(self, data: bytes, timeout_s: float = 5.0) -> None:
        """Write as ``Wire.write`` says."""
        write_fd(self._opened().fileno(), data, timeout_s, self.title)

    def wake(self) -> None:
        """End a waiting ``read``."""
        self._waker.wake()

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise PortGoneError(f"{self.title} is not connected")
        return self._socket

"""A serial port, through pyserial.

The port is made once with its final settings: on a pseudo-terminal pyserial's later changes raise
``termios.error``, which is neither an ``OSError`` nor a ``SerialException``. Nothing is flushed at
opening, because the first swipe may have arrived a moment before.
"""

import contextlib
import errno
import os
import select
import sys
from time import monotonic
from typing import Final

import serial
from serial.tools import list_ports

from devices.errors import (
    BadUriError,
    DeviceError,
    PortBusyError,
    PortForbiddenError,
    PortGoneError,
    TimedOutError,
)
from devices.wire.line import Waker, read_fd, write_fd
from devices.wire.uri import DeviceUri

if sys.platform != "win32":
    import termios

    _PORT_ERRORS: Final = (serial.SerialException, OSError, termios.error, ValueError)
else:
    _PORT_ERRORS: Final = (serial.SerialException, OSError, ValueError)

_MODES: Final = {
    "8N1": (serial.EIGHTBITS, serial.PARITY_NONE),
    "7E1": (serial.SEVENBITS, serial.PARITY_EVEN),
    "7O1": (serial.SEVENBITS, serial.PARITY_ODD),
}
_IS_WINDOWS: Final = os.name == "nt"
FLOWS: Final = ("none", "rtscts", "dsrdtr", "xonxoff")
"""Flow controls that a port may have."""

_POLL_S: Final = 0.02  # Windows cannot wait on a port and a wake-up at once


class _KeepingSerial(serial.Serial):
    """pyserial's port, but opening it keeps what has already arrived."""

    def _reset_input_buffer(self) -> None:
        """Do nothing; pyserial 3.5 calls this at the end of ``open``."""


class SerialWire:
    """A serial port as a ``Wire``."""

    def __init__(
        self, path: str, *, baud: int = 9600, mode: str = "8N1", flow: str = "none"
    ) -> None:
        """Describe a port; it is opened by ``open``.

        Args:
            path: ``/dev/ttyUSB0``, ``COM3``.
            baud: Bits per second, 300 to 921600.
            mode: ``8N1``, ``7E1`` or ``7O1``.
            flow: ``none``, ``rtscts``, ``dsrdtr`` or ``xonxoff``; printers with small buffers need one.

        Raises:
            BadUriError: Mode or flow are none of these.
        """
        if flow not in FLOWS:
            raise BadUriError(f"flow={flow!r}; meant is {' or '.join(FLOWS)}")
        self._flow = flow
        if mode.upper() not in _MODES:
            raise BadUriError(f"mode={mode!r}; meant is {' or '.join(_MODES)}")
        self._path = path
        self._baud = baud
        self._mode = mode.upper()
        self._waker = Waker()
        self._port: serial.Serial | None = None

    @classmethod
    def from_uri(cls, uri: DeviceUri, *, baud: int) -> "SerialWire":
        """Describe the port of an address with its options ``baud`` and ``mode``."""
        return cls(
            uri.path,
            baud=uri.number("baud", baud),
            mode=uri.options.get("mode", "8N1"),
            flow=uri.choice("flow", FLOWS),
        )

    @property
    def title(self) -> str:
        """Path of the port."""
        return self._path

    def open(self) -> None:
        """Open as ``Wire.open`` says."""
        self._waker.open()
        size, parity = _MODES[self._mode]
        try:
            self._port = _KeepingSerial(
                self._path,
                self._baud,
                bytesize=size,
                parity=parity,
                timeout=0,
                rtscts=self._flow == "rtscts",
                dsrdtr=self._flow == "dsrdtr",
                xonxoff=self._flow == "xonxoff",
                write_timeout=5,
                exclusive=None if _IS_WINDOWS else True,
            )
        except _PORT_ERRORS as error:
            raise _opening_error(self._path, error) from error

    def close(self) -> None:
        """Give the port back."""
        self._waker.close()
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(*_PORT_ERRORS):  # a port that is gone cannot be closed better
                port.close()

    def read(self, timeout_s: float | None) -> bytes:
        """Read as ``Wire.read`` says."""
        port = self._opened()
        if _IS_WINDOWS:
            return self._poll(port, timeout_s)
        return read_fd(port.fileno(), self._waker, timeout_s, self._path)

    def write(self, data: bytes, timeout_s: float = 5.0) -> None:
        """Write as ``Wire.write`` says."""
        port = self._opened()
        if not _IS_WINDOWS:
            write_fd(port.fileno(), data, timeout_s, self._path)
            return
        try:
            port.write(data)
        except serial.SerialTimeoutException as error:
            raise TimedOutError(f"{self._path} takes no data") from error
        except _PORT_ERRORS as error:
            raise PortGoneError(f"{self._path} hung up: {error}") from error

    def wake(self) -> None:
        """End a waiting ``read``."""
        self._waker.wake()

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise PortGoneError(f"{self._path} is not open")
        return self._port

    def _poll(self, port: serial.Serial, timeout_s: float | None) -> bytes:
        end = None if timeout_s is None else monotonic() + timeout_s
        try:
            while True:
                slice_s = _POLL_S if end is None else max(0.0, min(_POLL_S, end - monotonic()))
                woken = bool(select.select([self._waker], [], [], slice_s)[0])
                self._waker.clear()
                data = port.read(max(1, port.in_waiting))
                if data or woken or (end is not None and monotonic() >= end):
                    return bytes(data)
        except _PORT_ERRORS as error:
            raise PortGoneError(f"{self._path} hung up: {error}") from error


def serial_ports() -> tuple[tuple[str, str], ...]:
    """List the serial ports of this machine as (path, description), sorted."""
    return tuple(sorted((port.device, port.description) for port in list_ports.comports()))


def _opening_error(path: str, error: Exception) -> DeviceError:
    number = getattr(error, "errno", None)
    if number in (errno.EACCES, errno.EPERM):
        return PortForbiddenError(f"{path}: permission denied; add the user to group dialout")
    if number in (errno.EBUSY, errno.EAGAIN) or "exclusively lock" in str(error):
        return PortBusyError(f"{path} is held by another program")
    return PortGoneError(f"{path} is not there: {error}")

"""A device that the system shows as a file: a printer ``/dev/usb/lp0``, a HID reader ``/dev/hidraw0``."""

import contextlib
import errno
import os

from devices.errors import PortBusyError, PortForbiddenError, PortGoneError
from devices.wire.line import Waker, lock_alone, read_fd, write_fd


class DeviceFileWire:
    """A device file as a ``Wire``; a HID node gives one report each read."""

    def __init__(self, path: str, *, remedy: str) -> None:
        """Describe a file; it is opened by ``open``.

        Args:
            path: Where it is.
            remedy: What to do where this account may not open it.
        """
        self._path = path
        self._remedy = remedy
        self._waker = Waker()
        self._fd: int | None = None

    @property
    def title(self) -> str:
        """Path of the file."""
        return self._path

    def open(self) -> None:
        """Open as ``Wire.open`` says; the file is never created."""
        self._waker.open()
        try:
            self._fd = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            lock_alone(self._fd)
        except PermissionError as error:
            raise PortForbiddenError(f"{self._path}: permission denied; {self._remedy}") from error
        except OSError as error:
            if error.errno in (errno.EBUSY, errno.EAGAIN):
                raise PortBusyError(f"{self._path} is held by another program") from error
            raise PortGoneError(f"{self._path} is not there: {error}") from error

    def close(self) -> None:
        """Give the file back."""
        self._waker.close()
        fd, self._fd = self._fd, None
        if fd is not None:
            with contextlib.suppress(OSError):
                os.close(fd)

    def read(self, timeout_s: float | None) -> bytes:
        """Read as ``Wire.read`` says."""
        return read_fd(self._opened(), self._waker, timeout_s, self._path)

    def write(self, data: bytes, timeout_s: float = 5.0) -> None:
        """Write as ``Wire.write`` says."""
        write_fd(self._opened(), data, timeout_s, self._path)

    def wake(self) -> None:
        """End a waiting ``read``."""
        self._waker.wake()

    def _opened(self) -> int:
        if self._fd is None:
            raise PortGoneError(f"{self._path} is not open")
        return self._fd

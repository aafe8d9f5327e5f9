"""A USB HID device by its reports: a Linux hidraw node, or any system's through the library hidapi."""

import importlib
import re
from time import monotonic
from typing import Any

from devices.errors import (
    BadUriError,
    NotInstalledError,
    PortForbiddenError,
    PortGoneError,
)
from devices.wire.device_file import DeviceFileWire
from devices.wire.line import Wire

_LONGEST = 4096
_SLICE_MS = 50  # hidapi cannot wait on a device and a wake-up at once
_NUMBERS = re.compile(r"(?P<vendor>[0-9A-Fa-f]{4}):(?P<product>[0-9A-Fa-f]{4})")


class HidApiWire:
    """A HID device by its numbers, through hidapi: the first one that is plugged in."""

    def __init__(self, vendor: int, product: int) -> None:
        """Describe a device; it is opened by ``open``."""
        self._numbers = (vendor, product)
        self._device: Any = None  # the library has no types
        self._is_woken = False

    @property
    def title(self) -> str:
        """Its numbers."""
        return f"HID {self._numbers[0]:04x}:{self._numbers[1]:04x}"

    def open(self) -> None:
        """Open as ``Wire.open`` says.

        Raises:
            NotInstalledError: hidapi is absent.
        """
        try:
            hid = importlib.import_module("hid")
        except ImportError as error:
            raise NotInstalledError("hidapi is absent; pip install hidapi") from error
        if not hid.enumerate(*self._numbers):
            raise PortGoneError(f"{self.title} is not there")
        device = hid.device()
        try:
            device.open(*self._numbers)
        except OSError as error:
            # It is listed and cannot be opened: who may, or who has it, the library does not say.
            raise PortForbiddenError(
                f"{self.title} cannot be opened; install the udev rules (packaging/udev),"
                " or close the program that holds it"
            ) from error
        self._device = device

    def close(self) -> None:
        """Give the device back."""
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def read(self, timeout_s: float | None) -> bytes:
        """Read as ``Wire.read`` says: one report."""
        end = None if timeout_s is None else monotonic() + timeout_s
        while not self._is_woken:
            left_ms = _SLICE_MS if end is None else min(_SLICE_MS, (end - monotonic()) * 1000)
            report = self._report(max(1, round(left_ms)))
            if report or (end is not None and monotonic() >= end):
                return report
        self._is_woken = False
        return b""

    def write(self, data: bytes, timeout_s: float = 5.0) -> None:
        """Write as ``Wire.write`` says: one report, its number first."""
        del timeout_s
        if self._device is None or self._device.write(data) < 0:
            raise PortGoneError(f"{self.title} hung up")

    def wake(self) -> None:
        """End a waiting ``read``."""
        self._is_woken = True

    def _report(self, timeout_ms: int) -> bytes:
        if self._device is None:
            raise PortGoneError(f"{self.title} is not open")
        try:
            return bytes(self._device.read(_LONGEST, timeout_ms))
        except (OSError, ValueError) as error:
            raise PortGoneError(f"{self.title} hung up") from error


def hid_wire(place: str) -> Wire:
    """Describe the device of an address: ``/dev/hidraw0``, or ``0801:0002`` (vendor and product).

    Raises:
        BadUriError: It is neither.
    """
    numbers = _NUMBERS.fullmatch(place)
    if numbers:
        return HidApiWire(int(numbers["vendor"], 16), int(numbers["product"], 16))
    if place.startswith("/"):
        return DeviceFileWire(place, remedy="install the udev rules: packaging/udev/install")
    raise BadUriError(f"{place!r}; meant is a node like /dev/hidraw0, or numbers like 0801:0002")

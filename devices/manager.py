"""Opens devices by address, gathers their events and lamps, and closes them all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic_ns
from types import TracebackType

from typing_extensions import override

from devices.by_role import DevicesByRole
from devices.catalogue import DriverSpec, spec_for
from devices.codec.card_numbers import CardPolicy
from devices.drivers.opening import Opening
from devices.errors import ClosedError, NoSuchDeviceError
from devices.events import DeviceEvent, DeviceStatus, Sink
from devices.roles import (
    Device,
    Role,
)
from devices.wire.hotplug import HotplugMonitor, Plugged
from devices.wire.line import Wire
from devices.wire.pcsc_recording import PcscRecorder
from devices.wire.recording import RecordedWire
from devices.wire.uri import DeviceUri


class DeviceManager(DevicesByRole, AbstractContextManager["DeviceManager"]):
    """All devices of one terminal, each on its own owner thread.

    Events reach ``sink`` on the owner thread of their device: hand them on at once (a queued Qt
    signal, a queue) and never block or call ``close`` in there.
    """

    def __init__(
        self,
        sink: Sink,
        *,
        cards: CardPolicy | None = None,
        recordings: Path | None = None,
        clock_ns: Callable[[], int] = monotonic_ns,
    ) -> None:
        """Make an empty manager.

        Args:
            sink: Takes every event of every device.
            cards: Whose cards are whose; without it, what looks like a bank card is masked.
            recordings: Directory for one recording per device, with test digits in place of card
                numbers; None records nothing.
            clock_ns: Monotonic clock in nanoseconds.
        """
        self._sink = sink
        self._cards = cards or CardPolicy()
        self._recordings = recordings
        self._clock_ns = clock_ns
        self._devices: dict[str, tuple[DriverSpec, Device]] = {}
        self._lock = Lock()
        self._is_closed = False
        self._hotplug = HotplugMonitor(self._plugged)
        self._hotplug.start()

    def open(self, name: str, uri: str) -> Device:
        """Make a device and start it; see ``make``.

        The port need not be there: the lamp says so and it is opened when it comes.

        Raises:
            BadUriError: The address is wrong; the message says what was meant.
            ClosedError: The manager is closed.
        """
        device = self.make(name, uri)
        device.start()
        return device

    def make(self, name: str, uri: str) -> Device:
        """Make a device without claiming it; an open device of this name is closed first.

        Raises:
            BadUriError: As ``open``.
            ClosedError: The manager is closed.
        """
        parsed = DeviceUri.parse(uri)
        spec = spec_for(parsed)
        opening = Opening(
            name=name,
            uri=parsed,
            sink=self._sink,
            cards=self._cards,
            watch_wire=_recorded(name, self._recordings, self._clock_ns),
            clock_ns=self._clock_ns,
        )
        if Role.IC_CARD in spec.roles and self._recordings is not None:
            opening = self._recorded_cards(opening, self._recordings)
        device = spec.opens(opening)
        self.close_one(name)
        with self._lock:
            if self._is_closed:
                raise ClosedError("the device manager is closed")
            self._devices[name] = (spec, device)
        return device

    def names(self) -> tuple[str, ...]:
        """List the open devices, in the order of opening."""
        with self._lock:
            return tuple(self._devices)

    def status(self, name: str) -> DeviceStatus:
        """Give the latest lamp of a device.

        Raises:
            NoSuchDeviceError: No open device has this name.
        """
        return self._find(name)[1].status

    def statuses(self) -> tuple[DeviceStatus, ...]:
        """Give the latest lamp of every open device, in the order of opening."""
        with self._lock:
            devices = [device for _, device in self._devices.values()]
        return tuple(device.status for device in devices)

    def with_role(self, role: Role) -> tuple[str, ...]:
        """List the names of the open devices that have a role, in the order of opening."""
        with self._lock:
            return tuple(name for name, (spec, _) in self._devices.items() if role in spec.roles)

    def close_one(self, name: str) -> None:
        """Close a device and end its thread; does nothing when there is none of this name."""
        with self._lock:
            found = self._devices.pop(name, None)
        if found is not None:
            found[1].close()

    def close(self) -> None:
        """Close all devices; when this returns, no thread of theirs is left. May be called twice."""
        with self._lock:
            self._is_closed = True
            names = list(self._devices)
        self._hotplug.close()
        for name in names:
            self.close_one(name)

    @override
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _recorded_cards(self, opening: Opening, folder: Path) -> Opening:
        """Have the talk to cards recorded, and what the device tells, which says what of it may be kept."""
        recorder = PcscRecorder(folder / f"{opening.name}.wire", clock_ns=self._clock_ns)

        def sink(event: DeviceEvent) -> None:
            recorder.told(event)
            self._sink(event)

        return replace(opening, sink=sink, watch_pcsc=recorder.watch)

    def _plugged(self, plugged: Plugged) -> None:
        if plugged.action != "remove":  # whoever held that sees the hang-up itself
            self.retry()

    def retry(self) -> None:
        """Have every device that misses its port look for it now."""
        with self._lock:
            devices = [device for _, device in self._devices.values()]
        for device in devices:
            device.retry()

    def _find(self, name: str) -> tuple[DriverSpec, Device]:
        with self._lock:
            found = self._devices.get(name)
        if found is None:
            raise NoSuchDeviceError(f"no open device is called {name!r}")
        return found

    @override
    def in_role(self, name: str, role: Role) -> Device:
        """Give a device that has a role; raises as ``reader``."""
        spec, device = self._find(name)
        if role not in spec.roles:
            raise NoSuchDeviceError(f"{name!r} ({spec.key}) is no {role.value}")
        return device


def _recorded(
    name: str, folder: Path | None, clock_ns: Callable[[], int]
) -> Callable[[Wire], Wire]:
    """Wrap the wire of a device to record it, where there is a folder for that."""
    if folder is None:
        return lambda wire: wire
    return lambda wire: RecordedWire(wire, folder / f"{name}.wire", clock_ns=clock_ns)

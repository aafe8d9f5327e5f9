"""What the drivers on a wire have in common: a name, a lamp, an owner thread."""

from devices.drivers.opening import Opening
from devices.errors import DeviceError
from devices.events import DeviceEvent, DeviceStatus, Lamp
from devices.wire.line import Wire
from devices.wire.owner import WireOwner


class WireDevice:
    """Base of a driver on a wire; a driver overrides the methods of ``Session`` that it needs."""

    def __init__(self, opening: Opening, wire: Wire) -> None:
        """Take what was given; the wire is opened by ``start``."""
        self._opening = opening
        self._status = DeviceStatus(
            device=opening.name,
            at_monotonic_ns=opening.clock_ns(),
            lamp=Lamp.RECONNECTING,
            detail=wire.title,
        )
        self._owner = WireOwner(opening.watch_wire(wire), self, name=opening.name)

    @property
    def name(self) -> str:
        """Name it was opened under."""
        return self._opening.name

    @property
    def status(self) -> DeviceStatus:
        """Latest lamp."""
        return self._status

    def start(self) -> None:
        """Start the owner thread."""
        self._owner.start()

    def close(self) -> None:
        """Give the port back and end the thread."""
        self._owner.close()

    def opened(self, wire: Wire) -> None:
        """Set nothing up."""

    def received(self, wire: Wire, data: bytes, at_ns: int) -> None:
        """Ignore bytes that nobody asked for."""

    def due(self, wire: Wire, now_ns: int) -> None:
        """Do nothing in time."""

    def next_due_ns(self) -> int | None:
        """Nothing is ever due."""
        return None

    def gone(self, error: DeviceError) -> None:
        """Forget nothing."""

    def show(self, lamp: Lamp, code: str, detail: str) -> None:
        """Tell of a lamp that changed."""
        latest = self._status
        if (latest.lamp, latest.code) == (lamp, code):
            return
        self._status = DeviceStatus(
            device=self.name,
            at_monotonic_ns=self._opening.clock_ns(),
            lamp=lamp,
            code=code,
            detail=detail,
        )
        self._tell(self._status)

    def _tell(self, event: DeviceEvent) -> None:
        self._opening.sink(event)

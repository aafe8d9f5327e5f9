"""Devices without a port of their own: the same states, which nothing can disturb."""

from devices.drivers.living import COUNTED
from devices.drivers.opening import Opening
from devices.errors import ClosedError, NotClaimedError
from devices.events import DeviceEvent, DeviceStatus, Lamp
from devices.lifecycle import DeviceState, HealthLevel, HealthReport, Statistics


class PortlessDevice:
    """Base of a driver that is fed by somebody else (the face's keys)."""

    def __init__(self, opening: Opening, *, detail: str) -> None:
        """Take what was given.

        Args:
            opening: What every driver gets.
            detail: What it is fed by, for people.
        """
        self._opening = opening
        self._detail = detail
        self._statistics = Statistics()
        self._is_enabled = False
        self._status = self._lamp(Lamp.RECONNECTING)

    @property
    def name(self) -> str:
        """Name it was opened under."""
        return self._opening.name

    @property
    def status(self) -> DeviceStatus:
        """Ready as soon as claimed: whether such a device is plugged in cannot be known."""
        return self._status

    @property
    def state(self) -> DeviceState:
        """Where it stands; it is never offline."""
        if self._status.lamp is Lamp.CLOSED:
            return DeviceState.CLOSED
        if self._status.lamp is not Lamp.READY:
            return DeviceState.OPENED
        return DeviceState.ENABLED if self._is_enabled else DeviceState.CLAIMED

    @property
    def statistics(self) -> Statistics:
        """What was counted since it was opened."""
        return self._statistics

    def start(self) -> None:
        """Claim and enable."""
        self.claim(0.0)
        self.enable()

    def claim(self, timeout_s: float) -> None:
        """Show the lamp; there is nothing to wait for."""
        del timeout_s
        if self._status.lamp is Lamp.CLOSED:
            raise ClosedError("the device is closed")
        self._status = self._lamp(Lamp.READY)
        self._opening.sink(self._status)

    def enable(self) -> None:
        """Let events out."""
        if self._status.lamp is not Lamp.READY:
            raise NotClaimedError("claim the device before it is enabled")
        self._is_enabled = True

    def disable(self) -> None:
        """Let no event out."""
        self.quiet()
        self._is_enabled = False

    def release(self) -> None:
        """Let no event out; it can be claimed again."""
        self.disable()
        if self._status.lamp is not Lamp.CLOSED:
            self._status = self._lamp(Lamp.RECONNECTING)

    def close(self) -> None:
        """Forget what is held; may be called twice."""
        if self._status.lamp is Lamp.CLOSED:
            return
        self.quiet()
        self._status = self._lamp(Lamp.CLOSED)
        self._opening.sink(self._status)

    def retry(self) -> None:
        """Do nothing: there is no port to look for."""

    def quiet(self) -> None:
        """End what is under way; a driver overrides this."""

    def check_health(
        self, level: HealthLevel = HealthLevel.INTERNAL, timeout_s: float = 30.0
    ) -> HealthReport:
        """Say what can be known without a port."""
        del timeout_s
        counts = {name: str(count) for name, count in self._statistics.retrieve().items()}
        is_well = self._status.lamp is Lamp.READY
        return HealthReport(
            device=self.name,
            level=level,
            is_well=is_well,
            text="ready; try it in the program" if is_well else self.state.value,
            details={"state": self.state.value, "port": self._detail, **counts},
        )

    def _tell(self, event: DeviceEvent) -> None:
        counted = COUNTED.get(type(event))
        if counted:
            self._statistics.add(counted)
        if self._is_enabled:
            self._opening.sink(event)

    def _lamp(self, lamp: Lamp) -> DeviceStatus:
        return DeviceStatus(
            device=self._opening.name,
            at_monotonic_ns=self._opening.clock_ns(),
            lamp=lamp,
            detail=self._detail,
        )

"""The life that all drivers with a port share: states, lamp, statistics, health."""

from collections.abc import Callable, Mapping
from threading import Condition, Lock
from time import monotonic
from typing import Generic, Protocol, TypeVar

from devices import events, ic_card, modem
from devices.drivers.ear import Ear
from devices.drivers.opening import Opening
from devices.errors import (
    ClosedError,
    DeviceError,
    NotClaimedError,
    TimedOutError,
    error_class,
)
from devices.events import DeviceEvent, DeviceStatus, Lamp
from devices.lifecycle import Count, DeviceState, HealthLevel, HealthReport, Statistics

_NEEDS_A_PERSON = frozenset({"port-busy", "port-forbidden", "not-installed", "pin-pad-key"})
COUNTED: Mapping[type[DeviceEvent], str] = {  # what is counted of what is told
    events.CardSwiped: Count.GOOD_READS,
    events.SwipeFailed: Count.FAILED_READS,
    events.WriteDone: Count.GOOD_WRITES,
    events.WriteFailed: Count.FAILED_WRITES,
    events.PinEntered: Count.VALID_PINS,
    events.PinFailed: Count.INVALID_PINS,
    events.PinTimedOut: Count.INVALID_PINS,
    ic_card.CardRead: Count.GOOD_READS,
    ic_card.CardReadFailed: Count.FAILED_READS,
    modem.TextSent: Count.SENT,
    modem.TextFailed: Count.FAILED_SENDS,
    modem.TextReceived: Count.RECEIVED,
}


class Owner(Protocol):
    """What holds a device's port, on threads of its own; made anew after each release."""

    @property
    def is_started(self) -> bool:
        """Whether the port is ours, or being looked for."""

    @property
    def is_busy(self) -> bool:
        """Whether something is being done, or waits."""

    def start(self) -> None:
        """Start owning."""

    def retry(self) -> None:
        """Look for the port now instead of later."""

    def close(self) -> None:
        """Give the port back and end the threads."""


OwnerT = TypeVar("OwnerT", bound=Owner)


class LivingDevice(Generic[OwnerT]):
    """Base of a driver with a port; what holds the port is its owner."""

    def __init__(self, opening: Opening, *, title: str, make_owner: Callable[[], OwnerT]) -> None:
        """Take what was given; nothing is opened before ``claim`` or ``start``.

        Args:
            opening: What every driver gets.
            title: Of the port, for people.
            make_owner: Makes what holds the port, now and after each release.
        """
        self._opening = opening
        self._title = title
        self._statistics = Statistics()
        self._changed = Condition(Lock())
        self._is_enabled = self._is_closed = False
        self._ear: Ear | None = None
        self._status = DeviceStatus(
            device=opening.name,
            at_monotonic_ns=opening.clock_ns(),
            lamp=Lamp.RECONNECTING,
            detail=title,
        )
        self._make_owner = make_owner
        self._owner = make_owner()

    @property
    def name(self) -> str:
        """Name it was opened under."""
        return self._opening.name

    @property
    def status(self) -> DeviceStatus:
        """Latest lamp."""
        return self._status

    @property
    def state(self) -> DeviceState:
        """Where it stands, for diagnosis."""
        if self._is_closed:
            return DeviceState.CLOSED
        if not self._owner.is_started:
            return DeviceState.OPENED
        if self._status.lamp is not Lamp.READY:
            is_error = self._status.code in _NEEDS_A_PERSON
            return DeviceState.ERROR if is_error else DeviceState.OFFLINE
        if self._owner.is_busy:
            return DeviceState.BUSY
        return DeviceState.ENABLED if self._is_enabled else DeviceState.CLAIMED

    @property
    def statistics(self) -> Statistics:
        """What was counted since it was opened."""
        return self._statistics

    # --- the states, one by one or all at once ----------------------------------------------------

    def start(self) -> None:
        """Claim and enable without waiting: the port is opened when it is there."""
        # Before the thread: the first event may come with the first byte.
        self._is_enabled = True
        self._own()

    def claim(self, timeout_s: float) -> None:
        """Take the port for us alone, and set the device up.

        Raises:
            ClosedError: The device is closed.
            PortBusyError, PortForbiddenError, PortGoneError, …: What stood in the way to the end of the
                time; the port is given back.
        """
        self._own()
        end = monotonic() + timeout_s
        with self._changed:
            is_there = self._changed.wait_for(
                lambda: self._status.lamp is Lamp.READY, max(0.0, end - monotonic())
            )
        if not is_there:
            latest = self._status
            self.release()
            raise error_class(latest.code, TimedOutError)(
                latest.detail or "the device is not there"
            )

    def enable(self) -> None:
        """Let events flow.

        Raises:
            NotClaimedError: Claim it first.
        """
        if self._is_closed or not self._owner.is_started:
            raise NotClaimedError("claim the device before it is enabled")
        self._is_enabled = True

    def disable(self) -> None:
        """Let no event out but the lamp; what is under way is ended."""
        self.quiet()
        self._is_enabled = False

    def release(self) -> None:
        """Give the port back; it can be claimed again."""
        self.disable()
        self._owner.close()
        if not self._is_closed:
            self._owner = self._make_owner()

    def close(self) -> None:
        """Give the port back and end the thread."""
        self._is_closed = True
        self._owner.close()

    def quiet(self) -> None:
        """End what is under way; a driver that reads or asks overrides this."""

    def retry(self) -> None:
        """Look for the port at once: something was plugged in."""
        self._owner.retry()

    # --- health -----------------------------------------------------------------------------------

    def check_health(
        self, level: HealthLevel = HealthLevel.INTERNAL, timeout_s: float = 30.0
    ) -> HealthReport:
        """Find out whether the device can be used. Not for the GUI thread.

        Args:
            level: How deep.
            timeout_s: How long a person may take; only of the interactive check.

        Returns:
            The report; a fault is told in it, never raised.
        """
        details = {"state": self.state.value, "port": self._title}
        details |= {name: str(count) for name, count in self._statistics.retrieve().items()}
        text, is_well = "ready", self._status.lamp is Lamp.READY
        if not is_well:
            text = self._status.detail or self._status.code or self.state.value
        elif level is not HealthLevel.INTERNAL:
            try:
                details |= self.ask()
                if level is HealthLevel.INTERACTIVE:
                    text = self._tried_by_hand(timeout_s)
            except DeviceError as error:
                is_well, text = False, str(error) or error.code
            except TimeoutError:
                is_well, text = False, "the device is busy with something else"
        return HealthReport(
            device=self.name, level=level, is_well=is_well, text=text, details=details
        )

    def ask(self) -> dict[str, str]:
        """Ask the device how it is, for the external check; a driver overrides this.

        Raises:
            DeviceError: It does not answer.
            TimeoutError: It is busy with something else.
        """
        return {}

    def invite(self, ear: Ear, timeout_s: float) -> str:
        """Have a person try the device, and say what came; a driver overrides this.

        Raises:
            DeviceError: It does not work, or nobody did anything.
        """
        del ear, timeout_s
        return "ready; nothing to try by hand"

    def _tried_by_hand(self, timeout_s: float) -> str:
        self._ear = Ear()
        try:
            return self.invite(self._ear, timeout_s)
        finally:
            self.quiet()
            self._ear = None

    # --- of the owner thread ----------------------------------------------------------------------

    def show(self, lamp: Lamp, code: str, detail: str) -> None:
        """Tell of a lamp that changed."""
        latest = self._status
        if (latest.lamp, latest.code, latest.detail) == (lamp, code, detail):
            return
        if lamp is Lamp.LOST and latest.lamp is Lamp.READY:
            self._statistics.add(Count.COMMUNICATION_ERRORS)
        if lamp is Lamp.READY:
            self._statistics.add(Count.OPENINGS)
        with self._changed:
            self._status = DeviceStatus(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                lamp=lamp,
                code=code,
                detail=detail,
            )
            self._changed.notify_all()
        self._opening.sink(self._status)

    def _own(self) -> None:
        if self._is_closed:
            raise ClosedError("the device is closed")
        if not self._owner.is_started:
            self._owner.start()

    def _tell(self, event: DeviceEvent) -> None:
        counted = COUNTED.get(type(event))
        if counted:
            self._statistics.add(counted)
        ear = self._ear
        if ear is not None:
            ear.put(event)
        elif self._is_enabled:
            self._opening.sink(event)

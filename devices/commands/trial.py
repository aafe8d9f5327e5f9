"""One device on trial: what it tells, and checks that say what they saw."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TypeVar

from devices.catalogue import DriverSpec, spec_for
from devices.commands.hands import Act, Hands
from devices.commands.key_source import Keyboard
from devices.drivers.opening import Opening
from devices.errors import DeviceError, TimedOutError
from devices.events import DeviceEvent, Lamp
from devices.lifecycle import DeviceState
from devices.roles import Device
from devices.wire.uri import DeviceUri

E = TypeVar("E", bound=DeviceEvent)
CLAIM_S = 5.0
_LOOK_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What came of one check.

    Attributes:
        name: What must be so.
        is_well: None where it could not be tried.
        said: What was seen, or why it was not tried.
        seconds: How long it took.
    """

    name: str
    is_well: bool | None
    said: str
    seconds: float


class FailedError(Exception):
    """A check found something else than it must."""


class NotTriedError(Exception):
    """A check cannot be made here: nobody there to do it, or the device has no such thing."""


class Trial:
    """A device that is made, claimed and let go again and again.

    Attributes:
        spec: Its driver.
        hands: Who swipes, types and pulls cables.
        keyboard: Where live keys come from, for a reader that types; None where there is none.
    """

    def __init__(self, uri: str, hands: Hands, keyboard: Keyboard | None = None) -> None:
        """Name the device.

        Raises:
            BadUriError: The address is wrong.
        """
        self._uri = DeviceUri.parse(uri)
        self.spec: DriverSpec = spec_for(self._uri)
        self.hands = hands
        self.keyboard = keyboard
        self._events: SimpleQueue[DeviceEvent] = SimpleQueue()

    @property
    def has_own_port(self) -> bool:
        """Whether its port can be held by one only: one of this computer's, not the network's."""
        path = self._uri.path
        return path.startswith("/") and self.spec.key != "pcsc"

    def make(self) -> Device:
        """Make the device anew; nothing is claimed."""
        return self.spec.opens(Opening(name="trial", uri=self._uri, sink=self._events.put))

    def ready(self) -> Device:
        """Make, claim and enable it; what it told before is forgotten."""
        device = self.make()
        try:
            device.claim(CLAIM_S)
            device.enable()
        except DeviceError:
            device.close()
            raise
        self.forget()
        return device

    def forget(self) -> None:
        """Forget what was told so far."""
        while not self._events.empty():
            self._events.get()

    def told(self, timeout_s: float, *kinds: type[E]) -> E:
        """Wait for an event of one of these kinds.

        Raises:
            FailedError: None came.
        """
        end = monotonic() + timeout_s
        while (left := end - monotonic()) > 0:
            try:
                event = self._events.get(timeout=left)
            except Empty:
                break
            if isinstance(event, kinds):
                return event
        names = " or ".join(kind.__name__ for kind in kinds)
        raise FailedError(f"no {names} within {timeout_s:g} s")

    def none_of(self, seconds: float, *kinds: type[DeviceEvent]) -> None:
        """See that no event of these kinds comes.

        Raises:
            FailedError: One came.
        """
        try:
            event = self.told(seconds, *kinds)
        except FailedError:
            return
        raise FailedError(f"a second event came: {type(event).__name__}")

    def act(self, act: Act) -> None:
        """Have hands do something.

        Raises:
            NotTriedError: These hands cannot.
        """
        if not self.hands.can(act):
            raise NotTriedError(f"nobody is there to {act.value}")
        self.hands.do(act)

    def until(self, is_so: Callable[[], bool], timeout_s: float, otherwise: str) -> None:
        """Wait until something is so.

        Raises:
            FailedError: It never was.
        """
        pause, end = threading.Event(), monotonic() + timeout_s
        while not is_so():
            if monotonic() > end:
                raise FailedError(otherwise)
            pause.wait(_LOOK_S)


def must(is_so: bool, otherwise: str) -> None:  # noqa: FBT001 - an assertion by another name
    """See that something is so.

    Raises:
        FailedError: It is not.
    """
    if not is_so:
        raise FailedError(otherwise)


def is_ready(device: Device) -> bool:
    """Whether a device is ready to be used."""
    return device.status.lamp is Lamp.READY and device.state in {
        DeviceState.CLAIMED,
        DeviceState.ENABLED,
        DeviceState.BUSY,
    }


def held() -> tuple[int, int]:
    """Count this process's threads and open descriptors; no descriptors where the system shows none."""
    place = Path("/proc/self/fd")
    return threading.active_count(), len(list(place.iterdir())) if place.exists() else 0


def tried(name: str, check: Callable[[], str]) -> Check:
    """Make one check; whatever it raises becomes what it said."""
    started = monotonic()
    is_well: bool | None = True
    try:
        said = check()
    except NotTriedError as error:
        is_well, said = None, str(error)
    except FailedError as error:
        is_well, said = False, str(error)
    except TimedOutError as error:
        is_well, said = False, f"timed out: {error}"
    except DeviceError as error:
        is_well, said = False, f"{error.code}: {error}"
    return Check(name=name, is_well=is_well, said=said, seconds=monotonic() - started)

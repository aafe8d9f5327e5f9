"""Readers that type as a keyboard; the face hands their keys over."""

from devices.codec.text_swipe import RawSwipe
from devices.drivers.gate import SwipeGate, swipe_event
from devices.drivers.opening import Opening
from devices.events import DeviceStatus, Lamp
from devices.roles import Arming, Key, WedgeVerdict
from devices.wire.keyboard import WedgeAssembler


class WedgeReader:
    """A ``KeyboardWedge``. Used by one thread, the face's; it has none of its own."""

    def __init__(self, opening: Opening) -> None:
        """Take what was given; there is no port."""
        self._opening = opening
        self._gate = SwipeGate(opening.sink, opening.clock_ns)
        self._assembler = WedgeAssembler()
        self._status = self._lamp(Lamp.RECONNECTING)

    @property
    def name(self) -> str:
        """Name it was opened under."""
        return self._opening.name

    @property
    def status(self) -> DeviceStatus:
        """Ready as soon as started: whether such a reader is plugged in cannot be known."""
        return self._status

    @property
    def is_armed(self) -> bool:
        """Whether the next swipe will be delivered."""
        return self._gate.is_armed

    @property
    def dropped(self) -> int:
        """Swipes never delivered."""
        return self._gate.dropped

    def start(self) -> None:
        """Show the lamp."""
        self._status = self._lamp(Lamp.READY)
        self._opening.sink(self._status)

    def close(self) -> None:
        """Forget what is held."""
        if self._status.lamp is Lamp.CLOSED:
            return
        self._assembler.flush()
        self._status = self._lamp(Lamp.CLOSED)
        self._opening.sink(self._status)

    def arm(self, mode: Arming = Arming.ONCE) -> None:
        """Let the next swipe through; swipes are swallowed in any case."""
        self._gate.arm(mode)

    def disarm(self) -> None:
        """Let nothing through."""
        self._gate.disarm()

    def press(self, key: Key, at_monotonic_ns: int) -> WedgeVerdict:
        """Take one key press."""
        assembled = self._assembler.press(key, at_monotonic_ns)
        self._offer(assembled.swipes)
        return assembled.verdict

    def tick(self, now_monotonic_ns: int) -> WedgeVerdict:
        """Decide what time alone decides."""
        assembled = self._assembler.tick(now_monotonic_ns)
        self._offer(assembled.swipes)
        return assembled.verdict

    def _offer(self, swipes: tuple[RawSwipe, ...]) -> None:
        for swipe in swipes:
            self._gate.offer(swipe_event(self.name, swipe, self._opening.cards))

    def _lamp(self, lamp: Lamp) -> DeviceStatus:
        return DeviceStatus(
            device=self._opening.name,
            at_monotonic_ns=self._opening.clock_ns(),
            lamp=lamp,
            detail="keyboard",
        )


def from_uri(opening: Opening) -> WedgeReader:
    """Make the device of ``wedge:``."""
    return WedgeReader(opening)

"""Readers on a wire that let one swipe through at a time."""

from typing_extensions import override

from devices.drivers.ear import Ear
from devices.drivers.gate import SwipeGate
from devices.drivers.opening import Opening
from devices.drivers.wire_device import WireDevice
from devices.errors import BadSwipeError, error_class
from devices.events import CardSwiped, SwipeFailed
from devices.roles import Arming
from devices.wire.line import Wire


class GatedReader(WireDevice):
    """Base of a ``MagstripeReader`` on a wire."""

    def __init__(self, opening: Opening, wire: Wire) -> None:
        """Take the wire; ``start`` opens it."""
        super().__init__(opening, wire)
        self._gate = SwipeGate(self._tell, opening.clock_ns)

    @property
    def is_armed(self) -> bool:
        """Whether the next swipe will be delivered."""
        return self._gate.is_armed

    @property
    def dropped(self) -> int:
        """Swipes never delivered: those that came after the one we were armed for."""
        return self._gate.dropped

    def arm(self, mode: Arming = Arming.ONCE) -> None:
        """Let the next swipe through."""
        self._gate.arm(mode)

    def disarm(self) -> None:
        """Let nothing through."""
        self._gate.disarm()

    @override
    def quiet(self) -> None:
        """Let nothing through."""
        self.disarm()

    @override
    def invite(self, ear: Ear, timeout_s: float) -> str:
        """Have a card swiped."""
        self.arm()
        return swiped_by_hand(ear, timeout_s)


def swiped_by_hand(ear: Ear, timeout_s: float) -> str:
    """Wait until a person has swiped a card on an armed reader, and say how it was read.

    Raises:
        BadSwipeError: It could not be read.
        TimedOutError: Nobody swiped.
    """
    event = ear.wait(timeout_s, CardSwiped, SwipeFailed)
    if isinstance(event, SwipeFailed):
        raise error_class(event.code, BadSwipeError)(f"the card was not read: {event.code}")
    good = [
        str(place)
        for place in (1, 2, 3)
        if isinstance(event, CardSwiped) and getattr(event, f"track{place}")
    ]
    return f"a card was read, track {' and '.join(good)}"

"""Readers that type as a keyboard; the face hands their keys over."""

from typing_extensions import override

from devices.drivers.gate import SwipeGate, swipe_event
from devices.drivers.opening import Opening
from devices.drivers.portless import PortlessDevice
from devices.events import CodeScanned
from devices.roles import Arming, Key, WedgeVerdict
from devices.wire.keyboard import Assembled, WedgeAssembler


class WedgeReader(PortlessDevice):
    """A ``KeyboardWedge``. Used by one thread, the face's; it has none of its own."""

    def __init__(self, opening: Opening, *, by_place: bool = False) -> None:
        """Take what was given; there is no port.

        Args:
            opening: What every driver gets.
            by_place: Take each key for what it is on a US keyboard.
        """
        super().__init__(opening, detail="keyboard")
        self._gate = SwipeGate(self._tell, opening.clock_ns)
        self._assembler = WedgeAssembler(by_place=by_place)

    @property
    def is_armed(self) -> bool:
        """Whether the next swipe will be delivered."""
        return self._gate.is_armed

    @property
    def dropped(self) -> int:
        """Swipes never delivered."""
        return self._gate.dropped

    def arm(self, mode: Arming = Arming.ONCE) -> None:
        """Let the next swipe through; swipes are swallowed in any case."""
        self._gate.arm(mode)

    def disarm(self) -> None:
        """Let nothing through."""
        self._gate.disarm()

    @override
    def quiet(self) -> None:
        """Let nothing through, forget half a swipe."""
        self.disarm()
        self._assembler.flush()

    def press(self, key: Key, at_monotonic_ns: int) -> WedgeVerdict:
        """Take one key press."""
        assembled = self._assembler.press(key, at_monotonic_ns)
        self._offer(assembled, at_monotonic_ns)
        return assembled.verdict

    def tick(self, now_monotonic_ns: int) -> WedgeVerdict:
        """Decide what time alone decides."""
        assembled = self._assembler.tick(now_monotonic_ns)
        self._offer(assembled, now_monotonic_ns)
        return assembled.verdict

    def _offer(self, assembled: Assembled, at_ns: int) -> None:
        for text in assembled.scans:
            if self.is_armed:
                self._tell(CodeScanned(device=self.name, at_monotonic_ns=at_ns, text=text))
        for swipe in assembled.swipes:
            self._gate.offer(swipe_event(self.name, swipe, self._opening.cards))


def from_uri(opening: Opening) -> WedgeReader:
    """Make the device of ``wedge:?keys=…``.

    Raises:
        BadUriError: ``keys`` is neither ``layout`` nor ``us``.
    """
    return WedgeReader(opening, by_place=opening.uri.choice("keys", ("layout", "us")) == "us")

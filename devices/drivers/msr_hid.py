"""USB stripe readers that send reports instead of typing: nothing can land in a field by mistake."""

from typing_extensions import override

from devices.codec.hid_swipe import LENGTH, parse_report
from devices.drivers.gate import swipe_event
from devices.drivers.gated_reader import GatedReader
from devices.drivers.opening import Opening
from devices.errors import DeviceError
from devices.wire.hid import hid_wire
from devices.wire.line import Wire

GAP_NS = 100_000_000  # a report comes whole; what stays half for so long is none


class HidReader(GatedReader):
    """A ``MagstripeReader`` on USB HID."""

    def __init__(self, opening: Opening, wire: Wire) -> None:
        """Take the wire; ``start`` opens it."""
        super().__init__(opening, wire)
        self._held = b""
        self._held_ns = 0

    @override
    def received(self, wire: Wire, data: bytes, at_ns: int) -> None:
        """Take reports; a transport may give one in pieces."""
        if self._held and at_ns - self._held_ns > GAP_NS:
            self._held = b""
        self._held += data
        self._held_ns = at_ns
        while len(self._held) >= LENGTH:
            report, self._held = self._held[:LENGTH], self._held[LENGTH:]
            swipe = parse_report(report, at_ns)
            self._gate.offer(swipe_event(self.name, swipe, self._opening.cards))

    @override
    def gone(self, error: DeviceError) -> None:
        """Forget half a report."""
        self._held = b""


def from_uri(opening: Opening) -> HidReader:
    """Make the device of ``msr+hid:VENDOR:PRODUCT`` or ``msr+hid:/dev/hidrawN``; touches no port yet.

    Raises:
        BadUriError: The address is neither.
    """
    return HidReader(opening, hid_wire(opening.uri.path))

"""Serial readers that send a card as text, and ID TECH's frame around it.

One driver for all makers: the text parser needs no settings but the port's. A frame of ID TECH is
recognised by its length bytes, so both forms may even alternate on one port.
"""

from typing_extensions import override

from devices.codec import idtech
from devices.codec.text_swipe import GAP_NS, RawSwipe, TextSwipeParser
from devices.drivers.gate import swipe_event
from devices.drivers.gated_reader import GatedReader
from devices.drivers.opening import Opening
from devices.errors import BadFrameError, BadSwipeError, DeviceError, EndSentinelError, LrcError
from devices.wire.line import Wire
from devices.wire.serial_port import SerialWire

BAUD = 9600


class SerialReader(GatedReader):
    """A ``MagstripeReader`` on a serial port."""

    def __init__(self, opening: Opening, wire: Wire) -> None:
        """Take the wire; ``start`` opens it."""
        super().__init__(opening, wire)
        self._text = TextSwipeParser()
        self._frame = b""
        self._frame_ns = 0

    @override
    def received(self, wire: Wire, data: bytes, at_ns: int) -> None:
        """Take what the reader sent."""
        for swipe in self._parse(data, at_ns):
            self._gate.offer(swipe_event(self.name, swipe, self._opening.cards))

    @override
    def due(self, wire: Wire, now_ns: int) -> None:
        """A gap ends a swipe."""
        swipes: list[RawSwipe] = []
        if self._frame and now_ns >= self._frame_ns + GAP_NS:
            # Of a frame that began its tracks and never ended, no check byte was seen: it may be wrong.
            is_half = idtech.frame_length(self._frame)
            swipes += self._broken(EndSentinelError) if is_half else self._as_text()
        swipes += self._text.tick(now_ns)
        for swipe in swipes:
            self._gate.offer(swipe_event(self.name, swipe, self._opening.cards))

    @override
    def next_due_ns(self) -> int | None:
        """When the gap is over."""
        return self._frame_ns + GAP_NS if self._frame else self._text.due_ns()

    @override
    def gone(self, error: DeviceError) -> None:
        """Forget half a swipe."""
        self._frame = b""
        self._text.flush()

    def _parse(self, data: bytes, at_ns: int) -> list[RawSwipe]:
        swipes: list[RawSwipe] = []
        if not self._frame:
            swipes += self._text.tick(at_ns)
            # Only at the start of a swipe: inside one, 02 is noise or a suffix.
            if self._text.due_ns() is not None or data[0] != idtech.STX:
                return swipes + self._text.feed(data, at_ns)
        self._frame += data
        self._frame_ns = at_ns
        length = idtech.frame_length(self._frame)
        if length is None or 0 < len(self._frame) < length:
            return swipes
        if length == 0:
            return swipes + self._as_text()
        whole, rest = self._frame[:length], self._frame[length:]
        try:
            swipes.append(idtech.parse_card(idtech.unframe(whole), at_ns))
        except BadFrameError:
            swipes += self._broken(LrcError)
        self._frame = b""
        return swipes + (self._parse(rest, at_ns) if rest else [])

    def _broken(self, why: type[BadSwipeError]) -> list[RawSwipe]:
        """Refuse a frame whose check bytes do not fit: read as text, it would be a card with a wrong number."""
        self._frame = b""
        error = f"card-{why.code}"
        return [RawSwipe(tracks=(None, None, None), errors=(error,), at_ns=self._frame_ns)]

    def _as_text(self) -> list[RawSwipe]:
        held, self._frame = self._frame, b""
        return self._text.feed(held, self._frame_ns)


def from_uri(opening: Opening) -> SerialReader:
    """Make the device of ``msr+serial:PORT?baud=…&mode=…``; touches no port yet.

    Raises:
        BadUriError: An option has a value that is not possible.
    """
    return SerialReader(opening, SerialWire.from_uri(opening.uri, baud=BAUD))

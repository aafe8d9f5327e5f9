"""Records what travels on a wire, and plays it back.

A recording is a text file of one JSON object a line: milliseconds since the start, direction seen
from here, bytes in hex. It holds test digits in place of card numbers and zeros in place of PIN
blocks and keys, so it may be sent to whoever repairs drivers. Pictures and names on printed
receipts are kept as printed: record printers only with sample data.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, unique
from pathlib import Path
from threading import Condition
from time import monotonic, monotonic_ns

from devices.codec.sanitise import sanitise
from devices.errors import PortGoneError
from devices.wire.line import Wire

_LOG = logging.getLogger(__name__)
_BURST_NS = 150_000_000
_LONGEST = 8192
_LAST_GAP_S = 0.5
_LEAST_GAP_S = 0.01


@unique
class Direction(Enum):
    """Seen from here."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One burst of a recording.

    Attributes:
        at_ms: Since the recording began.
        direction: From or to the device.
        data: Bytes, already without secrets.
    """

    at_ms: int
    direction: Direction
    data: bytes = field(repr=False)


class RecordedWire:
    """A wire that writes down what passes.

    Bytes are gathered until the direction changes or nothing comes for 150 ms, as half a card number
    cannot be recognised; so nothing is written while it could still be half of one.
    """

    def __init__(
        self, wire: Wire, path: Path, *, clock_ns: Callable[[], int] = monotonic_ns
    ) -> None:
        """Wrap a wire; the file is appended to when something passes."""
        self._wire = wire
        self._path = path
        self._clock_ns = clock_ns
        self._start_ns = clock_ns()
        self._held = b""
        self._held_ns = 0
        self._direction = Direction.IN

    @property
    def title(self) -> str:
        """The wire's own."""
        return self._wire.title

    def open(self) -> None:
        """Open the wire."""
        self._wire.open()

    def close(self) -> None:
        """Write what is held, close the wire."""
        self._flush()
        self._wire.close()

    def read(self, timeout_s: float | None) -> bytes:
        """Read from the wire."""
        data = self._wire.read(timeout_s)
        self._note(Direction.IN, data)
        return data

    def write(self, data: bytes, timeout_s: float = 5.0) -> None:
        """Write to the wire."""
        self._note(Direction.OUT, data)
        self._wire.write(data, timeout_s)

    def wake(self) -> None:
        """Wake the wire."""
        self._wire.wake()

    def _note(self, direction: Direction, data: bytes) -> None:
        now_ns = self._clock_ns()
        is_new = direction is not self._direction or now_ns - self._held_ns > _BURST_NS
        if is_new or len(self._held) > _LONGEST:
            self._flush()
        if data:
            self._direction = direction
            self._held += data
            self._held_ns = now_ns

    def _flush(self) -> None:
        if not self._held:
            return
        data, self._held = sanitise(self._held), b""
        _LOG.debug("%s %s %s", self.title, self._direction.value, data.hex())
        line = {
            "at_ms": (self._held_ns - self._start_ns) // 1_000_000,
            "direction": self._direction.value,
            "hex": data.hex(),
        }
        with self._path.open("a", encoding="ascii") as file:
            file.write(json.dumps(line) + "\n")


def begin_recording(path: Path, uri: str) -> None:
    """Make a recording's file; its first line says which driver's it is.

    Raises:
        OSError: It is there already, or cannot be written.
    """
    with path.open("x", encoding="ascii") as file:
        file.write(json.dumps({"uri": uri}) + "\n")


def recorded_uri(path: Path) -> str:
    """Return the address that was recorded.

    Raises:
        ValueError: The file does not begin as recordings do.
    """
    with path.open(encoding="ascii") as file:
        first = json.loads(file.readline() or "null")
    uri = first.get("uri") if isinstance(first, dict) else None
    if not uri:
        raise ValueError("its first line does not say whose it is")
    return str(uri)


def read_recording(path: Path) -> tuple[Frame, ...]:
    """Read a recording.

    Raises:
        ValueError: A line is none of a recording.
    """
    frames = []
    for line in path.read_text(encoding="ascii").splitlines():
        entry = json.loads(line)
        if "uri" in entry:
            continue
        frames.append(
            Frame(
                at_ms=int(entry["at_ms"]),
                direction=Direction(entry["direction"]),
                data=bytes.fromhex(entry["hex"]),
            )
        )
    return tuple(frames)


class ReplayedWire:
    """A wire that plays a recording: what the device said comes after what it was told.

    What is written is compared by length only, as numbers in it differ from the recorded ones. At
    the end the wire hangs up.
    """

    def __init__(self, frames: tuple[Frame, ...]) -> None:
        """Take the recording."""
        self._frames = list(frames)
        self._changed = Condition()
        self._is_woken = False
        self._owed = 0
        self._gap_s = _LAST_GAP_S

    @property
    def title(self) -> str:
        """Says that it is no real port."""
        return "recording"

    @property
    def left(self) -> int:
        """Frames that were not played yet."""
        with self._changed:
            return len(self._frames)

    def open(self) -> None:
        """Begin, or go on after a hang-up.

        Raises:
            PortGoneError: The recording is over.
        """
        if not self._frames:
            raise PortGoneError("the recording is over")

    def close(self) -> None:
        """Do nothing."""

    def read(self, timeout_s: float | None) -> bytes:
        """Give what the device said next, once it was told what it was told then."""
        end = None if timeout_s is None else monotonic() + timeout_s
        with self._changed:
            while True:
                if not self._frames:
                    return self._last(timeout_s)
                if self._is_woken:
                    self._is_woken = False
                    return b""
                if self._frames[0].direction is Direction.IN:
                    return self._frames.pop(0).data
                left = None if end is None else end - monotonic()
                if left is not None and left <= 0:
                    return b""
                self._changed.wait(left)

    def _last(self, timeout_s: float | None) -> bytes:
        """Let a gap pass at the end, as it did then: it may end a swipe."""
        if timeout_s is None or self._gap_s <= 0:
            raise PortGoneError("the recording is over")
        wait_s = min(timeout_s, self._gap_s)
        self._gap_s -= max(wait_s, _LEAST_GAP_S)
        self._changed.wait(wait_s)
        return b""

    def write(self, data: bytes, timeout_s: float = 5.0) -> None:
        """Go on by so many bytes of what was told."""
        with self._changed:
            self._owed += len(data)
            while (
                self._frames
                and self._frames[0].direction is Direction.OUT
                and self._owed >= len(self._frames[0].data)
            ):
                self._owed -= len(self._frames.pop(0).data)
            self._changed.notify_all()

    def wake(self) -> None:
        """End a waiting ``read``."""
        with self._changed:
            self._is_woken = True
            self._changed.notify_all()

"""A serial magnetic stripe reader sending text or ID TECH frames."""

from enum import Enum, unique
from pathlib import Path

from devices.codec import idtech
from devices.sim.pty_port import PtyPort


@unique
class Style(Enum):
    """How makers send a card."""

    ONE_LINE = "tracks, then CR"
    LINE_EACH = "a CR after each track"
    CRLF = "tracks, then CR LF"
    BARE = "tracks and nothing"
    IDTECH = "ID TECH frame"


class SimSerialReader:
    """Speaks as ``drivers.msr_serial`` listens. Ready to use; ``close`` it."""

    def __init__(
        self, directory: Path, *, style: Style = Style.ONE_LINE, name: str = "reader"
    ) -> None:
        """Plug a reader in at ``directory/name``."""
        self._style = style
        self.is_stripe_worn = False
        self._port = PtyPort(directory / name, _ignore)
        self._port.plug()

    @property
    def uri(self) -> str:
        """Address to open it by."""
        return f"msr+serial:{self._port.path}?baud=9600"

    def swipe(
        self, track1: str | None = None, track2: str | None = None, track3: str | None = None
    ) -> None:
        """Swipe a card; tracks with sentinels, None for empty ones. Of a worn stripe the reader reads none."""
        tracks = (track1, track2, track3)
        if self.is_stripe_worn:
            track1, track2, track3 = (track and f"{track[0]}E?" for track in tracks)
            tracks = (track1, track2, track3)
        if self._style is Style.IDTECH:
            self.send(_idtech(tracks))
            return
        text = [track for track in tracks if track is not None]
        line = {
            Style.ONE_LINE: "".join(text) + "\r",
            Style.LINE_EACH: "".join(track + "\r" for track in text),
            Style.CRLF: "".join(text) + "\r\n",
            Style.BARE: "".join(text),
        }[self._style]
        self.send(line.encode("latin-1"))

    def send(self, data: bytes) -> None:
        """Send bytes as they are: noise, half a card."""
        self._port.send(data)

    def unplug(self) -> None:
        """Pull the cable."""
        self._port.unplug()

    def plug(self) -> None:
        """Plug the cable in again, at the same path."""
        self._port.plug()

    def close(self) -> None:
        """Be gone for good."""
        self._port.unplug()


def _ignore(data: bytes) -> None:
    """Do nothing: such readers do not listen."""


def _idtech(tracks: tuple[str | None, str | None, str | None]) -> bytes:
    raw = [(track or "").encode("latin-1") for track in tracks]
    status = sum(1 << place for place, track in enumerate(raw) if track)
    return idtech.frame(bytes([0, status, *(len(track) for track in raw)]) + b"".join(raw))

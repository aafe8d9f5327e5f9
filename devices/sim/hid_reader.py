"""A USB HID stripe reader, by the bytes of its reports."""

from pathlib import Path

from devices.codec.hid_swipe import make_report
from devices.sim.pty_port import PtyPort


class SimHidReader:
    """Speaks as ``drivers.msr_hid`` listens. Ready to use; ``close`` it."""

    def __init__(self, directory: Path, *, name: str = "hid") -> None:
        """Plug a reader in at ``directory/name``."""
        self._port = PtyPort(directory / name, lambda data: None)
        self._port.plug()

    @property
    def uri(self) -> str:
        """Address to open it by."""
        return f"msr+hid:{self._port.path}"

    def swipe(
        self, track1: str | None = None, track2: str | None = None, track3: str | None = None
    ) -> None:
        """Swipe a card; tracks with sentinels, None for empty ones."""
        self.send(make_report((track1, track2, track3)))

    def send(self, data: bytes) -> None:
        """Send bytes as they are: half a report, a report with errors."""
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

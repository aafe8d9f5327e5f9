"""A contactless and contact reader with one card of each family beside it, behind a daemon of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

from devices.errors import DeviceError
from devices.sim.cards.chip import Chip, Tear
from devices.sim.cards.desfire_ev1 import SimDesfire
from devices.sim.cards.iso7816 import SimIso7816
from devices.sim.cards.mifare_classic import SimMifareClassic
from devices.sim.cards.sle4442 import SimSle4442
from devices.sim.pcsc_daemon import SimPcscDaemon

READER = "Simulated IC Reader 00 00"
KINDS: Mapping[str, Callable[[], Chip]] = {
    "mifare": SimMifareClassic,
    "desfire": SimDesfire,
    "sle4442": SimSle4442,
    "iso7816": SimIso7816,
}
"""Words for the cards, and what makes one as delivered."""


class SimCardReader:
    """Plugged in when made; a program finds it when ``PCSCLITE_CSOCK_NAME`` names ``socket``."""

    def __init__(self, directory: Path, *, socket: Path | None = None) -> None:
        """Start the daemon with a reader, at ``directory/pcscd.comm`` or at another socket."""
        self.socket = socket or directory / "pcscd.comm"
        self._daemon = SimPcscDaemon(self.socket)
        self._cards: dict[str, Chip] = {}
        self._reader = self._daemon.readers.plug(READER)

    @property
    def uri(self) -> str:
        """Address to open it by."""
        return f"pcsc:{READER}"

    def lay(self, kind: str, *, is_new: bool = False) -> Chip:
        """Lay a card on; what lay there is taken away, unseen between two looks.

        Args:
            kind: One of ``KINDS``.
            is_new: One as delivered; else the one of this kind that was used before.

        Raises:
            KeyError: There is no such kind.
        """
        if is_new or kind not in self._cards:
            self._cards[kind] = KINDS[kind]()
        self._daemon.readers.insert(self._reader, self._cards[kind])
        return self._cards[kind]

    def take(self) -> None:
        """Take the card away."""
        self._daemon.readers.remove(self._reader)

    def tear(self) -> None:
        """Have the card that lies there torn away in the middle of the next write."""
        if self._reader.chip is not None:
            self._reader.chip.tear_at(1, Tear.HALF)

    def stop_service(self) -> None:
        """Kill the daemon."""
        self._daemon.kill()

    def start_service(self) -> None:
        """Start it again."""
        self._daemon.start()

    def plug(self) -> None:
        """Plug the reader in again, without a card; does nothing when it is."""
        if self._reader not in self._daemon.readers.plugged:
            self._reader = self._daemon.readers.plug(READER)

    def unplug(self) -> None:
        """Pull the reader's cable; does nothing when it is pulled."""
        if self._reader in self._daemon.readers.plugged:
            self._daemon.readers.unplug(self._reader)

    def close(self) -> None:
        """Be gone for good."""
        self._daemon.close()

    def send(self, data: bytes) -> None:
        """Refuse: a reader says nothing unasked.

        Raises:
            DeviceError: Always.
        """
        raise DeviceError(f"a card reader sends no {len(data)} bytes unasked")

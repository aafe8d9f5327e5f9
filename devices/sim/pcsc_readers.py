"""Simulated card readers as PC/SC keeps them: cards, handles, sharing, transactions; no socket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, unique
from threading import RLock

from devices.sim.cards.chip import Chip, TornError

_T0, _T1 = 1, 2
_SHARE_EXCLUSIVE, _SHARE_DIRECT = 1, 3
_ALONE = -1
_RESET, _UNPOWER = 1, 2
_FIRMWARE = b"ACR122U201"


@unique
class Rv(IntEnum):
    """Status of PC/SC (pcsclite.h)."""

    OK = 0
    CANCELLED = 0x80100002
    INVALID_HANDLE = 0x80100003
    UNKNOWN_READER = 0x80100009
    SHARING = 0x8010000B
    NO_CARD = 0x8010000C
    MUTE = 0x80100066
    NOT_TRANSACTED = 0x80100016
    UNAVAILABLE = 0x80100017
    UNSUPPORTED = 0x8010001F
    RESET = 0x80100068
    REMOVED = 0x80100069


@dataclass(slots=True)
class SimReader:
    """A reader.

    Attributes:
        name: Its name in PC/SC.
        chip: The card in it.
        events: How often a card came or went.
        stay: Number of the card's stay; handles of another stay are dead.
        resets: How often the card was reset.
        sharing: Handles that are open, -1 for one that is alone.
        owner: Handle that has a transaction, 0 for none.
        is_mute: Its card does not answer: crooked, or upside down.
    """

    name: str
    chip: Chip | None = None
    events: int = 0
    stay: int = 0
    resets: int = 0
    sharing: int = 0
    owner: int = 0
    is_mute: bool = False

    @property
    def protocol(self) -> int:
        """Protocol of its card, 0 without one."""
        if self.chip is None:
            return 0
        return _T0 if self.chip.is_t0 else _T1


@dataclass(slots=True)
class _Handle:
    reader: SimReader
    stay: int
    resets: int


@dataclass(slots=True)
class SimReaders:
    """All readers of a simulated computer.

    Attributes:
        changed: Called when a reader or card came or went, with no lock held.
    """

    changed: Callable[[], None]
    lock: RLock = field(default_factory=RLock)
    plugged: list[SimReader] = field(default_factory=list)
    _handles: dict[int, _Handle] = field(default_factory=dict)
    _last: int = 0

    # --- what a hand does ---------------------------------------------------------------------------

    def plug(self, name: str) -> SimReader:
        """Plug a reader in."""
        with self.lock:
            reader = SimReader(name)
            self.plugged.append(reader)
        self.changed()
        return reader

    def unplug(self, reader: SimReader) -> None:
        """Pull a reader out, with its card."""
        with self.lock:
            self.plugged.remove(reader)
        self.changed()

    def insert(self, reader: SimReader, chip: Chip, *, is_mute: bool = False) -> None:
        """Lay a card on; one that lies there is taken away at once, as a swap between two looks."""
        with self.lock:
            reader.events += 1 if reader.chip is None else 2
            reader.stay += 1
            reader.owner = 0
            reader.is_mute = is_mute
            chip.reset()
            reader.chip = chip
        self.changed()

    def remove(self, reader: SimReader) -> None:
        """Take the card away."""
        with self.lock:
            if reader.chip is None:
                return
            reader.chip = None
            reader.events += 1
            reader.owner = 0
        self.changed()

    def forget(self) -> None:
        """Begin anew, as a daemon that was restarted: no handle, counts from 0."""
        with self.lock:
            self._handles.clear()
            for reader in self.plugged:
                reader.events = reader.sharing = reader.owner = 0

    # --- what a program does ------------------------------------------------------------------------

    def connect(self, name: str, share: int) -> tuple[Rv, int, int]:
        """Give status, handle and protocol."""
        with self.lock:
            reader = next((one for one in self.plugged if one.name == name), None)
            if reader is None:
                return Rv.UNKNOWN_READER, 0, 0
            is_alone = share == _SHARE_EXCLUSIVE
            if reader.sharing == _ALONE or (is_alone and reader.sharing):
                return Rv.SHARING, 0, 0
            if share != _SHARE_DIRECT and reader.chip is None:
                return Rv.NO_CARD, 0, 0
            if share != _SHARE_DIRECT and reader.is_mute:
                return Rv.MUTE, 0, 0
            self._last += 1
            self._handles[self._last] = _Handle(reader, reader.stay, reader.resets)
            reader.sharing = _ALONE if is_alone else reader.sharing + 1
            return Rv.OK, self._last, reader.protocol

    def reconnect(self, number: int, how: int) -> tuple[Rv, int]:
        """Give status and protocol; the handle is good for the card that is there now."""
        with self.lock:
            handle = self._handles.get(number)
            if handle is None:
                return Rv.INVALID_HANDLE, 0
            reader = handle.reader
            if reader not in self.plugged:
                return Rv.UNAVAILABLE, 0
            if reader.chip is None:
                return Rv.NO_CARD, 0
            if handle.stay != reader.stay:
                return Rv.REMOVED, 0
            if how in (_RESET, _UNPOWER):
                reader.chip.reset()
                reader.resets += 1
            handle.resets = reader.resets
            return Rv.OK, reader.protocol

    def disconnect(self, number: int, how: int = 0) -> Rv:
        """Forget a handle."""
        with self.lock:
            handle = self._handles.pop(number, None)
            if handle is None:
                return Rv.INVALID_HANDLE
            reader = handle.reader
            reader.sharing = max(0, reader.sharing - 1)
            if reader.owner == number:
                reader.owner = 0
            if how in (_RESET, _UNPOWER) and reader.chip is not None:
                reader.chip.reset()
                reader.resets += 1
            return Rv.OK

    def begin(self, number: int) -> Rv:
        """Begin a transaction; ``SHARING`` makes the library try again."""
        with self.lock:
            rv = self.state_of(number)
            if rv is not Rv.OK:
                return rv
            reader = self._handles[number].reader
            if reader.owner not in (0, number):
                return Rv.SHARING
            reader.owner = number
            return Rv.OK

    def end(self, number: int) -> Rv:
        """End a transaction."""
        with self.lock:
            handle = self._handles.get(number)
            if handle is None:
                return Rv.INVALID_HANDLE
            if handle.reader.owner != number:
                return Rv.NOT_TRANSACTED
            handle.reader.owner = 0
            return Rv.OK

    def transmit(self, number: int, command: bytes) -> tuple[Rv, bytes]:
        """Give status and the card's answer."""
        with self.lock:
            rv = self.state_of(number)
            if rv is not Rv.OK:
                return rv, b""
            reader = self._handles[number].reader
            if reader.chip is None:
                return Rv.NO_CARD, b""
            if reader.owner not in (0, number):
                return Rv.SHARING, b""
            try:
                return Rv.OK, reader.chip.apdu(command)
            except TornError:
                pass
        self.remove(reader)
        return Rv.REMOVED, b""

    def control(self, number: int, data: bytes) -> tuple[Rv, bytes]:
        """Answer an escape command as an ACR122U does: its name, or the state of its lights."""
        with self.lock:
            if number not in self._handles:
                return Rv.INVALID_HANDLE, b""
            if self._handles[number].reader not in self.plugged:
                return Rv.UNAVAILABLE, b""
            return Rv.OK, _FIRMWARE if data[:3] == b"\xff\x00\x48" else b"\x90\x03"

    def state_of(self, number: int) -> Rv:
        """Say what became of a handle."""
        with self.lock:
            handle = self._handles.get(number)
            if handle is None:
                return Rv.INVALID_HANDLE
            if handle.reader not in self.plugged:
                return Rv.UNAVAILABLE
            if handle.reader.chip is None or handle.stay != handle.reader.stay:
                return Rv.REMOVED
            return Rv.OK if handle.resets == handle.reader.resets else Rv.RESET

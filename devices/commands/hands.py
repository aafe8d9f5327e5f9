"""Whose hands swipe, type and pull cables while a device is tried: a person's, or a simulator's."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, unique
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Protocol, TextIO

from devices.errors import BadUriError, DeviceError
from devices.sim.card_reader import SimCardReader
from devices.sim.gsm_modem import SimGsmModem
from devices.sim.hid_reader import SimHidReader
from devices.sim.keypad import SimPlainKeypad
from devices.sim.msr605 import SimMsr605
from devices.sim.pin_pad import SimPinPad
from devices.sim.prompt import KINDS, Simulator, make
from devices.sim.serial_reader import SimSerialReader
from devices.sim.wedge import SimTypist

_CARD = ("%B8888000012345678^TEST/CARD^4912101?", ";8888000012345678=4912101?")
_PIN = "1234"
_SOCKET = "PCSCLITE_CSOCK_NAME"
_ACT_S = 1.0  # how long a hand waits for the device to be ready for it


@unique
class Act(Enum):
    """What hands are asked to do."""

    SWIPE = "swipe a card"
    TYPE_PIN = "type 1234 on the pad and press enter"
    LAY_CARD = "lay an IC card on the reader"
    TYPE_KEYS = "type 50%+1 on the keyboard, then Enter"
    TAKE_CARD = "take the card away"
    TRY = "try the device by hand: swipe a card, type 1234, or look at the page"
    UNPLUG = "pull the cable out"
    PLUG = "plug the cable in again"


class Hands(Protocol):
    """Does what is asked; the effect is seen at the device."""

    @property
    def patience_s(self) -> float:
        """How long the effect may take to come."""

    def can(self, act: Act) -> bool:
        """Whether these hands can do that with this device."""

    def do(self, act: Act) -> None:
        """Do it, or have it done; returns at once."""


class Person:
    """A person at the device, told what to do by lines of text."""

    patience_s = 60.0

    def __init__(self, stdout: TextIO) -> None:
        self._stdout = stdout

    def can(self, act: Act) -> bool:
        """Whether a person can do that: everything."""
        del act
        return True

    def do(self, act: Act) -> None:
        """Ask for it."""
        print(f"  >>> Please {act.value}.", file=self._stdout, flush=True)


class Nobody:
    """Nobody is there: what needs hands is left out."""

    patience_s = 0.0

    def can(self, act: Act) -> bool:
        """Whether nobody can do that: no."""
        del act
        return False

    def do(self, act: Act) -> None:
        """Do nothing."""


class SimulatedHands:
    """Hands of a simulator, on a thread of their own: a device waits while they work."""

    patience_s = 5.0

    def __init__(self, device: Simulator | SimTypist) -> None:
        self._acts = _acts_of(device)
        self._busy: list[Thread] = []

    def can(self, act: Act) -> bool:
        """Whether this simulator has that."""
        return act in self._acts

    def do(self, act: Act) -> None:
        """Do it."""
        self._busy = [one for one in self._busy if one.is_alive()]
        self._busy.append(Thread(target=self._acts[act], name="sim hands", daemon=True))
        self._busy[-1].start()

    def rest(self) -> None:
        """Wait until nothing is being done any more."""
        for one in self._busy:
            one.join()


@contextmanager
def simulated(kind: str) -> Iterator[tuple[str, Hands]]:
    """Run a simulator of a kind; gives its address and its hands.

    Raises:
        BadUriError: There is no such kind.
    """
    if kind not in KINDS:
        raise BadUriError(f"no simulator {kind!r}; known are {', '.join(KINDS)}")
    with TemporaryDirectory(prefix="devices-") as folder:
        device = _card_reader(Path(folder)) if kind == "pcsc" else make(kind, Path(folder))
        hands = SimulatedHands(device)
        try:
            yield device.uri, hands
        finally:
            hands.rest()
            device.close()


def _card_reader(folder: Path) -> SimCardReader:
    """Run a card reader where PC/SC's library looks, or lead it to one: it reads the place once in a process."""
    place = Path(os.environ.setdefault(_SOCKET, str(folder / "pcscd.comm")))
    if place.exists():
        raise DeviceError(
            f"a PC/SC service answers at {place} already; unset {_SOCKET} to try a simulator"
        )
    return SimCardReader(folder, socket=place)


@contextmanager
def typing() -> Iterator[tuple[SimTypist, Hands]]:
    """Run a simulated reader that types; gives the keyboard that it types on, and its hands."""
    typist = SimTypist()
    hands = SimulatedHands(typist)
    try:
        yield typist, hands
    finally:
        hands.rest()


def _acts_of(device: Simulator | SimTypist) -> Mapping[Act, Callable[[], object]]:
    if isinstance(device, SimTypist):
        return {
            Act.SWIPE: lambda: device.swipe(*_CARD),
            Act.TYPE_KEYS: lambda: device.type("50%+1\r"),
        }
    acts: dict[Act, Callable[[], object]] = {Act.UNPLUG: device.unplug, Act.PLUG: device.plug}
    match device:
        case SimSerialReader() | SimHidReader():
            acts[Act.SWIPE] = lambda: device.swipe(*_CARD)
        case SimMsr605():
            acts[Act.SWIPE] = lambda: _swipe_encoder(device)
        case SimPinPad() | SimPlainKeypad():
            acts[Act.TYPE_PIN] = lambda: _type_pin(device)
        case SimCardReader():
            acts |= {Act.LAY_CARD: lambda: device.lay("mifare"), Act.TAKE_CARD: device.take}
        case SimGsmModem():
            pass
        case _:
            pass
    return acts


def _swipe_encoder(encoder: SimMsr605) -> None:
    encoder.put_card(*_CARD)
    if encoder.wait_until_waiting(0x72, _ACT_S):
        encoder.swipe()


def _type_pin(pad: SimPinPad | SimPlainKeypad) -> None:
    if pad.wait_until_asking(_ACT_S):
        pad.type_pin(_PIN)

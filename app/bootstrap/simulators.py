"""Simulated devices for demo, training and tour: the other end of the same bytes, with demo cards beside the reader."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.bootstrap.clock import system_clock
from app.bootstrap.demo_house import DEMO_PIN, MEMBERS, SUPERVISOR_CARD
from app.bootstrap.sim_switches import SimSwitches
from app.bootstrap.sim_till import TillHand
from app.ui.control_panel.bench import BenchCard, BenchDevice, BenchState
from app.ui.service.records import Words
from devices.sim.card_reader import SimCardReader
from devices.sim.gsm_modem import SimGsmModem
from devices.sim.msr605 import SimMsr605
from devices.sim.pin_pad import SimPinPad
from devices.sim.printer import SimPrinter
from devices.sim.serial_reader import SimSerialReader

_PHONES = {one.label: one.record.phone for one in MEMBERS}
_STRANGER = "+8613999999999"
_SHOWN_TEXTS = 3
_WAITS = {0x77: "write", 0x72: "read"}
_STRANGE = (
    (
        "foreign",
        Words("别家酒店的卡", "Another hotel's card"),
        ";777700001234=4912?",
        Words("不是本店的卡", "Not ours"),
    ),
    (
        "unknown",
        Words("没有发出过的号码", "Number never issued"),
        ";8821000099999997=4912?",
        Words("查无此卡", "Unknown"),
    ),
    (
        "bank",
        Words("银行卡", "A bank card"),
        ";4352378366824999=05102011000088200?",
        Words("未登记", "Not enrolled"),
    ),
    (
        "supervisor",
        Words("王敏的员工卡", "Wang Min's staff card"),
        SUPERVISOR_CARD,
        Words("代为授权", "Stands in"),
    ),
)


_FRESH = "fresh-"
_IC_CARDS = {
    "mifare": Words("MIFARE Classic", "MIFARE Classic"),
    "fresh-mifare": Words("MIFARE Classic，全新", "MIFARE Classic, new"),
    "desfire": Words("DESFire EV1", "DESFire EV1"),
    "sle4442": Words("SLE4442 接触式", "SLE4442, with contacts"),
    "iso7816": Words("ISO 7816 接触式", "ISO 7816, with contacts"),
}
_Simulator = SimSerialReader | SimPinPad | SimPrinter | SimMsr605 | SimCardReader | SimGsmModem
_SOCKET = "PCSCLITE_CSOCK_NAME"


def _socket(directory: Path) -> Path:
    """Lead PC/SC's library to the simulated service; it reads the variable once in a process."""
    own = directory / "pcscd.comm"
    path = Path(os.environ.setdefault(_SOCKET, str(own)))
    if _answers(path):  # a service that somebody else runs there stays as it is
        return own
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as tried:
        return tried.connect_ex(str(path)) == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SimCard:
    """A card beside the reader."""

    card_id: str
    name: Words
    track2: str = field(repr=False)
    expect: Words


class _IcHand:
    """The hand that lays IC cards on the simulated reader."""

    ic: SimCardReader
    _ic_card: str

    def ic_cards(self) -> tuple[BenchCard, ...]:
        """List the IC cards that can be laid on: one of each family, and a fresh one of the commonest."""
        return tuple(BenchCard(card_id=key, name=name) for key, name in _IC_CARDS.items())

    def lay_ic_card(self, card_id: str) -> None:
        """Lay an IC card on the reader; what lay there is taken away."""
        kind = card_id.removeprefix(_FRESH)
        self.ic.lay(kind, is_new=kind != card_id)
        self._ic_card = kind

    def take_ic_card(self) -> None:
        """Take the IC card away."""
        self.ic.take()
        self._ic_card = ""

    def tear_ic_card(self) -> None:
        """Have the IC card torn away in the middle of the next write."""
        self.ic.tear()


class Simulators(_IcHand, TillHand):
    """A reader, a PIN pad, a printer, an encoder, an IC card reader and a modem that are not there, and their panel.

    Args:
        directory: Where their ports appear.
        members: (label, names, card number, what to expect) of the demo members.
    """

    def __init__(self, directory: Path, members: tuple[tuple[str, Words, str, Words], ...]) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.reader = SimSerialReader(directory)
        self.pad = SimPinPad(directory)
        self.printer = SimPrinter(directory)
        self.encoder = SimMsr605(directory)
        self.ic = SimCardReader(directory, socket=_socket(directory))
        self.modem = SimGsmModem(directory)
        own = [
            SimCard(card_id=label, name=name, track2=f";{number}=4912?", expect=expect)
            for label, name, number, expect in members
        ]
        strange = [
            SimCard(card_id=one, name=name, track2=track, expect=expect)
            for one, name, track, expect in _STRANGE
        ]
        self._cards = {card.card_id: card for card in [*own, *strange]}
        self._devices: dict[str, _Simulator] = {
            "reader": self.reader,
            "pad": self.pad,
            "printer": self.printer,
            "encoder": self.encoder,
            "ic": self.ic,
            "modem": self.modem,
        }
        self._plugged = dict.fromkeys(self._devices, True)
        self._paper = "ok"
        self._ic_card = ""
        self._switches = SimSwitches(self.reader, self.pad, self.printer, self.modem)
        self._listeners: list[Callable[[BenchState], None]] = []
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._follow, name="simulators", daemon=True)
        self._watch.start()

    @property
    def uris(self) -> dict[str, str]:
        """URIs by the names that the station uses."""
        uris = {name: device.uri for name, device in self._devices.items()}
        return uris | {"printer": f"{self.printer.uri}&drawer=high"}

    def close(self) -> None:
        """Pull every plug and end the threads."""
        self._stop.set()
        self._watch.join()
        if self.till is not None:
            self.till.close()
        for device in self._devices.values():
            device.close()

    def cards(self) -> tuple[BenchCard, ...]:
        """List the cards that can be swiped."""
        return tuple(
            BenchCard(card_id=card.card_id, name=card.name, expect=card.expect)
            for card in self._cards.values()
        )

    def swipe(self, card_id: str) -> None:
        """Pull a card through the reader."""
        self.reader.swipe(track2=self._cards[card_id].track2)

    def state(self) -> BenchState:
        """Tell how the simulators stand."""
        names = {
            "reader": Words("读卡器", "Card reader"),
            "pad": Words("密码键盘", "PIN pad"),
            "printer": Words("打印机", "Printer"),
            "encoder": Words("写卡器", "Card encoder"),
            "ic": Words("IC 卡读写器", "IC card reader"),
            "modem": Words("短信猫", "SMS modem"),
        }
        return BenchState(
            devices=tuple(
                BenchDevice(device_id=key, name=name, plugged=self._plugged[key])
                for key, name in names.items()
            ),
            pin_waiting=self.pad.is_asking,
            pin_hint=Words(f"演示密码 {DEMO_PIN}", f"Demo PIN {DEMO_PIN}"),
            paper=self._paper,
            switches=self._switches.on,
            printed=self.printer.cuts,
            encoder=_WAITS.get(self.encoder.waits_for, ""),
            ic_card=self._ic_card,
            till=self.till.says if self.till is not None else None,
            texts=tuple(f"{to}  {text}" for to, text in self.modem.sent[: -_SHOWN_TEXTS - 1 : -1]),
        )

    def subscribe(self, listener: Callable[[BenchState], None]) -> Callable[[], None]:
        """Send each new state to a listener from any thread; the answer ends it."""
        self._listeners.append(listener)
        listener(self.state())
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def type_pin(self, digits: str) -> None:
        """Press digits and Enter on the simulated pad."""
        self.pad.type_pin(digits)

    def cancel_pin(self) -> None:
        """Press Cancel on the pad."""
        self.pad.press_cancel()

    def pull_card(self) -> None:
        """Pull the card in hand through the encoder."""
        self.encoder.swipe()

    def take_card(self, *, worn: bool) -> None:
        """Take another blank card in hand, worn or good."""
        self.encoder.put_card()
        self.encoder.writes_badly = worn

    def set_paper(self, paper: str) -> None:
        """Put the paper at ``ok``, ``low`` or ``out``."""
        self._paper = paper
        self.printer.set_paper(out=paper == "out", near_end=paper == "low")

    def turn(self, switch: str, *, on: bool) -> None:
        """Turn one of the switches on or off."""
        self._switches.turn(switch, on=on)

    def plug(self, device_id: str, *, plugged: bool) -> None:
        """Pull or put in a device's cable."""
        if plugged == self._plugged[device_id]:
            return
        if plugged:
            self._devices[device_id].plug()
        else:
            self._devices[device_id].unplug()
        if device_id == "ic":
            self._ic_card = ""  # it fell off
        self._plugged[device_id] = plugged

    def receive_text(self, card_id: str, text: str) -> None:
        """Let a text come from the phone of a card's holder; cards of nobody stand for a stranger."""
        phone = _PHONES.get(card_id or next(iter(_PHONES)), _STRANGER)
        self.modem.receive(phone, text, system_clock())

    def last_receipt(self) -> bytes:
        """Draw the receipt last printed as PNG; empty bytes before the first."""
        return self.printer.png() if self.printer.cuts else b""

    def _follow(self) -> None:
        """Tell the control panel of every change."""
        last: BenchState | None = None
        while not self._stop.wait(0.1):
            now = self.state()
            if now != last:
                last = now
                for listener in tuple(self._listeners):
                    listener(now)

"""The foreground simulators of ``python -m devices simulate``: simple commands, a line each."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TextIO

from devices.codec.visa_pinpad import Keys, Variant
from devices.errors import DeviceError
from devices.modem import NetworkState, SimState
from devices.sim.card_reader import SimCardReader
from devices.sim.gsm_modem import SimGsmModem
from devices.sim.hid_reader import SimHidReader
from devices.sim.keypad import SimPlainKeypad
from devices.sim.msr605 import SimMsr605
from devices.sim.pin_pad import SimPinPad
from devices.sim.printer import SimPrinter
from devices.sim.serial_reader import SimSerialReader, Style

Stop = Callable[[], object]


class Simulator(Protocol):
    """What all simulators with a port have."""

    @property
    def uri(self) -> str:
        """Address to open it by."""

    def plug(self) -> None:
        """Plug the cable in."""

    def unplug(self) -> None:
        """Pull the cable."""

    def close(self) -> None:
        """Be gone for good."""

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""


_PRINTER = (
    "paper out|low|ok | cover open|closed | drawer open|closed | jam on|off | show FILE.png |"
    " unplug | plug | quit"
)
_HELP = {
    "msr+serial": "swipe TRACKS | raw HEX | unplug | plug | quit",
    "msr+hid": "swipe TRACKS | raw HEX | unplug | plug | quit",
    "idtech": "swipe TRACKS | raw HEX | unplug | plug | quit",
    "msr605": "card TRACKS | swipe | unplug | plug | quit",
    "pinpad-visa": "pin DIGITS | cancel | timeout | unplug | plug | quit",
    "pinpad-dukpt": "pin DIGITS | cancel | timeout | unplug | plug | quit",
    "keypad-cn": "pin DIGITS | keys DIGITS | correct | cancel | unplug | plug | quit",
    "gsm": (
        "receive NUMBER TEXT | sim ready|missing|pin-needed | network home|none | signal 0..31 |"
        " error CMS | report STATUS | unplug | plug | quit"
    ),
    "escpos": _PRINTER,
    "escpos+tcp": _PRINTER,
    "pcsc": (
        "card|new mifare|desfire|sle4442|iso7816 | take | tear | service stop|start | unplug | plug | quit"
        " (programs need PCSCLITE_CSOCK_NAME={directory}/pcscd.comm)"
    ),
}
KINDS = tuple(_HELP)
_OTHER_NAMES = {
    "msr_serial": "msr+serial",
    "msr-serial": "msr+serial",
    "pinpad_visa": "pinpad-visa",
    "keypad_cn": "keypad-cn",
    "gsm_modem": "gsm",
    "printer": "escpos",
}


def kind_of(name: str) -> str:
    """Give the kind for a name that people may type: a driver's key or scheme."""
    return _OTHER_NAMES.get(name, name)


def simulate(kind: str, directory: Path, stdin: TextIO, stdout: TextIO) -> int:
    """Run a simulator until ``quit``, the end of the input or a signal.

    Args:
        kind: One of ``KINDS``.
        directory: Where its port appears; made when absent.
        stdin: Commands, a line each.
        stdout: The address on the first line, then ``ok`` or what was meant for each command.

    Raises:
        DeviceError: The port cannot appear in that directory.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        device = make(kind, directory)
    except OSError as error:
        raise DeviceError(
            f"no port can be made in {directory} ({error.strerror or error}); "
            "name a folder with --dir in which this account may write"
        ) from error
    try:
        print(device.uri, file=stdout, flush=True)
        meant = _HELP[kind].format(directory=directory)
        print(meant, file=stdout, flush=True)
        with _interruptible():
            for line in stdin:
                if line.strip() == "quit":
                    break
                print(_answer(device, meant, line), file=stdout, flush=True)
    except KeyboardInterrupt:
        return 0
    finally:
        device.close()
    return 0


_MAKERS: Mapping[str, Callable[[Path], Simulator]] = {
    "msr+serial": SimSerialReader,
    "idtech": lambda folder: SimSerialReader(folder, style=Style.IDTECH),
    "msr+hid": SimHidReader,
    "msr605": SimMsr605,
    "pinpad-visa": SimPinPad,
    "pinpad-dukpt": lambda folder: SimPinPad(folder, variant=Variant.VERIFONE, keys=Keys.DUKPT),
    "keypad-cn": SimPlainKeypad,
    "gsm": SimGsmModem,
    "escpos": SimPrinter,
    "pcsc": SimCardReader,
}


def make(kind: str, directory: Path) -> Simulator:
    """Run a simulator of one of ``KINDS``; its port appears in a directory."""
    if kind == "escpos+tcp":
        return SimPrinter()
    return _MAKERS[kind](directory)


def _answer(device: Simulator, meant: str, line: str) -> str:
    word, _, rest = line.strip().partition(" ")
    if word in ("plug", "unplug"):
        (device.plug if word == "plug" else device.unplug)()
        return "ok"
    with contextlib.suppress(ValueError, OSError, LookupError, DeviceError):
        if word == "raw":
            device.send(bytes.fromhex(rest))
            return "ok"
        if _special(device, word, rest.strip()):
            return "ok"
    return f"meant is: {meant}"


def _special(device: Simulator, word: str, rest: str) -> bool:
    if isinstance(device, SimSerialReader | SimHidReader) and word == "swipe":
        device.swipe(*split_tracks(rest))
    elif isinstance(device, SimMsr605) and word in ("card", "swipe"):
        if word == "card":
            device.put_card(*split_tracks(rest))
        else:
            device.swipe()
    elif isinstance(device, SimPinPad):
        return _press(device, word, rest)
    elif isinstance(device, SimPlainKeypad):
        return _type(device, word, rest)
    elif isinstance(device, SimGsmModem):
        return _phone(device, word, rest)
    elif isinstance(device, SimPrinter):
        return _turn(device, word, rest)
    elif isinstance(device, SimCardReader):
        return _lay(device, word, rest)
    else:
        return False
    return True


def _press(pad: SimPinPad, word: str, rest: str) -> bool:
    match word:
        case "pin":
            pad.type_pin(rest)
        case "cancel":
            pad.press_cancel()
        case "timeout":
            pad.let_time_out()
        case _:
            return False
    return True


def _type(keypad: SimPlainKeypad, word: str, rest: str) -> bool:
    keys = {"pin": rest + "\r", "keys": rest, "correct": "\b", "cancel": "\x1b"}.get(word)
    if keys is None:
        return False
    keypad.press(keys)
    return True


def _phone(modem: SimGsmModem, word: str, rest: str) -> bool:
    match word:
        case "receive":
            number, _, text = rest.partition(" ")
            modem.receive(number, text)
        case "sim":
            modem.sim = SimState(rest)
        case "network":
            modem.network = NetworkState(rest)
        case "signal":
            modem.signal = int(rest)
        case "error":
            modem.errors.append(int(rest))
        case "report":
            modem.report(int(rest))
        case _:
            return False
    return True


def _turn(printer: SimPrinter, word: str, rest: str) -> bool:
    match word, rest:
        case "paper", "out" | "low" | "ok":
            printer.set_paper(out=rest == "out", near_end=rest == "low")
        case "cover", "open" | "closed":
            printer.set_cover(is_open=rest == "open")
        case "drawer", "open" | "closed":
            printer.turn(is_drawer_open=rest == "open")
        case "jam", "on" | "off":
            printer.turn(is_jammed=rest == "on")
        case "show", name if name:
            Path(name).write_bytes(printer.png())
        case _:
            return False
    return True


def _lay(reader: SimCardReader, word: str, rest: str) -> bool:
    match word, rest:
        case "card" | "new", kind if kind:
            reader.lay(kind, is_new=word == "new")
        case "take", "":
            reader.take()
        case "tear", "":
            reader.tear()
        case "service", "stop":
            reader.stop_service()
        case "service", "start":
            reader.start_service()
        case _:
            return False
    return True


def split_tracks(text: str) -> tuple[str | None, str | None, str | None]:
    """Take ``%…?;…?+…?`` apart into the three tracks, without checking them."""
    tracks: dict[int, str] = {}
    for part in text.split("?")[:-1]:
        start = part.lstrip()
        place = {"%": 1, ";": 3 if 2 in tracks else 2, "+": 3}[start[:1]]
        tracks[place] = start + "?"
    return tracks.get(1), tracks.get(2), tracks.get(3)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Turn SIGTERM into the exception that SIGINT is already."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

"""``python -m devices list | watch URI | simulate KIND | keys BLOCK``: the devices without the program."""

import argparse
import json
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TextIO

from devices.catalogue import DRIVERS, spec_for
from devices.codec import tr31
from devices.codec.card_numbers import CardPattern, CardPolicy, mask_numbers
from devices.codec.check_value import Cipher, check_value
from devices.codec.key_block_header import KeyBlockHeader
from devices.drivers.pinpad_visa import BAUD
from devices.drivers.visa_talk import load_master_key
from devices.errors import BadUriError, DeviceError, KeyBlockError
from devices.events import CardSwiped, DeviceEvent, DeviceStatus, PrinterStatus, SwipeFailed
from devices.ic_card import CardInserted, CardRemoved
from devices.manager import DeviceManager
from devices.roles import Arming, Role
from devices.sim import prompt
from devices.wire.installed import remedies
from devices.wire.serial_port import SerialWire, serial_ports
from devices.wire.uri import DeviceUri

_STOPS = (signal.SIGTERM, signal.SIGINT)


def main(argv: Sequence[str], stdout: TextIO, stdin: TextIO | None = None) -> int:
    """Run one command.

    Args:
        argv: Without the program's name.
        stdout: Where lines go.
        stdin: Where ``simulate`` reads its commands; the process's own by default.

    Returns:
        Exit status: 0, 1 for a device error, 2 for wrong arguments.
    """
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as leaving:  # argparse ends the program; a library must not
        return leaving.code if isinstance(leaving.code, int) else 2
    try:
        match arguments.command:
            case "keys":
                return _keys(arguments, stdout, stdin or sys.stdin)
            case "list":
                return _list(stdout)
            case "watch":
                return _watch(arguments, stdout)
            case _:
                return _simulate(arguments, stdin or sys.stdin, stdout)
    except BrokenPipeError:  # nobody reads any more
        return 0
    except (DeviceError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="devices", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="serial ports, drivers, and what is not installed")
    watch = commands.add_parser("watch", help="show what a device says, until SIGTERM or Ctrl-C")
    watch.add_argument("uri", help="address, for example msr+serial:/dev/ttyUSB0?baud=9600")
    watch.add_argument("--json", action="store_true", help="one JSON object a line")
    watch.add_argument(
        "--member-cards",
        action="append",
        default=[],
        metavar="PATTERN",
        help="our cards, shown in full: PREFIX/LENGTH[,LENGTH], for example 888800/16",
    )
    keys = commands.add_parser(
        "keys", help="show the check value of a key block, or load it into a PIN pad; never the key"
    )
    keys.add_argument("block", help="file with the key block (TR-31); - reads standard input")
    keys.add_argument(
        "--protection-key",
        metavar="FILE",
        help="file with the protection key in hex, to open the block; without it only its head is read",
    )
    keys.add_argument(
        "--load", metavar="URI", help="load it as master key: pinpad-visa:/dev/ttyUSB1?slot=0"
    )
    simulate = commands.add_parser("simulate", help="run a simulated device in the foreground")
    simulate.add_argument("kind", type=prompt.kind_of, choices=prompt.KINDS)
    simulate.add_argument("--dir", help="where its port appears; a fresh directory by default")
    return parser


def _list(stdout: TextIO) -> int:
    print("Serial ports:", file=stdout)
    ports = serial_ports()
    for path, description in ports:
        print(f"  {path}  {description}", file=stdout)
    if not ports:
        print("  none found", file=stdout)
    print("Drivers:", file=stdout)
    for spec in DRIVERS:
        roles = ", ".join(sorted(role.value for role in spec.roles))
        print(f"  {spec.key:12} {spec.title} ({roles})", file=stdout)
        print(f"  {'':12} {spec.example}", file=stdout)
    print("IC card readers:", file=stdout)
    for line in remedies():
        print(f"  {line}", file=stdout)
    return 0


def _keys(arguments: argparse.Namespace, stdout: TextIO, stdin: TextIO) -> int:
    block = (stdin.readline() if arguments.block == "-" else _text_of(arguments.block)).strip()
    header, _ = KeyBlockHeader.parse(block)
    print(
        f"version {header.version}  usage {header.usage}  algorithm {header.algorithm}  "
        f"mode {header.mode}  key version {header.key_version}  export {header.exportability}",
        file=stdout,
    )
    if arguments.protection_key:
        protection = _hex_of(arguments.protection_key)
        cipher = Cipher.AES if header.version == "D" else Cipher.TDES
        opened = tr31.unwrap(protection, block)
        print(
            f"protection key  check value {check_value(protection, cipher).hex().upper()}",
            file=stdout,
        )
        print(
            f"key of {8 * len(opened.key)} bits  check value {opened.check_value or 'none'}",
            file=stdout,
        )
    if arguments.load:
        uri = DeviceUri.parse(arguments.load)
        if spec_for(uri).key != "pinpad_visa":
            raise BadUriError(f"{arguments.load!r} takes no keys; meant is pinpad-visa:PORT?slot=0")
        slot = uri.number("slot", 0)
        if slot > 9:
            raise BadUriError(f"slot={slot} in {arguments.load!r}; meant is 0 to 9")
        load_master_key(SerialWire.from_uri(uri, baud=BAUD), slot, block)
        print(f"loaded into slot {slot}", file=stdout)
    return 0


def _text_of(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except (OSError, UnicodeError) as error:
        raise DeviceError(f"{path} cannot be read: {error}") from error


def _hex_of(path: str) -> bytes:
    try:
        return bytes.fromhex(_text_of(path).strip())
    except ValueError:
        # Without the cause: its words hold what stands in the file.
        raise KeyBlockError(f"{path} does not hold a key in hexadecimal") from None


def _simulate(arguments: argparse.Namespace, stdin: TextIO, stdout: TextIO) -> int:
    if arguments.dir:
        return prompt.simulate(arguments.kind, Path(arguments.dir), stdin, stdout)
    with tempfile.TemporaryDirectory(prefix="devices-") as directory:
        return prompt.simulate(arguments.kind, Path(directory), stdin, stdout)


def _watch(arguments: argparse.Namespace, stdout: TextIO) -> int:
    cards = CardPolicy(
        member_cards=tuple(CardPattern.parse(text) for text in arguments.member_cards)
    )
    uri: str = arguments.uri
    roles = spec_for(DeviceUri.parse(uri)).roles
    events: SimpleQueue[DeviceEvent | None] = SimpleQueue()
    with _stopping(lambda: events.put(None)), DeviceManager(events.put, cards=cards) as manager:
        manager.open("watched", uri)
        if Role.MSR_READER in roles:
            manager.reader("watched").arm(Arming.ALWAYS)
        while (event := events.get()) is not None:
            facts = _facts(event)
            if isinstance(event, DeviceStatus):  # about the cable, not from the device
                sys.stderr.write(_plain(facts) + "\n")
                continue
            line = json.dumps(facts, ensure_ascii=False) if arguments.json else _plain(facts)
            print(line, file=stdout, flush=True)
    return 0


def _facts(event: DeviceEvent) -> dict[str, object]:
    """Give what may be shown of an event."""
    facts: dict[str, object] = {"event": type(event).__name__}
    match event:
        case CardSwiped():
            # A bank card's tracks left the driver masked already.
            is_shown = event.member_number is not None or event.is_bank_card
            for place in (1, 2, 3):
                track: str | None = getattr(event, f"track{place}")
                facts[f"track{place}"] = track if is_shown else _masked(track)
            facts["errors"] = list(event.errors)
        case SwipeFailed():
            facts |= {"code": event.code, "errors": list(event.errors)}
        case CardInserted():
            family = None if event.family is None else event.family.value
            facts |= {"reader": event.reader, "atr": event.atr.hex(), "family": family}
        case CardRemoved():
            facts["reader"] = event.reader
        case DeviceStatus():
            facts |= {"lamp": event.lamp.value, "code": event.code, "detail": event.detail}
        case PrinterStatus():
            facts |= {
                "near_end": event.is_near_end,
                "out": event.is_out,
                "cover_open": event.is_cover_open,
                "offline": event.is_offline,
            }
        case _:
            facts["detail"] = repr(event)
    return facts


def _masked(track: str | None) -> str | None:
    if track is None:
        return None
    # A name stands on track 1: letters are hidden too.
    hidden = "".join("*" if character.isalpha() else character for character in track)
    return mask_numbers(hidden, shortest=1)


def _plain(facts: dict[str, object]) -> str:
    name, *rest = facts.items()
    return f"{name[1]}  " + "  ".join(f"{key}={value}" for key, value in rest if value)


@contextmanager
def _stopping(stop: "prompt.Stop") -> Iterator[None]:
    """Call ``stop`` on SIGTERM and SIGINT; in a thread other than the main one, do nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: stop()) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout))

"""``python -m devices WORD``: the devices without the program; ``--help`` lists the words."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from devices.catalogue import DRIVERS
from devices.commands.conform import conform
from devices.commands.doctor import show_doctor
from devices.commands.hands import Nobody, Person, simulated, typing
from devices.commands.health import show_health
from devices.commands.key_source import TerminalKeyboard
from devices.commands.keys import show_keys
from devices.commands.watching import record, replay, watch
from devices.errors import DeviceError
from devices.lifecycle import HealthLevel
from devices.sim import prompt
from devices.wire.installed import remedies
from devices.wire.serial_port import serial_ports

_SIMULATED = "sim:"
_SIMULATED_WEDGE = "sim:wedge"


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
        return _run(arguments, stdout, stdin or sys.stdin)
    except BrokenPipeError:  # nobody reads any more
        return 0
    except (DeviceError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _run(arguments: argparse.Namespace, stdout: TextIO, stdin: TextIO) -> int:
    match arguments.command:
        case "list":
            return _list(stdout)
        case "watch":
            return watch(arguments.uri, arguments.member_cards, stdout, as_json=arguments.json)
        case "health":
            level = HealthLevel(arguments.level)
            return show_health(
                arguments.uri, level, arguments.timeout, stdout, as_json=arguments.json
            )
        case "conform":
            return _conform(arguments, stdout, stdin)
        case "record":
            return record(arguments.uri, _wire_file(arguments.file), stdout)
        case "replay":
            return replay(Path(arguments.file), stdout, as_json=arguments.json)
        case "doctor":
            return show_doctor(stdout, as_json=arguments.json)
        case "keys":
            return show_keys(arguments, stdout, stdin)
        case _:
            return _simulate(arguments, stdin, stdout)


def _wire_file(name: str) -> Path:
    return Path(name if name.endswith(".wire") else f"{name}.wire")


def _conform(arguments: argparse.Namespace, stdout: TextIO, stdin: TextIO) -> int:
    if arguments.uri == _SIMULATED_WEDGE:
        with typing() as (keyboard, hands):
            return conform("wedge:", hands, stdout, as_json=arguments.json, keyboard=keyboard)
    if arguments.uri.startswith(_SIMULATED):
        with simulated(arguments.uri.removeprefix(_SIMULATED)) as (uri, hands):
            return conform(uri, hands, stdout, as_json=arguments.json)
    person = Person(sys.stderr if arguments.json else stdout)
    hands = person if arguments.by_hand else Nobody()
    live = TerminalKeyboard(stdin) if arguments.by_hand and stdin.isatty() else None
    return conform(arguments.uri, hands, stdout, as_json=arguments.json, keyboard=live)


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
    health = commands.add_parser("health", help="whether a device can be used")
    health.add_argument("uri")
    health.add_argument(
        "--level", choices=[level.value for level in HealthLevel], default="external"
    )
    health.add_argument(
        "--timeout", type=float, default=30.0, metavar="S", help="for a person to try it"
    )
    health.add_argument("--json", action="store_true")
    trying = commands.add_parser(
        "conform", help="try the whole contract on a device, and print a report for its maker"
    )
    trying.add_argument("uri", help="address, or sim:KIND for a simulator")
    trying.add_argument(
        "--by-hand", action="store_true", help="somebody is there to swipe, type and pull the cable"
    )
    trying.add_argument("--json", action="store_true", help="the report as one JSON object")
    recording = commands.add_parser(
        "record", help="write down what travels on a wire, with test digits for card numbers"
    )
    recording.add_argument("uri")
    recording.add_argument("file", help="a new file; .wire is added")
    playing = commands.add_parser("replay", help="play a recording to the driver that made it")
    playing.add_argument("file")
    playing.add_argument("--json", action="store_true", help="one JSON object a line")
    doctor = commands.add_parser(
        "doctor", help="what is missing on this computer, with the line that mends it"
    )
    doctor.add_argument("--json", action="store_true", help="one JSON list")
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


def _simulate(arguments: argparse.Namespace, stdin: TextIO, stdout: TextIO) -> int:
    if arguments.dir:
        return prompt.simulate(arguments.kind, Path(arguments.dir), stdin, stdout)
    with tempfile.TemporaryDirectory(prefix="devices-") as directory:
        return prompt.simulate(arguments.kind, Path(directory), stdin, stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout))

"""``doctor``: what is missing on this computer for devices to work, with the line that mends it."""

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from devices.wire.serial_port import serial_ports

_RULES = "70-innpoint-devices.rules"
_LIBRARIES: Mapping[str, tuple[str, str]] = {
    "serial": ("pyserial, for readers, PIN pads and printers", "pip install pyserial"),
    "smartcard": (
        "pyscard, for IC cards",
        "apt install libpcsclite1 pcscd && pip install pyscard",
    ),
    "hid": ("hidapi, for USB readers by their numbers", "pip install hidapi"),
    "cryptography": ("cryptography, for PIN blocks and cards", "pip install cryptography"),
}
_PCSC_SOCKET = "/run/pcscd/pcscd.comm"
_RULE_FOLDERS = ("etc/udev/rules.d", "usr/lib/udev/rules.d", "lib/udev/rules.d")
# What other programs do to serial ports that they take for their own.
_RIVALS: Mapping[str, tuple[str, str]] = {
    "ModemManager": (
        "probes every new serial port, also readers and PIN pads",
        "systemctl disable --now ModemManager, or install the udev rules: packaging/udev/install",
    ),
    "brltty": ("takes CH340 adapters for Braille displays", "apt remove brltty"),
}
# Devices known by their USB numbers, with the driver that reads them.
_KNOWN: Mapping[str, str] = {
    "067b:2303": "Prolific serial adapter (MSR605, PIN pads): msr605:, pinpad-visa: or msr+serial:",
    "1a86:7523": "CH340 serial adapter: msr+serial:, keypad-cn: or msr605:",
    "10c4:ea60": "CP210x serial adapter: msr+serial: or pinpad-visa:",
    "0403:6001": "FTDI serial adapter: msr+serial: or pinpad-visa:",
    "0801:0002": "MagTek SureSwipe: msr+hid:0801:0002",
    "0801:0001": "MagTek reader typing as a keyboard: wedge:",
    "0acd:0500": "ID TECH reader: msr+hid:0acd:0500",
    "072f:2200": "ACS ACR122U: pcsc:ACS ACR122U",
    "072f:90cc": "ACS ACR38: pcsc:ACS ACR38U",
    "072f:b100": "ACS ACR39U: pcsc:ACS ACR39U",
    "04b8:0e15": "Epson TM printer: escpos:/dev/usb/lp0",
    "04b8:0202": "Epson TM printer: escpos:/dev/usb/lp0",
    "12d1:1001": "Huawei modem: gsm:/dev/ttyUSB0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: What it is.
        is_well: None where it is only told.
        said: What was found.
        remedy: The line that mends it; empty where nothing need be mended.
    """

    what: str
    is_well: bool | None
    said: str
    remedy: str = ""


def examine(root: Path = Path("/"), environment: Mapping[str, str] = os.environ) -> list[Finding]:
    """Look at this computer.

    Args:
        root: Where its files begin; another folder in tests.
        environment: Its variables.
    """
    found = list(_libraries())
    if sys.platform.startswith("linux"):
        found += _pcsc(root, environment)
        found += _rights(root)
        found += _rules(root)
        found += _rivals(root)
        found += _plugged(root)
    ports = ", ".join(path for path, _ in serial_ports()) or "none"
    return [*found, Finding(what="serial ports", is_well=None, said=ports)]


def show_doctor(stdout: TextIO, *, as_json: bool, root: Path = Path("/")) -> int:
    """Print what was found.

    Returns:
        0 when nothing is missing, else 1.
    """
    found = examine(root)
    if as_json:
        listed = [
            {"what": one.what, "well": one.is_well, "said": one.said, "remedy": one.remedy}
            for one in found
        ]
        print(json.dumps(listed, ensure_ascii=False), file=stdout)
    else:
        for one in found:
            mark = {True: "well   ", False: "MISSING", None: "       "}[one.is_well]
            print(f"{mark} {one.what}: {one.said}", file=stdout)
            if one.remedy:
                print(f"          {one.remedy}", file=stdout)
    return 1 if any(one.is_well is False for one in found) else 0


def _libraries() -> Iterator[Finding]:
    for name, (what, remedy) in _LIBRARIES.items():
        is_there = importlib.util.find_spec(name) is not None
        said = "installed" if is_there else "absent"
        yield Finding(what=what, is_well=is_there, said=said, remedy="" if is_there else remedy)


def _pcsc(root: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    named = environment.get("PCSCLITE_CSOCK_NAME")
    place = Path(named) if named else root / _PCSC_SOCKET.lstrip("/")
    is_there = place.exists()
    yield Finding(
        what="PC/SC service",
        is_well=is_there,
        said=f"{place} answers" if is_there else "it does not run",
        remedy="" if is_there else "apt install pcscd && systemctl enable --now pcscd.socket",
    )


def _rights(root: Path) -> Iterator[Finding]:
    """Say which device nodes this account may not open; root may all."""
    patterns = ("dev/ttyUSB*", "dev/ttyACM*", "dev/usb/lp*", "dev/hidraw*")
    nodes = [node for pattern in patterns for node in sorted(root.glob(pattern))]
    for node in nodes:
        is_open = os.access(node, os.R_OK | os.W_OK)
        group = "lp" if "lp" in node.name else "dialout"
        remedy = f"usermod -aG {group} $USER, then sign in again"
        if "hidraw" in node.name:
            remedy = "packaging/udev/install"
        yield Finding(
            what=str(node),
            is_well=is_open,
            said="may be opened" if is_open else "permission denied",
            remedy="" if is_open else remedy,
        )


def _rules(root: Path) -> Iterator[Finding]:
    is_there = any((root / folder / _RULES).exists() for folder in _RULE_FOLDERS)
    has_udev = shutil.which("udevadm") is not None or (root / "run/udev").exists()
    if not has_udev and not is_there:
        yield Finding(what="udev rules", is_well=None, said="this system has no udev")
        return
    yield Finding(
        what="udev rules",
        is_well=is_there,
        said="installed" if is_there else "not installed",
        remedy="" if is_there else "packaging/udev/install (as root)",
    )


def _rivals(root: Path) -> Iterator[Finding]:
    running: set[str] = set()
    for place in root.glob("proc/[0-9]*/comm"):
        try:
            running.add(place.read_text(encoding="utf-8").strip())
        except OSError:  # it ended meanwhile
            continue
    for name, (said, remedy) in _RIVALS.items():
        if name in running:
            yield Finding(what=name, is_well=False, said=said, remedy=remedy)


def _plugged(root: Path) -> Iterator[Finding]:
    for device in sorted(root.glob("sys/bus/usb/devices/*")):
        try:
            numbers = ":".join(
                (device / name).read_text(encoding="ascii").strip()
                for name in ("idVendor", "idProduct")
            )
        except OSError:  # an interface, not a device
            continue
        if numbers in _KNOWN:
            yield Finding(what=f"USB {numbers}", is_well=None, said=_KNOWN[numbers])

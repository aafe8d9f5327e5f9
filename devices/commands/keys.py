"""``keys``: look at a key block, or load it into a PIN pad; a key itself is never shown."""

import argparse
from pathlib import Path
from typing import TextIO

from devices.catalogue import spec_for
from devices.codec import tr31
from devices.codec.check_value import Cipher, check_value
from devices.codec.key_block_header import KeyBlockHeader
from devices.drivers.pinpad_visa import BAUD
from devices.drivers.visa_talk import load_master_key
from devices.errors import BadUriError, DeviceError, KeyBlockError
from devices.wire.serial_port import SerialWire
from devices.wire.uri import DeviceUri


def show_keys(arguments: argparse.Namespace, stdout: TextIO, stdin: TextIO) -> int:
    """Show check values, and load where asked; raises ``DeviceError`` where either cannot be done."""
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

"""PIN blocks of ISO 9564-1, formats 0 and 3 (8 bytes, TDES) and 4 (16 bytes, AES).

Used by simulated pads, by the driver of keypads that encrypt nothing, and by the one who checks
PINs; a desk never sees a clear block.
"""

import secrets

from devices.codec import aes, tdes
from devices.codec.tdes import xor
from devices.errors import PinBlockError

_PIN_LENGTHS = range(4, 13)
_TDES_KEYS = (16, 24)
_FILL_4 = "A"


def encode(fmt: int, pin: str, pan: str, key: bytes | None = None) -> bytes:
    """Build a block.

    Args:
        fmt: 0 fills with F, 3 with random A to F; 4 encrypts the PIN, bound to the account, twice.
        pin: 4 to 12 digits.
        pan: 1 to 19 digits that the block is bound to. Formats 0 and 3 take the 12 digits left of
            the check digit, format 4 all of them.
        key: TDES key of 16 or 24 bytes, or None for the clear block; format 4: AES key of 16, 24 or
            32 bytes.

    Returns:
        8 bytes, with format 4 16 bytes.

    Raises:
        PinBlockError: PIN or account are no such digits, the key has a wrong length, or the format
            is another one. It is a ``ValueError``.
    """
    if not (pin.isascii() and pin.isdecimal() and len(pin) in _PIN_LENGTHS):
        raise PinBlockError("a PIN has 4 to 12 digits")
    _check(fmt, key)
    head = f"{fmt:X}{len(pin):X}{pin}"
    if fmt == 4:
        clear = bytes.fromhex(head.ljust(16, _FILL_4)) + secrets.token_bytes(8)
        once = aes.encrypt(key or b"", clear)
        return aes.encrypt(key or b"", xor(once, whole_account_field(pan)))
    fill = "F" * 16 if fmt == 0 else "".join(secrets.choice("ABCDEF") for _ in range(16))
    block = xor(bytes.fromhex((head + fill)[:16]), account_field(pan))
    return block if key is None else tdes.encrypt(key, block)


def decode(fmt: int, block: bytes, pan: str, key: bytes | None = None) -> str:
    """Take the PIN out of a block.

    Args:
        fmt: 0, 3 or 4.
        block: 8 bytes, with format 4 16 bytes.
        pan: The digits that it is bound to.
        key: As in ``encode``.

    Raises:
        PinBlockError: Control, length, filler or a digit is wrong: another key, another account, or a
            forged block. Count it as a wrong PIN. Also where a length or the format is wrong. It is a
            ``ValueError``.
    """
    _check(fmt, key)
    length = aes.BLOCK if fmt == 4 else tdes.BLOCK
    if len(block) != length:
        raise PinBlockError(f"a block of format {fmt} has {length} bytes")
    if fmt == 4:
        field = xor(aes.decrypt(key or b"", block), whole_account_field(pan))
        return _pin_of(fmt, aes.decrypt(key or b"", field)[:8].hex().upper(), _FILL_4)
    clear = block if key is None else tdes.decrypt(key, block)
    fills = "F" if fmt == 0 else "ABCDEF"
    return _pin_of(fmt, xor(clear, account_field(pan)).hex().upper(), fills)


def account_field(pan: str) -> bytes:
    """Give the account field of formats 0 and 3: the 12 digits left of the check digit (9.3.3).

    Member numbers shorter than 13 digits are padded with zeros on the left.

    Raises:
        PinBlockError: It is not 1 to 19 digits.
    """
    _check_account(pan)
    return bytes.fromhex("0000" + pan[:-1][-12:].rjust(12, "0"))


def whole_account_field(pan: str) -> bytes:
    """Give the account field of format 4: how many digits beyond 12, all digits, zeros (9.4.2.3).

    Raises:
        PinBlockError: It is not 1 to 19 digits.
    """
    _check_account(pan)
    return bytes.fromhex(f"{max(0, len(pan) - 12)}{pan.rjust(12, '0')}".ljust(32, "0"))


def _check_account(pan: str) -> None:
    if not (pan.isascii() and pan.isdecimal() and len(pan) <= 19):
        raise PinBlockError("account digits must be 1 to 19 digits")


def _check(fmt: int, key: bytes | None) -> None:
    if fmt == 4:
        if key is None or len(key) not in aes.KEY_BYTES:
            raise PinBlockError("format 4 needs an AES key of 16, 24 or 32 bytes")
    elif fmt not in (0, 3):
        raise PinBlockError("the format of a PIN block is 0, 3 or 4")
    elif key is not None and len(key) not in _TDES_KEYS:
        raise PinBlockError(f"format {fmt} needs a TDES key of 16 or 24 bytes")


def _pin_of(fmt: int, text: str, fills: str) -> str:
    """Read control, length, digits and filler of a clear field of 16 nibbles."""
    length = int(text[1], 16)
    if text[0] != str(int(fmt)) or length not in _PIN_LENGTHS:
        raise PinBlockError("control or length of the block is wrong")
    pin, fill = text[2 : 2 + length], text[2 + length :]
    if not pin.isdecimal() or fill.strip(fills):
        raise PinBlockError("digits or filler of the block are wrong")
    return pin

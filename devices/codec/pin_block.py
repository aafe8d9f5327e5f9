"""Clear PIN blocks of ISO 9564-1, formats 0 and 3.

Used by simulated pads and by the one who checks PINs; a desk never sees a clear block.
"""

import secrets

from devices.codec.tdes import xor
from devices.errors import PinBlockError
from devices.events import PinBlockFormat

_PIN_LENGTHS = range(4, 13)


def account_field(account_digits: str) -> bytes:
    """Give the account field: the 12 digits left of the check digit (ISO 9564-1, 9.3.3).

    Member numbers shorter than 13 digits are padded with zeros on the left.

    Raises:
        PinBlockError: It is not 1 to 19 digits.
    """
    if not (account_digits.isascii() and account_digits.isdecimal() and len(account_digits) <= 19):
        raise PinBlockError("account digits must be 1 to 19 digits")
    return bytes.fromhex("0000" + account_digits[:-1][-12:].rjust(12, "0"))


def encode(pin: str, account_digits: str, *, block_format: PinBlockFormat) -> bytes:
    """Build a clear block of 8 bytes.

    Args:
        pin: 4 to 12 digits.
        account_digits: Number that the block is bound to.
        block_format: Format 0 fills with F, format 3 with random A to F.

    Raises:
        PinBlockError: PIN or account are no such digits, or the format is another one.
    """
    if not (pin.isascii() and pin.isdecimal() and len(pin) in _PIN_LENGTHS):
        raise PinBlockError("a PIN has 4 to 12 digits")
    if block_format is PinBlockFormat.ISO_0:
        fill = "F" * 16
    elif block_format is PinBlockFormat.ISO_3:
        fill = "".join(secrets.choice("ABCDEF") for _ in range(16))
    else:
        raise PinBlockError("format 4 is no block of 8 bytes")
    text = f"{block_format.value}{len(pin):X}{pin}{fill}"[:16]
    return xor(bytes.fromhex(text), account_field(account_digits))


def decode(block: bytes, account_digits: str, *, block_format: PinBlockFormat) -> str:
    """Take the PIN out of a clear block.

    Raises:
        PinBlockError: Control nibble, length, filler or a digit is wrong: another key, another
            account, or a forged block. Count it as a wrong PIN.
    """
    if len(block) != 8:
        raise PinBlockError("the block is not 8 bytes long")
    text = xor(block, account_field(account_digits)).hex().upper()
    length = int(text[1], 16)
    if text[0] != str(block_format.value) or length not in _PIN_LENGTHS:
        raise PinBlockError("control or length of the block is wrong")
    pin, fill = text[2 : 2 + length], text[2 + length :]
    allowed = "F" if block_format is PinBlockFormat.ISO_0 else "ABCDEF"
    if not pin.isdecimal() or fill.strip(allowed):
        raise PinBlockError("digits or filler of the block are wrong")
    return pin

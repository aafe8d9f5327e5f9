"""Bytes of the plain password keypads sold in China (RS-232, 9600 8N1).

Source: a seller's command table and a C sample (vectors ``cn_keypad``). The keypad takes single
bytes and sends each key as it is pressed, **in the clear**: nothing of it may be recorded or logged.
"""

from enum import IntEnum, unique

LINE_CHARS = 16
"""Characters of a line of its display."""

INQUIRY_ANSWER = b"OK\r"
_ESC = 0x1B
_ENTER = 0x0D
# The table names no codes for these; terminals send them for the keys 更正 and 取消.
_CORRECTIONS = (0x08, 0x7F)
_CANCELS = (0x18, _ESC)
_SEVEN_BITS = 0x7F  # some send a parity bit although set to 8N1; the sample drops it too


@unique
class Command(IntEnum):
    """What the keypad is told with one byte."""

    WELCOME = 0x80
    TRY_AGAIN = 0x81
    ENTER_PASSWORD = 0x82
    CLOSE_ENTRY = 0x83
    INQUIRY = 0x89
    OPEN_KEYS = 0x8A
    CLOSE_KEYS = 0x8B


@unique
class Press(IntEnum):
    """A key that is no digit."""

    ENTER = -1
    CORRECT = -2
    CANCEL = -3
    OTHER = -4


def command(which: Command) -> bytes:
    """Write a command."""
    return bytes([which])


def clear_line(line: int) -> bytes:
    """Clear line 1 or 2."""
    return bytes([_ESC, ord("C"), ord("0") + line - 1])


def show(line: int, text: str) -> bytes:
    """Show a text on line 1 or 2, filled up with spaces.

    Raises:
        ValueError: It is longer than 16 characters or not ASCII.
    """
    if len(text) > LINE_CHARS:
        raise ValueError("a line of the keypad has 16 characters")
    return bytes([_ESC, ord("S"), ord("0") + line - 1]) + text.ljust(LINE_CHARS).encode("ascii")


def press_of(byte: int) -> int | Press:
    """Say what a byte from the keypad means: a digit's character code, or another key."""
    code = byte & _SEVEN_BITS
    if ord("0") <= code <= ord("9"):
        return code
    if code == _ENTER:
        return Press.ENTER
    if code in _CORRECTIONS:
        return Press.CORRECT
    return Press.CANCEL if code in _CANCELS else Press.OTHER

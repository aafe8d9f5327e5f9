"""SLE4442 and SLE5542 memory cards behind ACS readers: pseudo commands and the secret code's counter.

Source: ACR39x Reference Manual 1.03 section 8.4, ACR1281U p. 55. The card has 256 bytes that anyone
reads and a three-byte programmable security code (PSC) that opens them for writing. Three wrong
codes lock it for good.
"""

from enum import Enum, unique

from devices.codec.apdu import Command, Response
from devices.errors import WrongAnswerError

ATR = bytes.fromhex("3B04A2131091")
SIZE = 256
PROTECTED = 32
PSC = 3
FACTORY_PSC = b"\xff" * PSC
_TRIES = {0x07: 3, 0x03: 2, 0x06: 2, 0x05: 2, 0x01: 1, 0x02: 1, 0x04: 1, 0x00: 0}
SELECT = Command(cla=0xFF, ins=0xA4, data=b"\x06")
"""Choose this kind of card; must come first after insertion."""

ERROR_COUNTER = Command(cla=0xFF, ins=0xB1, le=4)
"""Read the counter; the three bytes after it are the PSC once it was presented, so they are dropped."""

PROTECTION = Command(cla=0xFF, ins=0xB2, le=4)


@unique
class PscAnswer(Enum):
    """What the card said to a PSC."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


def read(address: int, length: int) -> Command:
    """Read ``length`` bytes, 1 to 255, at an address 0 to 255."""
    return Command(cla=0xFF, ins=0xB0, p2=address, le=length)


def read_answer(answer: bytes, length: int) -> bytes:
    """Give the bytes of a read; some firmware appends the four protection bytes.

    Raises:
        WrongAnswerError: Neither so many bytes nor four more.
    """
    if len(answer) not in (length, length + 4):
        raise WrongAnswerError(f"{len(answer)} bytes came, {length} were asked for")
    return answer[:length]


def write(address: int, data: bytes) -> Command:
    """Write bytes; needs the PSC."""
    return Command(cla=0xFF, ins=0xD0, p2=address, data=data)


def protect(address: int, data: bytes) -> Command:
    """Protect bytes 0 to 31 for good; the card does so only where they equal ``data``."""
    return Command(cla=0xFF, ins=0xD1, p2=address, data=data)


def present(code: bytes) -> Command:
    """Present the PSC; read the counter first, always."""
    return Command(cla=0xFF, ins=0x20, data=code)


def change(code: bytes) -> Command:
    """Change the PSC after the right one was presented."""
    return Command(cla=0xFF, ins=0xD2, p2=1, data=code)


def tries_left(counter: int) -> int:
    """Tries left by the counter byte: 07 three, 03 two, 01 one, 00 locked.

    Raises:
        WrongAnswerError: The counter has three bits and this is none.
    """
    if counter not in _TRIES:
        raise WrongAnswerError(f"{counter:02X} is no error counter")
    return _TRIES[counter]


def psc_answer(answer: Response) -> PscAnswer:
    """Understand the answer to ``present``: its second byte is the counter, and ``90 00`` means LOCKED.

    Raises:
        WrongAnswerError: It is no such answer.
    """
    if answer.sw >> 8 != 0x90:
        raise WrongAnswerError(f"status {answer.sw:04X} to the secret code")
    left = tries_left(answer.sw & 0xFF)
    if left == 0:
        return PscAnswer.LOCKED
    return PscAnswer.RIGHT if left == 3 else PscAnswer.WRONG


def is_protected(bits: bytes, address: int) -> bool:
    """Whether a byte 0 to 31 can never be changed again; a bit 0 says so."""
    return not bits[address // 8] >> address % 8 & 1

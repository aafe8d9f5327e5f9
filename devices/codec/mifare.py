"""MIFARE Classic: access bits, sector trailers, value blocks (NXP MF1S50yyX rev 3.0, clause 8).

A trailer with wrong access bits locks its sector for good, so they are computed here, read back
from the bytes about to be written, and compared, before a trailer leaves this program.
"""

from dataclasses import dataclass

from devices.errors import CardLayoutError

BLOCK = 16
KEY = 6
TRANSPORT_KEY = b"\xff" * KEY
TRANSPORT_ACCESS = bytes.fromhex("FF0780")
GENERAL_PURPOSE = 0x69
_SMALL_SECTORS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Access conditions of a sector, each as the number C1 C2 C3, 0 to 7.

    Attributes:
        data: Of the blocks 0, 1 and 2 (table 8).
        trailer: Of the trailer (table 7).
    """

    data: tuple[int, int, int]
    trailer: int


TRANSPORT = Access(data=(0b000, 0b000, 0b000), trailer=0b001)
"""As cards are delivered: key A does everything."""

RECORD = Access(data=(0b100, 0b100, 0b100), trailer=0b011)
"""Key A or B reads, key B alone writes, key B alone changes keys and access bits; so a card can be
personalised again and no key can be read."""

_TRAILERS_THAT_CAN_BE_CHANGED = frozenset({0b001, 0b011, 0b101})


def access_bytes(access: Access) -> bytes:
    """Compute the three access bytes (table 6): each bit stands there and inverted.

    Raises:
        CardLayoutError: A condition is out of range, or the trailer could never be changed again.
    """
    conditions = (*access.data, access.trailer)
    if any(not 0 <= condition <= 7 for condition in conditions):
        raise CardLayoutError("an access condition is a number from 0 to 7")
    if access.trailer not in _TRAILERS_THAT_CAN_BE_CHANGED:
        raise CardLayoutError("with this condition the trailer could never be changed again")
    c1, c2, c3 = (
        sum((condition >> place & 1) << block for block, condition in enumerate(conditions))
        for place in (2, 1, 0)
    )
    return bytes([(c2 ^ 15) << 4 | (c1 ^ 15), c1 << 4 | (c3 ^ 15), c3 << 4 | c2])


def read_access(raw: bytes) -> Access:
    """Read three access bytes and compare every bit with its inverse.

    Raises:
        CardLayoutError: They contradict one another; written, they would lock the sector for good.
    """
    if len(raw) < 3:
        raise CardLayoutError("access bits are three bytes")
    c1, c2, c3 = raw[1] >> 4, raw[2] & 15, raw[2] >> 4
    if (raw[0] & 15, raw[0] >> 4, raw[1] & 15) != (c1 ^ 15, c2 ^ 15, c3 ^ 15):
        raise CardLayoutError("access bits and their inverses do not fit")
    b0, b1, b2, last = (
        (c1 >> block & 1) << 2 | (c2 >> block & 1) << 1 | (c3 >> block & 1) for block in range(4)
    )
    return Access(data=(b0, b1, b2), trailer=last)


def trailer(key_a: bytes, access: Access, key_b: bytes) -> bytes:
    """Make a sector trailer.

    Raises:
        CardLayoutError: A key has not six bytes, or the access bits would lock the sector.
    """
    if len(key_a) != KEY or len(key_b) != KEY:
        raise CardLayoutError("a key of MIFARE Classic has six bytes")
    return key_a + access_bytes(access) + bytes([GENERAL_PURPOSE]) + key_b


def check_trailer(raw: bytes, meant: Access) -> None:
    """Check the very bytes that are about to be written as a trailer.

    Raises:
        CardLayoutError: They are no trailer, or not the one that was meant.
    """
    if len(raw) != BLOCK or read_access(raw[6:9]) != meant:
        raise CardLayoutError("this trailer is not the one that was meant")
    access_bytes(meant)


def value_block(value: int, address: int) -> bytes:
    """Make a value block (8.6.2.1).

    Args:
        value: Signed 32-bit number.
        address: 0 to 255, of no meaning to the card.
    """
    plain = value.to_bytes(4, "little", signed=True)
    mark = bytes([address, address ^ 0xFF])
    return plain + _inverse(plain) + plain + mark + mark


def read_value_block(raw: bytes) -> tuple[int, int]:
    """Read a value block as value and address.

    Raises:
        CardLayoutError: Its copies differ.
    """
    value = int.from_bytes(raw[:4], "little", signed=True)
    if len(raw) != BLOCK or value_block(value, raw[12]) != raw:
        raise CardLayoutError("this is no value block")
    return value, raw[12]


def first_block(sector: int) -> int:
    """Number of a sector's first block; sectors 32 to 39 of a 4K card have 16 blocks."""
    if sector < _SMALL_SECTORS:
        return sector * 4
    return _SMALL_SECTORS * 4 + (sector - _SMALL_SECTORS) * 16


def trailer_block(sector: int) -> int:
    """Number of a sector's last block."""
    return first_block(sector) + (3 if sector < _SMALL_SECTORS else 15)


def _inverse(data: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in data)

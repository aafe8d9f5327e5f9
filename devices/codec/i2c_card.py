"""I2C memory cards (AT24Cxx) behind ACS readers (ACR38x CCID 6.04 p. 20, ACR1281U p. 41).

Nothing on these cards is protected, so no member record is kept on them; the commands serve to read
cards of former systems.
"""

from enum import IntEnum, unique

from devices.codec.apdu import Command

PAGE_SIZES = {8: 3, 16: 4, 32: 5, 64: 6, 128: 7}
"""Page size in bytes, and its code."""


@unique
class Size(IntEnum):
    """Which kind of chip."""

    TO_16_KBIT = 1
    TO_1024_KBIT = 2


def select(size: Size) -> Command:
    """Choose the kind; must come first after insertion."""
    return Command(cla=0xFF, ins=0xA4, data=bytes([size]))


def set_page_size(size: int) -> Command:
    """Tell the reader the chip's page size in bytes; forgotten when the card is taken away.

    Raises:
        KeyError: There is no such page size.
    """
    return Command(cla=0xFF, ins=1, data=bytes([PAGE_SIZES[size]]))


def read(address: int, length: int) -> Command:
    """Read 1 to 256 bytes at an address 0 to 65535."""
    return Command(cla=0xFF, ins=0xB0, p1=address >> 8, p2=address & 0xFF, le=length)


def write(address: int, data: bytes) -> Command:
    """Write bytes; they must not cross a page."""
    return Command(cla=0xFF, ins=0xD0, p1=address >> 8, p2=address & 0xFF, data=data)

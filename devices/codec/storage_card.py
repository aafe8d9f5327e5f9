"""Storage cards behind a PC/SC reader: pseudo commands with class FF and the kinds in the ATR.

Source: PC/SC part 3, clause 3.2; ACR122U API V2.04, sections 3 to 6 and appendix E. The reader
answers these commands itself and talks to the card in the card's own way.
"""

from enum import IntEnum, unique

from devices.codec.apdu import ANY_LENGTH, Command

_ATR_HEAD = bytes.fromhex("3B8F8001804F0CA000000306")
_CARD_NAMES = {
    0x0001: "MIFARE Classic 1K",
    0x0002: "MIFARE Classic 4K",
    0x0003: "Ultralight",
    0x0026: "Mini",
    0xF004: "Topaz/Jewel",
    0xF011: "FeliCa 212K",
    0xF012: "FeliCa 424K",
}
UID = Command(cla=0xFF, ins=0xCA, le=ANY_LENGTH)
"""GET DATA: the card's own number, 4, 7 or 10 bytes."""

ATS = Command(cla=0xFF, ins=0xCA, p1=1, le=ANY_LENGTH)
FIRMWARE = Command(cla=0xFF, ins=0, p1=0x48, le=ANY_LENGTH)
"""Answered with the reader's name in ASCII and no status word at all (ACR122U)."""


@unique
class KeyType(IntEnum):
    """Which of a sector's two keys."""

    A = 0x60
    B = 0x61


@unique
class ValueStep(IntEnum):
    """What to do with a value block."""

    STORE = 0
    INCREMENT = 1
    DECREMENT = 2


def card_code(atr: bytes) -> int | None:
    """Give the two-byte name of a storage card from its ATR; None when it is none (PC/SC part 3, 3.1.3.2.3)."""
    is_storage = len(atr) == 20 and atr.startswith(_ATR_HEAD)
    return int.from_bytes(atr[13:15], "big") if is_storage else None


def card_name(atr: bytes) -> str:
    """Name a storage card for people; ``""`` for anything else."""
    code = card_code(atr)
    if code is None:
        return ""
    return _CARD_NAMES.get(code, f"SAK {code & 0xFF:02X}" if code >> 8 == 0xFF else "unknown")


def storage_atr(code: int, standard: int = 3) -> bytes:
    """Make the ATR that a reader gives a storage card.

    Args:
        code: Two-byte name, 0001 for MIFARE Classic 1K.
        standard: 3 for ISO 14443 A part 3, 11 hexadecimal for FeliCa.
    """
    atr = _ATR_HEAD + bytes([standard]) + code.to_bytes(2, "big") + bytes(4)
    check = 0
    for byte in atr[1:]:
        check ^= byte
    return atr + bytes([check])


def load_key(key: bytes, slot: int = 0) -> Command:
    """Put a six-byte key into a volatile slot (0 or 1) of the reader."""
    return Command(cla=0xFF, ins=0x82, p2=slot, data=key)


def authenticate(block: int, kind: KeyType, slot: int = 0) -> Command:
    """Open the sector of a block with the key in a slot."""
    return Command(cla=0xFF, ins=0x86, data=bytes([1, 0, block, kind, slot]))


def authenticate_old(block: int, kind: KeyType, slot: int = 0) -> bytes:
    """Give the older form of ``authenticate``, which is no regular command; for old firmware."""
    return bytes([0xFF, 0x88, 0, block, kind, slot])


def read_block(block: int) -> Command:
    """Read the 16 bytes of a block."""
    return Command(cla=0xFF, ins=0xB0, p2=block, le=16)


def update_block(block: int, data: bytes) -> Command:
    """Write a block: 16 bytes (Ultralight 4)."""
    return Command(cla=0xFF, ins=0xD6, p2=block, data=data)


def read_value(block: int) -> Command:
    """Read a value block; four bytes come, the most significant first."""
    return Command(cla=0xFF, ins=0xB1, p2=block, le=4)


def change_value(block: int, step: ValueStep, amount: int) -> Command:
    """Store, increment or decrement a value block; amount is a signed 32-bit number."""
    data = bytes([step]) + amount.to_bytes(4, "big", signed=True)
    return Command(cla=0xFF, ins=0xD7, p2=block, data=data)


def led(
    state: int, *, on_100ms: int = 0, off_100ms: int = 0, times: int = 0, link: int = 0
) -> Command:
    """Set the reader's lights and beep (ACR122U 6.2).

    Args:
        state: Bits 0, 1 final red, green; 2, 3 which of them change; 4, 5 first blink; 6, 7 which blink.
        on_100ms: First part of a blink, in tenths of a second.
        off_100ms: Second part.
        times: How many blinks.
        link: When it beeps: 0 never, 1 in the first part, 2 in the second, 3 in both.

    Returns:
        The command; answered ``90`` and the lights' state, so ``90 00`` to ``90 03`` all are success.
    """
    data = bytes([on_100ms, off_100ms, times, link])
    return Command(cla=0xFF, ins=0, p1=0x40, p2=state, data=data)

"""The bits of a stripe: 5- and 7-bit characters, parity, LRC, packing, reverse swipe.

Source: ISO/IEC 7811-2, clauses 9 to 11; MSR605 Programmer's Manual rev B, section 9. The LRC
character is the XOR of the data bits of all characters, sentinels included, and carries its own
odd parity.
"""

from devices.errors import EndSentinelError, LrcError, ParityError, StartSentinelError

_BASE = {7: 0x20, 5: 0x30}
_START = {7: "%", 5: ";"}
_END = "?"


def encode(text: str, bits_per_char: int) -> bytes:
    """Turn a track's text with sentinels into character codes, LRC at the end.

    Args:
        text: ``%ABC123?`` or ``;12345?``.
        bits_per_char: 7 for track 1, 5 for tracks 2 and 3.

    Raises:
        ValueError: A character is not of the alphabet.
    """
    data_bits = bits_per_char - 1
    values = [ord(character) - _BASE[bits_per_char] for character in text]
    if any(not 0 <= value < 1 << data_bits for value in values):
        raise ValueError("a character is not of the track's alphabet")
    lrc = 0
    for value in values:
        lrc ^= value
    return bytes(_with_parity(value, data_bits) for value in [*values, lrc])


def to_bits(codes: bytes, bits_per_char: int) -> str:
    """Write codes as the bits on the stripe: least significant first, parity last."""
    return "".join(str(code >> place & 1) for code in codes for place in range(bits_per_char))


def pack_lsb_first(bits: str) -> bytes:
    """Pack so that the first bit is bit 0 of byte 0: what the MSR605 takes for a raw write."""
    return bytes(int(byte[::-1], 2) for byte in _bytes_of(bits))


def pack_msb_first(bits: str) -> bytes:
    """Pack so that the first bit is bit 7 of byte 0: what the MSR605 sends after a raw read."""
    return bytes(int(byte, 2) for byte in _bytes_of(bits))


def unpack_lsb_first(data: bytes) -> str:
    """Undo ``pack_lsb_first``; padding zeros stay."""
    return "".join(f"{byte:08b}"[::-1] for byte in data)


def unpack_msb_first(data: bytes) -> str:
    """Undo ``pack_msb_first``; padding zeros stay."""
    return "".join(f"{byte:08b}" for byte in data)


def decode(bits: str, bits_per_char: int) -> str:
    """Read the bits of a swipe, in either direction, clocking zeros around it.

    Returns:
        The text with sentinels, without LRC.

    Raises:
        StartSentinelError: No start sentinel in either direction.
        ParityError: A character's parity is wrong.
        EndSentinelError: The bits stop before the end sentinel and its LRC.
        LrcError: The LRC does not fit.
    """
    try:
        return _decode_forward(bits, bits_per_char)
    except (StartSentinelError, ParityError, EndSentinelError, LrcError) as forward:
        try:
            return _decode_forward(bits[::-1], bits_per_char)
        except (StartSentinelError, ParityError, EndSentinelError, LrcError):
            raise forward from None


def _decode_forward(bits: str, size: int) -> str:
    first = bits.find("1")
    if first < 0:
        raise StartSentinelError("only clocking zeros")
    start = ord(_START[size]) - _BASE[size]
    code, _ = _code_at(bits, first, size)
    if code != start:
        raise StartSentinelError("the first character is no start sentinel")
    text, lrc = "", 0
    for at in range(first, len(bits) - size + 1, size):
        code, is_good = _code_at(bits, at, size)
        if text.endswith(_END):
            if not is_good:
                raise ParityError("the parity of the LRC is wrong")
            if code != lrc:
                raise LrcError("the LRC does not fit")
            return text
        if not is_good:
            raise ParityError(f"the parity of character {len(text) + 1} is wrong")
        lrc ^= code
        text += chr(code + _BASE[size])
    raise EndSentinelError("the track stops before its end")


def _code_at(bits: str, at: int, size: int) -> tuple[int, bool]:
    character = bits[at : at + size]
    return int(character[: size - 1][::-1] or "0", 2), character.count("1") % 2 == 1


def _with_parity(value: int, data_bits: int) -> int:
    return value | (1 - value.bit_count() % 2) << data_bits


def _bytes_of(bits: str) -> list[str]:
    padded = bits + "0" * (-len(bits) % 8)
    return [padded[at : at + 8] for at in range(0, len(padded), 8)]

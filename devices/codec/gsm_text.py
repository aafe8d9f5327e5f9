"""The letters of text messages: GSM 7-bit with its extension table, UCS-2, and how long texts are cut.

Source: 3GPP TS 23.038, clause 6.2.1 (alphabet) and 6.1.2.1 (packing); TS 23.040, clause 9.2.3.24.1
(long texts).
"""

from dataclasses import dataclass, field
from enum import Enum, unique

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
ESCAPE = 0x1B
_CODES: dict[str, tuple[int, ...]] = {
    **{letter: (code,) for code, letter in enumerate(_BASIC) if code != ESCAPE},
    **{letter: (ESCAPE, code) for code, letter in _EXTENSION.items()},
}


@unique
class Alphabet(Enum):
    """How the letters of a message are written."""

    GSM = "GSM 7-bit"
    UCS2 = "UCS-2"
    DATA = "8-bit"


# Units of one message, and of each part of a longer one: septets, or two bytes each.
_ALONE = {Alphabet.GSM: 160, Alphabet.UCS2: 70}
_IN_PART = {Alphabet.GSM: 153, Alphabet.UCS2: 67}


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into messages.

    Attributes:
        alphabet: Of all parts.
        parts: The texts, at least one.
    """

    alphabet: Alphabet
    parts: tuple[str, ...] = field(repr=False)


def cut(text: str) -> Cut:
    """Cut a text into messages: 160 or 70 characters, in several parts 153 or 67.

    GSM 7-bit where it has all letters, else UCS-2. Neither an escaped letter nor a surrogate pair is
    torn apart.
    """
    alphabet = Alphabet.GSM if all(letter in _CODES for letter in text) else Alphabet.UCS2
    if sum(_units(letter, alphabet) for letter in text) <= _ALONE[alphabet]:
        return Cut(alphabet, (text,))
    parts, part, units = [], "", 0
    for letter in text:
        more = _units(letter, alphabet)
        if units + more > _IN_PART[alphabet]:
            parts.append(part)
            part, units = "", 0
        part += letter
        units += more
    return Cut(alphabet, (*parts, part))


def _units(letter: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.GSM:
        return len(_CODES[letter])
    return 2 if ord(letter) > 0xFFFF else 1


def to_septets(text: str) -> tuple[int, ...]:
    """Write a text in the GSM alphabet.

    Raises:
        ValueError: It has a letter that the alphabet lacks.
    """
    try:
        return tuple(code for letter in text for code in _CODES[letter])
    except KeyError as error:
        raise ValueError("the text has a letter that the GSM alphabet lacks") from error


def from_septets(septets: tuple[int, ...]) -> str:
    """Read the GSM alphabet; an unknown escape is read as the basic letter (6.2.1.1)."""
    text, is_escaped = "", False
    for code in septets:
        if is_escaped:
            text += _EXTENSION.get(code, " " if code == ESCAPE else _BASIC[code])
            is_escaped = False
        elif code == ESCAPE:
            is_escaped = True
        else:
            text += _BASIC[code]
    return text


def pack(septets: tuple[int, ...], *, fill_bits: int = 0) -> bytes:
    """Pack septets, lowest bit first.

    Args:
        septets: Codes 0 to 127.
        fill_bits: Zero bits in front, so that they begin on a septet boundary after a header.
    """
    bits = 0
    for place, code in enumerate(septets):
        bits |= code << (fill_bits + 7 * place)
    return bits.to_bytes((fill_bits + 7 * len(septets) + 7) // 8, "little")


def unpack(data: bytes, count: int, *, fill_bits: int = 0) -> tuple[int, ...]:
    """Undo ``pack``; gives fewer than ``count`` where the data end before."""
    bits = int.from_bytes(data, "little") >> fill_bits
    count = min(count, max(0, 8 * len(data) - fill_bits) // 7)
    return tuple(bits >> (7 * place) & 0x7F for place in range(count))

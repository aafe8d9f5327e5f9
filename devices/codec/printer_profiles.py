"""What a kind of receipt printer can: its code pages by number, Chinese letters, QR codes, a cutter.

Source: EPSON ESC/POS reference (ESC t) for the TM series; for other makers the printers' own
self-test pages as the free escpos-printer-db keeps them. Pages of scripts that run from right to
left are left out: no head turns their letters round, so such lines are drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final

from devices.codec.columns import WIDE, Measure, printable

KANJI_ON = b"\x1c&"
KANJI_OFF = b"\x1c."
_KANJI = -1
_ANY = -2
_HIGH = bytes(range(0x80, 0x100))


@dataclass(frozen=True)
class Profile:
    """A kind of printer.

    Attributes:
        chinese: Python's name of the code of its Chinese letters; empty when it has none.
        pages: Python's name of each code page by the number that ESC t takes, the usual ones first.
        has_qr: Whether it draws QR codes by itself.
        has_cutter: Whether it cuts; without, the paper is fed to where a hand tears it.
    """

    chinese: str = ""
    pages: Mapping[int, str] = field(default_factory=dict)
    has_qr: bool = True
    has_cutter: bool = True

    @cached_property
    def measure(self) -> Measure:
        """Columns of a character: one where a code page has it, two for all others but ASCII."""
        narrow = frozenset("".join(self._letters.values()))
        return WIDE if not narrow else Measure(narrow)

    def printable(self, text: str) -> str:
        """Replace what has an equal that this printer has."""
        text = printable(text)
        return text if self.chinese else text.replace("\uffe5", "\u00a5")

    def encode(self, text: str) -> bytes | None:
        """Write a line in the printer's own letters, from kanji mode off back to it.

        Args:
            text: As ``printable`` gave it.

        Returns:
            None when it lacks one of the characters.
        """
        pages = self._pages_of(text)
        if pages is None:
            return None
        parts: list[bytes] = []
        for page, run in groupby(zip(pages, text, strict=True), key=lambda pair: pair[0]):
            letters = "".join(letter for _, letter in run)
            parts.append(self._run(page, letters))
        return b"".join(parts)

    @cached_property
    def _letters(self) -> dict[int, str]:
        return {number: _high_letters(codec) for number, codec in self.pages.items()}

    def _run(self, page: int, letters: str) -> bytes:
        if page == _ANY:
            return letters.encode("ascii")
        if page == _KANJI:
            return KANJI_ON + letters.encode(self.chinese) + KANJI_OFF
        return b"\x1bt" + bytes([page]) + letters.encode(self.pages[page])

    def _pages_of(self, text: str) -> list[int] | None:
        """Choose a page for each character, changing as seldom as can be; ASCII goes with its neighbours."""
        chosen: list[int] = []
        page = _ANY
        for at, letter in enumerate(text):
            if not letter.isascii() and not self._has(page, letter):
                found = next(self._pages_with(text[at:]), None)
                if found is None:
                    return None
                page = found
            chosen.append(page)
        return chosen

    def _pages_with(self, text: str) -> Iterator[int]:
        """Give the pages that have the first letter, the one that carries on longest first."""
        having = [page for page in self.pages if self._has(page, text[0])]
        yield from sorted(having, key=lambda page: -self._reach(page, text))
        if self._has(_KANJI, text[0]):
            yield _KANJI

    def _reach(self, page: int, text: str) -> int:
        return next((at for at, one in enumerate(text) if not self._has(page, one)), len(text))

    def _has(self, page: int, letter: str) -> bool:
        if page == _ANY or letter.isascii():
            return letter.isascii()
        if page == _KANJI:  # what a page has stays in one column, between Chinese letters too
            is_narrow = letter in self.measure.narrow
            return bool(self.chinese) and not is_narrow and _is_in(letter, self.chinese)
        return letter in self._letters[page]


@lru_cache
def _high_letters(codec: str) -> str:
    """Return the letters of a code page's upper half that can be seen."""
    found = (bytes([byte]).decode(codec, "replace") for byte in _HIGH)
    return "".join(one for one in found if one.isprintable() and one != "\ufffd")


def _is_in(letter: str, codec: str) -> bool:
    try:
        letter.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


_LATIN: Final = {0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865"}
_EPSON_FIRST: Final = _LATIN | {16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858"}
_EPSON: Final = _EPSON_FIRST | {
    13: "cp857",
    14: "cp737",
    15: "iso8859_7",
    33: "cp775",
    34: "cp855",
    35: "cp861",
    39: "iso8859_2",
    40: "iso8859_15",
    44: "cp1125",
    45: "cp1250",
    46: "cp1251",
    47: "cp1253",
    48: "cp1254",
    51: "cp1257",
    52: "cp1258",
}
_RONGTA: Final = _LATIN | {
    6: "cp1251",
    7: "cp866",
    16: "cp1252",
    17: "cp1253",
    18: "cp852",
    19: "cp858",
    23: "iso8859_1",
    24: "cp737",
    25: "cp1257",
    28: "cp855",
    29: "cp857",
    30: "cp1250",
    31: "cp775",
    32: "cp1254",
    35: "cp1258",
    36: "iso8859_2",
}
_ZIJIANG: Final = _LATIN | {
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    56: "cp861",
    60: "cp855",
    61: "cp857",
    64: "cp737",
    66: "cp869",
    72: "cp1250",
    73: "cp1251",
    90: "cp1253",
    91: "cp1254",
    95: "cp775",
}

GBK: Final = Profile(chinese="gbk")
PROFILES: Final[Mapping[str, Profile]] = {
    "gbk": GBK,
    "big5": Profile(chinese="big5"),
    "epson": Profile(pages=_EPSON),
    "epson-cn": Profile(chinese="gbk", pages=_EPSON),
    "epson-t88": Profile(pages=_EPSON_FIRST),
    "rongta": Profile(chinese="gbk", pages=_RONGTA),
    "zijiang": Profile(chinese="gbk", pages=_ZIJIANG, has_qr=False, has_cutter=False),
    "ascii": Profile(has_qr=False, has_cutter=False),
}
"""By the name that ``escpos:…?profile=`` takes; the first is taken where none is named."""

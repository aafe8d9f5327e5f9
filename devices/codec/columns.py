"""Lays text out in columns as a print head counts them: ASCII one, Chinese two, other letters as the head has them."""

import unicodedata
from dataclasses import dataclass

# What looks the same and GBK has, or plain ASCII: U+00A5 is four garbage bytes in GB18030 and
# prints as "0 6" on GBK heads, the full-width sign is A3 A4 everywhere.
_SAME = str.maketrans(
    {
        "\u00a5": "\uffe5",
        "\u2212": "-",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u2022": "\u00b7",
        "\t": " ",
        "\r": None,
        "\n": " ",
    }
)


def printable(text: str) -> str:
    """Replace what has an equal that every GBK printer can print; drop other control characters."""
    return "".join(
        character
        for character in text.translate(_SAME)
        if unicodedata.category(character) not in ("Cc", "Cs")
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """How many columns a head gives to characters.

    Attributes:
        narrow: What it has in one column beside ASCII.
    """

    narrow: frozenset[str] = frozenset()

    def width(self, text: str) -> int:
        """Count columns: ASCII and what is narrow are one, everything else two."""
        return sum(1 if one < "\x7f" or one in self.narrow else 2 for one in text)


WIDE = Measure()
"""As heads with Chinese letters and no code pages have it."""


def wrap(text: str, columns: int, measure: Measure = WIDE) -> list[str]:
    """Break text into lines of at most so many columns, at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in _words(text, measure):
        if measure.width(line) + measure.width(word.rstrip()) > columns and line:
            lines.append(line.rstrip())
            line = ""
        piece = word
        while measure.width(piece.rstrip()) > columns:
            head = _head(piece, columns, measure)
            lines.append(head)
            piece = piece[len(head) :]
        line += piece
    if line.rstrip() or not lines:
        lines.append(line.rstrip())
    return lines


def beside(left: str, right: str, columns: int, measure: Measure = WIDE) -> list[str]:
    """Set words left and figures right; on lines of their own when there is no room."""
    if not right:
        return wrap(left, columns, measure)
    space = columns - measure.width(left) - measure.width(right)
    if space >= 1 or (not left and space >= 0):
        return [left + " " * space + right]
    return wrap(left, columns, measure) + [
        " " * max(0, columns - measure.width(line)) + line for line in wrap(right, columns, measure)
    ]


def centered(text: str, columns: int, measure: Measure = WIDE) -> list[str]:
    """Break text and set each line in the middle."""
    return [
        " " * ((columns - measure.width(line)) // 2) + line for line in wrap(text, columns, measure)
    ]


def _words(text: str, measure: Measure) -> list[str]:
    """Split so that a line may break after a space and around each wide character."""
    words: list[str] = []
    word = ""
    for character in text:
        if measure.width(character) == 2:
            words += [word] if word else []
            words.append(character)
            word = ""
            continue
        word += character
        if character == " ":
            words.append(word)
            word = ""
    return [*words, word] if word else words


def _head(text: str, columns: int, measure: Measure) -> str:
    head = ""
    for character in text:
        if measure.width(head + character) > columns:
            break
        head += character
    return head or text[0]

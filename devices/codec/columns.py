"""Lays text out in columns as a print head counts them: ASCII is one, Chinese two."""

import unicodedata

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


def is_gbk(text: str) -> bool:
    """Tell whether a GBK printer has all these characters."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def width(text: str) -> int:
    """Count columns: ASCII is one, everything else two, as GBK printers have it."""
    return sum(1 if character < "\x7f" else 2 for character in text)


def wrap(text: str, columns: int) -> list[str]:
    """Break text into lines of at most so many columns, at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if width(line) + width(word.rstrip()) > columns and line:
            lines.append(line.rstrip())
            line = ""
        piece = word
        while width(piece.rstrip()) > columns:
            head = _head(piece, columns)
            lines.append(head)
            piece = piece[len(head) :]
        line += piece
    if line.rstrip() or not lines:
        lines.append(line.rstrip())
    return lines


def beside(left: str, right: str, columns: int) -> list[str]:
    """Set words left and figures right; on lines of their own when there is no room."""
    if not right:
        return wrap(left, columns)
    space = columns - width(left) - width(right)
    if space >= 1 or (not left and space >= 0):
        return [left + " " * space + right]
    return wrap(left, columns) + [
        " " * max(0, columns - width(line)) + line for line in wrap(right, columns)
    ]


def centered(text: str, columns: int) -> list[str]:
    """Break text and set each line in the middle."""
    return [" " * ((columns - width(line)) // 2) + line for line in wrap(text, columns)]


def _words(text: str) -> list[str]:
    """Split so that a line may break after a space and around each wide character."""
    words: list[str] = []
    word = ""
    for character in text:
        if width(character) == 2:
            words += [word] if word else []
            words.append(character)
            word = ""
            continue
        word += character
        if character == " ":
            words.append(word)
            word = ""
    return [*words, word] if word else words


def _head(text: str, columns: int) -> str:
    head = ""
    for character in text:
        if width(head + character) > columns:
            break
        head += character
    return head or text[0]

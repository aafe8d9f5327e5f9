"""What stands on a page, as it is said: money, ends of numbers, signs and marks in words; pure.

A voice knows neither ``¥1,280.00`` nor ``•••• 2217``, reads a phone number as a sum of money, and takes characters of
the other script one by one by name.
"""

from __future__ import annotations

import re
import unicodedata
from re import Match
from typing import Final

_MONEY: Final = {
    "HK$": ("港元", "Hong Kong dollars"),
    "US$": ("美元", "US dollars"),
    "¥": ("元", "yuan"),
    "￥": ("元", "yuan"),
    "$": ("美元", "dollars"),
    "€": ("欧元", "euros"),
    "£": ("英镑", "pounds"),
}
_AMOUNT: Final = re.compile(
    "(" + "|".join(re.escape(one) for one in _MONEY) + r")\s?(\d[\d,]*)(?:\.(\d+))?"
)
_TAIL: Final = re.compile(r"(?:•{2,}|尾号)\s*(\d+)")
_GROUP: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PAGES: Final = re.compile(r"(?<![\d/])(\d+) / (\d+)(?![\d/])")
_SIGN: Final = re.compile(r"(?<![\w\d])([+\-−])(?=[\d])")
_LONG: Final = re.compile(r"(?<![\d.])(?:\d{7,}|0\d+)(?![\d])")
_HIDDEN: Final = re.compile(r"[*•]+")
_OTHER_SCRIPT: Final = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
_MARKS: Final = {"·": ", ", "×": (" 乘 ", " times "), "@": " at ", "–": " ", "[": " ", "]": " "}
_DROPPED: Final = ("So", "Sk", "Cs", "Co", "Cn", "Cf")


def aloud(text: str, *, chinese: bool) -> str:
    """Return a text as a voice is to be given it.

    Args:
        text: As it stands on the screen.
        chinese: For a voice that speaks Chinese; an English one is spared Chinese characters.
    """
    said = text if chinese else _OTHER_SCRIPT.sub(" ", text)
    said = _AMOUNT.sub(lambda found: _amount(found, chinese=chinese), said)
    tail = "尾号 " if chinese else "ending in "
    said = _TAIL.sub(lambda found: tail + " ".join(found[1]), said)
    said = _GROUP.sub("", said)
    said = _PAGES.sub(r"第 \1 页，共 \2 页" if chinese else r"page \1 of \2", said)
    said = _SIGN.sub(lambda found: _sign(found[1], chinese=chinese), said)
    said = _LONG.sub(lambda found: " ".join(found[0]), said)
    said = _HIDDEN.sub("，" if chinese else ", ", said)
    for mark, words in _MARKS.items():
        said = said.replace(mark, words if isinstance(words, str) else words[not chinese])
    said = "".join(one for one in said if unicodedata.category(one) not in _DROPPED)
    return re.sub(r"(?:\s*,)+(?=\s*[.,])|\s+(?=[,.])", "", " ".join(said.split())).strip(" ,")


def _amount(found: Match[str], *, chinese: bool) -> str:
    whole, part = found[2].replace(",", ""), (found[3] or "").rstrip("0")
    number = f"{whole}.{part}" if part else whole
    return number + _MONEY[found[1]][0] if chinese else f"{number} {_MONEY[found[1]][1]}"


def _sign(sign: str, *, chinese: bool) -> str:
    if sign == "+":
        return "加 " if chinese else "plus "
    return "减 " if chinese else "minus "

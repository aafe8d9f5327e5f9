"""A reckoning as it stands on paper, ``188.00 × 5 + 2``: worked out anew, and its figures written for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

_TOKEN: Final = re.compile(r"\s*(\d+(?:\.\d+)?|[()+−×÷%])")
_WHOLE: Final = re.compile(r"(?<![\d.])\d{4,}")
_PLACES: Final = 4


def worth_of(text: str) -> Fraction | None:
    """Work a reckoning out, × and ÷ before + and −; None where the text is none, or divides by nought."""
    tokens: list[str] = []
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            return None
        tokens.append(found.group(1))
        place = found.end()
    reader = iter([*tokens, ""])
    try:
        worth, end = _sum(next(reader), reader)
    except (ValueError, ZeroDivisionError, StopIteration):
        return None
    return None if end else worth


def _sum(sign: str, rest: Iterator[str]) -> tuple[Fraction, str]:
    worth, sign = _product(sign, rest)
    while sign in {"+", "−"}:
        part, after = _product(next(rest), rest)
        worth, sign = (worth + part if sign == "+" else worth - part), after
    return worth, sign


def _product(sign: str, rest: Iterator[str]) -> tuple[Fraction, str]:
    worth, sign = _figure(sign, rest)
    while sign in {"×", "÷"}:
        part, after = _figure(next(rest), rest)
        worth, sign = (worth * part if sign == "×" else worth / part), after
    return worth, sign


def _figure(sign: str, rest: Iterator[str]) -> tuple[Fraction, str]:
    if sign == "(":
        worth, sign = _sum(next(rest), rest)
        if sign != ")":
            raise ValueError("a bracket is open")
    else:
        worth = Fraction(sign)
    after = next(rest)
    return (worth / 100, next(rest)) if after == "%" else (worth, after)


def grouped(text: str) -> str:
    """Write the whole numbers of a text in groups of three: 12000 as 12,000."""
    return _WHOLE.sub(lambda found: f"{int(found.group()):,}", text)


def plain(worth: Fraction) -> str:
    """Write a fraction as a decimal, cut after four places."""
    cut = int(abs(worth) * 10**_PLACES)
    text = f"{Decimal(cut).scaleb(-_PLACES):f}".rstrip("0").rstrip(".")
    return grouped(f"−{text}" if worth < 0 else text)

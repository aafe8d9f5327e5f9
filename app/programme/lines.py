"""Finds the line of a pack that is to blame, so that a manager need not search for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Final

Step = str | int
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_NAME: Final = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_NAMES: Final = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_ARRAY: Final = re.compile(rf"\s*\[\[\s*({_NAMES})\s*\]\]\s*(?:#.*)?$")
_TABLE: Final = re.compile(rf"\s*\[\s*({_NAMES})\s*\]\s*(?:#.*)?$")
_KEY: Final = re.compile(rf"\s*({_NAMES})\s*=")
_TOLD: Final = re.compile(r"\(at line (\d+), column \d+\)$")


def steps_of(path: str) -> list[Step]:
    """Take a path such as ``$.tiers[1].shape`` apart; an index that is not known stays ``...``."""
    return [
        name or (index if index == "..." else int(index)) for name, index in _STEP.findall(path)
    ]


def line_of(text: str, path: Sequence[Step]) -> int:
    """Return the line, from 1, where a path stands, or where the nearest table around it begins; 0 for none."""
    known: dict[tuple[Step, ...], int] = {}
    for place, line in _places(text):
        known.setdefault(place, line)
    for length in range(len(path), 0, -1):
        line = known.get(tuple(path[:length]), 0)
        if line:
            return line
    return 0


def line_of_error(text: str, error: tomllib.TOMLDecodeError) -> int:
    """Return the line where text stops being TOML.

    What never ends is noticed at the end of the document only; to blame is the line where it began.
    """
    told = _TOLD.search(str(error))
    if told:
        return int(told.group(1))
    lines = text.replace("\r\n", "\n").split("\n")
    good = next(count for count in range(len(lines) - 1, -1, -1) if _is_toml(lines[:count]))
    for number, line in enumerate(lines[good:], start=good + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return number
    return len(lines)


def _is_toml(lines: Sequence[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _places(text: str) -> Iterator[tuple[tuple[Step, ...], int]]:
    """Go through headers and keys with their whole paths; values are not looked into."""
    counts: dict[tuple[Step, ...], int] = {}
    table: tuple[Step, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _ARRAY.match(line):
            array = _whole(_names(found.group(1)), counts)
            counts[array] = counts.get(array, -1) + 1
            table = (*array, counts[array])
            yield table, number
        elif found := _TABLE.match(line):
            table = _whole(_names(found.group(1)), counts)
            yield _last(table, counts), number
            table = _last(table, counts)
        elif found := _KEY.match(line):
            names = _names(found.group(1))
            for length in range(1, len(names) + 1):
                yield (*table, *names[:length]), number


def _whole(names: list[str], counts: dict[tuple[Step, ...], int]) -> tuple[Step, ...]:
    """Put the index of the newest element behind each name, but the last, that is an array of tables."""
    path: tuple[Step, ...] = ()
    for name in names:
        path = (*_last(path, counts), name)
    return path


def _last(path: tuple[Step, ...], counts: dict[tuple[Step, ...], int]) -> tuple[Step, ...]:
    return (*path, counts[path]) if path in counts else path


def _names(text: str) -> list[str]:
    return [one.strip("\"'") for one in re.findall(_NAME, text)]

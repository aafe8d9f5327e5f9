"""Marks on the fields of a pack that say what its value must be, so that one walk can check them all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

_HOUR: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LEAP_YEAR: Final = 2024
CHANNELS: Final[tuple[str, ...]] = ("website", "app", "wap", "sms", "hotline", "desk", "agency")
SERVES: Final[tuple[str, ...]] = ("desk", "website", "kiosk", "branch")


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number, or a setting that holds one; where it may be a fraction, also two with a stroke between."""

    may_be_fraction: bool = False


@dataclass(frozen=True, slots=True)
class Leads:
    """The name of something that the pack declares elsewhere."""

    to: Literal["tier", "asset", "metric", "action", "group"]
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words, or a setting all of whose options are among them."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shaped:
    """Text of a shape: an hour as "18:00", or a day of any year as "02-29"; empty where that is allowed."""

    like: Literal["hour", "day"]
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition in CEL."""


@dataclass(frozen=True, slots=True)
class Reads:
    """Something that may be named by a setting of this type only."""

    type: Literal["list", "table", "boolean"]


Mark = Number | Leads | OneOf | Shaped | Compiled | Reads


def is_shaped(text: str, mark: Shaped) -> bool:
    """Tell whether a text has the shape that a mark asks for."""
    if not text:
        return mark.may_be_empty
    if mark.like == "hour":
        return _HOUR.fullmatch(text) is not None
    try:
        date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    except ValueError:
        return False
    return len(text) == len("MM-DD")

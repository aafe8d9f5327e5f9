"""Reads scenario files: TOML, or JSON of the same shape."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.scenario.fields import said
from app.scenario.known import table, unknown_words

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?")
_FILE_WORDS = frozenset({"programme", "timezone", "scenario"})
_STORY_WORDS = frozenset({"id", "title", "source", "settings", "step"})
_ZONE: Final = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One scenario as read.

    Attributes:
        unknown: Words it uses that this program does not know.
        wrong: What else keeps it from being played, a sentence each.
    """

    id: str
    title: str
    programme: str
    zone: str
    settings: dict[str, Any]
    steps: tuple[dict[str, Any], ...]
    file: str
    unknown: tuple[str, ...] = field(default=())
    wrong: tuple[str, ...] = field(default=())


def read_stories(path: Path) -> list[Story]:
    """Read a scenario file.

    What is wrong with one scenario stands in it; the others of the file can be played.

    Raises:
        ValueError: The file cannot be read as a whole; the message names it and says why, in one sentence.
    """
    try:
        return _stories(path)
    except _FileError as wrong:
        raise ValueError(f"{path.name}: {wrong}") from wrong


class _FileError(Exception):
    """Why a file is none of stories."""


def _stories(path: Path) -> list[Story]:
    raw = _parsed(path, _text(path))
    if not isinstance(raw, dict):
        raise _FileError("it holds no table")
    unknown = sorted(raw.keys() - _FILE_WORDS)
    if unknown:
        raise _FileError(f"unknown word {', '.join(unknown)}")
    for name in ("scenario", "programme"):
        if name not in raw:
            raise _FileError(f"{name} is missing")
    programme, zone, scenarios = raw["programme"], raw.get("timezone", _ZONE), raw["scenario"]
    if not isinstance(programme, str):
        raise _FileError(f"programme = {said(programme)} is not text")
    if not _is_zone(zone):
        raise _FileError(f"timezone = {said(zone)} is no time zone")
    if not _are_tables(scenarios) or not scenarios:
        raise _FileError("scenario is no list of scenarios")
    return [
        _story(one, f"scenario {number}", programme, zone, path.name)
        for number, one in enumerate(scenarios, start=1)
    ]


def _story(one: Mapping[str, Any], number: str, programme: str, zone: str, file: str) -> Story:
    wrong = [
        f"{name} is missing" if name not in one else f"{name} = {said(one[name])} is not text"
        for name in ("id", "title")
        if not isinstance(one.get(name), str)
    ]
    steps = one.get("step", [])
    if not _are_tables(steps):
        wrong.append("step is no list of steps")
    elif not steps:
        wrong.append("it has no steps")
    if not isinstance(one.get("settings", {}), dict):
        wrong.append(f"settings = {said(one['settings'])} is not a table")
    playable = tuple(steps) if _are_tables(steps) else ()
    return Story(
        id=one["id"] if isinstance(one.get("id"), str) else number,
        title=str(one.get("title", "")),
        programme=programme,
        zone=zone,
        settings=dict(table(one.get("settings"))),
        steps=playable,
        file=file,
        unknown=tuple(sorted((one.keys() - _STORY_WORDS) | unknown_words(playable))),
        wrong=tuple(wrong),
    )


def _text(path: Path) -> str:
    """Return what a file holds; why it cannot be read is said without the machine's own words."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise _FileError("there is no such file") from None
    except IsADirectoryError:
        raise _FileError("it is a folder, not a file") from None
    except UnicodeDecodeError:
        raise _FileError("it is not text in UTF-8") from None
    except (OSError, ValueError):
        raise _FileError("it cannot be opened") from None


def _parsed(path: Path, text: str) -> Any:
    try:
        return _dated(json.loads(text)) if path.suffix == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML, no JSON, or no such date
        raise _FileError(str(error)) from error


def _is_zone(name: object) -> bool:
    try:
        return isinstance(name, str) and bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # not there, a path, or a folder of zones
        return False


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _dated(value: Any) -> Any:
    """Read the dates and times that JSON has as text, where TOML has them as they are.

    Raises:
        ValueError: One looks like a date and is none.
    """
    if isinstance(value, dict):
        return {name: _dated(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_dated(one) for one in value]
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f'"{value}" is no date') from error
    return value


def moment(value: datetime | date, zone: str) -> datetime:
    """Return the moment a step names; a time without an offset is the hotel's."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=ZoneInfo(zone))
    return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))

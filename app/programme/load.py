"""Reads a pack, and where it is wrong says the file, the line and what was meant."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from typing_extensions import override

from app.loyalty.forms import converted
from app.programme.check import doubts
from app.programme.lines import Step, line_of, line_of_error, steps_of
from app.programme.pack import Pack
from app.programme.parts import Part

_AT = re.compile(r" - at `(\$[^`]*)`")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")


@dataclass(frozen=True, slots=True)
class PackError:
    """One thing that is wrong in a pack.

    Attributes:
        file: Name of the file.
        line: Line from 1; 0 where no line is to blame.
        text: What is wrong and, where that can be guessed, what was meant.
    """

    file: str
    line: int
    text: str

    @override
    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def read_pack(path: Path) -> Pack | list[PackError]:
    """Read a pack from a file; see ``parse_pack``."""
    return parse_pack(path.read_text(encoding="utf-8"), path.name)


def parse_pack(text: str, file: str) -> Pack | list[PackError]:
    """Read and check a pack.

    Args:
        text: The TOML text.
        file: Its name, for the errors.

    Returns:
        The pack, or every error that was found.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [PackError(file, line_of_error(text, error), f"no TOML: {error}")]
    except RecursionError:
        return [
            PackError(file, 1, "no TOML that can be read: brackets within brackets without end")
        ]
    try:
        pack = converted(raw, Pack)
    except msgspec.ValidationError as error:
        return [_explained(str(error), raw, text, file)]
    found = [
        PackError(file, line_of(text, steps), f"{_named(raw, steps)}: {said}")
        for where, said in doubts(pack)
        for steps in (steps_of(where),)
    ]
    return found or pack


def _named(raw: object, steps: Sequence[Step]) -> str:
    """Write where something stands as people find it: a rule of a list by its id, and not by its place."""
    said = ""
    at: Any = raw
    for step in steps:
        if isinstance(step, int):
            at = at[step] if isinstance(at, list) and step < len(at) else None
            known = (at.get("id") or at.get("code")) if isinstance(at, dict) else None
            said += f" {known!r}" if known else f"[{step}]"
        else:
            at = at.get(step) if isinstance(at, dict) else None
            said += f".{step}" if said else step
    return said or "the pack"


def _explained(said: str, raw: object, text: str, file: str) -> PackError:
    at = _AT.search(said)
    steps = _located(raw, steps_of(at.group(1)) if at else [], said)
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)[1:]
    plain = _AT.sub("", said)
    unknown = _UNKNOWN.search(plain)
    if unknown:
        key = unknown.group(1)
        fields = {field for table in Part.__subclasses__() for field in table.__struct_fields__}
        near = difflib.get_close_matches(key, fields, 1)
        meant = f"; was {near[0]!r} meant?" if near else ""
        return PackError(
            file,
            line_of(text, [*steps, key]),
            f"unknown key {key!r} in {path or 'the pack'}{meant}",
        )
    return PackError(file, line_of(text, steps), f"{path or 'the pack'}: {plain}")


def _located(raw: object, steps: list[Step], said: str) -> list[Step]:
    """Find which element an error means that names none: the first that alone gives the same error."""
    if "..." not in steps:
        return steps
    before, after = steps[: steps.index("...")], steps[steps.index("...") + 1 :]
    for key in _keys_at(raw, before):
        try:
            converted(_alone(raw, [*before, key]), Pack)
        except msgspec.ValidationError as error:
            if str(error) == said:
                return _located(raw, [*before, key, *after], said)
    return before


def _keys_at(raw: object, path: list[Step]) -> list[Step]:
    for step in path:
        raw = raw[step] if isinstance(raw, (dict, list)) else {}  # type: ignore[index] # a step is of its holder's kind
    return [*range(len(raw))] if isinstance(raw, list) else [*raw] if isinstance(raw, dict) else []


def _alone(raw: object, path: list[Step]) -> object:
    """Return raw data in which the last step of a path has no siblings, and lists on the way hold it alone."""
    if not path:
        return raw
    step = path[0]
    if isinstance(raw, list) and isinstance(step, int):
        return [_alone(raw[step], path[1:])]
    if isinstance(raw, dict):
        kept = raw if len(path) > 1 else {}
        return {**kept, step: _alone(raw[step], path[1:])}
    return raw

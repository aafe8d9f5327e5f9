"""Reads scenario files and knows the words of their language."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DO_WORDS = frozenset(
    {
        "enrol", "approve", "reject", "issue_card", "carry_over", "check_in", "check_out", "stay", "post_spend",
        "void", "refund", "top_up", "redeem", "print", "day_end",
    }
)  # fmt: skip
SEE_WORDS = frozenset(
    {
        "member", "points", "miles", "balance", "held", "stored_value", "tier", "invited_to", "status", "account",
        "card_number", "vouchers", "debt", "counts", "lots", "effective", "liability", "trial_balance",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One scenario as read.

    Attributes:
        unknown: Words it uses that this program does not know yet.
    """

    id: str
    title: str
    programme: str
    zone: str
    settings: dict[str, Any]
    steps: tuple[dict[str, Any], ...]
    file: str
    unknown: tuple[str, ...] = field(default=())


def read_stories(path: Path) -> list[Story]:
    """Read a scenario file, TOML or JSON of the same shape.

    Raises:
        ValueError: The file is neither, or lacks what every scenario has; the message says which.
    """
    text = path.read_text(encoding="utf-8")
    try:
        raw = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    try:
        zone = raw.get("timezone", "Asia/Shanghai")
        ZoneInfo(zone)
        return [
            Story(
                id=one["id"],
                title=one["title"],
                programme=raw["programme"],
                zone=zone,
                settings=one.get("settings", {}),
                steps=tuple(one["step"]),
                file=path.name,
                unknown=tuple(sorted(unknown_words(one["step"]))),
            )
            for one in raw["scenario"]
        ]
    except KeyError as error:
        raise ValueError(f"{path.name}: {error} is missing") from error


def unknown_words(steps: list[dict[str, Any]]) -> set[str]:
    """Return the words of steps that this program does not know."""
    found: set[str] = set()
    for step in steps:
        if "do" in step and step["do"] not in DO_WORDS:
            found.add(step["do"])
        found |= {f"see {word}" for word in step.get("see", {}) if word not in SEE_WORDS}
        if "do" not in step and "see" not in step:
            found.add("step without do or see")
    return found


def moment(value: datetime | date, zone: str) -> datetime:
    """Return the moment a step names; a time without an offset is the hotel's."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=ZoneInfo(zone))
    return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))

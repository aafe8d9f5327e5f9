"""Conditions of a pack: CEL, compiled once, answered from memory when the same facts come again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from app.programme.cel_engine import open_engine

_ENGINE: Final = open_engine()
_WORD: Final = re.compile(r"(?<![\w.'\"])[a-z_]+(?![\w'\"]|\s*\()")
_SETTING: Final = re.compile(r"\bsettings\.([a-z_]+)")
_REMEMBERED: Final = 4096
_LONGEST: Final = 2_000  # characters: what is longer would be asked for longer than a guest waits
_CEL_WORDS: Final = frozenset({"true", "false", "null", "in", "has", "size"})

# Every fact that a rule may ask, with the value it has where the event does not say.
FACTS: Final[Mapping[str, str | int | bool]] = {
    "outlet": "",
    "product": "",
    "partner": "",
    "tier": "",
    "tier_year": True,
    "linked": False,
    "what": "",
    "kind": "person",
    "channel": "desk",
    "rate_class": "qualifying",
    "brand": "",
    "choice": "points",
    "booked_by": "self",
    "self_stayed": True,
    "overnight": True,
    "prepaid": False,
    "pay": "",
    "nights": 0,
    "rooms": 1,
    "in_stay": False,
    "weekday": 0,
    "month": 0,
    "day": 0,
}

Fact = str | int | bool


class Rule:
    """One compiled condition.

    Raises:
        ValueError: The text is no CEL, or asks a fact or setting that does not exist; the message says which.
    """

    def __init__(self, text: str, extra: Mapping[str, object] | None = None) -> None:
        if len(text) > _LONGEST:
            raise ValueError(
                f"a condition of {len(text)} characters is too long; {_LONGEST} at most"
            )
        self.text = text
        self._settings = dict(extra or {})
        unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "''", text)
        names = {name for name in _WORD.findall(unquoted) if name not in _CEL_WORDS}
        unknown = names - FACTS.keys() - {"settings"}
        if unknown:
            raise ValueError(f"unknown fact {min(unknown)!r}")
        unset = set(_SETTING.findall(unquoted)) - self._settings.keys()
        if unset:
            raise ValueError(f"unknown setting {min(unset)!r}")
        self._names = tuple(sorted(names - {"settings"}))
        self._always = text.strip() == "true"
        self._program = _ENGINE.compile(text)
        self._known: dict[tuple[Fact, ...], bool] = {}
        self.holds({})  # a condition that cannot be answered is found now, not at the desk

    def holds(self, facts: Mapping[str, Fact]) -> bool:
        """Tell whether the condition holds for an event's facts; a fact that is missing has its default."""
        if self._always:
            return True
        key = tuple(facts.get(name, FACTS[name]) for name in self._names)
        known = self._known.get(key)
        if known is None:
            known = self._ask(dict(zip(self._names, key, strict=True)))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = known
        return known

    def _ask(self, facts: dict[str, object]) -> bool:
        facts["settings"] = self._settings
        try:
            answer = self._program.execute(facts)
        except (RuntimeError, TypeError, ArithmeticError, RecursionError) as error:
            raise ValueError(str(error)) from error
        if not isinstance(answer, bool):
            raise ValueError(f"{self.text!r} is neither true nor false")  # noqa: TRY004 - a pack error, not a bug
        return answer

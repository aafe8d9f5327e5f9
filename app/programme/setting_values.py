"""Holds a value of a setting against its declaration."""

from __future__ import annotations

from app.programme.pack import Setting
from app.programme.parts import is_figure, is_ratio


def doubt_of(declared: Setting, value: object) -> str:
    """Say what a value should have been; empty where it fits the setting's type and options."""
    fits = {
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "decimal": is_figure(value),
        "ratio": is_ratio(value),
        "boolean": isinstance(value, bool),
        "choice": value in declared.options,
        "list": isinstance(value, list) and all(isinstance(one, str) for one in value),
        "table": isinstance(value, dict) and all(is_figure(one) for one in value.values()),
    }[declared.type]
    if fits:
        return ""
    if declared.type == "choice":
        return f"wants one of {[*declared.options]}, not {value!r}"
    article = "an" if declared.type == "integer" else "a"
    more = {"table": " of figures", "list": " of words"}.get(declared.type, "")
    return f"wants {article} {declared.type}{more}, not {value!r}"

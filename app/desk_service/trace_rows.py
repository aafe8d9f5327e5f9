"""Traces as the desk shows them: the usual steps in forms of their own, all others as the sentence they are."""

from __future__ import annotations

from collections.abc import Iterable

from app.desk_service.context import tier_of
from app.loyalty.trace import TraceLine as RuleLine
from app.loyalty.trace import sums_of
from app.operations.view import View
from app.programme.parts import Names
from app.programme.traces_said import HouseNames, said, subject_said
from app.ui.service.records import Fact, TraceKind, TraceLine, Words

_TOTAL = "total"  # stands in the row itself


def trace_lines(view: View, lines: Iterable[RuleLine], version: int) -> tuple[TraceLine, ...]:
    """Turn the reckoning of a decision into the desk's lines.

    Args:
        view: The house with its names, and the programme in force.
        lines: Of the decision.
        version: Of the programme that decided, for the captions.
    """
    names = house_names(view)
    return tuple(_line(view, one, names, version) for one in lines if one.step != _TOTAL)


def house_names(view: View) -> HouseNames:
    """Return what the house calls its outlets and rewards."""
    outlets = {
        ("outlet", code): Names(zh=row.name_zh, en=row.name_en or row.name_zh)
        for code, row in view.house.outlets.items()
    }
    rewards = {
        ("reward", code): Names(zh=row.name_zh, en=row.name_en or row.name_zh)
        for code, row in view.house.rewards.items()
    }
    return outlets | rewards


def points_of(lines: Iterable[RuleLine], told: object) -> int | None:
    """Return the points that a decision moved, signed; None for none.

    Args:
        lines: Its trace.
        told: What it gave as its points: all there is in books of before, whose lines do not add up.
    """
    found = [*lines]
    if any(line.asset for line in found):
        return sums_of(found).get("points", (0, 0))[0] or None
    return told if isinstance(told, int) and told else None


def _line(view: View, line: RuleLine, names: HouseNames, version: int) -> TraceLine:
    facts: dict[str, Fact] = {"rule": line.rule, "version": version} if line.rule else {}
    points, minor = _moved(view, line)
    kind = _FORMS.get(line.step, TraceKind.PLAIN) if _has_form(line) else TraceKind.PLAIN
    match kind:
        case TraceKind.RATE:
            factor = line.facts.get("factor", "1")
            facts["base_minor"] = int(line.facts["base_minor"])
            facts["rate"] = line.facts["rate"] + (f" × {factor}" if factor != "1" else "")
        case TraceKind.BONUS | TraceKind.DISCOUNT:
            facts["name"] = tier_of(view, line.facts["tier"]).name
            facts["percent"] = line.facts["percent"]
        case TraceKind.TAKEN:
            facts |= {"asset": "points", "quantity": abs(points or 0)}
        case TraceKind.FIXED:
            name = subject_said(view.programme, line, names)
            facts["name"] = Words(name.zh, name.en)
        case _:
            pass
    if kind is TraceKind.PLAIN:
        text = said(view.programme, line, names)
        facts["text"] = Words(text.zh, text.en)
    return TraceLine(kind=kind, facts=facts, points=points, minor=minor)


_FORMS = {
    "rate": TraceKind.RATE,
    "bonus": TraceKind.BONUS,
    "discount": TraceKind.DISCOUNT,
    "fixed": TraceKind.FIXED,
    "taken": TraceKind.TAKEN,
    "taken-back": TraceKind.CLAWED_BACK,
    "waived": TraceKind.WAIVED,
}


def _has_form(line: RuleLine) -> bool:
    """Tell whether the usual form says all that is in a line: points, by one rate or percentage."""
    if line.step == "discount":
        return "×" in line.text and "+" not in line.text
    is_rate = line.step == "rate"
    # A rate by the night or the piece has its reckoning in the text alone.
    is_by_money = is_rate and "+" not in line.text and line.facts.get("rate", "0") != "0"
    if "to" in line.facts:
        return False
    return line.asset in {"", "points"} and (is_by_money or not is_rate)


def _moved(view: View, line: RuleLine) -> tuple[int | None, int | None]:
    """Return what a line shows as its figure: points, or money in minor units."""
    figure = line.result.removeprefix("+")
    told = int(figure) if figure.lstrip("-").isdigit() else None
    if line.step == "discount":
        return None, told
    asset = view.programme.pack.assets.get(line.asset)
    if asset is not None and line.asset != "points":
        return None, (line.amount or None) if asset.kind == "money" else None
    if line.amount:
        return line.amount, None
    if line.asset:
        return (told if line.step == "waived" else None), None
    return _before(line.step, told), None


def _before(step: str, told: int | None) -> int | None:
    """Read the points of a line from books whose lines did not say what they moved."""
    if told is None or step in _FORMS:
        return -told if told is not None and step == "taken" else told
    return -told if step == "expired" else None

"""Reads a pack, and where it is wrong says the file, the line and what was meant."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import InvalidOperation
from pathlib import Path

import msgspec
from typing_extensions import override

from app.programme.conditions import FACTS, Rule
from app.programme.pack import (
    Asset,
    Bonus,
    Condition,
    Discount,
    Earning,
    FromSetting,
    Membership,
    Offer,
    Pack,
    Right,
    Setting,
    StoredValue,
    Tally,
    Tier,
    Window,
    decimal_of,
)

_PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_AT = re.compile(r" - at `(\$[^`]*)`")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_TABLES = (
    Pack,
    Asset,
    Membership,
    Tier,
    Earning,
    Bonus,
    Tally,
    Offer,
    Right,
    Setting,
    StoredValue,
    Discount,
    Condition,
    Window,
)


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
        at = re.search(r"line (\d+)", str(error))
        line = int(at.group(1)) if at else text.count("\n") + 1  # at end of document
        return [PackError(file, line, f"no TOML: {error}")]
    try:
        pack = msgspec.convert(raw, Pack)
    except msgspec.ValidationError as error:
        return [_explained(str(error), text, file)]
    found = [PackError(file, _line_of(text, where), said) for where, said in _doubts(pack)]
    return found or pack


def _explained(said: str, text: str, file: str) -> PackError:
    at = _AT.search(said)
    path = at.group(1) if at else "$"
    plain = _AT.sub("", said)
    unknown = _UNKNOWN.search(plain)
    if unknown:
        key = unknown.group(1)
        near = difflib.get_close_matches(
            key, {field for table in _TABLES for field in table.__struct_fields__}, 1
        )
        meant = f"; was {near[0]!r} meant?" if near else ""
        return PackError(
            file,
            _line_of(text, f"{path}.{key}"),
            f"unknown key {key!r} in {path[2:] or 'the pack'}{meant}",
        )
    return PackError(file, _line_of(text, path), f"{path[2:] or 'the pack'}: {plain}")


def _line_of(text: str, path: str) -> int:
    """Find the line of a path such as ``$.tiers[1].shape``: its table's header, then its key."""
    steps = [(name, index) for name, index in _PATH_STEP.findall(path)]
    lines = text.splitlines()
    line = 0
    header: list[str] = []
    for place, (name, index) in enumerate(steps):
        if index:
            wanted = 0 if index == "..." else int(index)
            line = (
                _nth(lines, rf"\s*\[\[\s*{re.escape('.'.join(header))}\s*\]\]", wanted, line)
                or line
            )
            continue
        header.append(name)
        if (
            place + 1 < len(steps)
            and steps[place + 1][1]
            and _nth(lines, rf"\s*\[\[\s*{re.escape('.'.join(header))}\s*\]\]", 0, 0)
        ):
            continue  # an array of tables: the index finds its header
        table = _nth(lines, rf"\s*\[\s*{re.escape('.'.join(header))}\s*\]", 0, 0)
        key = _nth(lines, rf"\s*\"?{re.escape(name)}\"?\s*=", 0, line)
        line = table or key or line
    return line


def _nth(lines: list[str], pattern: str, nth: int, after: int) -> int:
    seen = 0
    for number, content in enumerate(lines[after:], start=after + 1):
        if re.match(pattern, content):
            if seen == nth:
                return number
            seen += 1
    return 0


def _doubts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Say what types cannot: names that lead nowhere, conditions and figures that cannot be read."""
    if not pack.tiers:
        yield "$.tiers", "a programme needs at least one tier"
    if pack.currency not in pack.assets:
        yield "$.currency", f"the currency {pack.currency!r} must be one of the assets"
    for path, what, name, known in _names_used(pack):
        if name not in known:
            yield path, _no_such(what, name, known)
    for place, offer in enumerate(pack.offers):
        if offer.every < 1:
            yield f"$.offers[{place}].every", "every must be 1 or more"
    for name, setting in pack.settings.items():
        if setting.type == "choice" and setting.default not in setting.options:
            yield (
                f"$.settings.{name}.default",
                f"{setting.default!r} is none of the options {setting.options}",
            )
    yield from _figures(pack)
    yield from _conditions(pack)


def _names_used(pack: Pack) -> Iterator[tuple[str, str, str, set[str]]]:
    """Go through every name that must lead somewhere: path, what it names, the name, what there is."""
    tiers = {tier.code for tier in pack.tiers}
    metrics = {tally.metric for tally in pack.tallies}
    assets = set(pack.assets)
    yield "$.membership.entry_tier", "tier", pack.membership.entry_tier, tiers
    for place, tier in enumerate(pack.tiers):
        for condition in tier.any:
            yield f"$.tiers[{place}].any", "metric", condition.metric, metrics
    for place, earning in enumerate(pack.earning):
        yield f"$.earning[{place}].asset", "asset", earning.asset, assets
    for place, offer in enumerate(pack.offers):
        yield f"$.offers[{place}].metric", "metric", offer.metric, metrics
        yield f"$.offers[{place}].asset", "asset", offer.asset, assets
    for place, right in enumerate(pack.rights):
        for code in right.tiers:
            yield f"$.rights[{place}].tiers", "tier", code, tiers


def _figures(pack: Pack) -> Iterator[tuple[str, str]]:
    for path, figure, is_number in _all_figures(pack):
        if isinstance(figure, FromSetting):
            if figure.setting not in pack.settings:
                yield path, _no_such("setting", figure.setting, set(pack.settings))
            if figure.by and figure.by not in FACTS:
                yield path, _no_such("fact", figure.by, set(FACTS))
        elif is_number and isinstance(figure, (str, int)):
            try:
                decimal_of(figure)
            except (InvalidOperation, ValueError):
                yield path, f"{figure!r} is no figure; write it as an integer or a decimal string"


def _all_figures(pack: Pack) -> Iterator[tuple[str, object, bool]]:
    for place, earning in enumerate(pack.earning):
        for field in ("per_unit", "flat", "factor"):
            yield f"$.earning[{place}].{field}", getattr(earning, field), True
        yield f"$.earning[{place}].rounding", earning.rounding, False
    for place, bonus in enumerate(pack.bonuses):
        yield f"$.bonuses[{place}].percent", bonus.percent, True
    for place, tier in enumerate(pack.tiers):
        for discount in tier.discounts:
            yield f"$.tiers[{place}].discounts", discount.percent, True
        for condition in tier.any:
            yield f"$.tiers[{place}].any", condition.at_least, True
            yield f"$.tiers[{place}].any", condition.window.kind, False
    for field in ("limit_named", "limit_anonymous"):
        yield f"$.stored_value.{field}", getattr(pack.stored_value, field), True
    yield "$.points_as_money.points_per_unit", pack.points_as_money.points_per_unit, True
    if pack.rewards is not None:
        yield "$.rewards", pack.rewards, False
    for field in ("cost_points", "clawback", "notify_by", "wrong_entry"):
        yield f"$.{field}", getattr(pack, field), False


def _conditions(pack: Pack) -> Iterator[tuple[str, str]]:
    defaults = {name: setting.default for name, setting in pack.settings.items()}
    for path, text in _all_conditions(pack):
        try:
            Rule(text, defaults)
        except ValueError as error:
            said = str(error).splitlines()[0]
            near = re.search(r"unknown (fact|setting) '([^']+)'", said)
            known = defaults if near and near.group(1) == "setting" else FACTS
            guess = difflib.get_close_matches(near.group(2), known, 1) if near else []
            yield path, f"{text!r}: {said}" + (f"; was {guess[0]!r} meant?" if guess else "")


def _all_conditions(pack: Pack) -> Iterator[tuple[str, str]]:
    yield "$.membership.earns", pack.membership.earns
    for place, earning in enumerate(pack.earning):
        yield f"$.earning[{place}].when", earning.when
    for place, bonus in enumerate(pack.bonuses):
        yield f"$.bonuses[{place}].when", bonus.when
    for place, tally in enumerate(pack.tallies):
        yield f"$.tallies[{place}].when", tally.when
    for place, offer in enumerate(pack.offers):
        yield f"$.offers[{place}].when", offer.when
    for place, tier in enumerate(pack.tiers):
        for discount in tier.discounts:
            yield f"$.tiers[{place}].discounts", discount.when


def _no_such(what: str, name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f"no {what} {name!r}" + (
        f"; was {near[0]!r} meant?" if near else f"; known are {sorted(known)}"
    )

"""Says what the types of a pack cannot: names that lead nowhere, words, figures and conditions that cannot be read."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from textwrap import shorten
from types import NoneType, UnionType
from typing import Annotated, Final, Union, assert_never, get_args, get_origin, get_type_hints

from app.programme.conditions import FACTS, Rule
from app.programme.marks import (
    CHANNELS,
    Compiled,
    Leads,
    Mark,
    Number,
    OneOf,
    Reads,
    Shaped,
    is_shaped,
)
from app.programme.pack import FROM_BOOKS, Bonus, Earning, Offer, Pack, Setting
from app.programme.parts import FromSetting, Part, is_figure, is_ratio
from app.programme.setting_values import doubt_of
from app.programme.tier_terms import Discount

COUNTED_ANYWAY: Final = frozenset({"no_shows"})  # what is counted without a rule of the pack
_COMPARED: Final = re.compile(r"(?<![\w.])(\w+)\s*[!=]=\s*(?:'([^']*)'|\"([^\"]*)\")")
_LISTED: Final = re.compile(r"(?<![\w.])(\w+)\s+in\s+\[([^\]]*)\]")
_QUOTED: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"")
Doubt = tuple[str, str]  # the path to blame, and what is said
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_SHOWN: Final = 80  # characters of a condition that an error repeats


def doubts(pack: Pack) -> Iterator[Doubt]:
    """Go through everything that is wrong in a pack whose types are right."""
    yield from _whole(pack)
    for name, setting in pack.settings.items():
        said = doubt_of(setting, setting.default)
        if setting.type == "choice" and said:
            said = f"{setting.default!r} is none of the options {[*setting.options]}"
        if said:
            yield f"$.settings.{name}.default", said
    for path, value, marks in marked(pack, Pack, "$"):
        for mark in marks:
            if isinstance(value, FromSetting):
                yield from _from_setting(pack, path, value, mark)
            else:
                yield from _direct(pack, path, value, mark)


def marked(
    value: object, kind: object, path: str
) -> Iterator[tuple[str, object, tuple[Mark, ...]]]:
    """Go through every value of a pack that carries a mark: its path, the value, the marks.

    Args:
        value: A part of the pack, or the pack.
        kind: Its declared type.
        path: Where it stands, as ``$.tiers[1].code``.
    """
    inside: Iterable[tuple[str, object, object]] = ()
    origin = get_origin(kind)
    if origin is Annotated:
        yield path, value, tuple(one for one in get_args(kind)[1:] if isinstance(one, Mark))
    elif origin in {Union, UnionType} and value is not None:
        inside = (("", value, one) for one in get_args(kind) if one is not NoneType)
    elif isinstance(value, Part) and value.__class__ is kind:
        hints = _hints_of(value.__class__)
        inside = ((f".{name}", getattr(value, name), hint) for name, hint in hints.items())
    elif isinstance(value, dict) and origin is dict:
        inside = ((f".{name}", one, get_args(kind)[1]) for name, one in value.items())
    elif isinstance(value, (list, tuple)) and origin in {list, tuple}:
        inside = ((f"[{place}]", one, get_args(kind)[0]) for place, one in enumerate(value))
    for step, one, hint in inside:
        yield from marked(one, hint, path + step)


@cache
def _hints_of(table: type[Part]) -> dict[str, object]:
    """Return the declared types of a table's fields, with their marks."""
    return get_type_hints(table, include_extras=True)


def _whole(pack: Pack) -> Iterator[Doubt]:
    """Say what is wrong with the pack as a whole."""
    if not _ID.fullmatch(pack.id):
        yield "$.id", f"{pack.id!r} is no id; it has small letters, digits and hyphens: gold-club"
    if not pack.tiers:
        yield "$.tiers", "a programme needs at least one tier"
    if pack.currency not in pack.assets:
        yield "$.currency", f"the currency {pack.currency!r} must be one of the assets"
    if pack.redeems_with not in {"points", *pack.assets}:
        yield "$.redeems_with", f"{pack.redeems_with!r} must be one of the assets"
    own = set() if isinstance(pack.tenders, FromSetting) else FROM_BOOKS & set(pack.tenders)
    if own:
        yield "$.tenders", f"{min(own)!r} is no tender of the till: the books settle it"
    yield from _dates(pack)
    for place, offer in enumerate(pack.offers):
        if isinstance(offer.every, int) and offer.every < 1:
            yield f"$.offers[{place}].every", "every must be 1 or more"
    for place, voucher in enumerate(pack.period_vouchers):
        scales = [
            pack.assets[one].scale for one in (voucher.source, voucher.target) if one in pack.assets
        ]
        if len(set(scales)) > 1:
            yield f"$.period_vouchers[{place}]", "source and target need the same scale"
    yield from _draws(pack)
    yield from _needs_points(pack)
    yield from _said_twice(pack)


def _dates(pack: Pack) -> Iterator[Doubt]:
    """Name rules that end before they begin, and groups in which rules and bonuses meet."""
    lists: dict[str, Sequence[Earning | Bonus | Offer | Discount]] = {
        "earning": pack.earning,
        "bonuses": pack.bonuses,
        "offers": pack.offers,
        **{f"tiers[{place}].discounts": tier.discounts for place, tier in enumerate(pack.tiers)},
    }
    for path, rules in lists.items():
        for place, one in enumerate(rules):
            if one.valid_from and one.valid_until and one.valid_until < one.valid_from:
                yield f"$.{path}[{place}].valid_until", "the rule ends before it begins"
    grouped = {one.group for one in pack.earning}
    for place, bonus in enumerate(pack.bonuses):
        if bonus.group and bonus.group in grouped:
            said = f"group {bonus.group!r} holds earning rules: a bonus counts on what they give"
            yield f"$.bonuses[{place}].group", said


def _draws(pack: Pack) -> Iterator[Doubt]:
    """Name draws whose chances may be counted on a day that was drawn already: they would never take part."""
    late = {
        tally.metric
        for tally in pack.tallies
        if tally.on == "check-out" and "arrival" in _words(pack, tally.date)
    }
    for place, draw in enumerate(pack.draws):
        if draw.metric in late:
            said = (
                f"{draw.metric!r} may count a stay on its arrival, a day that was perhaps drawn "
                "before the guest left; count it on departure"
            )
            yield f"$.draws[{place}].metric", said


def _words(pack: Pack, value: str | FromSetting) -> tuple[str, ...]:
    """Return every word that a value of a pack may be."""
    if isinstance(value, str):
        return (value,)
    setting = pack.settings.get(value.setting)
    return tuple(setting.options) if setting else ()


def _needs_points(pack: Pack) -> Iterator[Doubt]:
    """Name what works on points where there are none."""
    if "points" in pack.assets:
        return
    users = {
        "bookings.no_show": pack.bookings.no_show,
        "bookings.points_guarantee": pack.bookings.points_guarantee,
        "stakes": pack.stakes,
        "donations": pack.donations,
        "buy_points": pack.buy_points,
        "rewards": pack.rewards,
        "gifts": pack.gifts or None,
    }
    for path, used in users.items():
        if used is not None:
            yield f"$.{path}", "works on points, but there is no asset 'points'"


def _said_twice(pack: Pack) -> Iterator[Doubt]:
    """Name what is declared a second time under the same name."""
    lists: dict[str, list[str]] = {
        "tiers": [one.code for one in pack.tiers],
        "earning": [one.id for one in pack.earning],
        "bonuses": [one.id for one in pack.bonuses],
        "groups": [one.id for one in pack.groups],
        "offers": [one.id for one in pack.offers],
        "actions": [one.code for one in pack.actions],
        "rights": [one.id for one in pack.rights],
        "perks": [one.id for one in pack.perks],
        "period_vouchers": [one.id for one in pack.period_vouchers],
        "segments": [one.code for one in pack.segments],
        "draws": [one.id for one in pack.draws],
        "bookings.price_offers": [one.code for one in pack.bookings.price_offers],
    }
    for path, names in lists.items():
        for name, times in Counter(names).items():
            if times > 1:
                second = names.index(name, names.index(name) + 1)
                yield f"$.{path}[{second}]", f"{name!r} stands there twice"


def _from_setting(pack: Pack, path: str, value: FromSetting, mark: Mark) -> Iterator[Doubt]:
    """Say what is wrong where a value is named by a setting."""
    setting = pack.settings.get(value.setting)
    if setting is None:
        yield path, no_such("setting", value.setting, set(pack.settings))
        return
    if value.by and value.by not in FACTS:
        yield path, no_such("fact", value.by, set(FACTS))
    said = _unfit(setting, value, mark)
    if said:
        yield path, f"setting {value.setting!r} {said}"


def _unfit(setting: Setting, value: FromSetting, mark: Mark) -> str:
    """Say why a setting cannot stand where the mark is; empty where it can."""
    match mark:
        case Number():
            if setting.type == "table":
                return "" if value.by else "is a table: say by which fact it is read"
            fits = {"integer", "decimal"} | ({"ratio"} if mark.may_be_fraction else set())
            return "" if setting.type in fits else "is no figure"
        case OneOf() | Shaped():
            words = ("true", "false") if setting.type == "boolean" else setting.options
            if not words:
                return "is no word"
            wrong = [word for word in words if not _fits(word, mark)]
            return f"has the option {wrong[0]!r}, which {_wanted(mark)}" if wrong else ""
        case Reads():
            return "" if setting.type == mark.type else f"is no {mark.type}"
        case Leads() | Compiled():
            return "cannot stand here"
        case _:
            assert_never(mark)


def _direct(pack: Pack, path: str, value: object, mark: Mark) -> Iterator[Doubt]:
    """Say what is wrong where a value stands in the pack itself; None, where allowed, says nothing."""
    match mark:
        case Number():
            if not (is_ratio(value) if mark.may_be_fraction else is_figure(value)):
                yield path, f"{value!r} is no figure; write it as an integer or a decimal string"
        case Leads():
            known = _known(pack, mark.to)
            if value not in known and not (mark.may_be_empty and not value):
                yield path, no_such(mark.to, str(value), known)
        case OneOf() | Shaped():
            if not _fits(str(value), mark):
                near = difflib.get_close_matches(str(value), getattr(mark, "words", ()), 1)
                yield (
                    path,
                    f"{value!r} {_wanted(mark)}" + (f"; was {near[0]!r} meant?" if near else ""),
                )
        case Compiled():
            yield from _condition(pack, path, str(value))
        case Reads():
            pass
        case _:
            assert_never(mark)


def _fits(word: str, mark: OneOf | Shaped) -> bool:
    return word in mark.words if isinstance(mark, OneOf) else is_shaped(word, mark)


def _wanted(mark: OneOf | Shaped) -> str:
    if isinstance(mark, OneOf):
        return f"is none of {[*mark.words]}"
    return (
        'is no hour; write it as "18:00"'
        if mark.like == "hour"
        else 'is no day; write it as "06-13"'
    )


def _known(pack: Pack, what: str) -> set[str]:
    """Return the names of a kind that a pack declares."""
    if what == "tier":
        return {tier.code for tier in pack.tiers}
    if what == "asset":
        return set(pack.assets)
    if what == "group":
        return {one.id for one in pack.groups}
    if what == "action":
        return {one.code for one in pack.actions}
    counted = {tally.metric for tally in pack.tallies}
    return counted | COUNTED_ANYWAY | {f"action:{one.code}" for one in pack.actions}


def _condition(pack: Pack, path: str, text: str) -> Iterator[Doubt]:
    """Compile a condition, and look whether what it compares facts with can be."""
    defaults = {name: setting.default for name, setting in pack.settings.items()}
    try:
        Rule(text, defaults)
    except ValueError as error:
        said = str(error).splitlines()[0]
        near = re.search(r"unknown (fact|setting) '([^']+)'", said)
        known: Iterable[str] = defaults if near and near.group(1) == "setting" else FACTS
        guess = difflib.get_close_matches(near.group(2), known, 1) if near else []
        yield (
            path,
            f"{shorten(text, _SHOWN)!r}: {said}" + (f"; was {guess[0]!r} meant?" if guess else ""),
        )
        return
    for fact, said in _compared(text):
        possible = _POSSIBLE.get(fact)
        if possible is not None and said and said not in possible(pack):
            yield path, f"{text!r}: " + no_such(fact, said, possible(pack))


# What facts can be, where that is known from the pack; an outlet or a brand is the house's.
_POSSIBLE: Final[dict[str, Callable[[Pack], set[str]]]] = {
    "tier": lambda pack: _known(pack, "tier"),
    "what": lambda pack: _known(pack, "action"),
    "partner": lambda pack: set(pack.partners),
    "kind": lambda _: {"person", "child", "company", "household", "anonymous"},
    "channel": lambda _: set(CHANNELS),
    "choice": lambda _: {"points", "miles", "both"},
    "rate_class": lambda _: {"qualifying", "non-qualifying", "member", "free-night"},
    "booked_by": lambda _: {"self", "other"},
}


def _compared(text: str) -> Iterator[tuple[str, str]]:
    """Go through what a condition compares its facts with: the fact, and the word in quotes."""
    for fact, single, double in _COMPARED.findall(text):
        yield fact, single or double
    for fact, words in _LISTED.findall(text):
        for single, double in _QUOTED.findall(words):
            yield fact, single or double


def no_such(what: str, name: str, known: set[str]) -> str:
    """Say that a name leads nowhere, and what was probably meant."""
    near = difflib.get_close_matches(name, known, 1)
    return f"no {what} {name!r}" + (
        f"; was {near[0]!r} meant?" if near else f"; known are {sorted(known)}"
    )

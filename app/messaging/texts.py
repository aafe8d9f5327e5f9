"""The texts that members read: sentences per language, put together and filled from a message's figures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

from typing_extensions import override

from app.operations.notices import LAPSE, MILESTONE

LANGUAGES: Final = ("zh_CN", "en")
CAMPAIGN: Final = "campaign-"
_WORDS: Final = Path(__file__).parents[2] / "resources" / "messages"
_SIGNS: Final = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
_FULL_STOPS: Final = ("。", "！", "？")  # no space follows them
_MONEY: Final = frozenset({"amount", "stored_after", "stored_taken"})
# Sentences by the kind of slip, in the order they are read; each stands where all its figures are there.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "post_spend": ("spent", "earned", "stored_taken"),
    "top_up": ("topped_up",),
    "redeem": ("redeemed",),
    "reserve_reward": ("reserved",),
    "release_reward": ("released",),
    "approve_member": ("approved", "earned_only"),
    "decide_appeal": ("earned_only",),
    "end_member_day": ("expired", "voucher"),
    "sms_in": ("reply",),
    "set_pin": ("pin_changed",),
    MILESTONE: (),
    "kiosk_code": ("kiosk_code",),
    "kiosk_call": ("kiosk_call",),
}
_ALWAYS: Final = ("tier", MILESTONE)
_HEADS: Final = ("sign", "subject")

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextFault:
    """One thing that is wrong with a hotel's own sentences; the common ones stand in for it.

    Attributes:
        file: Where.
        key: Which sentence; empty for the whole file.
        what: In words, for whoever wrote it.
    """

    file: Path
    key: str
    what: str

    @override
    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else str(self.file)
        return f"{where}: {self.what}"


def words_of(language: str, own: Path | None = None) -> Words:
    """Return the sentences of a language; one that is not there reads English.

    Args:
        language: ``zh_CN`` or ``en``.
        own: Folder with a hotel's own sentences, which go before the common ones where they can be filled.
    """
    name = f"{language if language in LANGUAGES else 'en'}.toml"
    common = _common(name)
    return {**common, **(_own(own / name, common)[0] if own else {})}


def faults_of(own: Path) -> list[TextFault]:
    """Return what is wrong with a hotel's own sentences; empty for a folder that is not there."""
    files = (f"{language}.toml" for language in LANGUAGES)
    return [one for name in files for one in _own(own / name, _common(name))[1]]


@cache
def _common(name: str) -> Words:
    words = tomllib.loads((_WORDS / name).read_text(encoding="utf-8"))
    return {key: str(value) for key, value in words.items()}


def _own(file: Path, common: Words) -> tuple[dict[str, str], list[TextFault]]:
    """Return those sentences of a file that can be filled, and what is wrong with the others."""
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError) as error:  # broken TOML and broken UTF-8 are both ValueErrors
        return {}, [TextFault(file, "", str(error))]
    words: dict[str, str] = {}
    faults: list[TextFault] = []
    for key, value in found.items():
        wrong = _wrong(key, value, common)
        if wrong:
            faults.append(TextFault(file, key, wrong))
        else:
            words[key] = value
    return words, faults


def _wrong(key: str, value: object, common: Words) -> str:
    """Return what is wrong with a sentence; empty for nothing."""
    if not isinstance(value, str) or not value.strip():
        return "a sentence stands in quotation marks, and is not empty"
    if key.startswith(CAMPAIGN):
        return ""  # stands as it is written
    if key not in common:
        return "there is no such sentence"
    known = (
        frozenset({"hotel"}) if key in _HEADS else frozenset().union(*map(fields, common.values()))
    )
    try:
        unknown = sorted(fields(value) - known)
        value.format(**dict.fromkeys(known, "1"))
    except (ValueError, LookupError, AttributeError):
        unknown = sorted(_named(value) - known)
        return f"there is no figure {unknown[0]}" if unknown else "its braces cannot be filled"
    return f"there is no figure {unknown[0]}" if unknown else ""


def _named(sentence: str) -> frozenset[str]:
    try:
        return fields(sentence)
    except ValueError:
        return frozenset()


def render(words: Words, kind: str, figures: Mapping[str, str | int], hotel: str) -> str | None:
    """Write one message.

    Args:
        words: Of the member's language.
        kind: As the notice says.
        figures: Likewise.
        hotel: Its name in that language; stands in front, as the networks ask of senders.

    Returns:
        The text, or None for a campaign whose content nobody has written.
    """
    told = _told(words, kind, figures)
    if told is None:
        return None
    said = "".join(one if one.endswith(_FULL_STOPS) else f"{one} " for one in told)
    return words["sign"].format(hotel=hotel) + said.rstrip()


def fields(sentence: str) -> frozenset[str]:
    """Return the figures that a sentence asks for."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


def _told(words: Words, kind: str, figures: Mapping[str, str | int]) -> list[str] | None:
    if kind.startswith(CAMPAIGN):
        content = words.get(kind)
        return None if content is None else [content]
    names = [*KINDS.get(kind, ()), *_ALWAYS]
    if kind.startswith(LAPSE):
        names.insert(0, "lapsing" if "lapsing" in figures else "lapsing_tier")
    if kind == "decide_appeal":
        names.insert(0, "appeal_granted" if figures.get("granted") else "appeal_denied")
    said = _said(figures)
    told = [words[one].format(**said) for one in names if fields(words[one]) <= said.keys()]
    return told or [words["done"]]


def _said(figures: Mapping[str, str | int]) -> dict[str, str]:
    """Write figures as people read them: thousands apart, sums with the sign of their currency."""
    code = str(figures.get("currency", ""))
    sign = _SIGNS.get(code, f"{code} ")
    return {
        name: f"{sign}{Decimal(str(value)):,}" if name in _MONEY else _plain(value)
        for name, value in figures.items()
    }


def _plain(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value

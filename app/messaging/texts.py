"""The texts that members read: sentences per language, put together and filled from a message's figures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Final

from app.operations.notices import MILESTONE

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
    MILESTONE: (),
}
_ALWAYS: Final = ("tier", MILESTONE)

Words = Mapping[str, str]


def words_of(language: str, own: Path | None = None) -> Words:
    """Read the sentences of a language; one that is not there reads English.

    Args:
        language: ``zh_CN`` or ``en``.
        own: Folder with a hotel's own sentences, which go before the common ones.

    Raises:
        ValueError: The hotel's own file is no TOML; the message says where.
    """
    name = f"{language if language in LANGUAGES else 'en'}.toml"
    words = dict(tomllib.loads((_WORDS / name).read_text(encoding="utf-8")))
    mine = own / name if own else None
    if mine is not None and mine.exists():
        try:
            words |= tomllib.loads(mine.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{mine}: {error}") from error
    return {key: str(value) for key, value in words.items()}


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

"""A name in the two languages of the faces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A name that the hotel or its programme gave, in both languages of the desk.

    Attributes:
        zh: Chinese; shown in zh_CN.
        en: English; shown in en. Empty means: show the Chinese one.
    """

    zh: str
    en: str = ""


NO_WORDS = Words("")

Fact = str | int | Words
"""A figure or name inside a sentence. Keys ending in ``_minor`` are money, in ``_on`` ISO dates."""

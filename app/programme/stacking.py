"""Stacking (叠加): of rules that belong together, whether all count, the best one, or the first in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from app.programme.marks import OneOf
from app.programme.parts import Part, Word

Takes = Annotated[Word, OneOf(("all", "best", "first"))]


class Group(Part, frozen=True):
    """Rules that belong together, so that a campaign need not come on top of another.

    Attributes:
        takes: all (they add up), best (the one that gives most) or first (the first, in the order of the
            pack, that gives something).
    """

    id: str
    takes: Takes = "all"


def chosen(takes: str, worths: Sequence[int]) -> list[int]:
    """Return the places of the rules that count; what gives nothing never does.

    Args:
        takes: all, best or first.
        worths: What each rule gives, in the order of the pack; of two that give the same, the first is best.
    """
    giving = [place for place, worth in enumerate(worths) if worth > 0]
    if takes == "all" or not giving:
        return giving
    return giving[:1] if takes == "first" else [max(giving, key=lambda place: worths[place])]

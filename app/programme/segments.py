"""Segments (分类): groups of members, set up beforehand, that the house writes to."""

from __future__ import annotations

from typing import Annotated

from app.programme.marks import CHANNELS, OneOf
from app.programme.parts import Names, Part, TierCode

ALL = "all"


class Segment(Part, frozen=True):
    """A group of members; what is left empty asks nothing, all that is said must hold.

    Attributes:
        code: What a campaign calls it.
        tiers: Levels it takes in.
        kinds: person, child, company or anonymous.
        channels: How they joined (website, desk …).
        languages: In which language they read.
    """

    code: str
    names: Names
    tiers: tuple[TierCode, ...] = ()
    kinds: tuple[
        Annotated[str, OneOf(("person", "child", "company", "household", "anonymous"))], ...
    ] = ()
    channels: tuple[Annotated[str, OneOf(CHANNELS)], ...] = ()
    languages: tuple[str, ...] = ()


def segment_of(code: str, tiers: frozenset[str], declared: tuple[Segment, ...]) -> Segment | None:
    """Return the segment of a code: all members, those of one level, or one that the pack declares."""
    names = Names(zh=code, en=code)
    if code == ALL:
        return Segment(code=code, names=names)
    if code in tiers:
        return Segment(code=code, names=names, tiers=(code,))
    return next((one for one in declared if one.code == code), None)

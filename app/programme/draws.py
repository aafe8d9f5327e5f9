"""Lucky draws: who wins, worked out from a recorded seed so that anybody can work it out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256


def winners(
    seed: str, chances: Mapping[str, int], places: Sequence[str], *, most: int = 0
) -> list[tuple[str, str]]:
    """Draw the places in order; a member wins one at most.

    Each chance has a number: the SHA-256 of seed, member and the chance's place among the member's,
    joined by colons. The chances stand in the order of these numbers, the lowest first.

    Args:
        seed: Recorded with the decision; whoever knows it finds the same winners.
        chances: How many each member has.
        places: What is drawn, the first place first.
        most: Chances of one member that count at most; 0 for all.

    Returns:
        Place and member; fewer than the places where fewer members take part.
    """
    in_order = sorted(_numbered(seed, chances, most))
    drawn = dict.fromkeys(member for _, member in in_order)  # the first of each, in order
    return list(zip(places, drawn, strict=False))


def _numbered(seed: str, chances: Mapping[str, int], most: int) -> Iterator[tuple[bytes, str]]:
    for member, count in chances.items():
        for place in range(min(count, most) if most else count):
            yield sha256(f"{seed}:{member}:{place}".encode()).digest(), member

"""Reads the feed: what is new for this terminal, without a gap for each address and shard, or what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.sync.line import Line

Place = tuple[str, int]
"""An address and a shard."""
_AT_ONCE: Final = 2_000
_HEADS: Final = "SELECT address, shard, number FROM my_feed_heads"
_ROWS: Final = (
    "SELECT f.address, f.shard, f.number, f.kind, f.slip, f.payload, f.slip_text, f.decision_text, f.outcome, "
    "f.position FROM unnest(%s::text[], %s::smallint[], %s::bigint[], %s::bigint[]) "
    "AS wanted(address, shard, after, upto) JOIN my_feed f ON f.address = wanted.address "
    "AND f.shard = wanted.shard AND f.number > wanted.after AND f.number <= wanted.upto "
    "ORDER BY f.address, f.shard, f.number"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """A row of the feed.

    Attributes:
        kind: decision, answer or erase.
        slip: Whose decision this is; for an answer, the question's id.
        slip_text: The slip's canonical form; None where it is no decision, or not there.
        position: Of the decision; what concerns the house is applied in this order.
    """

    address: str
    shard: int
    number: int
    kind: str
    slip: str = ""
    payload: bytes | None = field(default=None, repr=False)
    slip_text: bytes | None = field(default=None, repr=False)
    decision_text: bytes | None = field(default=None, repr=False)
    outcome: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """What was read.

    Attributes:
        rows: Without a gap, for each place.
        places: How far each place has come with these rows.
        gaps: Where a row is missing, and its number; what is behind it was not taken.
        went_back: Places whose head stands before what was read: the centre forgot.
        is_all: Nothing more was there when the heads were read.
    """

    rows: tuple[FeedRow, ...]
    places: Mapping[Place, int]
    gaps: Mapping[Place, int] = field(default_factory=dict)
    went_back: tuple[Place, ...] = ()
    is_all: bool = True


def read_heads(line: Line) -> dict[Place, int]:
    """Ask how far the feed has come for this terminal, at one moment.

    Raises:
        OutOfReachError: The line broke.
    """
    return {(str(row[0]), int(row[1])): int(row[2]) for row in line.query(_HEADS)}


def pull(line: Line, places: Mapping[Place, int], own_address: str) -> Pull:
    """Read what is behind these places, some 2,000 rows at most; what is for the terminal alone comes whole.

    Args:
        line: To the centre.
        places: How far each place has come; one that is not named begins at 0.
        own_address: Of the terminal alone: answers stand there, and must not lag behind decisions.

    Raises:
        OutOfReachError: The line broke; nothing was taken.
    """
    heads = read_heads(line)
    ahead = {place: head for place, head in heads.items() if head > places.get(place, 0)}
    went_back = tuple(
        place for place, number in places.items() if number > heads.get(place, number)
    )
    if not ahead:
        return Pull(rows=(), places={}, went_back=went_back)
    each = _AT_ONCE // len(ahead) + 1
    wanted = [
        (place, after, head if place[0] == own_address else min(head, after + each))
        for place, head in sorted(ahead.items())
        for after in (places.get(place, 0),)
    ]
    columns = list(zip(*((p[0], p[1], after, upto) for p, after, upto in wanted), strict=True))
    found = [_row(one) for one in line.query(_ROWS, [list(column) for column in columns])]
    return without_gaps(found, wanted, heads, went_back)


def without_gaps(
    found: Sequence[FeedRow],
    wanted: Sequence[tuple[Place, int, int]],
    heads: Mapping[Place, int],
    went_back: tuple[Place, ...] = (),
) -> Pull:
    """Take of what was found, for each place, the rows that follow one another.

    Args:
        found: Rows, in the order of their numbers.
        wanted: Places, behind which number, and up to which.
        heads: How far each place has come at the centre.
        went_back: As in ``Pull``.
    """
    by_place: dict[Place, list[FeedRow]] = {}
    for row in found:
        by_place.setdefault((row.address, row.shard), []).append(row)
    rows: list[FeedRow] = []
    places: dict[Place, int] = {}
    gaps: dict[Place, int] = {}
    for place, after, upto in wanted:
        number = after
        for row in by_place.get(place, []):
            if row.number != number + 1:
                break
            # A decision whose slip is not there to be read is as good as missing.
            if row.kind == "decision" and (row.slip_text is None or row.decision_text is None):
                break
            rows.append(row)
            number += 1
        if number < upto:
            gaps[place] = number + 1
        places[place] = number
    is_all = all(places.get(place, head) >= head for place, head in heads.items())
    return Pull(
        rows=tuple(rows), places=places, gaps=gaps, went_back=went_back, is_all=is_all or bool(gaps)
    )


def _row(one: tuple[Any, ...]) -> FeedRow:
    address, shard, number, kind, slip, payload, slip_text, decision_text, outcome, position = one
    return FeedRow(
        address=address,
        shard=shard,
        number=number,
        kind=kind,
        slip=slip,
        payload=_bytes(payload),
        slip_text=_bytes(slip_text),
        decision_text=_bytes(decision_text),
        outcome=outcome or "",
        position=position or 0,
    )


def _bytes(value: Any) -> bytes | None:  # noqa: ANN401 - as the driver gives it
    return None if value is None else bytes(value)

"""What a pack says about games: points staked on an outcome, and prizes by the room number."""

from __future__ import annotations

from typing import Annotated

from app.programme.marks import CHANNELS, OneOf
from app.programme.parts import DayOfYear, Figure, Names, Part, Word, YesNo


class Stakes(Part, frozen=True):
    """Points staked on the outcome of a match.

    Attributes:
        points: Of one stake.
        closes_hours: Hours before kick-off when the market closes.
        cutoff_inclusive: Whether a stake at that very moment is taken.
        odd: What becomes of points that are no multiple of a stake: refuse, or take the whole-stakes.
        payout: pool (winners share all stakes) or factor.
        factor: With payout factor: stake times this.
    """

    points: Figure
    closes_hours: Figure
    cutoff_inclusive: YesNo = "true"
    odd: Annotated[Word, OneOf(("refuse", "whole-stakes"))] = "refuse"
    payout: Annotated[Word, OneOf(("pool", "factor"))] = "pool"
    factor: Figure = 2


class RoomPrize(Part, frozen=True):
    """A gift at the desk for those in whose room the winning team's parity stands.

    Attributes:
        first, last: Days of check-in on which the game runs, as "06-13", whatever the year.
        booked_via: Channels that take part.
        draw: On a draw nobody wins, or both.
    """

    code: str
    names: Names
    first: DayOfYear
    last: DayOfYear
    booked_via: tuple[Annotated[str, OneOf(CHANNELS)], ...]
    draw: Annotated[Word, OneOf(("nobody", "both"))] = "nobody"

"""What a pack says about games: points staked on an outcome, prizes by the room number, and lucky draws."""

from __future__ import annotations

from typing import Annotated

from app.programme.marks import CHANNELS, Leads, OneOf
from app.programme.parts import DayOfYear, Figure, Metric, Names, Part, Word, YesNo


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


class DrawPrize(Part, frozen=True):
    """A prize of a draw.

    Attributes:
        winners: How many members win it.
        asset: What is credited; empty for goods that are handed over.
        amount: How much of the asset, in its smallest unit.
    """

    code: str
    names: Names
    winners: Figure
    asset: Annotated[str, Leads("asset", may_be_empty=True)] = ""
    amount: Figure = 0


class Draw(Part, frozen=True):
    """A lucky draw among members who collected chances; each wins one prize at most.

    Attributes:
        metric: The count whose every one is a chance.
        most: Chances of one member in a draw at most; 0 for no limit.
        prizes: The first is drawn first.
    """

    id: str
    names: Names
    metric: Metric
    prizes: tuple[DrawPrize, ...]
    most: Figure = 0

"""Stake points on an outcome (积分竞猜): they are the house's until the market is settled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.loyalty import accounts
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.market_terms import Stakes

KIND = "stake"
KICKOFF = "kickoff"  # among the observed figures: of the market's first stake, seconds since 1970
_LONGEST_NAME = 60


class Stake(Body, frozen=True, kw_only=True):
    """On what, on which outcome, how many points; kick-off is the match's, and the first stake's holds."""

    market: str
    outcome: str
    points: int
    kickoff: datetime


def needs(slip: Slip[Stake], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[Stake], view: View) -> Decision:
    """Take the stake, or say why not.

    Source:
        Huazhu: 50 points a stake, until two hours before kick-off.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    rule = view.programme.pack.stakes
    if rule is None:
        return refused(Reason.NOT_OFFERED)
    body, state = slip.body, view.member(slip.member)
    if not body.market or len(body.market) > _LONGEST_NAME or ":" in body.market + body.outcome:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_NAME)
    points = _whole(rule, slip, view)
    if isinstance(points, Refusal):
        return refused_as(points)
    if view.observed.figures.get("settled"):
        return refused(Reason.MARKET_CLOSED)
    if points > state.balance("points"):
        return refused(Reason.NOT_ENOUGH_POINTS, needs=points, has=state.balance("points"))
    entry = Entry(slip, view)
    entry.debit("points", points, accounts.market(body.market, body.outcome))
    each = int(view.programme.figure(rule.points))
    entry.explain(
        "stake",
        f"{points // each} × {each}",
        str(points),
        asset="points",
        amount=-points,
        market=body.market,
        outcome=body.outcome,
    )
    entry.gives |= {"stakes": points // each, "points": -points}
    return entry.posted()


def _whole(rule: Stakes, slip: Slip[Stake], view: View) -> int | Refusal:
    programme = view.programme
    each = int(programme.figure(rule.points))
    first = view.observed.figures.get(KICKOFF)
    kickoff = slip.body.kickoff if first is None else datetime.fromtimestamp(first, UTC)
    closes = kickoff.astimezone(UTC) - timedelta(hours=int(programme.figure(rule.closes_hours)))
    now = slip.occurred_at.astimezone(UTC)
    if now > closes or (now == closes and programme.word(rule.cutoff_inclusive) != "true"):
        return Refusal(Reason.MARKET_CLOSED)
    points = slip.body.points
    if points % each and programme.word(rule.odd) == "whole-stakes":
        points -= points % each
    if points <= 0 or points % each:
        return Refusal(Reason.NOT_WHOLE_STAKES, {"each": each})
    return points

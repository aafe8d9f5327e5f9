"""Settle a market: the outcome is known, and the winners' shares follow as derived slips."""

from __future__ import annotations

from decimal import Decimal

from app.loyalty import accounts
from app.loyalty.ids import MemberId
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred, derived_only
from app.operations.slip import Body, Slip
from app.operations.stake import KICKOFF
from app.operations.view import NOTHING, Needs, View

KIND = "settle_market"
PAY_OUT_KIND = "pay_out"


class SettleMarket(Body, frozen=True, kw_only=True):
    """Which market, and what came out."""

    market: str
    outcome: str


class PayOut(Body, frozen=True, kw_only=True):
    """A winner's share: points, and the accounts of the stakes it comes from, in that order."""

    market: str
    parts: tuple[tuple[str, int], ...]


def claims(slip: Slip[SettleMarket]) -> tuple[str, ...]:
    """A market is settled once."""
    return (f"market:{slip.body.market}",)


def needs(slip: Slip[SettleMarket], view: View) -> Needs:
    """Nothing: the stakes are observed."""
    del slip, view
    return NOTHING


def pay_out_needs(slip: Slip[PayOut], view: View) -> Needs:
    """The winner."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[SettleMarket], view: View) -> Decision:
    """Share out what was staked, or say why not.

    With payout ``pool`` the winners share all stakes in proportion, whole points, the rest stays with
    the house and no points are created; with ``factor`` each gets the stake times the factor.

    Source:
        Not stated; a setting of the pack decides.
    """
    refusal = barred(slip, view, Act.ADJUST)
    if refusal:
        return refused_as(refusal)
    rule = view.programme.pack.stakes
    if rule is None:
        return refused(Reason.NOT_OFFERED)
    if view.observed.claims_lost:
        return refused(Reason.MARKET_CLOSED)
    kickoff = view.observed.figures.get(KICKOFF)
    if kickoff is None:
        return refused(Reason.MARKET_UNKNOWN, market=slip.body.market)
    if slip.occurred_at.timestamp() < kickoff:
        return refused(Reason.MARKET_NOT_OVER)
    # "outcome:member" → points
    stakes = {name: points for name, points in view.observed.figures.items() if name != KICKOFF}
    total = sum(stakes.values())
    won = {
        MemberId(name.partition(":")[2]): points
        for name, points in sorted(stakes.items())
        if name.partition(":")[0] == slip.body.outcome
    }
    staked = sum(won.values())
    entry = Entry(slip, view)
    factor = view.programme.figure(rule.factor)
    is_pool = view.programme.word(rule.payout) == "pool"
    pot = dict.fromkeys(sorted(one.partition(":")[0] for one in stakes), 0)
    for name, points in stakes.items():
        pot[name.partition(":")[0]] += points
    for member, points in won.items():
        share = total * points // staked if is_pool else int(Decimal(points) * factor)
        parts = _parts(pot, share, slip.body.market, slip.body.outcome)
        entry.derive(PAY_OUT_KIND, member, PayOut(market=slip.body.market, parts=parts))
    entry.explain("settled", f"{total} ÷ {len(won)}", str(staked), outcome=slip.body.outcome)
    entry.gives |= {"staked": total, "winners": len(won)}
    return entry.posted()


def pay_out(slip: Slip[PayOut], view: View) -> Decision:
    """Credit a winner."""
    refusal = derived_only(slip)
    if refusal:
        return refused_as(refusal)
    entry = Entry(slip, view)
    for source, points in slip.body.parts:
        entry.credit("points", points, source)
    points = sum(points for _, points in slip.body.parts)
    entry.explain("won", slip.body.market, str(points), asset="points", amount=points)
    entry.gives["points"] = points
    return entry.posted()


def _parts(
    pot: dict[str, int], share: int, market: str, outcome: str
) -> tuple[tuple[str, int], ...]:
    """Take a share out of the stakes, the winning outcome's first; what they do not hold is newly issued."""
    parts: list[tuple[str, int]] = []
    for name in sorted(pot, key=lambda one: (one != outcome, one)):
        part = min(pot[name], share)
        if part:
            pot[name] -= part
            share -= part
            parts.append((accounts.market(market, name), part))
    if share:
        parts.append((accounts.ISSUED, share))
    return tuple(parts)

"""Hold a lucky draw (抽奖): chances collected up to a closed date, a recorded seed, a derived slip for each winner."""

from __future__ import annotations

from datetime import date

from app.loyalty.house import CounterRow
from app.loyalty.ids import MemberId
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred, derived_only
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, HouseState, Needs, View
from app.programme.draws import winners
from app.programme.market_terms import Draw
from app.programme.pack import Pack

KIND = "hold_draw"
PRIZE_KIND = "win_prize"
SEED = "seed"


class HoldDraw(Body, frozen=True, kw_only=True):
    """Which draw, and the last date whose chances take part."""

    draw: str
    last: date


class WinPrize(Body, frozen=True, kw_only=True):
    """Which prize of which draw was won."""

    draw: str
    prize: str


def needs(slip: Slip[HoldDraw], view: View) -> Needs:
    """Nothing: chances and seed are observed."""
    del slip, view
    return NOTHING


def prize_needs(slip: Slip[WinPrize], view: View) -> Needs:
    """The winner."""
    del view
    return Needs(members=frozenset({slip.member}))


def drawn_until(house: HouseState, draw: str) -> date:
    """Return the last date whose chances have been drawn; the first of all dates before any draw."""
    return date.fromordinal(house.counters.get(_counter(draw), date.min.toordinal()))


def declared(pack: Pack, draw: str) -> Draw | None:
    """Return a draw by its name."""
    return next((one for one in pack.draws if one.id == draw), None)


def decide(slip: Slip[HoldDraw], view: View) -> Decision:
    """Draw the winners, or say why not.

    The date must be over, so that no chance comes in behind the draw, and later than the last draw's.

    Source:
        S2 L202, S3 L201-211: draws are named; no figure is stated, the pack's settings decide.
    """
    refusal = barred(slip, view, Act.ADJUST)
    if refusal:
        return refused_as(refusal)
    body, observed = slip.body, view.observed
    draw = declared(view.programme.pack, body.draw)
    if draw is None:
        return refused(Reason.NOT_OFFERED)
    if body.last >= observed.business_date:
        return refused(Reason.DRAW_NOT_OVER, last=body.last.isoformat())
    if body.last <= drawn_until(view.house, draw.id):
        return refused(Reason.DRAWN_BEFORE, last=drawn_until(view.house, draw.id).isoformat())
    seed = observed.scene.get(SEED, "")
    if not seed:
        return refused(Reason.SEED_MISSING)
    figure = view.programme.figure
    places = [prize.code for prize in draw.prizes for _ in range(int(figure(prize.winners)))]
    found = winners(seed, observed.figures, places, most=int(figure(draw.most)))
    entry = Entry(slip, view)
    for prize, member in found:
        entry.derive(PRIZE_KIND, MemberId(member), WinPrize(draw=draw.id, prize=prize))
    counter = CounterRow(
        property=slip.property, name=_counter(draw.id), value=body.last.toordinal()
    )
    entry.put(counter)
    chances = sum(observed.figures.values())
    entry.explain("drawn", f"{chances} · {len(observed.figures)}", str(len(found)), seed=seed)
    entry.gives |= {"winners": len(found), "chances": chances}
    return entry.posted()


def win_prize(slip: Slip[WinPrize], view: View) -> Decision:
    """Credit a winner, or note the goods that are to be handed over."""
    refusal = derived_only(slip)
    if refusal:
        return refused_as(refusal)
    draw = declared(view.programme.pack, slip.body.draw)
    prizes = draw.prizes if draw else ()
    prize = next((one for one in prizes if one.code == slip.body.prize), None)
    if prize is None:
        return refused(Reason.NOT_OFFERED)
    entry = Entry(slip, view)
    amount = int(view.programme.figure(prize.amount)) if prize.asset else 0
    if amount:
        entry.credit(prize.asset, amount)
        entry.gives[prize.asset] = amount
    entry.tally(f"prize:{prize.code}", 1, view.observed.business_date)
    entry.explain(
        "drawn-prize",
        slip.body.draw,
        str(amount),
        asset=prize.asset,
        amount=amount,
        prize=prize.code,
    )
    entry.gives["granted"] = True
    entry.receipt |= {"prize": prize.code}
    return entry.posted()


def _counter(draw: str) -> str:
    return f"draw:{draw}"

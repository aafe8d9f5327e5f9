"""Buy points (购买积分): a share of what a reward costs, for a member who is short of it."""

from __future__ import annotations

from decimal import Decimal

from app.loyalty import accounts
from app.loyalty.money import from_minor, rounded
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "buy_points"


class BuyPoints(Body, frozen=True, kw_only=True):
    """For which reward, how many points, and how they are paid."""

    reward: str
    points: int
    tender: str = "cash"


def bought_for(reward: str) -> str:
    """Return the count of the points that were bought for a reward and not used for it yet."""
    return f"bought:{reward}"


def needs(slip: Slip[BuyPoints], view: View) -> Needs:
    """The member alone; the catalogue is always there."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[BuyPoints], view: View) -> Decision:
    """Credit the points for their price, or say why not. Points that are bought count for no tier.

    Source:
        Hyatt Gold Passport: at most 10 % of the reward's points.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    programme, state = view.programme, view.member(slip.member)
    rule = programme.pack.buy_points
    if rule is None:
        return refused(Reason.NOT_OFFERED)
    row = view.house.rewards.get(slip.body.reward)
    price = row.points if row else programme.reward_price(slip.body.reward)
    if not price:
        return refused(Reason.REWARD_UNKNOWN, reward=slip.body.reward)
    if slip.body.points <= 0:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if slip.body.tender not in programme.tenders():
        return refused(Reason.TENDER_UNKNOWN, tender=slip.body.tender)
    share = Decimal(price) * programme.figure(rule.percent) / 100
    before = sum(state.tallies.get(bought_for(slip.body.reward), {}).values())
    most = min(
        rounded(share, programme.rounding(rule.rounding)) - before,
        price - state.balance("points"),
    )
    if slip.body.points > most:
        return refused(Reason.OVER_LIMIT, limit=max(0, most))
    entry = Entry(slip, view)
    entry.credit("points", slip.body.points)
    scale = programme.asset(programme.currency).scale
    paid = int((slip.body.points * programme.figure(rule.price)).scaleb(scale))
    tender = accounts.tender(slip.body.tender)
    entry.move(programme.currency, paid, tender, accounts.CLUB_SALES)
    entry.explain(
        "bought",
        slip.body.reward,
        str(slip.body.points),
        asset="points",
        amount=slip.body.points,
        paid=from_minor(paid, scale),
    )
    entry.tally(bought_for(slip.body.reward), slip.body.points, view.observed.business_date)
    entry.gives["points"] = slip.body.points
    entry.receipt |= {"points": slip.body.points, "paid_minor": paid, "tender": slip.body.tender}
    return entry.posted()

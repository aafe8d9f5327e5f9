"""Redeem (兑换): hand a reward to a member for points."""

from __future__ import annotations

from dataclasses import replace

from msgspec.structs import replace as changed

from app.loyalty import accounts
from app.loyalty.house import RewardRow
from app.loyalty.member import MemberKind
from app.loyalty.refusals import Reason, Refusal
from app.operations.buy_points import bought_for
from app.operations.decision import Decision, refused_as
from app.operations.entry import Entry
from app.operations.guards import pin_refused, pin_used, served
from app.operations.post_spend import notice_ways
from app.operations.reservation import account_of, reserved_for
from app.operations.slip import Body, Slip
from app.operations.view import MemberState, Needs, View

KIND = "redeem"
_MOST_AT_ONCE = 99


class Redeem(Body, frozen=True, kw_only=True):
    """Which reward, how many, where.

    Attributes:
        identify: How the member was found: card, mobile or qr.
    """

    reward: str
    quantity: int = 1
    where: str = "desk"
    identify: str = "card"


def needs(slip: Slip[Redeem], view: View) -> Needs:
    """The member alone; the catalogue is always there."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[Redeem], view: View) -> Decision:
    """Take the points and hand the reward over, or say why not; one that was reserved goes first, at its price.

    Source:
        S4 L748-762: getInfoByID, then the points are deducted.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    state = view.member(slip.member)
    price = price_of(slip.body, state, view)
    if isinstance(price, Refusal):
        return refused_as(price)
    wrong = pin_refused(slip, state, view, slip.body.identify)
    if wrong:
        return changed(wrong, gives={**wrong.gives, "next": "waiting"})
    entry = Entry(slip, view)
    asset = view.programme.pack.redeems_with
    held = reserved_for(state, slip.body.reward, asset)
    entry.debit(asset, held, accounts.REDEEMED, source=account_of(slip.body.reward))
    entry.debit(asset, price - held, accounts.REDEEMED)
    entry.operations.append("getInfoByID")
    reward = view.house.rewards.get(slip.body.reward)
    fresh = slip.body.quantity - (1 if held else 0)  # a reserved piece has left the stock already
    if reward and reward.stock is not None and fresh:
        entry.put(replace(reward, stock=reward.stock - fresh))
    bought = sum(state.tallies.get(bought_for(slip.body.reward), {}).values())
    if bought:  # the share that may be bought begins anew with the next of these rewards
        entry.tally(bought_for(slip.body.reward), -bought, view.observed.business_date)
    used = pin_used(state, view)
    if used:
        entry.put(used)
    entry.gives |= {
        "price": price,
        asset: -price,
        "reward": slip.body.reward,
        "quantity": slip.body.quantity,
        "next": "waiting",
    }
    if held:
        entry.gives["from_hold"] = 1
        code = slip.body.reward
        entry.explain("reserved", code, str(held), asset=asset, amount=-held, held=-held)
    if fresh:
        taken = price - held
        entry.explain(
            "taken",
            f"{fresh} × {taken // fresh}",
            str(taken),
            asset=asset,
            amount=-taken,
            reward=slip.body.reward,
        )
    entry.receipt |= {
        "reward": slip.body.reward,
        "quantity": slip.body.quantity,
        "price": price,
        "points_before": state.balance(asset) + held,
        "points_after": entry.balance(asset),
    }
    return entry.posted(notified=notice_ways(view))


def price_of(body: Redeem, state: MemberState, view: View) -> int | Refusal:
    """Return the points that a redemption takes, or why the member cannot have it."""
    row = view.house.rewards.get(body.reward)
    single = row.points if row else view.programme.reward_price(body.reward)
    pack = view.programme.pack
    held = reserved_for(state, body.reward, pack.redeems_with)
    fresh = body.quantity - (1 if held else 0)
    if not single and (fresh or not held):  # nought takes a reward out of the catalogue
        return Refusal(Reason.REWARD_UNKNOWN, {"reward": body.reward})
    is_company = state.row is not None and state.row.kind is MemberKind.COMPANY
    if body.where not in (pack.company_redeems if is_company else pack.redeems):
        return Refusal(Reason.REWARD_NOT_HERE, {"where": body.where})
    if not 1 <= body.quantity <= _MOST_AT_ONCE:
        return Refusal(Reason.AMOUNT_NOT_POSITIVE)
    if row and _is_for_others(row, state):
        return Refusal(Reason.REWARD_FOR_OTHER_TIER, {"reward": body.reward, "tiers": row.tiers})
    if row and row.stock is not None and row.stock < fresh:
        return Refusal(
            Reason.REWARD_OUT_OF_STOCK,
            {"reward": body.reward, **({"left": row.stock} if row.stock else {})},
        )
    price = held + (single or 0) * fresh
    has = held + state.balance(pack.redeems_with)
    if price > has:
        return Refusal(Reason.NOT_ENOUGH_POINTS, {"needs": price, "has": has})
    return price


def _is_for_others(row: RewardRow, state: MemberState) -> bool:
    return bool(row.tiers) and (state.row is None or state.row.tier not in row.tiers.split(","))

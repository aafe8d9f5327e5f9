"""Reserve a reward (预订奖品): its points and one piece are set aside until it is handed over or released."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.loyalty import accounts
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.post_spend import notice_ways
from app.operations.redeem import Redeem, price_of
from app.operations.reservation import account_of, counted_as, reserved_for
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "reserve_reward"
RELEASE_KIND = "release_reward"


class ReserveReward(Body, frozen=True, kw_only=True):
    """Which reward, and where the member asked for it."""

    reward: str
    where: str = "desk"


class ReleaseReward(Body, frozen=True, kw_only=True):
    """Which reserved reward the member does not want after all."""

    reward: str


def needs(slip: Slip[ReserveReward] | Slip[ReleaseReward], view: View) -> Needs:
    """The member alone; the catalogue is always there."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[ReserveReward], view: View) -> Decision:
    """Set the points aside, or say why not. Nothing is handed over, so no PIN is asked.

    Source:
        S4 L743-745: by its code a reward can be reserved; S4 L748-751: and applied for on the website.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    entry = Entry(slip, view)
    refusal = reserve(entry, slip.body.reward, slip.body.where, view)
    return refused_as(refusal) if refusal else entry.posted(notified=notice_ways(view))


def decide_release(slip: Slip[ReleaseReward], view: View) -> Decision:
    """Give the points back, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    entry = Entry(slip, view)
    if not release(entry, slip.body.reward, view, view.observed.business_date):
        return refused(Reason.RESERVATION_UNKNOWN, reward=slip.body.reward)
    return entry.posted(notified=notice_ways(view))


def reserve(entry: Entry, code: str, where: str, view: View) -> Refusal | None:
    """Add to an entry that one piece of a reward is set aside with its points, or return why not."""
    if reserved_for(entry.state, code, view.programme.pack.redeems_with):
        return Refusal(Reason.RESERVED_BEFORE, {"reward": code})
    price = price_of(Redeem(reward=code, where=where), entry.state, view)
    if isinstance(price, Refusal):
        return price
    asset = view.programme.pack.redeems_with
    entry.debit(asset, price, account_of(code))
    entry.tally(counted_as(code), 1, view.observed.business_date)
    _change_stock(entry, code, -1, view)
    entry.explain("set-aside", code, str(price), asset=asset, held=price)
    entry.gives |= {"reserved": code, "held": price}
    return None


def release(entry: Entry, code: str, view: View, day: date) -> int:
    """Add to an entry that a reservation ends unused; returns the points that came back.

    Args:
        entry: The entry so far.
        code: Of the reward.
        view: The books before it.
        day: Lots whose last day lies before it expire on their return.
    """
    asset = view.programme.pack.redeems_with
    points = reserved_for(entry.state, code, asset)
    if not points:
        return 0
    used = entry.debit(asset, points, accounts.AVAILABLE, source=account_of(code))
    for lot, part in used:
        if lot.expires_on is not None and lot.expires_on < day:
            entry.move(asset, part, accounts.AVAILABLE, accounts.EXPIRED, lot.lot)
            earned = lot.earned_on.isoformat()
            entry.explain("expired", earned, str(part), asset=asset, amount=-part)
    _change_stock(entry, code, 1, view)
    entry.explain("unreserved", code, str(points), asset=asset, held=-points)
    return points


def _change_stock(entry: Entry, code: str, by: int, view: View) -> None:
    row = view.house.rewards.get(code)
    if row is not None and row.stock is not None:
        entry.put(replace(row, stock=row.stock + by))

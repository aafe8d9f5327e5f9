"""Check out (退房): completes the stay; what stays earn and count follows here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.loyalty.member import MemberStatus
from app.loyalty.refusals import Reason
from app.loyalty.stay import StayRow, StayStatus
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.post_spend import stay_of
from app.operations.review_tier import review_tier
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.conditions import Fact
from app.programme.earning import Event, earn, tallied

KIND = "check_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOut(Body):
    """Which stay ends.

    Attributes:
        stay: Label; empty: the member's only open stay.
        nights: Nights that count; 0: as many as lie between arrival and now, at least one.
    """

    stay: str = ""
    nights: int = 0


def needs(slip: Slip[CheckOut], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[CheckOut], view: View) -> Decision:
    """Close the stay and post what it earned, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    state = view.member(slip.member)
    stay = stay_of(slip.body.stay, state)
    if stay is None:
        return refused(Reason.STAY_UNKNOWN)
    left_on = view.observed.business_date
    nights = slip.body.nights or max(1, (left_on - stay.arrived_on).days)
    entry = Entry(slip, view)
    closed = replace(stay, nights=nights, left_on=left_on, status=StayStatus.CLOSED)
    entry.put(closed)
    _earn(entry, closed, view)
    review_tier(entry, view)
    entry.gives |= {"nights": nights, "room": stay.room}
    return entry.posted()


def _earn(entry: Entry, stay: StayRow, view: View) -> None:
    programme = view.programme
    row = entry.state.row
    if row is None or row.status is not MemberStatus.ACTIVE:
        return
    facts: dict[str, Fact] = {
        "tier": row.tier,
        "kind": row.kind.value,
        "rate_class": stay.rate_class,
        "brand": stay.brand,
        "channel": stay.channel,
        "choice": stay.choice,
        "nights": stay.nights,
        "rooms": stay.rooms,
        "in_stay": True,
    }
    if not programme.holds(programme.pack.membership.earns, facts):
        return
    event = Event(on="check-out", facts=facts, nights=stay.nights, rooms=stay.rooms)
    earned = earn(programme, event)
    entry.trace.extend(earned.trace)
    for credit in earned.credits:
        entry.credit(credit.asset, credit.amount)
    for name, amount in (
        ("points", earned.sum_of("points")),
        ("brand_bonus", earned.sum_of("points", "brand")),
        ("bonus_points", earned.sum_of("points", "bonus")),
        ("miles", earned.sum_of("miles")),
    ):
        if amount:
            entry.gives[name] = amount
    for metric, amount, date in tallied(programme, event, earned):
        on = stay.arrived_on if date == "arrival" else stay.left_on or view.observed.business_date
        entry.tally(metric, amount, on)
    _offers(entry, facts, view)


def _offers(entry: Entry, facts: dict[str, Fact], view: View) -> None:
    """Give what a count has earned by reaching the next multiple."""
    programme = view.programme
    for offer in programme.pack.offers:
        if not programme.holds(offer.when, facts):
            continue
        before = sum(entry.state.tallies.get(offer.metric, {}).values())
        after = entry.counted(
            offer.metric, entry.observed.business_date.min, entry.observed.business_date.max
        )
        times = after // offer.every - before // offer.every
        if times > 0:
            entry.credit(offer.asset, times * offer.amount)
            entry.explain("offer", f"{after} ÷ {offer.every}", str(times * offer.amount), offer.id)
            entry.gives["voucher"] = times * offer.amount

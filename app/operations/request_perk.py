"""Ask for a perk (会员礼遇): is it the member's right, and if not, can the house give it."""

from __future__ import annotations

from datetime import time

from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.perks import covers, period_of

KIND = "request_perk"


class RequestPerk(Body, frozen=True, kw_only=True):
    """Which perk, to which hour (None: no hour), and how many people enjoy it."""

    perk: str
    at_time: time | None = None
    people: int = 1


def needs(slip: Slip[RequestPerk], view: View) -> Needs:
    """The member alone; what is free is observed."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[RequestPerk], view: View) -> Decision:
    """Say whether it is granted and whether by right, and count it.

    A right is granted whatever is free; what depends on that, and what goes beyond the right, only when
    it is. A perk that was used up in its period is not granted.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    body, row = slip.body, view.member(slip.member).row
    perk = next((one for one in view.programme.pack.perks if one.id == body.perk), None)
    if perk is None or row is None:
        return refused(Reason.NOT_IN_PROGRAMME, perk=body.perk)
    entry = Entry(slip, view)
    metric = f"perk:{perk.id}"
    day = view.observed.business_date
    is_used_up = perk.most > 0 and entry.counted(metric, *period_of(perk, day)) >= perk.most
    is_covered = covers(perk, row.tier, body.at_time) and (perk.shared or body.people <= 1)
    is_right = is_covered and perk.by_right and not is_used_up
    is_free = view.observed.scene.get("available", "true") == "true"
    is_granted = is_right or (is_free and row.tier in perk.tiers and not is_used_up)
    if is_granted:
        entry.tally(metric, 1, day)
    entry.explain("perk", perk.id, "granted" if is_granted else "not granted", perk.id)
    entry.gives |= {"granted": is_granted, "by_right": is_right}
    return entry.posted()

"""An action (活动): something a member did that the programme counts and may reward."""

from __future__ import annotations

from app.loyalty.refusals import Reason
from app.operations.award import award, earner
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.review_tier import review_tier
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.conditions import Fact
from app.programme.earning import Event

KIND = "action"


class Action(Body, frozen=True, kw_only=True):
    """Code of what was done, as the pack names it."""

    what: str


def needs(slip: Slip[Action], view: View) -> Needs:
    """The member alone."""
    return earner(slip.member, view)


def counted_as(code: str) -> str:
    """Return the count of an action."""
    return f"action:{code}"


def decide(slip: Slip[Action], view: View) -> Decision:
    """Count the action and give what it earns, or say why not.

    Source:
        Huazhu: 100 points for installing the app, 100 for following on WeChat.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    action = next((one for one in view.programme.pack.actions if one.code == slip.body.what), None)
    row = view.member(slip.member).row
    if action is None or row is None:
        return refused(Reason.NOT_IN_PROGRAMME, action=slip.body.what)
    entry = Entry(slip, view)
    done = counted_as(action.code)
    if action.once and entry.total(done):
        return refused(Reason.DONE_BEFORE, action=action.code)
    entry.tally(done, 1, view.observed.business_date)
    facts: dict[str, Fact] = {"what": action.code, "tier": row.tier, "kind": row.kind.value}
    award(entry, Event(on="action", facts=facts), view)
    review_tier(entry, view)
    return entry.posted()

"""A member brought another one (推荐): it counts for the referrer, and earns what the programme says."""

from __future__ import annotations

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberRow, MemberStatus
from app.operations.action import counted_as
from app.operations.award import award
from app.operations.decision import Decision, refused_as
from app.operations.entry import Entry
from app.operations.guards import derived_only, inactive
from app.operations.review_tier import review_tier
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.programme.conditions import Fact
from app.programme.earning import Event

KIND = "credit_referral"


class CreditReferral(Body, frozen=True, kw_only=True):
    """Who joined."""

    joined: MemberId


def needs(slip: Slip[CreditReferral], view: View) -> Needs:
    """The referrer."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[CreditReferral], view: View) -> Decision:
    """Count the referral as the action that the programme names; a referrer not in force gets nothing.

    Source:
        S4 L404, S1 L729: extra points or privileges for whoever brings a member; no figure is stated.
    """
    refusal = derived_only(slip) or inactive(view.member(slip.member))
    if refusal:
        return refused_as(refusal)
    row, code = view.member(slip.member).row, view.programme.pack.membership.referral
    entry = Entry(slip, view)
    entry.tally(counted_as(code), 1, view.observed.business_date)
    tier = row.tier if row else ""
    facts: dict[str, Fact] = {"what": code, "tier": tier, "kind": row.kind.value if row else ""}
    award(entry, Event(on="action", facts=facts), view)
    entry.explain("referral", code, str(entry.gives.get("points", 0)))
    review_tier(entry, view)
    return entry.posted()


def thank_referrer(entry: Entry, row: MemberRow, view: View) -> None:
    """Let the referrer's credit follow once the new membership is in force."""
    if (
        row.referrer
        and row.status is MemberStatus.ACTIVE
        and view.programme.pack.membership.referral
    ):
        entry.derive(KIND, row.referrer, CreditReferral(joined=row.member), part=row.member)

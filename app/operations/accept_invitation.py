"""Accept an invitation (接受邀请): the tier a member was invited to begins, or the invitation ends."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.review_tier import raise_to
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "accept_invitation"


class AcceptInvitation(Body, frozen=True, kw_only=True):
    """Which tier, and whether the member wants it."""

    tier: str
    accept: bool = True


def needs(slip: Slip[AcceptInvitation], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[AcceptInvitation], view: View) -> Decision:
    """Begin the tier, or forget the invitation until the next slip that counts, or say why not.

    Source:
        Gloria VIP Partner: the member is invited (被邀请) to upgrade.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    row = view.member(slip.member).row
    if row is None or not slip.body.tier or row.invited_to != slip.body.tier:
        return refused(Reason.NOT_INVITED, tier=slip.body.tier)
    entry = Entry(slip, view)
    if slip.body.accept:
        raise_to(entry, view, row, slip.body.tier, view.observed.business_date)
    else:
        entry.put(replace(row, invited_to="", version=row.version + 1))
        entry.explain("declined", slip.body.tier, "", tier=slip.body.tier)
    return entry.posted()

"""Reject (不予核准): the hotel's review says no; no card follows."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.member import MemberStatus
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "reject_member"


class RejectMember(Body, frozen=True, kw_only=True):
    """The applicant is the slip's member; the reason is in the reviewer's words."""

    reason: str = ""


def needs(slip: Slip[RejectMember], view: View) -> Needs:
    """The applicant."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[RejectMember], view: View) -> Decision:
    """Close the application, or say why not; the phone number is free for whoever applies next."""
    refusal = barred(slip, view, Act.APPROVE)
    if refusal:
        return refused_as(refusal)
    row = view.member(slip.member).row
    if row is None:
        return refused(Reason.MEMBER_UNKNOWN)
    if row.status is not MemberStatus.APPLIED:
        return refused(Reason.NOT_APPLIED, status=row.status.value)
    entry = Entry(slip, view)
    entry.put(replace(row, status=MemberStatus.REJECTED, version=row.version + 1))
    entry.free(sorted(view.observed.figures))
    return entry.posted()

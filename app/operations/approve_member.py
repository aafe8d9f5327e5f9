"""Approve (核准会员信息): the hotel's review; the data take effect and a card number is allocated."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.member import CardRow, CardStatus, MemberStatus
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason, Refusal
from app.operations.card_numbers import next_card_number
from app.operations.credit_referral import thank_referrer
from app.operations.decision import Decision, refused, refused_as
from app.operations.enrol_member import with_number
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.post_spend import notice_ways
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "approve_member"


class ApproveMember(Body, frozen=True, kw_only=True):
    """The applicant is the slip's member. ``with_card`` allocates a number in the same breath."""

    with_card: bool = True


def needs(slip: Slip[ApproveMember], view: View) -> Needs:
    """The applicant, and a number of the pool where numbers come from one."""
    del view
    return Needs(members=frozenset({slip.member}), pool=1)


def decide(slip: Slip[ApproveMember], view: View) -> Decision:
    """Put the membership in force, or say why not; without a free number the applicant stays applied."""
    refusal = barred(slip, view, Act.APPROVE)
    if refusal:
        return refused_as(refusal)
    row = view.member(slip.member).row
    if row is None:
        return refused(Reason.MEMBER_UNKNOWN)
    if row.status is not MemberStatus.APPLIED:
        return refused(Reason.NOT_APPLIED, status=row.status.value)
    entry = Entry(slip, view)
    if slip.body.with_card:
        number = next_card_number(entry, view)
        if isinstance(number, Refusal):
            return refused_as(number)
        entry.put(
            CardRow(
                number=number,
                member=slip.member,
                status=CardStatus.ACTIVE,
                issued_on=view.observed.business_date,
                expires_on=None,
                replaced_by="",
                hash=view.card_hash(number),
            )
        )
        entry.gives["card_number"] = True
        entry.gives["card"] = number[-4:]
    approved = replace(row, status=MemberStatus.ACTIVE, version=row.version + 1)
    entry.put(with_number(entry, approved, view))
    thank_referrer(entry, approved, view)
    return entry.posted(notified=notice_ways(view))

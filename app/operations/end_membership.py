"""Suspend or end a membership (中止、终止会籍), and what a contract forbids: to hand it on, to disclose data."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.member import MemberStatus
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred, served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

SUSPEND_KIND = "suspend_member"
TERMINATE_KIND = "terminate_member"
TRANSFER_KIND = "transfer_membership"
DISCLOSE_KIND = "disclose"
_LONGEST_REASON = 200


class EndMembership(Body, frozen=True, kw_only=True):
    """Why, in the house's words (no names in it)."""

    reason: str


class TransferMembership(Body, frozen=True, kw_only=True):
    """To whom it is to be handed: another member, or empty for somebody who is none."""

    to: str = ""


class Disclose(Body, frozen=True, kw_only=True):
    """To which third party the member's personal data are to go."""

    to: str


def needs(slip: Slip[Body], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def suspend(slip: Slip[EndMembership], view: View) -> Decision:
    """Let the membership rest: nothing is served until it is lifted, nothing is lost; or say why not."""
    return _ended(slip, view, MemberStatus.SUSPENDED, {MemberStatus.ACTIVE, MemberStatus.INACTIVE})


def terminate(slip: Slip[EndMembership], view: View) -> Decision:
    """End the membership, or say why not. Balances stay in the books until the house settles them."""
    open_ones = {MemberStatus.ACTIVE, MemberStatus.INACTIVE, MemberStatus.SUSPENDED}
    return _ended(slip, view, MemberStatus.TERMINATED, open_ones)


def transfer(slip: Slip[TransferMembership], view: View) -> Decision:
    """Refuse to hand a membership on where the contract says that it cannot be.

    Source:
        Membership contract: not transferable.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    return refused(Reason.NOT_TRANSFERABLE)


def disclose(slip: Slip[Disclose], view: View) -> Decision:
    """Note that data go to a third party, or refuse without the member's consent.

    Source:
        Membership contract: personal data are kept private.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    row = view.member(slip.member).row
    if row is None or not row.consent_third_party:
        return refused(Reason.NO_CONSENT)
    entry = Entry(slip, view)
    entry.explain("disclosed", slip.body.to, "granted")
    entry.gives["granted"] = True
    return entry.posted()


def _ended(
    slip: Slip[EndMembership], view: View, status: MemberStatus, before: set[MemberStatus]
) -> Decision:
    refusal = barred(slip, view, Act.APPROVE)
    if refusal:
        return refused_as(refusal)
    row = view.member(slip.member).row
    if row is None:
        return refused(Reason.MEMBER_UNKNOWN)
    if row.status not in before:
        return refused(Reason.MEMBER_NOT_ACTIVE, status=row.status.value)
    if not slip.body.reason.strip():
        return refused(Reason.REASON_MISSING)
    if len(slip.body.reason) > _LONGEST_REASON:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_REASON)
    entry = Entry(slip, view)
    entry.put(replace(row, status=status, version=row.version + 1))
    entry.explain("status", row.status.value, status.value)
    entry.gives["status"] = status.value
    return entry.posted()

"""Verify a PIN (核对密码): before a kiosk shows a guest anything, the PIN says that it is the guest."""

from __future__ import annotations

from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred, inactive, pin_not_right, pin_used
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "verify_pin"


class VerifyPin(Body, frozen=True, kw_only=True):
    """Nothing but the entry beside the slip; the slip moves no value."""


def needs(slip: Slip[VerifyPin], view: View) -> Needs:
    """The member with the credential."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[VerifyPin], view: View) -> Decision:
    """Say whether the PIN is right; a wrong one counts as it does where value is taken, and the third blocks.

    The PIN goes before all else that could be said of the member: whoever has it wrong learns nothing.
    """
    refusal = barred(slip, view, Act.SERVE)
    if refusal:
        return refused_as(refusal)
    state = view.member(slip.member)
    if state.row is None:
        return refused(Reason.MEMBER_UNKNOWN)
    wrong = pin_not_right(slip, state, view)
    if wrong:
        return wrong
    stopped = inactive(state)
    if stopped:
        return refused_as(stopped)
    entry = Entry(slip, view)
    used = pin_used(state, view)
    if used:
        entry.put(used)
    return entry.posted()

"""Withdraw: take a slip back whose answer came too late; the guest was told that nothing was taken."""

from __future__ import annotations

from app.loyalty.refusals import Reason
from app.operations.decision import Decision, Outcome, refused, refused_as
from app.operations.entry import Entry
from app.operations.slip import Body, Slip
from app.operations.undo import money_spent
from app.operations.view import Needs, View
from app.operations.void import VOIDABLE, undo

KIND = "withdraw"


class Withdraw(Body, frozen=True, kw_only=True):
    """Which slip of this terminal is taken back."""

    of: str


def claims(slip: Slip[Withdraw]) -> tuple[str, ...]:
    """Whoever holds this claim has the slip refused when it comes; and it is undone once."""
    return (f"withdrawn:{slip.body.of}", f"void:{slip.body.of}")


def needs(slip: Slip[Withdraw], view: View) -> Needs:
    """The slip, if it has come, and its member."""
    del view
    return Needs(members=frozenset({slip.member}), slips=frozenset({slip.body.of}))


def decide(slip: Slip[Withdraw], view: View) -> Decision:
    """Undo the slip if it was posted; else leave word, so that it is refused when it comes."""
    entry = Entry(slip, view)
    past = view.slips.get(slip.body.of)
    if past is None or past.outcome is not Outcome.POSTED:
        return entry.posted()
    if past.member != slip.member:
        return refused(Reason.SLIP_UNKNOWN)
    if past.terminal != slip.terminal or past.kind not in VOIDABLE:
        return refused(Reason.CANNOT_BE_VOIDED, kind=past.kind)
    if past.bill and past.bill.refunded_minor:
        return refused(Reason.CANNOT_BE_VOIDED, kind="refund")  # what went back would go back twice
    if any(claim.startswith("void:") for claim in view.observed.claims_lost):
        return entry.posted()
    spent = money_spent(entry, past.transfers, view)
    if spent:
        return refused_as(spent)
    entry.explain("void", past.id, past.kind)
    undo(entry, past, view)
    return entry.posted()

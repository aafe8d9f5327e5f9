"""Void (作废): undo a whole slip; points and stored value follow, its bill number is free again."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.permissions import Act, Role
from app.loyalty.refusals import Reason
from app.loyalty.stay import BillStatus
from app.operations.credit_company import shares_in, take_share_back
from app.operations.decision import Decision, Outcome, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import by_kiosk, served, who_answers
from app.operations.review_tier import unpay_backdated, withdraw_invitation
from app.operations.slip import Body, Slip
from app.operations.undo import claw_back, expire_returned, give_back, money_spent
from app.operations.view import Needs, PastSlip, View

KIND = "void"
VOIDABLE = frozenset({"post_spend", "top_up", "redeem", "adjust"})
_LONGEST_REASON = 200


class Void(Body, frozen=True, kw_only=True):
    """Which slip is undone, and why in the cashier's words (no names in it)."""

    of: str
    reason: str = ""


def claims(slip: Slip[Void]) -> tuple[str, ...]:
    """A slip is undone once."""
    return (f"void:{slip.body.of}",)


def needs(slip: Slip[Void], view: View) -> Needs:
    """The slip that is undone, and its member."""
    del view
    return Needs(members=frozenset({slip.member}), slips=frozenset({slip.body.of}))


def decide(slip: Slip[Void], view: View) -> Decision:
    """Reverse the entry, or say why not. What a clawback misses is waived or noted, never negative."""
    stopped = served(slip, view, Act.VOID)
    if stopped:
        return stopped
    past = view.slips.get(slip.body.of)
    stopped = _cannot(slip, past, view)
    if stopped or past is None:
        return stopped or refused(Reason.SLIP_UNKNOWN)
    entry = Entry(slip, view)
    spent = money_spent(entry, past.transfers, view)
    if spent:
        return refused_as(spent)
    entry.explain("void", past.id, past.kind)
    undo(entry, past, view)
    entry.receipt |= {"of": past.id, "kind": past.kind}
    return entry.posted()


def undo(entry: Entry, past: PastSlip, view: View) -> None:
    """Add the reversal of a past slip to an entry: its transfers, counts, bill, stock and claims."""
    before = entry.balance("points")
    give_back(entry, past.transfers, view)
    claw_back(entry, past.transfers, view)
    expire_returned(entry, past.transfers, view)
    for tally in past.tallies:
        entry.tally(tally.metric, -tally.amount, tally.on)
    take_share_back(entry, shares_in(past.gives))
    unpay_backdated(entry, view, past.tallies, past.business_date)
    withdraw_invitation(entry, view)
    paid = past.gives.get("debt_paid", 0)
    if isinstance(paid, int) and paid:
        entry.owe("points", paid)
    if past.bill:
        entry.put(replace(past.bill, status=BillStatus.VOIDED))
    code = past.gives.get("reward")
    reward = view.house.rewards.get(str(code)) if code else None
    if reward and reward.stock is not None:
        quantity, held = past.gives.get("quantity", 1), past.gives.get("from_hold", 0)
        # A piece that had been reserved is reserved again, with its points.
        back = (quantity if isinstance(quantity, int) else 1) - (held if held == 1 else 0)
        entry.put(replace(reward, stock=reward.stock + back))
    entry.free(past.claims)
    entry.gives["points"] = entry.balance("points") - before


def _is_own_of_today(slip: Slip[Void], past: PastSlip, view: View) -> bool:
    """Tell whether a kiosk takes back a reward that it handed out itself today, and nothing else."""
    is_own = past.kind == "redeem" and past.terminal == slip.terminal
    return is_own and past.business_date == view.observed.business_date


def _cannot(slip: Slip[Void], past: PastSlip | None, view: View) -> Decision | None:
    lost = [by for claim, by in view.observed.claims_lost.items() if claim.startswith("void:")]
    if past is None or past.member != slip.member:
        return refused(Reason.SLIP_UNKNOWN)
    if past.outcome is not Outcome.POSTED:
        return refused(Reason.SLIP_NOT_POSTED)
    if past.kind not in VOIDABLE:
        return refused(Reason.CANNOT_BE_VOIDED, kind=past.kind)
    if lost:
        return refused(Reason.ALREADY_VOIDED, slip_id=lost[0])
    if past.bill and past.bill.refunded_minor:
        return refused(Reason.CANNOT_BE_VOIDED, kind="refund")
    if len(slip.body.reason) > _LONGEST_REASON:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_REASON)
    who = who_answers(slip, view)
    if by_kiosk(slip, view) and not _is_own_of_today(slip, past, view):
        return refused(Reason.NOT_PERMITTED, act=Act.VOID.value)
    if past.business_date != view.observed.business_date and who and who.role is Role.CASHIER:
        return refused(Reason.NEEDS_SUPERVISOR, act=Act.VOID.value)
    return None

"""Every operation, declared once: its form, what it needs, its claims, and how it is decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from app.operations import (
    adjust,
    amend_member,
    approve_member,
    carry_over,
    check_in,
    check_out,
    close_day,
    end_member_day,
    enrol_member,
    fill_pool,
    found_hotel,
    issue_card,
    post_spend,
    publish_programme,
    redeem,
    refund,
    reject_member,
    replace_card,
    report_lost,
    set_pin,
    shift,
    top_up,
    void,
    withdraw,
)
from app.operations.decision import Decision
from app.operations.slip import Body, Cover, Slip
from app.operations.view import Needs, View


def _no_claims(slip: Slip[Any]) -> tuple[str, ...]:
    del slip
    return ()


# A slip's body type is known only here, where kind and functions are brought together.
@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One verb.

    Attributes:
        kind: Name in slips; version: of its form.
        body: What its slips hold.
        cover: What stands behind value it takes.
        claims: Values that only one slip may have.
        observes: What the poster gathers before it is decided: ``shift`` or ``day`` sums.
        keeps_empty: False where a slip that changes nothing is not kept (derived day-end work).
    """

    kind: str
    body: type[Body]
    needs: Callable[[Slip[Any], View], Needs]
    decide: Callable[[Slip[Any], View], Decision]
    version: int = 1
    cover: Cover = Cover.NONE
    claims: Callable[[Slip[Any]], tuple[str, ...]] = _no_claims
    observes: str = ""
    keeps_empty: bool = True


OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        kind=found_hotel.KIND,
        body=found_hotel.FoundHotel,
        needs=found_hotel.needs,
        decide=found_hotel.decide,
    ),
    Operation(
        kind=found_hotel.APPOINT_KIND,
        body=found_hotel.AppointOperator,
        needs=found_hotel.needs,
        decide=found_hotel.appoint,
    ),
    Operation(
        kind=publish_programme.KIND,
        body=publish_programme.PublishProgramme,
        needs=publish_programme.needs,
        decide=publish_programme.decide,
    ),
    Operation(
        kind=publish_programme.REWARD_KIND,
        body=publish_programme.PutReward,
        needs=publish_programme.needs,
        decide=publish_programme.put_reward,
    ),
    Operation(
        kind=fill_pool.KIND, body=fill_pool.FillPool, needs=fill_pool.needs, decide=fill_pool.decide
    ),
    Operation(
        kind=enrol_member.KIND,
        body=enrol_member.EnrolMember,
        needs=enrol_member.needs,
        decide=enrol_member.decide,
        claims=enrol_member.claims,
    ),
    Operation(
        kind=approve_member.KIND,
        body=approve_member.ApproveMember,
        needs=approve_member.needs,
        decide=approve_member.decide,
    ),
    Operation(
        kind=reject_member.KIND,
        body=reject_member.RejectMember,
        needs=reject_member.needs,
        decide=reject_member.decide,
    ),
    Operation(
        kind=amend_member.KIND,
        body=amend_member.AmendMember,
        needs=amend_member.needs,
        decide=amend_member.decide,
        claims=amend_member.claims,
    ),
    Operation(
        kind=carry_over.KIND,
        body=carry_over.CarryOver,
        needs=carry_over.needs,
        decide=carry_over.decide,
        claims=carry_over.claims,
    ),
    Operation(
        kind=issue_card.KIND,
        body=issue_card.IssueCard,
        needs=issue_card.needs,
        decide=issue_card.decide,
    ),
    Operation(
        kind=report_lost.KIND,
        body=report_lost.ReportLost,
        needs=report_lost.needs,
        decide=report_lost.decide,
    ),
    Operation(
        kind=replace_card.KIND,
        body=replace_card.ReplaceCard,
        needs=replace_card.needs,
        decide=replace_card.decide,
    ),
    Operation(kind=set_pin.KIND, body=set_pin.SetPin, needs=set_pin.needs, decide=set_pin.decide),
    Operation(
        kind=check_in.KIND, body=check_in.CheckIn, needs=check_in.needs, decide=check_in.decide
    ),
    Operation(
        kind=check_out.KIND, body=check_out.CheckOut, needs=check_out.needs, decide=check_out.decide
    ),
    Operation(
        kind=post_spend.KIND,
        body=post_spend.PostSpend,
        needs=post_spend.needs,
        decide=post_spend.decide,
        claims=post_spend.claims,
        cover=Cover.BALANCE,
    ),
    Operation(
        kind=void.KIND, body=void.Void, needs=void.needs, decide=void.decide, claims=void.claims
    ),
    Operation(kind=refund.KIND, body=refund.Refund, needs=refund.needs, decide=refund.decide),
    Operation(kind=top_up.KIND, body=top_up.TopUp, needs=top_up.needs, decide=top_up.decide),
    Operation(
        kind=redeem.KIND,
        body=redeem.Redeem,
        needs=redeem.needs,
        decide=redeem.decide,
        cover=Cover.BALANCE,
    ),
    Operation(kind=adjust.KIND, body=adjust.Adjust, needs=adjust.needs, decide=adjust.decide),
    Operation(
        kind=withdraw.KIND,
        body=withdraw.Withdraw,
        needs=withdraw.needs,
        decide=withdraw.decide,
        claims=withdraw.claims,
    ),
    Operation(
        kind=shift.OPEN_KIND, body=shift.OpenShift, needs=shift.open_needs, decide=shift.open_decide
    ),
    Operation(
        kind=shift.CLOSE_KIND,
        body=shift.CloseShift,
        needs=shift.close_needs,
        decide=shift.close_decide,
        observes="shift",
    ),
    Operation(
        kind=close_day.KIND,
        body=close_day.CloseDay,
        needs=close_day.needs,
        decide=close_day.decide,
        observes="day",
    ),
    Operation(
        kind=end_member_day.KIND,
        body=end_member_day.EndMemberDay,
        needs=end_member_day.needs,
        decide=end_member_day.decide,
        keeps_empty=False,
    ),
)

BY_KIND: Final[dict[str, Operation]] = {operation.kind: operation for operation in OPERATIONS}

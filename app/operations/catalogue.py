"""Every operation, declared once: its form, what it needs, its claims, and how it is decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

from app.operations import (
    accept_invitation,
    action,
    adjust,
    amend_member,
    appeal,
    apply_tier,
    approve_member,
    arrive,
    book,
    buy_points,
    buy_tier,
    campaign,
    cancel_booking,
    carry_over,
    cash_cheque,
    check_in,
    check_out,
    claim_prize,
    close_day,
    convert,
    credit_company,
    credit_referral,
    decide_appeal,
    donate,
    end_member_day,
    end_membership,
    enrol_member,
    export_web,
    extend_stay,
    fill_pool,
    found_hotel,
    gift,
    guarantee,
    hold_draw,
    import_web,
    issue_card,
    link_bank_card,
    merge_member,
    no_show,
    post_spend,
    publish_programme,
    redeem,
    refund,
    reject_member,
    replace_card,
    report_lost,
    request_perk,
    reserve_reward,
    set_pin,
    settle_market,
    shift,
    sms_in,
    stake,
    top_up,
    verify_pin,
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
        observes: What the poster gathers before it is decided: ``shift`` or ``day`` sums, the ``claims``
            that the member's own slips hold, whether a ``market`` is settled, all ``stakes`` in it, whether
            a ``bill`` stands posted, members who ``changed`` since the last export, those of a ``segment``,
            the ``chances`` of a draw with its seed, who slept in the room of a ``prize``, the
            ``bank-cards`` of the member (with the claims and the stakes in markets still open: the
            ``identity``), or the ``scene`` (what the house knows beside the books).
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


def _operation(
    verb: ModuleType, body: type[Body], *, cover: Cover = Cover.NONE, observes: str = ""
) -> Operation:
    """Declare the one verb of a file, by the names that every such file uses."""
    return Operation(
        kind=verb.KIND,
        body=body,
        needs=verb.needs,
        decide=verb.decide,
        claims=getattr(verb, "claims", _no_claims),
        cover=cover,
        observes=observes,
    )


OPERATIONS: Final[tuple[Operation, ...]] = (
    # setting a house up
    _operation(found_hotel, found_hotel.FoundHotel),
    Operation(
        kind=found_hotel.APPOINT_KIND,
        body=found_hotel.AppointOperator,
        needs=found_hotel.needs,
        decide=found_hotel.appoint,
    ),
    _operation(publish_programme, publish_programme.PublishProgramme),
    Operation(
        kind=publish_programme.REWARD_KIND,
        body=publish_programme.PutReward,
        needs=publish_programme.needs,
        decide=publish_programme.put_reward,
    ),
    _operation(fill_pool, fill_pool.FillPool),
    # members and their cards
    _operation(enrol_member, enrol_member.EnrolMember),
    _operation(approve_member, approve_member.ApproveMember),
    _operation(reject_member, reject_member.RejectMember, observes="claims"),
    _operation(amend_member, amend_member.AmendMember, observes="claims"),
    _operation(carry_over, carry_over.CarryOver),
    Operation(
        kind=end_membership.SUSPEND_KIND,
        body=end_membership.EndMembership,
        needs=end_membership.needs,
        decide=end_membership.suspend,
    ),
    Operation(
        kind=end_membership.TERMINATE_KIND,
        body=end_membership.EndMembership,
        needs=end_membership.needs,
        decide=end_membership.terminate,
    ),
    Operation(
        kind=end_membership.TRANSFER_KIND,
        body=end_membership.TransferMembership,
        needs=end_membership.needs,
        decide=end_membership.transfer,
    ),
    Operation(
        kind=end_membership.DISCLOSE_KIND,
        body=end_membership.Disclose,
        needs=end_membership.needs,
        decide=end_membership.disclose,
    ),
    _operation(merge_member, merge_member.MergeMember, observes="identity"),
    _operation(issue_card, issue_card.IssueCard),
    _operation(report_lost, report_lost.ReportLost),
    _operation(replace_card, replace_card.ReplaceCard),
    _operation(set_pin, set_pin.SetPin),
    _operation(verify_pin, verify_pin.VerifyPin),
    # tiers
    _operation(apply_tier, apply_tier.ApplyTier),
    _operation(buy_tier, buy_tier.BuyTier),
    _operation(accept_invitation, accept_invitation.AcceptInvitation),
    # bookings and stays
    _operation(book, book.Book, observes="scene"),
    _operation(guarantee, guarantee.Guarantee),
    _operation(cancel_booking, cancel_booking.CancelBooking),
    _operation(no_show, no_show.NoShow),
    _operation(arrive, arrive.Arrive),
    _operation(check_in, check_in.CheckIn),
    _operation(extend_stay, extend_stay.ExtendStay),
    _operation(check_out, check_out.CheckOut),
    _operation(request_perk, request_perk.RequestPerk, observes="scene"),
    _operation(cash_cheque, cash_cheque.CashCheque),
    # value
    _operation(post_spend, post_spend.PostSpend, cover=Cover.BALANCE),
    _operation(void, void.Void),
    _operation(refund, refund.Refund),
    _operation(top_up, top_up.TopUp),
    _operation(redeem, redeem.Redeem, cover=Cover.BALANCE),
    _operation(adjust, adjust.Adjust),
    _operation(withdraw, withdraw.Withdraw),
    _operation(gift, gift.Gift, cover=Cover.BALANCE),
    _operation(action, action.Action),
    _operation(buy_points, buy_points.BuyPoints),
    _operation(convert, convert.Convert, cover=Cover.BALANCE),
    _operation(donate, donate.Donate, cover=Cover.BALANCE),
    Operation(
        kind=donate.AGREEMENT_KIND,
        body=donate.SignAgreement,
        needs=donate.needs,
        decide=donate.sign,
    ),
    _operation(link_bank_card, link_bank_card.LinkBankCard),
    Operation(
        kind=link_bank_card.UNLINK_KIND,
        body=link_bank_card.UnlinkBankCard,
        needs=link_bank_card.needs,
        decide=link_bank_card.unlink,
        observes="bank-cards",
    ),
    _operation(stake, stake.Stake, observes="market"),
    _operation(settle_market, settle_market.SettleMarket, observes="stakes"),
    _operation(hold_draw, hold_draw.HoldDraw, observes="chances"),
    _operation(claim_prize, claim_prize.ClaimPrize, observes="prize"),
    # the office: appeals, texts, the website
    _operation(appeal, appeal.Appeal, observes="bill"),
    _operation(decide_appeal, decide_appeal.DecideAppeal),
    _operation(reserve_reward, reserve_reward.ReserveReward),
    Operation(
        kind=reserve_reward.RELEASE_KIND,
        body=reserve_reward.ReleaseReward,
        needs=reserve_reward.needs,
        decide=reserve_reward.decide_release,
    ),
    _operation(sms_in, sms_in.SmsIn),
    _operation(export_web, export_web.ExportWeb, observes="changed"),
    _operation(import_web, import_web.ImportWeb),
    _operation(campaign, campaign.Campaign, observes="segment"),
    # shifts and days
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
    _operation(close_day, close_day.CloseDay, observes="day"),
    # what follows from others
    Operation(
        kind=end_member_day.KIND,
        body=end_member_day.EndMemberDay,
        needs=end_member_day.needs,
        decide=end_member_day.decide,
        keeps_empty=False,
    ),
    _operation(credit_company, credit_company.CreditCompany),
    _operation(credit_referral, credit_referral.CreditReferral),
    Operation(
        kind=gift.RECEIVE_KIND, body=gift.ReceiveGift, needs=gift.receive_needs, decide=gift.receive
    ),
    Operation(
        kind=merge_member.RECEIVE_KIND,
        body=merge_member.ReceiveMerge,
        needs=merge_member.receive_needs,
        decide=merge_member.receive,
    ),
    Operation(
        kind=settle_market.PAY_OUT_KIND,
        body=settle_market.PayOut,
        needs=settle_market.pay_out_needs,
        decide=settle_market.pay_out,
    ),
    Operation(
        kind=hold_draw.PRIZE_KIND,
        body=hold_draw.WinPrize,
        needs=hold_draw.prize_needs,
        decide=hold_draw.win_prize,
    ),
)

BY_KIND: Final[dict[str, Operation]] = {operation.kind: operation for operation in OPERATIONS}


def operation_of(slip: Slip[Body]) -> Operation | None:
    """Return what a slip asks for; None for a kind or a version of it that this program does not know."""
    found = BY_KIND.get(slip.kind)
    return found if found is not None and found.version == slip.version else None

"""Bills, top-ups, rewards, voids and refunds through preview and submit."""

from __future__ import annotations

import threading

from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import Late, PinPurpose, Preview, PreviewKind
from app.ui.service.records import SlipKind, SlipState, TraceKind
from app.ui.service.requests import OpenShiftDraft, RefundDraft, VoidDraft
from tests.support.at_desk import change_settings, member_of, redeem, spend, top_up
from tests.support.waiting import PATIENCE_S


def previewed(at_desk, request) -> Preview:
    found = at_desk.service.preview(request)
    assert isinstance(found, Preview), found
    return found


def test_a_preview_shows_discount_earning_and_what_is_left_to_pay(at_desk):
    request = spend("lin", amount_minor=100_000, stored_minor=20_000, points=1_000)
    preview = previewed(at_desk, request)
    assert preview.payable_minor == 90_000  # gold has 10 % off here
    assert preview.rest_minor == 90_000 - 20_000 - 1_000
    assert preview.needs_pin
    assert [one.kind for one in preview.lines] == [
        PreviewKind.BILL,
        PreviewKind.DISCOUNT,
        PreviewKind.STORED_VALUE,
        PreviewKind.POINTS_PAID,
    ]
    assert preview.earned == 4_895  # 890.00 × 5 × 1.1
    assert [one.kind for one in preview.trace] == [TraceKind.RATE]
    assert preview.stored is not None
    assert (preview.stored.before, preview.stored.after) == (128_000, 108_000)


def test_a_preview_changes_nothing_and_what_is_posted_is_what_was_shown(at_desk):
    before = at_desk.balances()
    counted = at_desk.rows("SELECT COUNT(*) FROM slips")
    request = spend("lin", amount_minor=100_000, stored_minor=20_000)
    preview = previewed(at_desk, request)
    assert at_desk.balances() == before
    assert at_desk.rows("SELECT COUNT(*) FROM slips") == counted
    done = at_desk.done(request, at_desk.pin())
    assert done.panel is not None
    assert preview.points is not None
    assert preview.stored is not None
    assert (done.panel.points, done.panel.stored_minor) == (
        preview.points.after,
        preview.stored.after,
    )
    assert done.slip.points == preview.earned


def test_a_bill_paid_in_cash_needs_no_pin(at_desk):
    assert not previewed(at_desk, spend("lin")).needs_pin
    done = at_desk.done(spend("lin", bill="20-1187"))
    assert (done.slip.kind, done.slip.state) == (SlipKind.POST_SPEND, SlipState.POSTED)
    assert done.slip.facts["bill"] == "20-1187"
    assert (done.can_print, done.can_undo) == (True, True)


def test_a_bill_may_be_split_over_several_tenders(at_desk):
    request = spend(
        "shen",
        amount_minor=30_000,
        stored_minor=5_000,
        other_tenders=(("card", 10_000), ("alipay", 5_000)),
    )
    assert previewed(at_desk, request).rest_minor == 10_000
    at_desk.done(request, at_desk.pin("shen"))
    assert at_desk.balances("shen")[1] == 15_000


def test_a_top_up_shows_the_balance_behind_it(at_desk):
    preview = previewed(at_desk, top_up("shen", 30_000))
    assert preview.stored is not None
    assert (preview.stored.before, preview.stored.after) == (20_000, 50_000)
    done = at_desk.done(top_up("shen", 30_000))
    assert done.slip.amount_minor == 30_000
    assert at_desk.balances("shen")[1] == 50_000


def test_a_reward_takes_its_points_and_its_stock(at_desk):
    before = at_desk.balances()[0]
    preview = previewed(at_desk, redeem("lin", "R002", 2))
    assert preview.needs_pin
    assert preview.points is not None
    assert (preview.points.before, preview.points.after) == (before, before - 9_600)
    done = at_desk.done(redeem("lin", "R002", 2), at_desk.pin(purpose=PinPurpose.REDEEM))
    assert done.slip.points == -9_600
    rewards = {one.code: one for one in at_desk.service.rewards(member_of("lin"))}
    assert rewards["R002"].stock == 10


def test_a_void_takes_points_back_and_returns_stored_value_once(at_desk):
    before = at_desk.balances()
    posted = at_desk.done(spend("lin", amount_minor=50_000, stored_minor=9_000), at_desk.pin())
    void = VoidDraft(slip_id=posted.slip.slip_id, reason="wrong table")
    previewed(at_desk, void)
    at_desk.done(void)
    assert at_desk.balances() == before
    again = at_desk.submit(void)
    assert isinstance(again, Refusal)
    assert again.reason is Reason.ALREADY_VOIDED
    row = next(one for one in at_desk.service.day_slips() if one.slip_id == posted.slip.slip_id)
    assert row.state is SlipState.VOIDED
    assert row.void_barred is not None


def test_the_bill_number_of_a_voided_bill_is_free_again(at_desk):
    posted = at_desk.done(spend(bill="20-1187"))
    at_desk.done(VoidDraft(slip_id=posted.slip.slip_id, reason="typed twice"))
    at_desk.done(spend(bill="20-1187"))


def test_a_refund_gives_back_part_and_no_more_than_the_bill(at_desk):
    posted = at_desk.done(spend("shen", amount_minor=20_000))
    points = at_desk.balances("shen")[0]
    slip = posted.slip.slip_id
    at_desk.done(RefundDraft(slip_id=slip, amount_minor=8_000, reason="cold soup"))
    assert at_desk.balances("shen")[0] == points - 400
    too_much = at_desk.submit(RefundDraft(slip_id=slip, amount_minor=12_001, reason="all"))
    assert isinstance(too_much, Refusal)
    assert too_much.reason is Reason.REFUND_TOO_LARGE
    at_desk.done(RefundDraft(slip_id=slip, amount_minor=12_000, reason="all"))


def test_an_unknown_slip_is_neither_voided_nor_refunded(at_desk):
    for request in (
        VoidDraft(slip_id="none", reason="x"),
        RefundDraft(slip_id="none", amount_minor=1, reason="x"),
    ):
        found = at_desk.submit(request)
        assert isinstance(found, Refusal)
        assert found.reason is Reason.SLIP_UNKNOWN


def test_a_slip_without_a_member_cannot_be_voided(at_desk):
    opened = at_desk.done(OpenShiftDraft(float_minor=50_000))
    found = at_desk.submit(VoidDraft(slip_id=opened.slip.slip_id, reason="x"))
    assert isinstance(found, Refusal)
    assert found.reason is Reason.CANNOT_BE_VOIDED


def test_an_answer_that_comes_too_late_is_taken_back(open_at):
    at_desk = open_at(answer_within_s=0.2).sign_in()
    before = at_desk.balances()
    token = at_desk.pin()
    go_on = threading.Event()
    line = at_desk.desk.hotel.line
    stall = line.between(lambda: go_on.wait(PATIENCE_S))
    outcome = at_desk.submit(spend(bill="late", stored_minor=5_000), token)
    assert isinstance(outcome, Late)
    go_on.set()
    assert stall.result(PATIENCE_S)
    line.between(lambda: None).result(PATIENCE_S)
    assert at_desk.balances() == before
    rows = at_desk.rows("SELECT kind, outcome FROM decisions ORDER BY position DESC LIMIT 2")
    assert rows == [("withdraw", "posted"), ("post_spend", "posted")]
    at_desk.close()
    change_settings(at_desk.path, answer_within_s=PATIENCE_S)
    at_desk.open()
    at_desk.sign_in().done(spend(bill="late"))  # the number is free again

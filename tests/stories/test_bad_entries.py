"""What a slip of the finger gets: bills used before, amounts of nothing, less than nothing and far too much."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from app.bootstrap.clock import system_clock
from app.loyalty.money import LARGEST_MINOR
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import Backing, Preview
from app.ui.service.requests import (
    AdjustAsset,
    AdjustDraft,
    CheckInDraft,
    OpenShiftDraft,
    RedeemDraft,
    RefundDraft,
)
from tests.support.at_desk import AtDesk, member_of, redeem, spend, top_up
from tests.support.set_clock import Wrong

ABSURD = (LARGEST_MINOR + 1, 2**62, 2**63, 10**30)


def refused_twice(at_desk: AtDesk, request: object) -> set[Reason]:
    """Ask for a preview and for the deed; both must refuse and change nothing."""
    before = at_desk.balances("lin"), at_desk.balances("shen")
    preview = at_desk.service.preview(request)
    outcome = at_desk.service.submit(request, Backing())
    assert isinstance(preview, Refusal), preview
    assert isinstance(outcome, Refusal), outcome
    assert (at_desk.balances("lin"), at_desk.balances("shen")) == before
    return {preview.reason, outcome.reason}


@pytest.mark.parametrize("by", ["lin", "shen"])
def test_a_bill_posted_before_is_refused_and_names_the_slip_that_has_it(at_desk, by):
    first = at_desk.done(spend("lin", bill="20-1187"))
    again = spend(by, bill="20-1187", amount_minor=5_000)
    for found in (at_desk.service.preview(again), at_desk.submit(again)):
        assert isinstance(found, Refusal)
        assert found.reason is Reason.BILL_USED
        assert found.facts["slip_id"] == first.slip.slip_id
        assert found.facts["slip"] == first.slip.number
        assert found.facts["bill"] == "20-1187"


@pytest.mark.parametrize("hour", [0, 3, 7, 8, 23])
def test_a_bill_posted_before_is_told_before_it_is_posted_at_any_hour(open_at, hour):
    clock = Wrong()
    at_desk = open_at(clock).sign_in()
    day = at_desk.service.house().business_date
    clock.off = datetime.combine(day, time(hour), ZoneInfo("Asia/Shanghai")) - system_clock()
    at_desk.done(spend(bill="9"))
    found = at_desk.service.preview(spend(bill="9"))
    assert isinstance(found, Refusal)
    assert found.reason is Reason.BILL_USED


def test_the_same_bill_number_is_free_at_another_outlet(at_desk):
    at_desk.done(spend(bill="7"))
    at_desk.done(spend(bill="7", outlet="bar"))


def test_spaces_around_a_bill_number_do_not_make_another_bill(at_desk):
    at_desk.done(spend(bill="20-1187"))
    assert refused_twice(at_desk, spend(bill=" 20-1187 ")) == {Reason.BILL_USED}


@pytest.mark.parametrize("amount", [0, -1, -LARGEST_MINOR, -(10**30)])
def test_a_bill_of_nothing_or_less_is_refused(at_desk, amount):
    assert refused_twice(at_desk, spend(amount_minor=amount)) == {Reason.AMOUNT_NOT_POSITIVE}
    assert refused_twice(at_desk, top_up(amount_minor=amount)) == {Reason.AMOUNT_NOT_POSITIVE}


@pytest.mark.parametrize("amount", ABSURD)
def test_an_absurd_amount_is_refused(at_desk, amount):
    assert refused_twice(at_desk, spend(amount_minor=amount)) == {Reason.AMOUNT_TOO_LARGE}
    assert refused_twice(at_desk, top_up(amount_minor=amount)) == {Reason.AMOUNT_TOO_LARGE}


@pytest.mark.parametrize("quantity", [0, -1, 10**30])
def test_an_absurd_number_of_rewards_is_refused(at_desk, quantity):
    assert refused_twice(at_desk, redeem(quantity=quantity)) == {Reason.AMOUNT_NOT_POSITIVE}


@pytest.mark.parametrize("minor", [0, -1, 10_001, 10**30])
def test_an_absurd_refund_is_refused(at_desk, minor):
    slip = at_desk.done(spend(amount_minor=10_000)).slip.slip_id
    reasons = refused_twice(at_desk, RefundDraft(slip_id=slip, amount_minor=minor, reason="x"))
    assert reasons <= {
        Reason.AMOUNT_NOT_POSITIVE,
        Reason.AMOUNT_TOO_LARGE,
        Reason.REFUND_TOO_LARGE,
    }


@pytest.mark.parametrize(
    "part",
    [
        {"stored_minor": -1},
        {"points": -100},
        {"points": 1},  # worth less than the smallest coin
        {"other_tenders": (("card", -1),)},
        {"other_tenders": (("card", 0),)},
    ],
)
def test_a_payment_of_nothing_or_less_is_refused(at_desk, part):
    request = spend(amount_minor=10_000, rest_tender="cash", **part)
    found = at_desk.service.preview(request)
    if part == {"points": 1}:
        assert isinstance(found, Preview | Refusal)
    else:
        assert isinstance(found, Refusal)
    outcome = at_desk.submit(request)
    assert isinstance(outcome, Refusal)
    assert at_desk.balances() == (at_desk.panel().points, 128_000)


@pytest.mark.parametrize(
    "part",
    [{"stored_minor": 10_001}, {"other_tenders": (("card", 10**30),)}, {"rest_tender": ""}],
)
def test_payments_that_do_not_add_up_are_refused(at_desk, part):
    request = spend("shen", amount_minor=10_000, **({"rest_tender": "cash"} | part))
    assert refused_twice(at_desk, request) == {Reason.TENDERS_DO_NOT_ADD_UP}


def test_more_stored_value_than_there_is_says_how_much_there_is(at_desk):
    found = at_desk.service.preview(spend("shen", amount_minor=30_000, stored_minor=30_000))
    assert isinstance(found, Refusal)
    assert found.reason is Reason.NOT_ENOUGH_STORED_VALUE
    assert found.facts == {"needs": "300.00", "has": "200.00"}


def test_more_points_than_there_are_says_how_many_there_are(at_desk):
    has = at_desk.balances("shen")[0]
    found = at_desk.service.preview(redeem("shen", "R003"))
    assert isinstance(found, Refusal)
    assert (found.reason, found.facts) == (
        Reason.NOT_ENOUGH_POINTS,
        {"needs": 9_000, "has": has},
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"bill": "  "}, Reason.BILL_MISSING),
        ({"bill": "9" * 41}, Reason.TEXT_TOO_LONG),
        ({"outlet": "moon"}, Reason.OUTLET_UNKNOWN),
        ({"outlet": ""}, Reason.OUTLET_UNKNOWN),
    ],
)
def test_a_bill_without_its_place_or_number_is_refused(at_desk, changes, reason):
    assert refused_twice(at_desk, spend(**changes)) == {reason}


def test_a_top_up_over_the_lawful_limit_says_the_limit(at_desk):
    found = at_desk.submit(top_up("lin", amount_minor=500_000))
    assert isinstance(found, Refusal)
    assert (found.reason, found.facts["limit"]) == (Reason.STORED_VALUE_LIMIT, "5000.00")


@pytest.mark.parametrize("quantity", [0, 10**30, -(10**30)])
def test_an_absurd_adjustment_is_refused(open_at, quantity):
    at_desk = open_at().sign_in("wang")
    for asset in AdjustAsset:
        request = AdjustDraft(
            member_id=member_of("lin"), asset=asset, quantity=quantity, reason="x"
        )
        assert refused_twice(at_desk, request) <= {
            Reason.AMOUNT_NOT_POSITIVE,
            Reason.AMOUNT_TOO_LARGE,
        }


@pytest.mark.parametrize("minor", [-1, 10**30])
def test_an_absurd_float_opens_no_shift(at_desk, minor):
    assert refused_twice(at_desk, OpenShiftDraft(float_minor=minor)) == {Reason.AMOUNT_TOO_LARGE}
    assert at_desk.service.shift_sheet() is None


@pytest.mark.parametrize("nights", [0, -1, 10**30])
def test_an_absurd_stay_is_refused(at_desk, nights):
    request = CheckInDraft(
        member_id=member_of("shen"), room="1201", nights=nights, rate_class="qualifying"
    )
    refused_twice(at_desk, request)
    assert at_desk.panel("shen").stay is None


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE slips; --", "\u0000", "\u202eabc", "😀" * 10, "%s"]
)
def test_strange_text_in_a_bill_number_is_text(at_desk, text):
    outcome = at_desk.submit(spend(bill=text))
    assert at_desk.service.search(text) is not None
    assert outcome is not None


def test_a_reward_nobody_has_is_refused(at_desk):
    request = RedeemDraft(member_id=member_of("lin"), reward="R999")
    assert refused_twice(at_desk, request) == {Reason.REWARD_UNKNOWN}
    assert refused_twice(at_desk, redeem("lin", "R006")) == {Reason.REWARD_OUT_OF_STOCK}

"""A till by TCP at a real desk: asked, posted, answered; repeated, changed, given up; over restarts and dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.exchange.pos.bills import BillAnswered, BillWithdrawn
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.requests import CloseDayDraft, VoidDraft
from tests.exchange.pos.tills import Till, other, sale
from tests.support.at_desk import spend
from tests.support.set_clock import Wrong


def slips(desk) -> int:
    return desk.at.rows("SELECT COUNT(*) FROM slips WHERE kind = 'post_spend'")[0][0]


def close_day(desk) -> None:
    desk.at.sign_in("wang")
    desk.at.done(CloseDayDraft(business_date=desk.at.service.day_sheet().business_date))
    desk.at.sign_in()


def test_a_bill_is_posted_for_a_member_and_the_till_hears_what_came_of_it(desk, till):
    points, stored = desk.at.balances()
    said = till.ask(sale(amount="1000.00", lines=[("席 Banquet", "1050"), ("折 Off", "-50")]))
    assert (said["type"], said["bill"], said["outlet"]) == ("waiting", "20-1187", "restaurant")
    bill = desk.came()
    assert (bill.amount_minor, [line.minor for line in bill.lines]) == (100_000, [105_000, -5_000])
    assert desk.counter.waiting() == (bill,)
    slip = desk.approve(bill, stored_minor=20_000, points=1_000)
    said = till.hear()
    assert (said["type"], said["version"], said["reference"]["id"]) == ("approved", 1, slip)
    row = next(one for one in desk.at.service.day_slips() if one.slip_id == slip)
    assert said["reference"]["slip"] == row.number
    assert (said["amount"], said["discount"], said["stored_value"]) == (
        "1000.00",
        "100.00",
        "200.00",
    )
    assert said["paid"] == [
        {"tender": "stored_value", "amount": "200.00"},
        {"tender": "points", "amount": "10.00", "points": "1000"},
    ]
    assert (said["to_pay"], said["to_pay_by"]) == (
        "690.00",
        [{"tender": "cash", "amount": "690.00"}],
    )
    assert desk.at.balances() == (points - 1_000 + int(said["points"]), stored - 20_000)
    assert desk.next(BillAnswered).slip == slip
    assert desk.counter.waiting() == ()


@pytest.mark.parametrize("stored", [0, 1, 3_333])
def test_what_is_told_adds_up(desk, till, stored):
    till.ask(sale(amount="99.99", lines=[("x", "99.99")]))
    desk.approve(desk.came(), stored_minor=stored)
    said = till.hear()
    paid = sum(Decimal(part["amount"]) for part in said["paid"])
    assert Decimal(said["discount"]) + paid + Decimal(said["to_pay"]) == Decimal("99.99")


def test_no_name_and_no_number_of_a_member_is_told(desk, till):
    till.ask(sale())
    desk.approve(desk.came())
    panel = desk.at.panel()
    said = till.hear()
    assert said.pop("member_tail") == panel.card_tail
    text = str(said)
    for secret in (panel.name.zh, panel.name.en, panel.member_no, panel.member_id):
        assert secret not in text


def test_a_bill_let_go_without_a_member_is_declined_again_and_again(desk, till):
    till.ask(sale())
    assert desk.counter.answer_declined(desk.came().key)
    first = till.hear()
    assert (first["type"], first["bill"]) == ("declined", "20-1187")
    assert till.ask(sale()) == first
    assert slips(desk) == 0 or desk.at.rows("SELECT * FROM bills WHERE bill = '20-1187'") == []


def test_a_till_that_repeats_itself_gets_the_first_answer_on_every_connection_that_asked(
    desk, till
):
    with Till(desk.link.port) as second, Till(desk.link.port) as third:
        assert till.ask(sale())["type"] == "waiting"
        assert second.ask(sale())["type"] == "waiting"
        assert second.ask(sale())["type"] == "waiting"
        before = slips(desk)
        desk.approve(desk.came())
        first = till.hear()
        assert second.hear() == first
        assert third.ask(sale()) == first  # late, and new
        assert second.ask(other("ping")) == {"type": "pong", "version": 1}  # heard it once only
        assert third.ask(other("status", bill="20-1187")) == first
        assert slips(desk) == before + 1


def test_the_same_number_with_other_content_is_refused_with_the_earlier_answer(desk, till):
    till.ask(sale())
    with Till(desk.link.port) as second:
        said = second.ask(sale(amount="39.00", lines=[("a", "39.00")]))
        assert (said["type"], said["code"], said["earlier"]["type"]) == (
            "refused",
            "bill-differs",
            "waiting",
        )
        desk.approve(desk.came())
        first = till.hear()
        said = second.ask(sale(amount="39.00", lines=[("a", "39.00")]))
        assert (said["code"], said["earlier"]) == ("bill-differs", first)
        assert second.ask(sale(outlet="bar"))["type"] == "waiting"  # a number counts by its outlet


def test_a_till_may_give_a_bill_up_until_it_is_being_posted(desk, till):
    till.ask(sale())
    key = desk.came().key
    assert till.ask(other("cancel", bill="20-1187"))["type"] == "withdrawn"
    assert desk.next(BillWithdrawn).key == key
    assert desk.counter.begin(key) is None
    assert not desk.counter.answer_declined(key)
    assert till.ask(other("cancel", bill="20-1187"))["type"] == "withdrawn"
    # The number is free for the bill as it is now.
    till.ask(sale(amount="50", lines=[("a", "50")]))
    bill = desk.came()
    assert desk.counter.begin(bill.key) == bill
    assert desk.counter.begin(bill.key) is None
    said = till.ask(other("cancel", bill="20-1187"))
    assert (said["code"], said["earlier"]["type"]) == ("being-posted", "waiting")
    assert desk.counter.answer_posted(bill.key, desk.post(bill))
    assert till.hear()["type"] == "approved"
    said = till.ask(other("cancel", bill="20-1187"))
    assert (said["code"], said["earlier"]["type"]) == ("bill-answered", "approved")


def test_a_posting_that_the_books_refuse_leaves_the_bill_waiting(desk, till):
    till.ask(sale())
    bill = desk.came()
    desk.counter.begin(bill.key)
    refusal = desk.at.submit(
        spend(bill="20-1187", amount_minor=3_800, stored_minor=1_000)
    )  # without the PIN
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.PIN_NEEDED
    desk.counter.give_back(bill.key)
    assert desk.counter.waiting() == (bill,)
    assert till.ask(other("cancel", bill="20-1187"))["type"] == "withdrawn"


def test_an_unknown_bill_is_told_as_that(desk, till):
    for kind in ("status", "cancel"):
        assert till.ask(other(kind, bill="nope"))["code"] == "bill-unknown"


def test_a_slip_of_another_bill_answers_nothing(desk, till):
    till.ask(sale())
    bill = desk.came()
    wrong = desk.at.done(spend(bill="other", amount_minor=3_800)).slip.slip_id
    with pytest.raises(LookupError):
        desk.counter.answer_posted(bill.key, wrong)
    assert desk.counter.waiting() == (bill,)


def test_a_bill_that_waits_is_there_again_after_a_restart(desk, till):
    till.ask(sale())
    bill = desk.came()
    desk.reopen()
    assert till.hear() == {}  # it was hung up
    assert desk.came() == bill
    with Till(desk.link.port) as again:
        assert again.ask(sale())["type"] == "waiting"
        desk.approve(bill)
        first = again.hear()
    desk.reopen()
    with Till(desk.link.port) as again:
        assert again.ask(sale()) == first


def test_a_bill_posted_but_not_answered_is_answered_from_its_slip(desk, till):
    till.ask(sale())
    slip = desk.post(desk.came())
    desk.reopen()
    assert desk.counter.waiting() == ()
    with Till(desk.link.port) as again:
        said = again.ask(sale())
        assert (said["type"], said["reference"]["id"]) == ("approved", slip)
        assert again.ask(sale()) == said


def test_a_bill_typed_by_hand_while_it_waits_cannot_be_given_up(desk, till):
    till.ask(sale())
    slip = desk.post(desk.came())
    said = till.ask(other("cancel", bill="20-1187"))
    assert said["code"] == "bill-answered"
    assert said["earlier"]["reference"]["id"] == slip


def test_a_bill_posted_before_the_till_asked_is_not_taken_for_it(desk, till):
    desk.at.done(spend(bill="20-1187", amount_minor=3_800))
    assert till.ask(sale())["type"] == "waiting"
    desk.came()
    assert till.ask(other("cancel", bill="20-1187"))["type"] == "withdrawn"


def test_a_voided_posting_leaves_the_answer_as_it_was(desk, till):
    till.ask(sale())
    slip = desk.approve(desk.came())
    first = till.hear()
    desk.at.done(VoidDraft(slip_id=slip, reason="wrong guest"))
    assert till.ask(sale()) == first


def test_the_business_date_turns_between_question_and_repeat(pos_at):
    clock = Wrong()
    desk = pos_at(clock=clock)
    asked = sale(at=datetime(2026, 11, 22, 23, 50, tzinfo=UTC).isoformat())
    with Till(desk.link.port) as till:
        till.ask(asked)
        bill = desk.came()
        close_day(desk)
        assert till.ask(asked)["type"] == "waiting"
        assert desk.counter.waiting() == (bill,)  # still the one, of the date on which it was asked
        desk.counter.begin(bill.key)
        slip = desk.post(bill)  # posted on the next date, and not answered
    desk.reopen()
    with Till(desk.link.port) as till:
        first = till.ask(asked)
        assert (first["reference"]["id"], first["date"]) == (slip, bill.key.date.isoformat())
        clock.off = timedelta(days=1)
        close_day(desk)
        assert till.ask(asked) == first
        # A till that begins to count anew has another bill under the same number.
        assert till.ask(sale(amount="9", lines=[("b", "9")]))["type"] == "waiting"


def test_a_number_used_again_days_later_is_another_bill_unless_its_time_says_so(pos_at):
    clock = Wrong()
    desk = pos_at(clock=clock)
    at = datetime(2026, 11, 20, 12, tzinfo=UTC).isoformat()
    with Till(desk.link.port) as till:
        for fields in ({}, {"at": at, "outlet": "bar"}):
            till.ask(sale(**fields))
            desk.counter.answer_declined(desk.came().key)
            assert till.hear()["type"] == "declined"
            desk.next(BillAnswered)
        close_day(desk)
        clock.off = timedelta(hours=13)
        assert till.ask(sale())["type"] == "waiting"
        assert till.ask(sale(at=at, outlet="bar"))["type"] == "declined"


def test_a_clock_set_back_takes_no_answer_away(pos_at):
    clock = Wrong()
    desk = pos_at(clock=clock)
    with Till(desk.link.port) as till:
        till.ask(sale())
        bill = desk.came()
        clock.off = timedelta(hours=-3)
        slip = desk.post(bill)
        assert till.ask(sale())["reference"]["id"] == slip


def test_verify_names_an_answer_that_no_slip_bears_out(desk, till):
    till.ask(sale())
    slip = desk.approve(desk.came())
    assert desk.at.broken() == []
    books = desk.at.desk.hotel.books
    for change, back in (
        ("slip = 'none'", f"slip = '{slip}'"),
        ("state = 'declined'", "state = 'approved'"),
        ("state = 'waiting'", "state = 'approved'"),
    ):
        with books.writing() as connection:
            connection.exec_driver_sql(f"UPDATE pos_bills SET {change}")
        assert {one.check for one in desk.at.broken()} == {"tills are told of posted slips"}
        with books.writing() as connection:
            connection.exec_driver_sql(f"UPDATE pos_bills SET {back}")

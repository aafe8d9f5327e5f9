"""Withdrawals: the guest was told that nothing was taken, whether the slip came before or after."""

import pytest

from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.void import Void
from app.operations.withdraw import Withdraw
from tests.support.book import Book


@pytest.fixture
def guest(book: Book) -> Book:
    book.enrol("li")
    book.set_pin("li")
    book.top_up("li", 100_00)
    book.give_points("li", 500)
    book.put_reward("mug", 100, stock=3)
    return book


def test_a_slip_that_came_before_is_undone(guest: Book) -> None:
    taken = guest.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    guest.must("withdraw", Withdraw(of=taken.slip_id), member="li")
    assert guest.balance("li") == 500
    assert guest.one("SELECT stock FROM rewards") == 3


def test_a_slip_that_comes_after_is_refused_and_takes_nothing(guest: Book) -> None:
    late = guest.submission("redeem", Redeem(reward="mug"), member="li", pin="1234")
    guest.must("withdraw", Withdraw(of=late.slip.id), member="li")
    answer = guest.poster.post([late])[0]
    assert answer.decision.refusal is not None
    assert answer.decision.refusal.reason.value == "withdrawn"
    assert guest.balance("li") == 500


def test_both_in_one_batch_take_nothing_in_either_order(guest: Book) -> None:
    for is_first in (True, False):
        late = guest.submission("redeem", Redeem(reward="mug"), member="li", pin="1234")
        back = guest.submission("withdraw", Withdraw(of=late.slip.id), member="li")
        guest.poster.post([back, late] if is_first else [late, back])
        assert guest.balance("li") == 500
        assert guest.one("SELECT stock FROM rewards") == 3


def test_a_withdrawal_twice_gives_back_once(guest: Book) -> None:
    taken = guest.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    guest.must("withdraw", Withdraw(of=taken.slip_id), member="li")
    guest.must("withdraw", Withdraw(of=taken.slip_id), member="li")
    assert guest.balance("li") == 500


def test_a_withdrawn_slip_is_not_voided_and_a_voided_one_not_withdrawn_again(guest: Book) -> None:
    first = guest.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    guest.must("withdraw", Withdraw(of=first.slip_id), member="li")
    guest.refuse("void", Void(of=first.slip_id), "already-voided", member="li")
    second = guest.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    guest.must("void", Void(of=second.slip_id), member="li")
    guest.must("withdraw", Withdraw(of=second.slip_id), member="li")
    assert guest.balance("li") == 500


def test_a_bill_number_is_free_after_a_withdrawal(guest: Book) -> None:
    bill = guest.spend("li", 50_00, bill="7", rest="stored_value", pin="1234")
    guest.must("withdraw", Withdraw(of=bill.slip_id), member="li")
    assert guest.balance("li", "CNY") == 100_00
    guest.spend("li", 50_00, bill="7")


def test_a_refused_slip_is_withdrawn_without_effect(guest: Book) -> None:
    refused = guest.do("redeem", Redeem(reward="hat"), member="li", pin="1234")
    guest.must("withdraw", Withdraw(of=refused.slip_id), member="li")
    assert guest.balance("li") == 500


def test_a_terminal_withdraws_only_its_own_slips(guest: Book) -> None:
    from app.operations.pen import Pen

    taken = guest.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    own, guest.pen = guest.pen, Pen(property="hotel", terminal="desk-2")
    guest.refuse("withdraw", Withdraw(of=taken.slip_id), "cannot-be-voided", member="li")
    guest.pen = own
    assert guest.balance("li") == 400


def test_a_withdrawal_gives_back_to_the_member_it_was_taken_from(guest: Book) -> None:
    guest.enrol("wu")
    taken = guest.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    guest.refuse("withdraw", Withdraw(of=taken.slip_id), "slip-unknown", member="wu")
    assert (guest.balance("li"), guest.balance("wu")) == (400, 0)


def test_a_slip_that_takes_nothing_is_not_withdrawn(guest: Book) -> None:
    from app.operations.check_in import CheckIn

    stay = guest.must("check_in", CheckIn(), member="li")
    guest.refuse("withdraw", Withdraw(of=stay.slip_id), "cannot-be-voided", member="li")


def test_a_deposit_that_was_spent_since_is_not_withdrawn(guest: Book) -> None:
    deposit = guest.top_up("li", 10_00)
    guest.spend("li", 105_00, rest="stored_value", pin="1234")
    guest.refuse("withdraw", Withdraw(of=deposit.slip_id), "not-enough-stored-value", member="li")


def test_what_was_refunded_since_does_not_go_back_twice(guest: Book) -> None:
    bill = guest.spend("li", 60_00, rest="stored_value", pin="1234")
    guest.must("refund", Refund(of=bill.slip_id, amount_minor=20_00), member="li")
    facts = guest.refuse("withdraw", Withdraw(of=bill.slip_id), "cannot-be-voided", member="li")
    assert facts == {"kind": "refund"}
    assert guest.balance("li", "CNY") == 60_00

"""Verifying a PIN moves nothing, and counts a wrong one exactly as taking value does."""

import pytest

from app.operations.end_membership import EndMembership
from app.operations.redeem import Redeem
from app.operations.verify_pin import VerifyPin
from tests.support.book import Book

VERIFY = VerifyPin()


@pytest.fixture
def known(book: Book) -> Book:
    book.enrol("li")
    book.set_pin("li", "2580")
    return book


def test_the_right_pin_is_posted_and_moves_nothing(known: Book) -> None:
    before = known.transfers()
    known.must("verify_pin", VERIFY, member="li", pin="2580")
    assert known.transfers() == before


def test_wrong_ones_count_together_with_those_where_value_is_taken(known: Book) -> None:
    known.give_points("li", 1_000)
    known.put_reward("mug", 10)
    assert known.refuse("verify_pin", VERIFY, "pin-wrong", member="li", pin="0000") == {"left": 2}
    mug = Redeem(reward="mug")
    assert known.refuse("redeem", mug, "pin-wrong", member="li", pin="0000") == {"left": 1}
    known.refuse("verify_pin", VERIFY, "pin-blocked", member="li", pin="0000")
    known.refuse("redeem", mug, "pin-blocked", member="li", pin="2580")


def test_a_right_one_forgets_the_wrong_ones(known: Book) -> None:
    known.refuse("verify_pin", VERIFY, "pin-wrong", member="li", pin="0000")
    known.must("verify_pin", VERIFY, member="li", pin="2580")
    assert known.refuse("verify_pin", VERIFY, "pin-wrong", member="li", pin="0000") == {"left": 2}


def test_without_an_entry_it_is_needed(known: Book) -> None:
    known.refuse("verify_pin", VERIFY, "pin-needed", member="li")


def test_a_pin_that_was_never_set(book: Book) -> None:
    book.enrol("wu")
    book.refuse("verify_pin", VERIFY, "pin-not-set", member="wu", pin="1234")


def test_nobody_is_nobody(book: Book) -> None:
    book.refuse("verify_pin", VERIFY, "member-unknown", member="nobody", pin="1234")


def test_the_pin_goes_before_the_state_of_the_membership(known: Book) -> None:
    known.must("suspend_member", EndMembership(reason="asked"), member="li", operator="max")
    known.refuse("verify_pin", VERIFY, "pin-wrong", member="li", pin="0000")
    known.refuse("verify_pin", VERIFY, "member-not-active", member="li", pin="2580")

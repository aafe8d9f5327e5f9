"""PINs: set, changed, unblocked; three wrong tries block, a right one forgets them."""

import pytest

from app.operations.redeem import Redeem
from app.operations.set_pin import How, SetPin
from tests.support.book import Book

SET, CHANGE, UNBLOCK = (SetPin(how=how) for how in How)
MUG = Redeem(reward="mug")


@pytest.fixture
def rich(book: Book) -> Book:
    book.enrol("li")
    book.give_points("li", 1_000)
    book.put_reward("mug", 10)
    return book


def tries(book: Book) -> tuple[int, int]:
    return book.rows("SELECT tries, blocked FROM credentials WHERE member = 'li'")[0]  # type: ignore[return-value]


def test_a_pin_that_was_set_opens_the_account(rich: Book) -> None:
    rich.set_pin("li", "2580")
    rich.must("redeem", MUG, member="li", pin="2580")


def test_the_two_entries_of_a_new_pin_must_be_the_same(rich: Book) -> None:
    rich.refuse("set_pin", SET, "pin-unreadable", member="li", pin=("1234", "1235"))
    rich.refuse("redeem", MUG, "pin-not-set", member="li", pin="1234")


@pytest.mark.parametrize(
    ("digits", "fits"), [("123", False), ("1234", True), ("1" * 12, True), ("1" * 13, False)]
)
def test_a_pin_has_four_to_twelve_digits(rich: Book, digits: str, fits: bool) -> None:
    answer = rich.do("set_pin", SET, member="li", pin=(digits, digits))
    assert (answer.decision.outcome.value == "posted") == fits


def test_without_an_entry_there_is_no_pin(rich: Book) -> None:
    rich.refuse("set_pin", SET, "pin-needed", member="li")
    rich.refuse("redeem", MUG, "pin-not-set", member="li", pin="1234")


def test_a_second_first_pin_is_refused(rich: Book) -> None:
    rich.set_pin("li")
    rich.refuse("set_pin", SET, "pin-needed", member="li", pin=("9999", "9999"))
    rich.must("redeem", MUG, member="li", pin="1234")


def test_a_change_needs_the_old_pin_and_then_only_the_new_one_opens(rich: Book) -> None:
    rich.set_pin("li")
    facts = rich.refuse("set_pin", CHANGE, "pin-wrong", member="li", pin=("0000", "5678", "5678"))
    assert facts == {"left": 2}
    rich.must("set_pin", CHANGE, member="li", pin=("1234", "5678", "5678"))
    rich.refuse("redeem", MUG, "pin-wrong", member="li", pin="1234")
    rich.must("redeem", MUG, member="li", pin="5678")


def test_a_pin_that_was_never_set_cannot_be_changed(rich: Book) -> None:
    rich.refuse("set_pin", CHANGE, "pin-not-set", member="li", pin=("1234", "5678", "5678"))


def test_three_wrong_tries_block_even_the_right_pin(rich: Book) -> None:
    rich.set_pin("li")
    assert rich.refuse("redeem", MUG, "pin-wrong", member="li", pin="0000") == {"left": 2}
    assert rich.refuse("redeem", MUG, "pin-wrong", member="li", pin="0000") == {"left": 1}
    rich.refuse("redeem", MUG, "pin-blocked", member="li", pin="0000")
    rich.refuse("redeem", MUG, "pin-blocked", member="li", pin="1234")
    assert tries(rich) == (3, 1)
    rich.refuse("set_pin", CHANGE, "pin-blocked", member="li", pin=("1234", "5678", "5678"))


def test_a_right_pin_forgets_the_wrong_ones(rich: Book) -> None:
    rich.set_pin("li")
    for _ in range(3):
        rich.refuse("redeem", MUG, "pin-wrong", member="li", pin="0000")
        rich.refuse("redeem", MUG, "pin-wrong", member="li", pin="0000")
        rich.must("redeem", MUG, member="li", pin="1234")
        assert tries(rich) == (0, 0)


def test_three_wrong_tries_in_one_batch_block_too(rich: Book) -> None:
    rich.set_pin("li")
    batch = [rich.submission("redeem", MUG, member="li", pin="0000") for _ in range(4)]
    reasons = [one.decision.refusal.reason.value for one in rich.poster.post(batch)]  # type: ignore[union-attr]
    assert reasons == ["pin-wrong", "pin-wrong", "pin-blocked", "pin-blocked"]
    assert tries(rich) == (3, 1)


def test_wrong_tries_while_changing_count_too(rich: Book) -> None:
    rich.set_pin("li")
    for reason in ("pin-wrong", "pin-wrong", "pin-blocked"):
        rich.refuse("set_pin", CHANGE, reason, member="li", pin=("0000", "5678", "5678"))
    rich.refuse("redeem", MUG, "pin-blocked", member="li", pin="1234")


def test_only_a_supervisor_unblocks_and_the_member_chooses_a_new_pin(rich: Book) -> None:
    rich.set_pin("li")
    for _ in range(3):
        rich.do("redeem", MUG, member="li", pin="0000")
    rich.refuse("set_pin", UNBLOCK, "needs-supervisor", member="li", pin=("5678", "5678"))
    rich.must("set_pin", UNBLOCK, member="li", pin=("5678", "5678"), supervisor="sue")
    assert tries(rich) == (0, 0)
    rich.must("redeem", MUG, member="li", pin="5678")


def test_a_wrong_try_delivered_twice_counts_once(rich: Book) -> None:
    rich.set_pin("li")
    one = rich.submission("redeem", MUG, member="li", pin="0000")
    rich.poster.post([one])
    rich.poster.post([one])
    assert tries(rich) == (1, 0)


def test_a_pin_of_another_member_opens_nothing(rich: Book) -> None:
    rich.set_pin("li", "1111")
    rich.enrol("wu")
    rich.set_pin("wu", "2222")
    rich.refuse("redeem", MUG, "pin-wrong", member="li", pin="2222")


def test_equal_pins_of_two_members_are_kept_as_different_bytes(rich: Book) -> None:
    rich.set_pin("li", "1111")
    rich.enrol("wu")
    rich.set_pin("wu", "1111")
    macs = {bytes(row[0]) for row in rich.rows("SELECT mac FROM credentials")}
    assert len(macs) == 2


def test_an_unknown_member_sets_no_pin(rich: Book) -> None:
    rich.refuse("set_pin", SET, "member-unknown", member="nobody", pin=("1234", "1234"))

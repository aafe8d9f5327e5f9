"""Check-out: completes the stay, counts its nights, gives what a stay gives."""

from collections.abc import Callable

import pytest

from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from tests.support.book import Book


def tallies(book: Book, member: str) -> dict[str, int]:
    return dict(
        book.rows(
            "SELECT metric, SUM(amount) FROM tallies WHERE member = ? GROUP BY metric", member
        )
    )


def test_a_stay_of_two_nights_counts_one_stay_and_two_nights(book: Book) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1", nights=5), member="li")
    book.close_day()
    book.close_day()
    answer = book.must("check_out", CheckOut(stay="s1"), member="li")
    assert answer.decision.gives["nights"] == 2
    assert tallies(book, "li") == {"stays": 1, "nights": 2}
    assert book.rows("SELECT status, nights FROM stays") == [("closed", 2)]


def test_a_day_use_counts_one_night(book: Book) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1"), member="li")
    answer = book.must("check_out", CheckOut(), member="li")
    assert answer.decision.gives["nights"] == 1


def test_a_room_left_a_night_earlier_counts_a_room_night_less(
    make_book: Callable[..., Book],
) -> None:
    book = make_book(pack="seven-days")
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1", nights=3, rooms=2, channel="website"), member="li")
    for room_nights, reason in ((-1, "amount-not-positive"), (7, "amount-too-large")):
        bad = CheckOut(stay="s1", nights=3, room_nights=room_nights)
        book.refuse("check_out", bad, reason, member="li")
    book.must("check_out", CheckOut(stay="s1", nights=3, room_nights=5), member="li")
    assert tallies(book, "li")["own_room_nights"] == 5


def test_a_stay_ends_once(book: Book) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1"), member="li")
    book.must("check_out", CheckOut(stay="s1"), member="li")
    book.refuse("check_out", CheckOut(stay="s1"), "stay-unknown", member="li")
    book.refuse("check_out", CheckOut(), "stay-unknown", member="li")


def test_with_two_rooms_open_the_stay_must_be_named(book: Book) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1", room="1"), member="li")
    book.must("check_in", CheckIn(stay="s2", room="2"), member="li")
    book.refuse("check_out", CheckOut(), "stay-unknown", member="li")
    book.must("check_out", CheckOut(stay="s2"), member="li")
    book.must("check_out", CheckOut(), member="li")


def test_a_bill_of_a_stay_carries_its_label(book: Book) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1"), member="li")
    book.spend("li", 10_00)
    assert book.one("SELECT stay FROM bills") == "s1"


def test_the_stay_of_another_member_is_unknown(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    book.must("check_in", CheckIn(stay="s1"), member="li")
    book.refuse("check_out", CheckOut(stay="s1"), "stay-unknown", member="wu")


def test_a_stay_label_may_come_again_after_its_end(book: Book) -> None:
    book.enrol("li")
    for _ in range(2):
        book.must("check_in", CheckIn(stay="s1"), member="li")
        book.must("check_out", CheckOut(stay="s1"), member="li")
    assert tallies(book, "li")["stays"] == 2


@pytest.mark.parametrize(
    ("nights", "reason"), [(-1, "amount-not-positive"), (366, "amount-too-large")]
)
def test_nights_that_cannot_be_count_nothing(book: Book, nights: int, reason: str) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1"), member="li")
    book.refuse("check_out", CheckOut(nights=nights), reason, member="li")
    assert tallies(book, "li") == {}

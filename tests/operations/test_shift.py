"""Shifts: what was counted against what must be there."""

import pytest

from app.operations.shift import CloseShift, OpenShift
from app.operations.void import Void
from tests.support.book import Book


def opened(book: Book, float_minor: int = 500_00) -> None:
    book.must("open_shift", OpenShift(float_minor=float_minor))


def test_an_even_shift_closes_without_a_word(book: Book) -> None:
    book.enrol("li")
    opened(book)
    book.spend("li", 120_00)
    book.spend("li", 80_00, rest="alipay")
    book.top_up("li", 50_00)
    body = CloseShift(counted={"cash": 670_00, "alipay": 80_00})
    answer = book.must("close_shift", body)
    assert answer.decision.transfers == ()
    assert answer.decision.receipt["expected_cash"] == 670_00
    assert book.rows("SELECT status, expected_minor, counted_minor FROM shifts") == [
        ("closed", 670_00, 670_00)
    ]


@pytest.mark.parametrize(("counted", "difference"), [(499_99, -1), (500_01, 1)])
def test_a_difference_of_one_fen_needs_its_explanation(
    book: Book, counted: int, difference: int
) -> None:
    opened(book)
    body = CloseShift(counted={"cash": counted})
    facts = book.refuse("close_shift", body, "reason-missing")
    assert facts == {"tender": "cash", "difference_minor": difference}
    said = CloseShift(counted={"cash": counted}, explanation="coin under the drawer")
    transfer = book.must("close_shift", said).decision.transfers[0]
    expected = ("house:shift-difference", "tender:cash")
    assert (transfer.source, transfer.target) == (expected if difference < 0 else expected[::-1])
    assert transfer.amount == 1


def test_a_tender_that_was_not_counted_is_missing_whole(book: Book) -> None:
    book.enrol("li")
    opened(book)
    book.spend("li", 30_00, rest="card")
    facts = book.refuse("close_shift", CloseShift(counted={"cash": 500_00}), "reason-missing")
    assert facts == {"tender": "card", "difference_minor": -30_00}


def test_a_tender_that_took_nothing_may_not_be_counted(book: Book) -> None:
    opened(book)
    body = CloseShift(counted={"cash": 500_00, "wechat": 1})
    assert book.refuse("close_shift", body, "reason-missing")["tender"] == "wechat"


def test_a_void_takes_its_cash_out_of_the_drawer_again(book: Book) -> None:
    book.enrol("li")
    opened(book)
    bill = book.spend("li", 120_00)
    book.must("void", Void(of=bill.slip_id), member="li")
    book.must("close_shift", CloseShift(counted={"cash": 500_00}))


def test_what_was_taken_before_the_shift_is_not_its_own(book: Book) -> None:
    book.enrol("li")
    book.spend("li", 120_00)
    opened(book)
    book.must("close_shift", CloseShift(counted={"cash": 500_00}))


def test_what_points_and_stored_value_paid_is_not_in_the_drawer(book: Book) -> None:
    book.enrol("li")
    book.set_pin("li")
    book.top_up("li", 100_00)
    opened(book)
    book.spend("li", 100_00, rest="stored_value", pin="1234")
    book.must("close_shift", CloseShift(counted={"cash": 500_00}))


def test_a_terminal_has_one_shift_at_a_time(book: Book) -> None:
    opened(book)
    facts = book.refuse("open_shift", OpenShift(float_minor=0), "shift-open", operator="sue")
    assert facts == {"operator": "ann"}
    book.must("close_shift", CloseShift(counted={"cash": 500_00}))
    book.refuse("close_shift", CloseShift(), "shift-not-open")
    opened(book, 0)


@pytest.mark.parametrize(
    ("float_minor", "fits"), [(-1, False), (0, True), (10_000_000, True), (10_000_001, False)]
)
def test_the_float_has_bounds(book: Book, float_minor: int, fits: bool) -> None:
    body = OpenShift(float_minor=float_minor)
    if fits:
        book.must("open_shift", body)
    else:
        book.refuse("open_shift", body, "amount-too-large")


def test_an_explanation_has_two_hundred_characters_at_most(book: Book) -> None:
    opened(book)
    body = CloseShift(counted={"cash": 1}, explanation="x" * 201)
    book.refuse("close_shift", body, "text-too-long")
    book.must("close_shift", CloseShift(counted={"cash": 1}, explanation="x" * 200))


def test_who_does_not_serve_has_no_shift(book: Book) -> None:
    book.refuse("open_shift", OpenShift(float_minor=0), "not-permitted", operator="aud")
    book.refuse("close_shift", CloseShift(), "operator-unknown", operator="eve")


def test_slips_of_the_same_batch_are_in_the_sums(book: Book) -> None:
    book.enrol("li")
    opened(book)
    from app.operations.top_up import TopUp

    batch = [
        book.submission("top_up", TopUp(amount_minor=10_00), member="li"),
        book.submission("close_shift", CloseShift(counted={"cash": 510_00})),
    ]
    assert [a.decision.outcome.value for a in book.poster.post(batch)] == ["posted", "posted"]


def test_only_what_the_house_takes_is_counted(book: Book) -> None:
    book.must("open_shift", OpenShift(float_minor=0))
    strange = CloseShift(counted={"cash": 0, "taler": 5}, explanation="found in the drawer")
    assert book.refuse("close_shift", strange, "tender-unknown") == {"tender": "taler"}
    absurd = CloseShift(counted={"cash": 10**10}, explanation="a finger slipped")
    book.refuse("close_shift", absurd, "amount-too-large")
    book.must("close_shift", CloseShift(counted={"cash": 0}))

"""Adjustments: by hand, within the limits of who answers for them."""

import pytest

from app.operations.adjust import Adjust
from tests.support.book import Book


def points(quantity: int, reason: str = "bill of last week") -> Adjust:
    return Adjust(asset="points", quantity=quantity, reason=reason)


def money(quantity: int) -> Adjust:
    return Adjust(asset="CNY", quantity=quantity, reason="terminal was down")


def test_a_supervisor_adds_and_takes_points(book: Book) -> None:
    book.enrol("li")
    book.must("adjust", points(300), member="li", operator="sue")
    answer = book.must("adjust", points(-120), member="li", operator="sue")
    assert book.balance("li") == 180
    assert answer.decision.gives["points"] == -120
    assert [(t.source, t.target) for t in answer.decision.transfers] == [
        ("member:available", "house:adjusted")
    ]


def test_stored_value_is_adjusted_in_fen(book: Book) -> None:
    book.enrol("li")
    book.must("adjust", money(12_34), member="li", operator="sue")
    assert book.balance("li", "CNY") == 12_34


def test_a_cashier_needs_a_supervisor_beside(book: Book) -> None:
    book.enrol("li")
    book.refuse("adjust", points(10), "needs-supervisor", member="li")
    book.must("adjust", points(10), member="li", supervisor="sue")
    assert book.balance("li") == 10


def test_another_cashier_beside_is_no_supervisor(book: Book) -> None:
    book.enrol("li")
    book.refuse("adjust", points(10), "needs-supervisor", member="li", supervisor="ann")


def test_an_auditor_only_reads(book: Book) -> None:
    book.enrol("li")
    book.refuse("adjust", points(10), "not-permitted", member="li", operator="aud")


@pytest.mark.parametrize(
    ("operator", "most_points", "most_money"),
    [("sue", 20_000, 200_000), ("max", 200_000, 2_000_000), ("admin", 200_000, 2_000_000)],
)
def test_limits_hold_to_the_last_point_and_fen(
    book: Book, operator: str, most_points: int, most_money: int
) -> None:
    book.enrol("li")
    over = book.refuse(
        "adjust", points(most_points + 1), "over-limit", member="li", operator=operator
    )
    assert over == {"limit": most_points, "left": most_points, "asset": "points"}
    book.must("adjust", points(most_points), member="li", operator=operator)
    book.refuse("adjust", points(1), "over-limit", member="li", operator=operator)
    over = book.refuse(
        "adjust", money(most_money + 1), "over-limit", member="li", operator=operator
    )
    figure = f"{most_money // 100}.00"
    assert over == {"limit": figure, "left": figure, "asset": "CNY"}
    book.must("adjust", money(100), member="li", operator=operator)


def test_up_and_down_count_together(book: Book) -> None:
    book.enrol("li")
    book.must("adjust", points(15_000), member="li", operator="sue")
    facts = book.refuse("adjust", points(-5_001), "over-limit", member="li", operator="sue")
    assert facts["left"] == 5_000
    book.must("adjust", points(-5_000), member="li", operator="sue")


def test_the_limit_is_of_the_one_who_answers(book: Book) -> None:
    book.enrol("li")
    book.must("adjust", points(20_000), member="li", operator="ann", supervisor="sue")
    book.refuse("adjust", points(1), "over-limit", member="li", operator="sue")
    book.must("adjust", points(1), member="li", operator="max")


def test_the_next_business_date_has_new_limits(book: Book) -> None:
    book.enrol("li")
    book.must("adjust", points(20_000), member="li", operator="sue")
    book.close_day()
    book.must("adjust", points(20_000), member="li", operator="sue")
    book.refuse("adjust", points(1), "over-limit", member="li", operator="sue")


def test_a_refused_adjustment_uses_nothing_of_the_limit(book: Book) -> None:
    book.enrol("li")
    book.refuse("adjust", points(-20_000), "not-enough-points", member="li", operator="sue")
    book.must("adjust", points(20_000), member="li", operator="sue")


def test_nothing_goes_below_zero(book: Book) -> None:
    book.enrol("li")
    book.must("adjust", points(40), member="li", operator="sue")
    facts = book.refuse("adjust", points(-41), "not-enough-points", member="li", operator="sue")
    assert facts == {"needs": 41, "has": 40}
    facts = book.refuse("adjust", money(-1), "not-enough-stored-value", member="li", operator="sue")
    assert facts == {"needs": 1, "has": 0}
    book.must("adjust", points(-40), member="li", operator="sue")
    assert book.balance("li") == 0


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (points(5, reason=" "), "reason-missing"),
        (points(5, reason="x" * 201), "text-too-long"),
        (points(0), "amount-not-positive"),
        (points(1_000_000_001), "amount-too-large"),
        (points(-1_000_000_001), "amount-too-large"),
        (Adjust(asset="miles", quantity=5, reason="x"), "not-in-programme"),
    ],
)
def test_a_bad_entry_is_refused_with_its_reason(book: Book, body: Adjust, reason: str) -> None:
    book.enrol("li")
    book.refuse("adjust", body, reason, member="li", operator="sue")


def test_a_reason_of_two_hundred_characters_fits(book: Book) -> None:
    book.enrol("li")
    book.must("adjust", points(5, reason="好" * 200), member="li", operator="sue")


def test_nobody_can_be_adjusted_who_is_not_there(book: Book) -> None:
    book.refuse("adjust", points(5), "member-unknown", member="nobody", operator="sue")


def test_adjusted_stored_value_stays_within_the_limit_of_a_card(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 4_999_00)
    book.refuse("adjust", money(1_01), "stored-value-limit", member="li", operator="sue")
    book.must("adjust", money(1_00), member="li", operator="sue")
    assert book.balance("li", "CNY") == 5_000_00

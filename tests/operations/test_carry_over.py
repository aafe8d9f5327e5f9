"""Opening balances: how a member comes in from an earlier system."""

from datetime import date

import pytest

from app.loyalty.member import MemberKind
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from tests.support.book import DAY, Book


def test_balances_tier_and_counts_come_along(make_book) -> None:
    book = make_book(settings={"points_valid_months": 24})
    body = CarryOver(
        tier="gold",
        tier_since=date(2024, 5, 1),
        points=100,
        stored_minor=88_00,
        lots=(OpeningLot(50, date(2025, 1, 31)),),
        counts=(OpeningCount("points_earned", date(2026, 10, 1), 900),),
    )
    book.must("carry_over", body, member="li", operator="max")
    assert (book.balance("li"), book.balance("li", "CNY")) == (150, 88_00)
    assert [row[1:] for row in book.lots("li")] == [(50, "2027-01-31"), (100, "2028-11-22")]
    assert book.rows("SELECT tier, tier_since, status, channel FROM members") == [
        ("gold", "2024-05-01", "active", "carry-over")
    ]
    sources = book.rows("SELECT DISTINCT source FROM transfers")
    assert sources == [("house:carried-over",)]


def test_who_leaves_the_tier_out_comes_in_at_the_entry_tier_today(book: Book) -> None:
    book.must("carry_over", CarryOver(points=1), member="li", operator="max")
    assert book.rows("SELECT tier, tier_since FROM members") == [("basic", DAY.isoformat())]


def test_counts_bring_a_tier_at_the_next_slip_that_counts(book: Book) -> None:
    counts = (OpeningCount("points_earned", date(2026, 6, 1), 4_999),)
    book.must("carry_over", CarryOver(counts=counts), member="li", operator="max")
    answer = book.spend("li", 1_00)
    assert answer.decision.gives["tier"] == "gold"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (CarryOver(tier="diamond"), "not-in-programme"),
        (CarryOver(balances={"miles": 5}), "not-in-programme"),
        (CarryOver(points=-1), "amount-not-positive"),
        (CarryOver(stored_minor=-1), "amount-not-positive"),
        (CarryOver(lots=(OpeningLot(-1, DAY),)), "amount-not-positive"),
        (CarryOver(balances={"points": -1}), "amount-not-positive"),
    ],
)
def test_what_makes_no_sense_is_refused(book: Book, body: CarryOver, reason: str) -> None:
    book.refuse("carry_over", body, reason, member="li", operator="max")
    assert book.rows("SELECT 1 FROM members") == []


def test_a_member_comes_in_once_and_a_phone_has_one_member(book: Book) -> None:
    body = CarryOver(points=5, phone_claim="p")
    book.must("carry_over", body, member="li", operator="max")
    book.refuse("carry_over", body, "member-exists", member="li", operator="max")
    book.refuse("carry_over", body, "phone-taken", member="wu", operator="max")


def test_only_a_manager_carries_over(book: Book) -> None:
    book.refuse("carry_over", CarryOver(), "needs-supervisor", member="li")
    book.refuse("carry_over", CarryOver(), "not-permitted", member="li", operator="sue")
    book.must("carry_over", CarryOver(), member="li", supervisor="max")


def test_nobody_brings_less_than_nothing(book: Book) -> None:
    count = OpeningCount("points_earned", book.business_date, -1)
    body = CarryOver(counts=(count,))
    book.refuse("carry_over", body, "amount-not-positive", member="li", operator="max")


def test_a_kind_that_the_programme_does_not_have_is_refused(book: Book) -> None:
    body = CarryOver(kind=MemberKind.CHILD)
    facts = book.refuse("carry_over", body, "not-in-programme", member="li", operator="max")
    assert facts == {"kind": "child"}


@pytest.mark.parametrize(
    "body",
    [
        CarryOver(points=10**9 + 1),
        CarryOver(points=2**63),
        CarryOver(lots=(OpeningLot(2**63 - 1, DAY),)),
        CarryOver(stored_minor=2**63 - 1),
        CarryOver(counts=(OpeningCount("spend", DAY, 2**63),)),
    ],
)
def test_what_nobody_has_is_no_opening_balance(book: Book, body: CarryOver) -> None:
    book.refuse("carry_over", body, "amount-too-large", member="li", operator="max")
    book.close_day()  # sums of the day stay within what the books can add up

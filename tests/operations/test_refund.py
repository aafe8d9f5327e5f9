"""Refunds: a part goes back the way it was paid, stored value first, and never more than was paid."""

import pytest

from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.tenders import TenderPart
from app.operations.void import Void
from tests.scenario.peer_cases import pack, tier
from tests.support.book import Book


@pytest.fixture
def guest(book: Book) -> Book:
    book.enrol("li")
    book.set_pin("li")
    return book


def refund(book: Book, slip: str, amount: int):
    return book.must("refund", Refund(of=slip, amount_minor=amount), member="li")


def test_half_a_bill_takes_half_its_points(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    answer = refund(guest, bill.slip_id, 50_00)
    assert answer.decision.gives["points"] == -50
    assert guest.balance("li") == 50
    assert guest.one("SELECT refunded_minor FROM bills") == 50_00


def test_many_small_refunds_take_the_same_points_as_one(guest: Book) -> None:
    one = guest.spend("li", 100_00)
    refund(guest, one.slip_id, 99_00)
    left_after_one = guest.balance("li")
    many = guest.spend("li", 100_00)
    for _ in range(99):
        refund(guest, many.slip_id, 1_00)
    assert guest.balance("li") == 2 * left_after_one == 2


def test_never_more_than_was_paid(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    facts = guest.refuse(
        "refund", Refund(of=bill.slip_id, amount_minor=100_01), "refund-too-large", member="li"
    )
    assert facts == {"left": "100.00"}
    refund(guest, bill.slip_id, 60_00)
    facts = guest.refuse(
        "refund", Refund(of=bill.slip_id, amount_minor=40_01), "refund-too-large", member="li"
    )
    assert facts == {"left": "40.00"}
    refund(guest, bill.slip_id, 40_00)
    guest.refuse("refund", Refund(of=bill.slip_id, amount_minor=1), "refund-too-large", member="li")
    assert guest.balance("li") == 0


def test_what_stored_value_paid_goes_back_to_it_first(guest: Book) -> None:
    guest.top_up("li", 30_00)
    parts = (TenderPart("stored_value", 30_00),)
    bill = guest.spend("li", 100_00, parts=parts, pin="1234")
    first = refund(guest, bill.slip_id, 20_00).decision.transfers
    assert [(t.amount, t.target) for t in first if t.asset == "CNY"] == [
        (20_00, "member:available")
    ]
    second = refund(guest, bill.slip_id, 30_00).decision.transfers
    assert [(t.amount, t.target) for t in second if t.asset == "CNY"] == [
        (10_00, "member:available"),
        (20_00, "tender:cash"),
    ]
    assert guest.balance("li", "CNY") == 30_00


def test_what_points_paid_is_not_refunded_in_money(guest: Book) -> None:
    guest.give_points("li", 3_000)
    parts = (TenderPart("points", points=3_000),)
    bill = guest.spend("li", 100_00, parts=parts, pin="1234")
    facts = guest.refuse(
        "refund", Refund(of=bill.slip_id, amount_minor=70_01), "refund-too-large", member="li"
    )
    assert facts == {"left": "70.00"}
    refund(guest, bill.slip_id, 70_00)


def test_a_discount_is_not_paid_out(guest: Book) -> None:
    guest.spend("li", 5_000_00)
    bill = guest.spend("li", 100_00, outlet="restaurant")
    facts = guest.refuse(
        "refund", Refund(of=bill.slip_id, amount_minor=90_01), "refund-too-large", member="li"
    )
    assert facts == {"left": "90.00"}


@pytest.mark.parametrize(("word", "debt"), [("waive", 0), ("debt", 20)])
def test_points_that_were_spent_since_are_waived_or_noted(make_book, word: str, debt: int) -> None:
    book = make_book(settings={"clawback": word})
    book.enrol("li")
    book.set_pin("li")
    bill = book.spend("li", 100_00)
    book.put_reward("mug", 70)
    book.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    answer = refund(book, bill.slip_id, 50_00)
    assert answer.decision.gives["points"] == -30
    assert book.balance("li") == 0
    assert (book.one("SELECT SUM(amount) FROM debts") or 0) == debt


def test_a_refund_counts_its_points_back(guest: Book) -> None:
    bill = guest.spend("li", 4_000_00)
    refund(guest, bill.slip_id, 1_000_00)
    assert guest.one("SELECT SUM(amount) FROM tallies WHERE metric = 'points_earned'") == 3_000


def test_a_voided_or_refused_bill_is_not_refunded(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    guest.must("void", Void(of=bill.slip_id), member="li")
    guest.refuse("refund", Refund(of=bill.slip_id, amount_minor=1), "slip-not-posted", member="li")
    deposit = guest.top_up("li", 100)
    guest.refuse("refund", Refund(of=deposit.slip_id, amount_minor=1), "slip-unknown", member="li")
    guest.refuse("refund", Refund(of="nothing", amount_minor=1), "slip-unknown", member="li")


def test_a_refund_is_not_refunded_itself_in_the_same_batch_either(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    back = guest.submission("refund", Refund(of=bill.slip_id, amount_minor=10_00), member="li")
    twice = guest.submission("refund", Refund(of=back.slip.id, amount_minor=10_00), member="li")
    answers = guest.poster.post([back, twice])
    assert answers[1].decision.refusal is not None
    assert answers[1].decision.refusal.reason.value == "slip-unknown"


@pytest.mark.parametrize(
    ("amount", "reason"),
    [(0, "amount-not-positive"), (-1, "amount-not-positive"), (1_000_000_001, "amount-too-large")],
)
def test_an_absurd_amount_is_refused(guest: Book, amount: int, reason: str) -> None:
    bill = guest.spend("li", 100_00)
    guest.refuse("refund", Refund(of=bill.slip_id, amount_minor=amount), reason, member="li")


def test_the_bill_of_another_member_is_unknown_here(guest: Book) -> None:
    guest.enrol("wu")
    bill = guest.spend("wu", 100_00)
    guest.refuse("refund", Refund(of=bill.slip_id, amount_minor=1), "slip-unknown", member="li")
    guest.refuse(
        "refund",
        Refund(of=bill.slip_id, amount_minor=1),
        "not-permitted",
        member="wu",
        operator="aud",
    )


def test_a_bill_of_an_earlier_date_needs_a_supervisor_and_is_refunded_on_the_open_one(
    guest: Book,
) -> None:
    bill = guest.spend("li", 100_00)
    guest.close_day()
    whole = Refund(of=bill.slip_id, amount_minor=100_00)
    guest.refuse("refund", whole, "needs-supervisor", member="li")
    back = guest.must("refund", whole, member="li", supervisor="sue")
    dates = guest.rows("SELECT DISTINCT business_date FROM transfers WHERE slip = ?", back.slip_id)
    assert dates == [(guest.business_date.isoformat(),)]
    assert guest.balance("li") == 0


def counts(book: Book) -> dict[str, int]:
    found = book.rows("SELECT metric, SUM(amount) FROM tallies GROUP BY metric")
    return {str(metric): int(amount) for metric, amount in found if amount}


def test_what_counts_for_a_tier_falls_with_the_money(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    assert counts(guest) == {"points_earned": 100, "spend": 100_00, "purchases": 1}
    refund(guest, bill.slip_id, 30_50)
    assert counts(guest) == {"points_earned": 69, "spend": 69_50, "purchases": 1}
    refund(guest, bill.slip_id, 69_50)
    assert counts(guest) == {}


@pytest.mark.parametrize(("gone", "left"), [(50, 888), (51, 887), (1_50, 887), (88_850, 0)])
def test_what_is_left_earns_what_a_bill_of_its_size_does(guest: Book, gone: int, left: int) -> None:
    bill = guest.spend("li", 888_50)
    refund(guest, bill.slip_id, gone)
    assert guest.balance("li") == left
    assert counts(guest).get("points_earned", 0) == left


def test_many_small_refunds_leave_no_count_behind_and_take_none_of_another_bill(
    guest: Book,
) -> None:
    guest.spend("li", 7_00)
    bill = guest.spend("li", 10_01)
    for _ in range(7):
        refund(guest, bill.slip_id, 1_43)
    assert counts(guest) == {"points_earned": 7, "spend": 7_00, "purchases": 1}


def test_counts_fall_on_the_day_they_were_made_though_the_points_are_spent(guest: Book) -> None:
    day = guest.business_date
    bill = guest.spend("li", 100_00)
    guest.put_reward("mug", 80)
    guest.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    guest.close_day()
    body = Refund(of=bill.slip_id, amount_minor=100_00)
    guest.must("refund", body, member="li", supervisor="sue")
    assert guest.balance("li") == 0
    assert counts(guest) == {}
    assert guest.rows('SELECT DISTINCT "on" FROM tallies') == [(day.isoformat(),)]


def test_refunded_spend_does_not_bring_a_tier(make_book) -> None:
    book = make_book(source=pack(tier("silver", ("spend", 150))))
    book.enrol("li")
    first = book.spend("li", 100_00)
    book.must("refund", Refund(of=first.slip_id, amount_minor=60_00), member="li")
    book.spend("li", 100_00)
    assert book.one("SELECT tier FROM members WHERE member = 'li'") == "bronze"
    book.spend("li", 10_00)
    assert book.one("SELECT tier FROM members WHERE member = 'li'") == "silver"

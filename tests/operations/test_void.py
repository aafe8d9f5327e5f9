"""Voids: back to the very lots, down to zero and never below, once."""

import pytest

from app.operations.adjust import Adjust
from app.operations.carry_over import CarryOver, OpeningLot
from app.operations.check_in import CheckIn
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.tenders import TenderPart
from app.operations.void import Void
from tests.support.book import DAY, Book


@pytest.fixture
def guest(book: Book) -> Book:
    book.enrol("li")
    book.set_pin("li")
    return book


def void(book: Book, slip: str, **more: str):
    return book.must("void", Void(of=slip), member="li", **more)


def test_a_voided_bill_leaves_no_trace_in_any_balance(guest: Book) -> None:
    guest.top_up("li", 500_00)
    guest.give_points("li", 2_000)
    parts = (TenderPart("stored_value", 40_00), TenderPart("points", points=1_000))
    bill = guest.spend("li", 100_00, parts=parts, pin="1234")
    void(guest, bill.slip_id)
    assert (guest.balance("li"), guest.balance("li", "CNY")) == (2_000, 500_00)
    house = guest.rows(
        "SELECT a, SUM(n) FROM (SELECT target AS a, amount AS n FROM transfers WHERE asset = 'CNY' "
        "UNION ALL SELECT source, -amount FROM transfers WHERE asset = 'CNY') AS legs "
        "WHERE a NOT LIKE 'member:%' GROUP BY a HAVING SUM(n) <> 0"
    )
    assert house == [("tender:cash", -500_00)]  # the deposit alone
    assert guest.one("SELECT status FROM bills") == "voided"


def test_points_go_back_to_the_lots_they_came_from(make_book) -> None:
    from datetime import date

    book = make_book(settings={"points_valid_months": 12})
    lots = (OpeningLot(50, date(2026, 1, 10)), OpeningLot(50, date(2026, 2, 10)))
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    book.set_pin("li")
    book.put_reward("mug", 70)
    before = book.lots("li")
    redeemed = book.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    assert [row[1:] for row in book.lots("li")] == [(30, "2027-02-10")]
    void(book, redeemed.slip_id)
    assert book.lots("li") == before


def test_used_up_lots_get_their_points_back_after_a_restart_too(make_book) -> None:
    from datetime import date

    book = make_book(settings={"points_valid_months": 12})
    lots = (OpeningLot(50, date(2026, 1, 10)), OpeningLot(50, date(2026, 2, 10)))
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    before = book.lots("li")
    taken = book.must(
        "adjust", Adjust(asset="points", quantity=-100, reason="x"), member="li", operator="sue"
    )
    book.reopen()
    void(book, taken.slip_id)
    assert book.lots("li") == before


def test_the_points_of_the_bill_itself_are_taken_back_first(make_book) -> None:
    from datetime import date

    book = make_book(settings={"points_valid_months": 12})
    book.must(
        "carry_over",
        CarryOver(lots=(OpeningLot(50, date(2026, 1, 10)),)),
        member="li",
        operator="max",
    )
    older = book.lots("li")
    bill = book.spend("li", 30_00)
    void(book, bill.slip_id)
    assert book.lots("li") == older


@pytest.mark.parametrize(("word", "debt", "step"), [("waive", 0, "waived"), ("debt", 70, "owed")])
def test_points_that_were_spent_since_are_waived_or_noted_and_never_negative(
    make_book, word: str, debt: int, step: str
) -> None:
    book = make_book(settings={"clawback": word})
    book.enrol("li")
    book.set_pin("li")
    bill = book.spend("li", 100_00)
    book.put_reward("mug", 70)
    book.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    answer = void(book, bill.slip_id)
    assert book.balance("li") == 0
    assert answer.decision.gives["points"] == -30
    assert (book.one("SELECT SUM(amount) FROM debts") or 0) == debt
    assert step in {line.step for line in answer.decision.trace}


def test_the_bill_number_is_free_again(guest: Book) -> None:
    bill = guest.spend("li", 100_00, bill="7")
    guest.refuse(
        "post_spend", PostSpend(outlet="rooms", bill="7", amount_minor=1), "bill-used", member="li"
    )
    void(guest, bill.slip_id)
    again = guest.spend("li", 90_00, bill="7")
    void(guest, again.slip_id)
    guest.spend("li", 80_00, bill="7")
    assert guest.balance("li") == 80


def test_bill_void_and_the_same_bill_again_fit_into_one_batch(guest: Book) -> None:
    body = PostSpend(outlet="rooms", bill="7", amount_minor=100_00)
    first = guest.submission("post_spend", body, member="li")
    batch = [
        first,
        guest.submission("void", Void(of=first.slip.id), member="li"),
        guest.submission("post_spend", body, member="li"),
        guest.submission("post_spend", body, member="li"),
    ]
    answers = guest.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == [
        "posted",
        "posted",
        "posted",
        "refused",
    ]
    guest.refuse("post_spend", body, "bill-used", member="li")
    assert guest.balance("li") == 100


def test_a_slip_is_voided_once(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    first = void(guest, bill.slip_id)
    facts = guest.refuse("void", Void(of=bill.slip_id), "already-voided", member="li")
    assert facts == {"slip_id": first.slip_id}
    assert guest.balance("li") == 0


def test_two_voids_in_one_batch_undo_once(guest: Book) -> None:
    guest.top_up("li", 100_00)
    bill = guest.spend("li", 100_00, rest="stored_value", pin="1234")
    batch = [guest.submission("void", Void(of=bill.slip_id), member="li") for _ in range(2)]
    answers = guest.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused"]
    assert guest.balance("li", "CNY") == 100_00


def test_a_void_is_not_voided_itself(guest: Book) -> None:
    undone = void(guest, guest.spend("li", 100_00).slip_id)
    facts = guest.refuse("void", Void(of=undone.slip_id), "cannot-be-voided", member="li")
    assert facts == {"kind": "void"}


def test_a_deposit_that_is_still_there_can_be_voided(guest: Book) -> None:
    deposit = guest.top_up("li", 100_00)
    void(guest, deposit.slip_id)
    assert guest.balance("li", "CNY") == 0


def test_a_deposit_that_was_spent_cannot_be_voided(guest: Book) -> None:
    deposit = guest.top_up("li", 100_00)
    guest.spend("li", 1, rest="stored_value", pin="1234")
    facts = guest.refuse("void", Void(of=deposit.slip_id), "not-enough-stored-value", member="li")
    assert facts == {"needs": 100_00, "has": 99_99}
    guest.top_up("li", 1)
    void(guest, deposit.slip_id)
    assert guest.balance("li", "CNY") == 0


def test_a_voided_redemption_puts_the_piece_back_on_the_shelf(guest: Book) -> None:
    guest.give_points("li", 100)
    guest.put_reward("mug", 10, stock=5)
    redeemed = guest.must("redeem", Redeem(reward="mug", quantity=3), member="li", pin="1234")
    assert guest.one("SELECT stock FROM rewards") == 2
    void(guest, redeemed.slip_id)
    assert guest.one("SELECT stock FROM rewards") == 5
    assert guest.balance("li") == 100


def test_an_adjustment_is_voided_both_ways(guest: Book) -> None:
    up = guest.must(
        "adjust", Adjust(asset="CNY", quantity=5_00, reason="x"), member="li", operator="sue"
    )
    down = guest.must(
        "adjust", Adjust(asset="CNY", quantity=-2_00, reason="x"), member="li", operator="sue"
    )
    void(guest, down.slip_id)
    assert guest.balance("li", "CNY") == 5_00
    void(guest, up.slip_id)
    assert guest.balance("li", "CNY") == 0


def test_a_bill_that_was_refunded_in_part_is_not_voided(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    guest.must("refund", Refund(of=bill.slip_id, amount_minor=1_00), member="li")
    facts = guest.refuse("void", Void(of=bill.slip_id), "cannot-be-voided", member="li")
    assert facts == {"kind": "refund"}


def test_what_was_never_posted_is_not_undone(guest: Book) -> None:
    refused = guest.do(
        "post_spend", PostSpend(outlet="rooms", bill="", amount_minor=1), member="li"
    )
    guest.refuse("void", Void(of=refused.slip_id), "slip-not-posted", member="li")
    guest.refuse("void", Void(of="no-such-slip"), "slip-unknown", member="li")
    stay = guest.must("check_in", CheckIn(), member="li")
    facts = guest.refuse("void", Void(of=stay.slip_id), "cannot-be-voided", member="li")
    assert facts == {"kind": "check_in"}


def test_the_slip_of_another_member_is_unknown_here(guest: Book) -> None:
    guest.enrol("wu")
    bill = guest.spend("wu", 100_00)
    guest.refuse("void", Void(of=bill.slip_id), "slip-unknown", member="li")
    assert guest.balance("wu") == 100


def test_a_bill_of_an_earlier_date_needs_a_supervisor(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    guest.close_day()
    guest.refuse("void", Void(of=bill.slip_id), "needs-supervisor", member="li")
    void(guest, bill.slip_id, supervisor="sue")
    assert guest.balance("li") == 0
    late = "SELECT COUNT(*) FROM transfers WHERE business_date = ? AND slip <> ?"
    assert guest.one(late, DAY.isoformat(), bill.slip_id) == 0


def test_a_reason_has_two_hundred_characters_at_most(guest: Book) -> None:
    bill = guest.spend("li", 100_00)
    guest.refuse("void", Void(of=bill.slip_id, reason="x" * 201), "text-too-long", member="li")
    guest.must("void", Void(of=bill.slip_id, reason="x" * 200), member="li")


def test_a_lot_that_gets_points_back_can_give_them_in_the_same_entry(guest: Book) -> None:
    guest.give_points("li", 1_000)
    bill = guest.spend("li", 100_00, parts=(TenderPart("points", points=1_000),), pin="1234")
    guest.put_reward("mug", 90)
    guest.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    void(guest, bill.slip_id)
    assert guest.balance("li") == 910

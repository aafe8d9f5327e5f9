"""Stored value: paid in advance, within the limits of prepaid cards."""

import pytest

from app.loyalty.member import MemberKind
from app.operations.enrol_member import EnrolMember
from app.operations.top_up import TopUp
from tests.support.book import Book


def test_money_comes_onto_the_card_from_its_tender(book: Book) -> None:
    book.enrol("li")
    answer = book.must("top_up", TopUp(amount_minor=300_00, tender="alipay"), member="li")
    transfer = answer.decision.transfers[0]
    assert (transfer.asset, transfer.amount) == ("CNY", 300_00)
    assert (transfer.source, transfer.target) == ("tender:alipay", "member:available")
    assert answer.decision.receipt["stored_after_minor"] == 300_00
    assert answer.decision.notified == ("sms",)
    assert book.balance("li", "CNY") == 300_00


def test_a_named_card_holds_five_thousand_and_not_a_fen_more(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 4_999_99)
    facts = book.refuse("top_up", TopUp(amount_minor=2), "stored-value-limit", member="li")
    assert facts == {"limit": "5000.00", "room": "0.01"}
    book.top_up("li", 1)
    assert book.balance("li", "CNY") == 5_000_00
    book.refuse("top_up", TopUp(amount_minor=1), "stored-value-limit", member="li")


def test_an_anonymous_card_holds_one_thousand_and_not_a_fen_more(book: Book) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.ANONYMOUS), member="card")
    body = TopUp(amount_minor=1_000_01)
    assert book.refuse("top_up", body, "stored-value-limit", member="card")["room"] == "1000.00"
    book.top_up("card", 1_000_00)


def test_the_limits_are_the_houses_settings(make_book) -> None:
    book = make_book(settings={"limit_named": 200})
    book.enrol("li")
    book.top_up("li", 200)
    book.refuse("top_up", TopUp(amount_minor=1), "stored-value-limit", member="li")


def test_what_was_spent_makes_room_again(book: Book) -> None:
    book.enrol("li")
    book.set_pin("li")
    book.top_up("li", 5_000_00)
    book.spend("li", 100_00, rest="stored_value", pin="1234")
    book.top_up("li", 100_00)
    book.refuse("top_up", TopUp(amount_minor=1), "stored-value-limit", member="li")


@pytest.mark.parametrize(
    ("amount", "reason"),
    [(0, "amount-not-positive"), (-1, "amount-not-positive"), (1_000_000_001, "amount-too-large")],
)
def test_an_absurd_amount_is_refused(book: Book, amount: int, reason: str) -> None:
    book.enrol("li")
    book.refuse("top_up", TopUp(amount_minor=amount), reason, member="li")


@pytest.mark.parametrize("tender", ["stored_value", "points", "voucher"])
def test_a_card_is_not_filled_from_the_books_themselves(book: Book, tender: str) -> None:
    book.enrol("li")
    body = TopUp(amount_minor=100, tender=tender)
    book.refuse("top_up", body, "tenders-do-not-add-up", member="li")


def test_who_is_unknown_applied_or_not_served_gets_nothing(book: Book) -> None:
    book.refuse("top_up", TopUp(amount_minor=1), "member-unknown", member="nobody")
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON), member="li")
    book.refuse("top_up", TopUp(amount_minor=1), "member-not-active", member="li")
    book.refuse("top_up", TopUp(amount_minor=1), "not-permitted", member="li", operator="aud")


@pytest.mark.parametrize("tender", ["bitcoin", "", "Cash", "other", "points "])
def test_a_way_to_pay_that_the_house_does_not_take_is_named(book: Book, tender: str) -> None:
    book.enrol("li")
    body = TopUp(amount_minor=100, tender=tender)
    assert book.refuse("top_up", body, "tender-unknown", member="li") == {"tender": tender}


def test_the_house_says_which_ways_to_pay_it_takes(make_book) -> None:
    book = make_book(settings={"tenders": ["cash", "unionpay"]})
    book.enrol("li")
    book.top_up("li", 100, "unionpay")
    body = TopUp(amount_minor=100, tender="alipay")
    book.refuse("top_up", body, "tender-unknown", member="li")

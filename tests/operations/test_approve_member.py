"""Approval: the membership is in force, with a number, and a card by the house's scheme."""

from app.loyalty.card_no import passes_luhn
from app.loyalty.member import MemberKind
from app.operations.approve_member import ApproveMember
from app.operations.enrol_member import EnrolMember
from app.operations.fill_pool import FillPool
from tests.support.book import Book

PERSON = EnrolMember(kind=MemberKind.PERSON)


def applied(book: Book, *members: str) -> None:
    for member in members:
        book.must("enrol_member", PERSON, member=member)


def test_approval_gives_a_number_and_allocates_a_card(book: Book) -> None:
    applied(book, "li")
    answer = book.must("approve_member", ApproveMember(), member="li", operator="sue")
    number, status = book.rows("SELECT number, status FROM members WHERE member = 'li'")[0]
    card, card_status = book.rows("SELECT number, status FROM cards WHERE member = 'li'")[0]
    assert (status, card_status) == ("active", "active")
    assert passes_luhn(number)
    assert passes_luhn(card)
    assert card.startswith("8821")
    assert answer.decision.gives["card"] == card[-4:]
    assert answer.decision.notified == ("sms",)


def test_the_whole_card_number_is_not_in_the_decision(book: Book) -> None:
    applied(book, "li")
    answer = book.must("approve_member", ApproveMember(), member="li", operator="sue")
    card = book.one("SELECT number FROM cards WHERE member = 'li'")
    kept = book.one("SELECT text FROM decisions WHERE slip = ?", answer.slip_id)
    assert card.encode() not in bytes(kept)


def test_approval_without_a_card_leaves_the_card_for_later(book: Book) -> None:
    applied(book, "li")
    book.must("approve_member", ApproveMember(with_card=False), member="li", operator="sue")
    assert book.rows("SELECT number FROM cards WHERE member = 'li'") == []


def test_a_cashier_does_not_approve(book: Book) -> None:
    applied(book, "li")
    book.refuse("approve_member", ApproveMember(), "needs-supervisor", member="li")
    book.must("approve_member", ApproveMember(), member="li", supervisor="sue")


def test_only_an_applicant_is_approved_and_only_once(book: Book) -> None:
    book.refuse("approve_member", ApproveMember(), "member-unknown", member="li", operator="sue")
    applied(book, "li")
    book.must("approve_member", ApproveMember(), member="li", operator="sue")
    facts = book.refuse(
        "approve_member", ApproveMember(), "not-applied", member="li", operator="sue"
    )
    assert facts == {"status": "active"}


def test_a_card_of_the_pool_is_taken_in_order(make_book) -> None:
    book = make_book(settings={"card_scheme": "pool"})
    book.must("fill_pool", FillPool(count=2), operator="admin")
    pool = [row[0] for row in book.rows("SELECT number FROM cards ORDER BY number")]
    applied(book, "li", "wu")
    for member in ("li", "wu"):
        book.must("approve_member", ApproveMember(), member=member, operator="sue")
    taken = book.rows("SELECT member, number FROM cards ORDER BY number")
    assert taken == [("li", pool[0]), ("wu", pool[1])]


def test_an_empty_pool_leaves_the_applicant_applied(make_book) -> None:
    book = make_book(settings={"card_scheme": "pool"})
    applied(book, "li")
    book.refuse("approve_member", ApproveMember(), "card-pool-empty", member="li", operator="sue")
    assert book.one("SELECT status FROM members WHERE member = 'li'") == "applied"
    book.must("fill_pool", FillPool(count=1), operator="admin")
    book.must("approve_member", ApproveMember(), member="li", operator="sue")


def test_a_pool_that_may_grow_makes_a_number(make_book) -> None:
    book = make_book(settings={"card_scheme": "pool", "pool_empty": "grow"})
    applied(book, "li")
    book.must("approve_member", ApproveMember(), member="li", operator="sue")
    assert passes_luhn(book.one("SELECT number FROM cards WHERE member = 'li'"))


def test_two_approvals_in_one_batch_take_two_cards_of_the_pool(make_book) -> None:
    book = make_book(settings={"card_scheme": "pool"})
    book.must("fill_pool", FillPool(count=5), operator="admin")
    applied(book, "li", "wu", "he")
    submissions = [
        book.submission("approve_member", ApproveMember(), member=member, operator="sue")
        for member in ("li", "wu", "he")
    ]
    book.poster.post(submissions)
    numbers = [row[0] for row in book.rows("SELECT number FROM cards WHERE member <> ''")]
    assert len(set(numbers)) == 3


def test_the_last_card_of_the_pool_goes_to_the_first_of_a_batch(make_book) -> None:
    book = make_book(settings={"card_scheme": "pool"})
    book.must("fill_pool", FillPool(count=1), operator="admin")
    applied(book, "li", "wu")
    answers = book.poster.post(
        [
            book.submission("approve_member", ApproveMember(), member=member, operator="sue")
            for member in ("li", "wu")
        ]
    )
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused"]

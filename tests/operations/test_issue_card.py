"""Cards are issued to members in force, one that works at a time."""

from app.loyalty.member import MemberKind
from app.operations.enrol_member import EnrolMember
from app.operations.fill_pool import FillPool
from app.operations.issue_card import IssueCard
from tests.support.book import Book


def anonymous(book: Book, member: str) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.ANONYMOUS), member=member)


def test_an_allocated_card_opens_the_account(book: Book) -> None:
    anonymous(book, "card")
    answer = book.must("issue_card", IssueCard(), member="card")
    number, status = book.rows("SELECT number, status FROM cards WHERE member = 'card'")[0]
    assert status == "active"
    assert answer.decision.gives == {"card_number": True, "card": number[-4:]}


def test_who_has_a_card_that_works_gets_no_second(book: Book) -> None:
    anonymous(book, "card")
    book.must("issue_card", IssueCard(), member="card")
    book.refuse("issue_card", IssueCard(), "card-taken", member="card")


def test_a_printed_number_of_the_pool_is_given_as_asked(book: Book) -> None:
    book.must("fill_pool", FillPool(count=3), operator="admin")
    wanted = book.rows("SELECT number FROM cards ORDER BY number")[1][0]
    anonymous(book, "card")
    book.must("issue_card", IssueCard(card=book.card(wanted)), member="card")
    assert book.one("SELECT number FROM cards WHERE member = 'card'") == wanted


def test_a_number_that_was_never_made_or_is_taken_is_refused(book: Book) -> None:
    book.must("fill_pool", FillPool(count=1), operator="admin")
    wanted = book.one("SELECT number FROM cards")
    anonymous(book, "one")
    anonymous(book, "two")
    book.must("issue_card", IssueCard(card=book.card(wanted)), member="one")
    book.refuse("issue_card", IssueCard(card=book.card(wanted)), "card-taken", member="two")
    book.refuse(
        "issue_card", IssueCard(card=book.card("8821999999999999")), "card-unknown", member="two"
    )


def test_an_empty_pool_gives_no_card(make_book) -> None:
    book = make_book(settings={"card_scheme": "pool"})
    anonymous(book, "card")
    book.refuse("issue_card", IssueCard(), "card-pool-empty", member="card")


def test_an_allocated_number_is_never_one_of_the_pool(book: Book) -> None:
    book.must("fill_pool", FillPool(count=5), operator="admin")
    anonymous(book, "card")
    book.must("issue_card", IssueCard(), member="card")
    assert book.one("SELECT COUNT(*) FROM cards") == 6


def test_an_applicant_gets_no_card(book: Book) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON), member="li")
    book.refuse("issue_card", IssueCard(), "member-not-active", member="li")
    book.refuse("issue_card", IssueCard(), "member-unknown", member="nobody")

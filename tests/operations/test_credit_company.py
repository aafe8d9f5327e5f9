"""The company's share: it follows from a linked person's stay and comes no other way."""

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.credit_company import CreditCompany
from tests.support.book import Book


def linked(make_book) -> Book:
    book = make_book(pack="seven-days", settings={"points_per_room_night": 100})
    book.brought("acme", kind=MemberKind.COMPANY)
    book.brought("zhou", company=MemberId("acme"))
    return book


def stay(book: Book, channel: str) -> None:
    book.must("check_in", CheckIn(stay=channel, channel=channel), member="zhou")
    book.must("check_out", CheckOut(stay=channel, nights=2), member="zhou")


def test_person_and_company_earn_from_one_stay(make_book) -> None:
    book = linked(make_book)
    stay(book, "website")
    assert (book.balance("zhou"), book.balance("acme")) == (200, 154)


def test_the_telephone_is_no_channel_of_linked_persons(make_book) -> None:
    book = linked(make_book)
    stay(book, "hotline")
    assert (book.balance("zhou"), book.balance("acme")) == (200, 0)


def test_a_company_that_ended_gets_nothing(make_book) -> None:
    from app.operations.end_membership import EndMembership

    book = linked(make_book)
    body = EndMembership(reason="closed")
    book.must("terminate_member", body, member="acme", operator="sue")
    stay(book, "website")
    assert (book.balance("zhou"), book.balance("acme")) == (200, 0)


def test_a_terminal_cannot_credit_a_company(make_book) -> None:
    book = linked(make_book)
    body = CreditCompany(points=1_000, rule="mine")
    book.refuse("credit_company", body, "not-permitted", member="acme")

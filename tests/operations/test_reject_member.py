"""Rejection: the hotel's review says no."""

from app.loyalty.member import MemberKind
from app.operations.approve_member import ApproveMember
from app.operations.enrol_member import EnrolMember
from app.operations.reject_member import RejectMember
from tests.support.book import Book


def test_a_rejected_applicant_has_no_number_and_no_card(book: Book) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON), member="li")
    book.must("reject_member", RejectMember(reason="papers missing"), member="li", operator="sue")
    assert book.rows("SELECT status, number FROM members WHERE member = 'li'") == [("rejected", "")]
    assert book.rows("SELECT number FROM cards WHERE member = 'li'") == []


def test_a_rejected_applicant_is_not_approved_afterwards(book: Book) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON), member="li")
    book.must("reject_member", RejectMember(), member="li", operator="sue")
    book.refuse("approve_member", ApproveMember(), "not-applied", member="li", operator="sue")
    book.refuse("reject_member", RejectMember(), "not-applied", member="li", operator="sue")


def test_who_may_not_review_does_not_reject(book: Book) -> None:
    book.refuse("reject_member", RejectMember(), "member-unknown", member="li", operator="sue")
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON), member="li")
    book.refuse("reject_member", RejectMember(), "needs-supervisor", member="li")
    book.refuse("reject_member", RejectMember(), "not-permitted", member="li", operator="aud")

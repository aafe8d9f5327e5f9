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


def test_the_phone_of_a_rejected_applicant_is_free_again(book: Book) -> None:
    with_phone = EnrolMember(kind=MemberKind.PERSON, phone_claim="p1")
    book.must("enrol_member", with_phone, member="li")
    book.refuse("enrol_member", with_phone, "phone-taken", member="wu")
    book.must("reject_member", RejectMember(), member="li", operator="sue")
    book.must("enrol_member", with_phone, member="wu")


def test_a_rejection_frees_the_phone_within_one_batch_too(book: Book) -> None:
    with_phone = EnrolMember(kind=MemberKind.PERSON, phone_claim="p1")
    batch = [
        book.submission("enrol_member", with_phone, member="li"),
        book.submission("reject_member", RejectMember(), member="li", operator="sue"),
        book.submission("enrol_member", with_phone, member="wu"),
    ]
    answers = book.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == ["posted"] * 3
    assert book.one("SELECT slip FROM claims WHERE value = 'phone:p1'") == answers[2].slip_id


def test_a_rejection_leaves_the_phones_of_others_alone(book: Book) -> None:
    for member, phone in (("li", "p1"), ("wu", "p2")):
        body = EnrolMember(kind=MemberKind.PERSON, phone_claim=phone)
        book.must("enrol_member", body, member=member)
    book.must("reject_member", RejectMember(), member="li", operator="sue")
    again = EnrolMember(kind=MemberKind.PERSON, phone_claim="p2")
    book.refuse("enrol_member", again, "phone-taken", member="he")

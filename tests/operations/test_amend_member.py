"""Amendments: what changes is in the new personal record; one phone number has one member."""

from app.loyalty.member import MemberKind
from app.operations.amend_member import AmendMember
from app.operations.enrol_member import EnrolMember
from tests.support.book import Book


def test_language_and_consent_change_and_the_version_rises(book: Book) -> None:
    book.enrol("li")
    before = book.one("SELECT version FROM members WHERE member = ?", "li")
    book.must("amend_member", AmendMember(language="en", consent=True), member="li")
    assert book.rows("SELECT language, consent, version FROM members WHERE member = 'li'") == [
        ("en", 1, before + 1)
    ]


def test_what_an_amendment_leaves_out_stays(book: Book) -> None:
    book.must(
        "enrol_member",
        EnrolMember(kind=MemberKind.ANONYMOUS, language="en", consent=True, personal="r1"),
        member="li",
    )
    book.must("amend_member", AmendMember(), member="li")
    assert book.rows("SELECT language, consent, personal FROM members WHERE member = 'li'") == [
        ("en", 1, "r1")
    ]


def test_consent_can_be_taken_back(book: Book) -> None:
    book.enrol("li")
    book.must("amend_member", AmendMember(consent=True), member="li")
    book.must("amend_member", AmendMember(consent=False), member="li")
    assert book.one("SELECT consent FROM members WHERE member = 'li'") == 0


def test_a_phone_of_another_member_is_refused(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    book.must("amend_member", AmendMember(phone_claim="p1"), member="li")
    book.refuse("amend_member", AmendMember(phone_claim="p1"), "phone-taken", member="wu")


def test_a_phone_that_was_given_up_is_free_again(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    book.must("amend_member", AmendMember(phone_claim="p1"), member="li")
    book.must("amend_member", AmendMember(phone_claim="p2", old_phone_claim="p1"), member="li")
    book.must("amend_member", AmendMember(phone_claim="p1"), member="wu")


def test_the_same_phone_again_stays_taken(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    book.must("amend_member", AmendMember(phone_claim="p1"), member="li")
    book.do("amend_member", AmendMember(phone_claim="p1", old_phone_claim="p1"), member="li")
    book.refuse("amend_member", AmendMember(phone_claim="p1"), "phone-taken", member="wu")


def test_a_member_may_keep_the_phone_while_something_else_changes(book: Book) -> None:
    book.enrol("li")
    book.must("amend_member", AmendMember(phone_claim="p1"), member="li")
    again = AmendMember(phone_claim="p1", old_phone_claim="p1", language="en")
    book.must("amend_member", again, member="li")


def test_nobody_gives_up_the_phone_of_somebody_else(book: Book) -> None:
    for member in ("li", "wu", "he"):
        book.enrol(member)
    book.must("amend_member", AmendMember(phone_claim="p1"), member="li")
    book.must("amend_member", AmendMember(phone_claim="p2", old_phone_claim="p1"), member="wu")
    book.must("amend_member", AmendMember(old_phone_claim="p1"), member="wu")
    book.refuse("amend_member", AmendMember(phone_claim="p1"), "phone-taken", member="he")


def test_nobody_keeps_a_phone_that_is_somebody_elses(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    book.must("amend_member", AmendMember(phone_claim="p1"), member="li")
    kept = AmendMember(phone_claim="p1", old_phone_claim="p1")
    book.refuse("amend_member", kept, "phone-taken", member="wu")


def test_a_phone_of_the_enrolment_is_the_members_own(book: Book) -> None:
    with_phone = EnrolMember(kind=MemberKind.ANONYMOUS, phone_claim="p1")
    book.must("enrol_member", with_phone, member="li")
    book.reopen()
    book.must("amend_member", AmendMember(phone_claim="p2", old_phone_claim="p1"), member="li")
    book.must("enrol_member", with_phone, member="wu")


def test_who_is_unknown_or_not_in_force_is_not_amended(book: Book) -> None:
    book.refuse("amend_member", AmendMember(language="en"), "member-unknown", member="nobody")
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON), member="li")
    book.refuse("amend_member", AmendMember(language="en"), "member-not-active", member="li")
    book.refuse("amend_member", AmendMember(), "operator-unknown", member="li", operator="eve")


def test_a_member_says_no_to_a_way_and_what_is_left_out_stays(book: Book) -> None:
    book.enrol("li")
    wishes = "SELECT no_sms, no_email FROM members WHERE member = 'li'"
    book.must("amend_member", AmendMember(no_sms=True), member="li")
    assert book.rows(wishes) == [(1, 0)]
    book.must("amend_member", AmendMember(no_email=True), member="li")
    assert book.rows(wishes) == [(1, 1)]
    book.must("amend_member", AmendMember(no_sms=False), member="li")
    assert book.rows(wishes) == [(0, 1)]

"""Enrolment: persons and companies wait for the review, an anonymous card is in force at once."""

from datetime import date

import pytest

from app.loyalty.card_no import passes_luhn
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.enrol_member import EnrolMember, age_of
from app.operations.post_spend import PostSpend
from tests.support.book import Book

PERSON = EnrolMember(kind=MemberKind.PERSON)


@pytest.mark.parametrize("kind", [MemberKind.PERSON, MemberKind.COMPANY])
def test_who_is_reviewed_waits_without_a_number(book: Book, kind: MemberKind) -> None:
    answer = book.must("enrol_member", EnrolMember(kind=kind), member="li")
    assert answer.decision.gives["status"] == "applied"
    assert book.rows("SELECT status, number, tier FROM members WHERE member = 'li'") == [
        ("applied", "", "basic")
    ]


def test_nothing_is_posted_for_an_applicant(book: Book) -> None:
    book.must("enrol_member", PERSON, member="li")
    bill = PostSpend(outlet="rooms", bill="1", amount_minor=100)
    facts = book.refuse("post_spend", bill, "member-not-active", member="li")
    assert facts == {"status": "applied"}


def test_an_anonymous_card_is_in_force_at_once_and_has_a_number(book: Book) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.ANONYMOUS), member="card")
    status, number = book.rows("SELECT status, number FROM members WHERE member = 'card'")[0]
    assert status == "active"
    assert passes_luhn(number)


def test_member_numbers_never_repeat(book: Book) -> None:
    for n in range(30):
        book.must("enrol_member", EnrolMember(kind=MemberKind.ANONYMOUS), member=f"m{n}")
    numbers = [row[0] for row in book.rows("SELECT number FROM members")]
    assert len(set(numbers)) == 30
    assert all(passes_luhn(number) for number in numbers)


def test_a_member_is_enrolled_once(book: Book) -> None:
    book.must("enrol_member", PERSON, member="li")
    book.refuse("enrol_member", PERSON, "member-exists", member="li")


def test_a_phone_number_has_one_member(book: Book) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON, phone_claim="p"), member="li")
    body = EnrolMember(kind=MemberKind.PERSON, phone_claim="p")
    book.refuse("enrol_member", body, "phone-taken", member="wu")


def test_a_refused_enrolment_leaves_the_phone_free(book: Book) -> None:
    body = EnrolMember(kind=MemberKind.PERSON, phone_claim="p", legal_capacity=False)
    book.refuse("enrol_member", body, "no-legal-capacity", member="li")
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON, phone_claim="p"), member="wu")


def test_a_kind_that_the_programme_does_not_have_is_refused(book: Book) -> None:
    body = EnrolMember(kind=MemberKind.CHILD)
    facts = book.refuse("enrol_member", body, "not-in-programme", member="li")
    assert facts == {"kind": "child"}


def test_a_person_is_linked_to_a_company_that_exists(book: Book) -> None:
    linked = EnrolMember(kind=MemberKind.PERSON, company=MemberId("firm"))
    book.refuse("enrol_member", linked, "member-unknown", member="li")
    book.enrol("firm", MemberKind.COMPANY)
    book.must("enrol_member", linked, member="li")
    assert book.one("SELECT company FROM members WHERE member = 'li'") == "firm"


@pytest.mark.parametrize(
    ("age", "reason"), [(17, "too-young"), (0, "too-young"), (18, ""), (-1, "")]
)
def test_the_least_age_holds_on_both_sides(make_book, age: int, reason: str) -> None:
    from tests.support.book import PROGRAMMES

    source = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")
    book = make_book(source=source.replace("review = true", "review = true\nleast_age = 18"))
    body = EnrolMember(kind=MemberKind.PERSON, age=age)
    if reason:
        assert book.refuse("enrol_member", body, reason, member="li") == {"least": 18}
    else:
        book.must("enrol_member", body, member="li")


def test_an_unknown_operator_enrols_nobody(book: Book) -> None:
    book.refuse("enrol_member", PERSON, "operator-unknown", member="li", operator="eve")
    book.refuse("enrol_member", PERSON, "not-permitted", member="li", operator="aud")


def test_a_birthday_to_come_is_not_a_birthday_left_out(book: Book) -> None:
    today = date(2026, 11, 22)
    assert [
        age_of(born, today) for born in (None, today, date(2026, 11, 23), date(2300, 1, 1))
    ] == [
        -1,
        0,
        -2,
        -2,
    ]
    for born in (date(2026, 11, 23), date(2027, 11, 22), date(1866, 1, 1)):
        body = EnrolMember(kind=MemberKind.PERSON, age=age_of(born, today))
        book.refuse("enrol_member", body, "birthday-impossible", member="li")
    book.must("enrol_member", PERSON, member="li")

"""Members who bring members: thanked once the new membership is in force, by what the programme says."""

import pytest

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.adjust import Adjust
from app.operations.approve_member import ApproveMember
from app.operations.credit_referral import CreditReferral
from app.operations.end_membership import EndMembership
from app.operations.enrol_member import EnrolMember
from app.operations.reject_member import RejectMember
from app.operations.void import Void
from app.poster.replay import replay
from tests.support.book import HOUSE_SETTINGS, PROGRAMMES, Book

REFERRAL = """
[[actions]]
code = "referral"
names = { zh = "推荐入会", en = "Brought a member" }
once = false

[[earning]]
id = "earn.referral"
on = "action"
asset = "points"
when = "what == 'referral'"
flat = 200
"""
SOURCE = (PROGRAMMES / "house.toml").read_text(encoding="utf-8").replace(
    "review = true", 'review = true\nreferral = "referral"'
) + REFERRAL


def joining(referrer: str = "li") -> EnrolMember:
    return EnrolMember(kind=MemberKind.PERSON, referrer=MemberId(referrer))


@pytest.fixture
def thanking(make_book) -> Book:
    book = make_book(source=SOURCE)
    book.enrol("li")
    return book


def test_the_referrer_is_thanked_when_the_new_member_is_approved(thanking: Book) -> None:
    thanking.must("enrol_member", joining(), member="wu")
    assert thanking.balance("li") == 0
    thanking.must("approve_member", ApproveMember(), member="wu", operator="sue")
    assert (thanking.balance("li"), thanking.balance("wu")) == (200, 0)


def test_every_member_brought_counts(thanking: Book) -> None:
    for member in ("wu", "xu"):
        thanking.must("enrol_member", joining(), member=member)
        thanking.must("approve_member", ApproveMember(), member=member, operator="sue")
    assert thanking.balance("li") == 400
    assert thanking.one("SELECT SUM(amount) FROM tallies WHERE metric = 'action:referral'") == 2


def test_nobody_is_thanked_for_somebody_who_was_turned_away(thanking: Book) -> None:
    thanking.must("enrol_member", joining(), member="wu")
    thanking.must("reject_member", RejectMember(), member="wu", operator="sue")
    assert thanking.balance("li") == 0


def test_a_referrer_who_left_gets_nothing_and_the_new_member_joins(thanking: Book) -> None:
    thanking.must("enrol_member", joining(), member="wu")
    end = EndMembership(reason="breach")
    thanking.must("terminate_member", end, member="li", operator="max")
    thanking.must("approve_member", ApproveMember(), member="wu", operator="sue")
    assert thanking.balance("li") == 0


def test_without_review_the_referrer_is_thanked_at_once(make_book) -> None:
    source = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")
    source = source.replace("review = true", 'review = false\nreferral = "referral"') + REFERRAL
    book = make_book(source=source)
    book.enrol("li")
    book.must("enrol_member", joining(), member="wu")
    assert book.balance("li") == 200


def test_a_programme_that_names_no_action_only_notes_who_it_was(book: Book) -> None:
    book.enrol("li")
    book.must("enrol_member", joining(), member="wu")
    book.must("approve_member", ApproveMember(), member="wu", operator="sue")
    assert book.one("SELECT referrer FROM members WHERE member = 'wu'") == "li"
    assert book.one("SELECT COUNT(*) FROM decisions WHERE kind = 'credit_referral'") == 0


def test_a_referrer_who_is_not_known_is_no_referrer(thanking: Book) -> None:
    thanking.refuse("enrol_member", joining("nobody"), "member-unknown", member="wu")
    thanking.refuse("enrol_member", joining("wu"), "member-unknown", member="wu")


def test_no_terminal_hands_in_a_referral(thanking: Book) -> None:
    body = CreditReferral(joined=MemberId("wu"))
    thanking.refuse("credit_referral", body, "not-permitted", member="li", operator="admin")


def owing(book: Book) -> None:
    """Let the referrer owe 60 points that a void could not take."""
    bill = book.spend("li", 100_00)
    spent = Adjust(asset="points", quantity=-60, reason="spent elsewhere")
    book.must("adjust", spent, member="li", operator="max")
    book.must("void", Void(of=bill.slip_id), member="li", operator="sue")
    assert book.one("SELECT SUM(amount) FROM debts WHERE member = 'li'") == 60


@pytest.mark.parametrize("is_reopened", [False, True])
def test_what_a_referrer_owes_is_paid_first_whatever_stands_in_memory(
    make_book, is_reopened: bool
) -> None:
    book = make_book(source=SOURCE, settings=HOUSE_SETTINGS | {"clawback": "settle"})
    book.enrol("li")
    owing(book)
    if is_reopened:
        book.reopen()
    book.must("enrol_member", joining(), member="wu")
    if is_reopened:
        book.reopen()
    book.must("approve_member", ApproveMember(), member="wu", operator="sue")
    assert (book.balance("li"), book.one("SELECT SUM(amount) FROM debts")) == (140, 0)
    assert replay(book.books).differing == ()

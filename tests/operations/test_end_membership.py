"""Ending a membership, and what a contract forbids."""

from app.operations.end_membership import Disclose, EndMembership, TransferMembership
from tests.support.book import Book

BREACH = EndMembership(reason="breach")


def jia(make_book) -> Book:
    book = make_book(pack="club-contract")
    book.brought("jia")
    return book


def test_suspended_then_ended(make_book) -> None:
    book = jia(make_book)
    book.must("suspend_member", BREACH, member="jia", operator="sue")
    assert book.one("SELECT status FROM members") == "suspended"
    book.refuse("suspend_member", BREACH, "member-not-active", member="jia", operator="sue")
    book.must("terminate_member", BREACH, member="jia", operator="sue")
    assert book.one("SELECT status FROM members") == "terminated"
    book.refuse("terminate_member", BREACH, "member-not-active", member="jia", operator="sue")


def test_it_needs_a_supervisor_and_a_reason(make_book) -> None:
    book = jia(make_book)
    book.refuse("suspend_member", BREACH, "needs-supervisor", member="jia")
    body = EndMembership(reason=" ")
    book.refuse("suspend_member", body, "reason-missing", member="jia", operator="sue")
    body = EndMembership(reason="x" * 201)
    book.refuse("suspend_member", body, "text-too-long", member="jia", operator="sue")
    book.refuse("suspend_member", BREACH, "member-unknown", member="no", operator="sue")


def test_a_membership_is_not_handed_on(make_book) -> None:
    book = jia(make_book)
    book.refuse("transfer_membership", TransferMembership(), "not-transferable", member="jia")


def test_data_go_to_others_only_with_consent(make_book) -> None:
    book = jia(make_book)
    book.refuse("disclose", Disclose(to="agency"), "no-consent", member="jia")
    book.brought("hao", consent_third_party=True)
    answer = book.must("disclose", Disclose(to="agency"), member="hao")
    assert answer.decision.gives["granted"] is True

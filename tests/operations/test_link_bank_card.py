"""A bank card opens one membership, and none once it is unlinked; only its hash stands in the books."""

import pytest

from app.loyalty.ids import MemberId
from app.operations.link_bank_card import LinkBankCard, UnlinkBankCard
from app.operations.merge_member import MergeMember
from tests.support.book import Book

CARD = LinkBankCard(hash="h-1", last4="1010")


def opens(book: Book, card: str) -> str:
    found = book.rows("SELECT member FROM bank_cards WHERE hash = ?", card)
    return str(found[0][0]) if found else ""


def test_a_card_opens_one_membership_and_is_free_again_when_it_is_unlinked(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    book.must("link_bank_card", CARD, member="li")
    assert opens(book, "h-1") == "li"
    book.refuse("link_bank_card", CARD, "card-taken", member="wu")
    book.refuse("link_bank_card", CARD, "card-taken", member="li")
    book.must("unlink_bank_card", UnlinkBankCard(), member="li")
    assert opens(book, "h-1") == ""
    book.must("link_bank_card", CARD, member="wu")
    assert opens(book, "h-1") == "wu"


def test_unlinking_takes_all_cards_of_the_member_and_no_others(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    for name, member in (("h-1", "li"), ("h-2", "li"), ("h-3", "wu")):
        book.must("link_bank_card", LinkBankCard(hash=name, last4="1010"), member=member)
    book.must("unlink_bank_card", UnlinkBankCard(), member="li")
    assert [opens(book, name) for name in ("h-1", "h-2", "h-3")] == ["", "", "wu"]
    book.refuse("unlink_bank_card", UnlinkBankCard(), "card-unknown", member="li")


def test_what_is_no_bank_card_and_who_is_nobody_is_refused(book: Book) -> None:
    book.enrol("li")
    book.refuse("link_bank_card", LinkBankCard(hash="", last4=""), "bank-card-wanted", member="li")
    book.refuse("link_bank_card", CARD, "member-unknown", member="nobody")
    book.refuse("unlink_bank_card", UnlinkBankCard(), "card-unknown", member="li")


def test_a_merge_lets_the_bank_card_open_the_member_who_stays(book: Book) -> None:
    book.enrol("li")
    book.enrol("double")
    book.must("link_bank_card", LinkBankCard(hash="h-0", last4="0042"), member="double")
    body = MergeMember(into=MemberId("li"), reason="twice")
    book.must("merge_member", body, member="double", operator="max")
    assert opens(book, "h-0") == "li"
    assert book.one("SELECT last4 FROM bank_cards WHERE hash = 'h-0'") == "0042"
    book.must("unlink_bank_card", UnlinkBankCard(), member="li")
    book.must("link_bank_card", LinkBankCard(hash="h-0", last4="0042"), member="li")


@pytest.mark.parametrize("last4", ["", "123", "12345", "12a4", "-123", "１２３４"])
def test_a_card_without_four_last_digits_is_none(book: Book, last4: str) -> None:
    book.enrol("li")
    body = LinkBankCard(hash="h-1", last4=last4)
    book.refuse("link_bank_card", body, "bank-card-wanted", member="li")
    book.refuse("unlink_bank_card", UnlinkBankCard(), "card-unknown", member="li")

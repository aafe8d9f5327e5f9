"""A lost card opens nothing; the balance stays with the member."""

from app.operations.replace_card import ReplaceCard
from app.operations.report_lost import ReportLost
from tests.support.book import Book


def card_of(book: Book, member: str) -> str:
    return str(book.one("SELECT number FROM cards WHERE member = ? AND status = 'active'", member))


def test_a_lost_card_is_blocked_and_the_balance_stays(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 100_00)
    number = card_of(book, "li")
    answer = book.must("report_lost", ReportLost(), member="li")
    assert book.one("SELECT status FROM cards WHERE number = ?", number) == "lost"
    assert book.balance("li", "CNY") == 100_00
    assert answer.decision.gives["card"] == number[-4:]


def test_a_card_is_lost_once(book: Book) -> None:
    book.enrol("li")
    number = card_of(book, "li")
    book.must("report_lost", ReportLost(card=book.card(number)), member="li")
    book.refuse("report_lost", ReportLost(card=book.card(number)), "card-lost", member="li")
    book.refuse("report_lost", ReportLost(), "card-missing", member="li")


def test_a_card_that_was_replaced_cannot_be_lost_any_more(book: Book) -> None:
    book.enrol("li")
    number = card_of(book, "li")
    book.must("replace_card", ReplaceCard(), member="li")
    book.refuse("report_lost", ReportLost(card=book.card(number)), "card-blocked", member="li")


def test_the_card_of_somebody_else_is_not_blocked(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    book.refuse(
        "report_lost", ReportLost(card=book.card(card_of(book, "wu"))), "card-missing", member="li"
    )
    assert book.one("SELECT COUNT(*) FROM cards WHERE status = 'active'") == 2


def test_an_unknown_member_has_no_card_to_lose(book: Book) -> None:
    book.refuse("report_lost", ReportLost(), "member-unknown", member="nobody")

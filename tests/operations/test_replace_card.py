"""A replaced card: the balance stays with the member, the old number is blocked."""

from app.loyalty.member import MemberKind
from app.operations.enrol_member import EnrolMember
from app.operations.fill_pool import FillPool
from app.operations.replace_card import ReplaceCard
from app.operations.report_lost import ReportLost
from tests.support.book import Book


def cards(book: Book, member: str) -> list[tuple[str, str, str]]:
    text = (
        "SELECT number, status, replaced_by FROM cards WHERE member = ? ORDER BY issued_on, number"
    )
    return [(row[0], row[1], row[2]) for row in book.rows(text, member)]


def test_the_new_card_opens_the_same_balance(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 80_00)
    book.give_points("li", 500)
    old = cards(book, "li")[0][0]
    book.must("replace_card", ReplaceCard(), member="li")
    now = {number: (status, by) for number, status, by in cards(book, "li")}
    new = next(number for number in now if number != old)
    assert now == {old: ("replaced", new), new: ("active", "")}
    assert (book.balance("li", "CNY"), book.balance("li")) == (80_00, 500)


def test_a_lost_card_stays_lost_and_names_its_successor(book: Book) -> None:
    book.enrol("li")
    old = cards(book, "li")[0][0]
    book.must("report_lost", ReportLost(), member="li")
    book.must("replace_card", ReplaceCard(), member="li")
    now = {number: (status, by) for number, status, by in cards(book, "li")}
    assert now[old][0] == "lost"
    assert now[now[old][1]] == ("active", "")


def test_a_card_can_be_replaced_again_and_again(book: Book) -> None:
    book.enrol("li")
    for _ in range(3):
        book.must("replace_card", ReplaceCard(), member="li")
    assert [status for _, status, _ in cards(book, "li")].count("active") == 1
    assert len(cards(book, "li")) == 4


def test_a_number_of_the_pool_is_given_as_asked(book: Book) -> None:
    book.enrol("li")
    book.must("fill_pool", FillPool(count=2), operator="admin")
    wanted = book.rows("SELECT number FROM cards WHERE status = 'pool' ORDER BY number")[1][0]
    book.must("replace_card", ReplaceCard(card=book.card(wanted)), member="li")
    assert book.one("SELECT member FROM cards WHERE number = ?", wanted) == "li"


def test_who_never_had_a_card_has_none_to_replace(book: Book) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.ANONYMOUS), member="card")
    book.refuse("replace_card", ReplaceCard(), "card-missing", member="card")
    book.refuse("replace_card", ReplaceCard(), "member-unknown", member="nobody")


def test_without_a_free_number_the_old_card_goes_on_working(make_book) -> None:
    book = make_book(settings={"card_scheme": "pool"})
    book.must("fill_pool", FillPool(count=1), operator="admin")
    book.enrol("li")
    book.refuse("replace_card", ReplaceCard(), "card-pool-empty", member="li")
    book.refuse("replace_card", ReplaceCard(card=book.card("1")), "card-unknown", member="li")
    own = cards(book, "li")[0][0]
    book.refuse("replace_card", ReplaceCard(card=book.card(own)), "card-taken", member="li")
    assert [status for _, status, _ in cards(book, "li")] == ["active"]

"""The first slip of a book, and people who get roles."""

from app.loyalty.permissions import Role
from app.operations.found_hotel import AppointOperator, FoundHotel
from app.operations.top_up import TopUp
from tests.support.book import DAY, Book


def test_a_book_is_founded_once(book: Book) -> None:
    again = FoundHotel(
        name_zh="二",
        name_en="Two",
        currency="CNY",
        zone="Asia/Shanghai",
        first_date=DAY,
        outlets=(),
    )
    book.refuse("found_hotel", again, "already-founded", operator="admin")
    assert book.one("SELECT COUNT(*) FROM properties") == 1


def test_who_founds_is_administrator(book: Book) -> None:
    assert book.one("SELECT role FROM operators WHERE operator = 'admin'") == "administrator"


def test_who_left_serves_nobody_and_the_slips_stay(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 100)
    gone = AppointOperator(operator="ann", role=Role.CASHIER, active=False)
    book.must("appoint_operator", gone, operator="admin")
    facts = book.refuse("top_up", TopUp(amount_minor=1), "operator-unknown", member="li")
    assert facts == {"operator": "ann"}
    assert book.balance("li", "CNY") == 100


def test_a_supervisor_who_left_stands_in_for_nobody(book: Book) -> None:
    from app.operations.adjust import Adjust

    book.enrol("li")
    gone = AppointOperator(operator="sue", role=Role.SUPERVISOR, active=False)
    book.must("appoint_operator", gone, operator="admin")
    body = Adjust(asset="points", quantity=1, reason="x")
    book.refuse("adjust", body, "needs-supervisor", member="li", supervisor="sue")


def test_only_an_administrator_appoints(book: Book) -> None:
    body = AppointOperator(operator="new", role=Role.MANAGER)
    book.refuse("appoint_operator", body, "not-permitted", operator="max")
    book.refuse("appoint_operator", body, "needs-supervisor", operator="ann")
    book.must("appoint_operator", body, operator="admin")

"""Bills and appeals found by all conditions together."""

from datetime import timedelta

import pytest

from app.loyalty.ids import MemberId
from app.operations.appeal import Appeal
from app.operations.decide_appeal import DecideAppeal
from app.operations.void import Void
from app.store import audit
from app.store.bill_search import Conditions, find_appeals, find_spends
from tests.support.book import DAY, START, Book

YESTERDAY = DAY - timedelta(days=1)


def appeal(book: Book, member: str, outlet: str, bill: str, *, days_ago: int = 0) -> None:
    day = DAY - timedelta(days=days_ago)
    body = Appeal(outlet=outlet, bill=bill, billed_on=day, amount_minor=100)
    book.must("appeal", body, member=member)


@pytest.fixture
def full(book: Book) -> Book:
    for member in ("li", "wu"):
        book.enrol(member)
    book.spend("li", 100, outlet="bar", bill="S1")
    book.spend("li", 100, outlet="rooms", bill="S2")
    book.spend("wu", 100, outlet="bar", bill="S3")
    appeal(book, "li", "bar", "A1")
    appeal(book, "li", "rooms", "A2", days_ago=1)
    appeal(book, "wu", "bar", "A3", days_ago=40)
    return book


def spends(book: Book, **by: object) -> list[str]:
    with book.books.reading() as connection:
        return [row.bill for row in find_spends(book.books, connection, Conditions(**by))]  # type: ignore[arg-type]


def appeals(book: Book, **by: object) -> list[str]:
    with book.books.reading() as connection:
        return [row.bill for row in find_appeals(book.books, connection, Conditions(**by))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ({}, ["S1", "S2", "S3"]),
        ({"member": MemberId("li")}, ["S1", "S2"]),
        ({"outlet": "bar"}, ["S1", "S3"]),
        ({"member": MemberId("li"), "outlet": "bar"}, ["S1"]),
        ({"member": MemberId("wu"), "outlet": "rooms"}, []),
        ({"bill": "S3"}, ["S3"]),
        ({"bill": "S3", "member": MemberId("li")}, []),
        ({"date": DAY}, ["S1", "S2", "S3"]),
        ({"date": YESTERDAY}, []),
        ({"month": "2026-11"}, ["S1", "S2", "S3"]),
        ({"month": "2026-10"}, []),
        ({"month": "2026-11", "bill": "S2"}, ["S2"]),
        ({"member": MemberId("nobody")}, []),
    ],
)
def test_bills_are_found_by_all_conditions_together(full: Book, by, found: list[str]) -> None:
    assert spends(full, **by) == found


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ({}, ["A3", "A2", "A1"]),  # by date
        ({"member": MemberId("li")}, ["A2", "A1"]),
        ({"member": MemberId("li"), "outlet": "rooms"}, ["A2"]),
        ({"outlet": "bar", "month": "2026-11"}, ["A1"]),
        ({"month": "2026-10"}, ["A3"]),
        ({"date": YESTERDAY}, ["A2"]),
        ({"bill": "A1", "date": YESTERDAY}, []),
    ],
)
def test_appeals_are_found_by_all_conditions_together(full: Book, by, found: list[str]) -> None:
    assert appeals(full, **by) == found


def test_a_month_has_its_first_and_its_last_day(book: Book) -> None:
    book.enrol("li")
    for number, ago in enumerate((21, 22, 51, 52, 53)):  # 1 Nov, 31 Oct, 2 Oct, 1 Oct, 30 Sep
        appeal(book, "li", "bar", f"A{number}", days_ago=ago)
    assert appeals(book, month="2026-10") == ["A3", "A2", "A1"]
    assert appeals(book, month="2026-11") == ["A0"]
    assert appeals(book, month="2026-09") == ["A4"]


def test_a_voided_bill_is_found_only_when_it_is_asked_for(full: Book) -> None:
    slip = full.one("SELECT slip FROM bills WHERE bill = 'S1'")
    full.must("void", Void(of=slip), member="li")
    assert spends(full) == ["S2", "S3"]
    assert spends(full, status="voided") == ["S1"]


def test_appeals_are_found_by_what_became_of_them(full: Book) -> None:
    no = DecideAppeal(outlet="bar", bill="A1", billed_on=DAY, grant=False)
    full.must("decide_appeal", no, member="li", operator="sue")
    assert appeals(full, status="open") == ["A3", "A2"]
    assert appeals(full, status="denied") == ["A1"]


def test_a_granted_bill_is_found_among_the_spends_of_its_date(full: Book) -> None:
    yes = DecideAppeal(outlet="rooms", bill="A2", billed_on=YESTERDAY, grant=True)
    full.must("decide_appeal", yes, member="li", operator="sue")
    assert spends(full, date=YESTERDAY) == ["A2"]


def test_a_look_is_written_down_with_what_was_asked(full: Book) -> None:
    by = Conditions(member=MemberId("li"), outlet="bar", month="2026-11", date=DAY)
    read = audit.Read(
        id="read-1", at=START, terminal="desk-1", operator="ann", act="search-spends",
        member=by.member, facts=by.said(),
    )  # fmt: skip
    with full.books.writing() as connection:
        audit.note(full.books, connection, read)
    assert full.rows("SELECT at, operator, act, member, facts FROM audit WHERE id = 'read-1'") == [
        (
            START.isoformat(),
            "ann",
            "search-spends",
            "li",
            "outlet=bar date=2026-11-22 month=2026-11",
        )
    ]

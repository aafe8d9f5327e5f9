"""What the books tell of a day, and two members who are one, as other programmes test them."""

from datetime import date, timedelta
from typing import Any

from app.loyalty.ids import MemberId
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.issue_card import IssueCard
from app.operations.merge_member import MergeMember
from app.operations.report_lost import ReportLost
from app.operations.void import Void
from app.store.past import balances_on, ending_by
from tests.operations.test_publish_programme import published
from tests.scenario.peer_cases import peer
from tests.support.book import DAY, Book

Case = dict[str, Any]
MERGE = MergeMember(into=MemberId("winner"), reason="enrolled twice")


def on(book: Book, day: date, member: str = "") -> dict[str, int]:
    with book.books.reading() as connection:
        return balances_on(book.books, connection, day, member)


def ends(book: Book, day: date, member: str = "") -> dict[str, int]:
    with book.books.reading() as connection:
        return ending_by(book.books, connection, day, member)


@peer("PC-108")
def test_what_ends_by_a_day_is_summed_with_that_day(make_book, case: Case) -> None:
    first, second, endless = (lot["points"] for lot in case["given"]["lots"])
    book = make_book(settings={"points_valid_months": 12})
    # Lots of 1 February and 1 June 2025 end a year later, as the case has them.
    lots = (OpeningLot(first, date(2026, 2, 1)), OpeningLot(second, date(2026, 6, 1)))
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    book.must("publish_programme", published({"points_valid_months": 0}), operator="admin")
    book.give_points("li", endless)
    book.brought("wu", points=7)
    sums = [ends(book, date(2027, month, 1), "li")["points"] for month in (3, 7)]
    assert sums == case["then"]
    assert ends(book, date(2027, 2, 1)) == {"points": first}
    assert ends(book, date(2027, 1, 31)) == {}


@peer("PC-163")
def test_a_past_day_stands_as_it_was_whatever_was_undone_since(make_book, case: Case) -> None:
    amount = case["given"]["amount"]
    book = make_book()
    book.enrol("li")
    deposit = book.top_up("li", amount * 100)
    for _ in range(2):
        book.close_day()
    book.must("void", Void(of=deposit.slip_id), member="li", supervisor="sue")
    later = DAY + timedelta(days=2)
    assert on(book, later - timedelta(days=1), "li") == {"CNY": -case["then"][0] * 100}
    assert on(book, later, "li") == {}  # now: nothing
    assert case["then"][1] == 0
    # Theirs may be dated back; here a closed date takes no entry, so its balance can never change.
    assert on(book, DAY) == {"CNY": amount * 100}
    assert on(book, DAY - timedelta(days=1)) == {}


@peer("PC-135")
def test_merging_adds_up_what_two_members_have(make_book, case: Case) -> None:
    book = make_book()
    for member in ("winner", "loser"):
        figures = case["given"][member]
        counts = tuple(
            OpeningCount(metric, date(2026, 1, 1), figures[name])
            for metric, name in (
                ("points_earned", "lifetime"),
                ("nights", "nights"),
                ("spend", "spend"),
            )
        )
        lots = (OpeningLot(figures["current"], date(2026, 1, 1)),)
        body = CarryOver(lots=lots, counts=counts)
        book.must("carry_over", body, member=member, operator="max")
    book.must("merge_member", MERGE, member="loser", operator="max")
    rows = book.rows(
        "SELECT metric, SUM(amount) FROM tallies WHERE member = 'winner' GROUP BY metric"
    )
    counted = {str(metric): int(amount) for metric, amount in rows}
    assert {
        "lifetime": counted["points_earned"],
        "current": book.balance("winner"),
        "nights": counted["nights"],
        "spend": float(counted["spend"]),
    } == case["then"]
    assert book.balance("loser") == 0


@peer("PC-136")
def test_a_member_keeps_the_own_card_and_gets_the_other_where_there_is_none(
    make_book, case: Case
) -> None:
    for has, then in zip(case["given"]["winner_card"], case["then"]["card"], strict=True):
        book = make_book()
        numbers = {}
        for member in ("winner", "loser"):
            book.brought(member)
            book.must("issue_card", IssueCard(), member=member)
            numbers[member] = card(book, member)
        if has is None:
            book.must("report_lost", ReportLost(card=book.card(numbers["winner"])), member="winner")
        book.must("merge_member", MERGE, member="loser", operator="max")
        assert card(book, "winner") == numbers["winner" if then == "W" else "loser"]
        assert card(book, "loser") == ""
        itself = MergeMember(into=MemberId("winner"), reason="x")
        book.refuse("merge_member", itself, "member-unknown", member="winner", operator="max")


def card(book: Book, member: str) -> str:
    sql = "SELECT number FROM cards WHERE member = ? AND status = 'active'"
    return str(book.one(sql, member) or "")

"""Two members who are one person: what the double holds and counted goes over, and nothing is lost or doubled."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.book import Book as Booking
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.check_in import CheckIn
from app.operations.issue_card import IssueCard
from app.operations.merge_member import MergeMember, MovedLot, ReceiveMerge
from app.operations.publish_programme import PublishProgramme
from app.operations.redeem import Redeem
from app.operations.reserve_reward import ReserveReward
from app.operations.settle_market import SettleMarket
from app.operations.stake import Stake
from app.operations.void import Void
from app.poster.replay import replay
from tests.support.book import DAY, HOUSE_SETTINGS, PROGRAMMES, START, Book

SAME = MergeMember(into=MemberId("li"), reason="enrolled twice")


def merge(book: Book, **more: Any) -> Any:
    return book.must("merge_member", SAME, member="double", operator="max", **more)


@pytest.fixture
def two(make_book: Any) -> Book:
    book: Book = make_book(settings={"points_valid_months": 12, "clawback": "debt"})
    book.enrol("li")
    book.enrol("double")
    return book


def status(book: Book, member: str) -> str:
    return str(book.one("SELECT status FROM members WHERE member = ?", member))


def test_points_keep_their_dates_and_stored_value_and_counts_go_along(two: Book) -> None:
    lots = (OpeningLot(200, date(2026, 3, 1)), OpeningLot(5, date(2026, 4, 1)))
    counts = (OpeningCount("nights", date(2026, 3, 1), 3),)
    two.must("carry_over", CarryOver(lots=lots, counts=counts), member="x", operator="max")
    two.top_up("x", 50_00)
    two.give_points("li", 100)
    body = MergeMember(into=MemberId("li"), reason="enrolled twice")
    answer = two.must("merge_member", body, member="x", operator="max")
    assert answer.decision.gives["status"] == "terminated"
    assert [(left, ends) for _, left, ends in two.lots("li")] == [
        (200, "2027-03-01"),
        (5, "2027-04-01"),
        (100, "2027-11-22"),
    ]
    assert (two.balance("li", "CNY"), two.balance("x", "CNY"), two.balance("x")) == (50_00, 0, 0)
    nights = "SELECT COALESCE(SUM(amount), 0) FROM tallies WHERE metric = 'nights' AND member = ?"
    assert (two.one(nights, "li"), two.one(nights, "x")) == (3, 0)
    assert status(two, "x") == "terminated"


def test_the_double_is_served_no_more_and_merged_once(two: Book) -> None:
    merge(two)
    two.refuse("merge_member", SAME, "member-not-active", member="double", operator="max")
    facts = two.refuse("check_in", CheckIn(room="1"), "member-not-active", member="double")
    assert facts == {"status": "terminated"}


def test_a_repeat_merges_once(two: Book) -> None:
    two.give_points("double", 10)
    one = two.submission("merge_member", SAME, member="double", operator="max")
    two.poster.post([one])
    assert two.poster.post([one])[0].is_repeat
    assert two.balance("li") == 10


def test_a_debt_goes_along(two: Book) -> None:
    two.set_pin("double")
    bill = two.spend("double", 100_00)
    two.put_reward("mug", 60)
    two.must("redeem", Redeem(reward="mug"), member="double", pin="1234")
    two.must("void", Void(of=bill.slip_id), member="double")
    merge(two)
    owed = "SELECT COALESCE(SUM(amount), 0) FROM debts WHERE member = ?"
    assert (two.one(owed, "li"), two.one(owed, "double")) == (60, 0)


def test_the_higher_level_is_held_and_counts_of_both_may_bring_one(two: Book) -> None:
    for member, points in (("li", 3_000), ("double", 2_000)):
        two.spend(member, points * 100)
        assert two.one("SELECT tier FROM members WHERE member = ?", member) == "basic"
    merge(two)
    assert two.one("SELECT tier FROM members WHERE member = 'li'") == "gold"


def test_a_higher_level_of_the_double_is_kept(make_book: Any) -> None:
    book = make_book()
    book.enrol("li")
    book.must("carry_over", CarryOver(tier="gold"), member="double", operator="max")
    merge(book)
    assert book.one("SELECT tier FROM members WHERE member = 'li'") == "gold"


def test_a_card_goes_over_to_who_has_none_and_else_is_blocked(two: Book) -> None:
    def card(member: str) -> str:
        sql = "SELECT number FROM cards WHERE member = ? AND status = 'active'"
        return str(two.one(sql, member) or "")

    for member in ("li", "double"):
        if not card(member):
            two.must("issue_card", IssueCard(), member=member)
    kept, old = card("li"), card("double")
    merge(two)
    assert (card("li"), card("double")) == (kept, "")
    assert two.one("SELECT status FROM cards WHERE number = ?", old) == "blocked"


def test_what_is_still_open_stands_in_the_way(two: Book) -> None:
    two.put_reward("mug", 10)
    two.give_points("double", 10)
    two.must("reserve_reward", ReserveReward(reward="mug"), member="double")
    facts = two.refuse("merge_member", SAME, "still-open", member="double", operator="max")
    assert facts == {"what": "held"}
    two.must("redeem", Redeem(reward="mug"), member=two_pin(two), pin="1234")
    two.must("book", Booking(booking="b", arrives_on=DAY), member="double")
    facts = two.refuse("merge_member", SAME, "still-open", member="double", operator="max")
    assert facts == {"what": "booking"}
    two.must("check_in", CheckIn(room="1", booking="b"), member="double")
    facts = two.refuse("merge_member", SAME, "still-open", member="double", operator="max")
    assert facts == {"what": "stay"}


def two_pin(book: Book) -> str:
    book.set_pin("double")
    return "double"


def test_more_stored_value_than_one_card_may_hold_is_not_put_together(two: Book) -> None:
    two.top_up("li", 3_000_00)
    two.top_up("double", 2_000_01)
    two.refuse("merge_member", SAME, "stored-value-limit", member="double", operator="max")
    assert status(two, "double") == "active"


@pytest.mark.parametrize(
    ("member", "into", "reason", "refusal"),
    [
        ("li", "li", "x", "member-unknown"),
        ("nobody", "li", "x", "member-unknown"),
        ("double", "nobody", "x", "member-unknown"),
        ("firm", "li", "x", "not-eligible"),
        ("double", "firm", "x", "not-eligible"),
        ("double", "li", "  ", "reason-missing"),
        ("double", "li", "x" * 201, "text-too-long"),
    ],
)
def test_what_is_no_pair_is_refused(
    two: Book, member: str, into: str, reason: str, refusal: str
) -> None:
    two.enrol("firm", MemberKind.COMPANY)
    body = MergeMember(into=MemberId(into), reason=reason)
    two.refuse("merge_member", body, refusal, member=member, operator="max")


def test_only_a_manager_merges_and_no_terminal_hands_in_what_only_follows(two: Book) -> None:
    two.refuse("merge_member", SAME, "needs-supervisor", member="double")
    lots = (MovedLot("points", 1_000, DAY),)
    body = ReceiveMerge(lots=lots, counts=(), tier="gold", tier_since=DAY)
    two.refuse("receive_merge", body, "not-permitted", member="li")


def published(book: Book, **settings: Any) -> None:
    """Publish the house programme again, with other settings."""
    body = PublishProgramme(
        source=(PROGRAMMES / "house.toml").read_text(encoding="utf-8"),
        settings=msgspec.json.encode(HOUSE_SETTINGS | settings).decode(),
        valid_from=DAY,
    )
    book.must("publish_programme", body, operator="admin")


def test_a_limit_lowered_since_says_nothing_where_no_money_moves(two: Book) -> None:
    two.top_up("li", 3_000_00)
    two.give_points("double", 10)
    published(two, limit_named=1_000_00)
    merge(two)
    assert (two.balance("li"), two.balance("li", "CNY")) == (10, 3_000_00)


@pytest.mark.parametrize(
    ("kind", "into", "refusal"),
    [
        (MemberKind.COMPANY, MemberKind.COMPANY, "not-eligible"),
        (MemberKind.PERSON, MemberKind.ANONYMOUS, "not-eligible"),
        (MemberKind.ANONYMOUS, MemberKind.PERSON, ""),
        (MemberKind.ANONYMOUS, MemberKind.ANONYMOUS, ""),
    ],
)
def test_kinds_that_go_together(
    book: Book, kind: MemberKind, into: MemberKind, refusal: str
) -> None:
    book.brought("double", kind=kind)
    book.brought("li", kind=into)
    if refusal:
        book.refuse("merge_member", SAME, refusal, member="double", operator="max")
    else:
        merge(book)
        assert status(book, "double") == "terminated"


def test_a_household_stays_for_those_who_are_linked_to_it(make_book: Any) -> None:
    book: Book = make_book(pack="clubcard")
    for household in ("li", "double"):
        book.brought(household, kind=MemberKind.HOUSEHOLD)
    book.brought("p", company=MemberId("double"))
    book.refuse("merge_member", SAME, "not-eligible", member="double", operator="max")
    book.spend("p", 1_000_00, outlet="store")
    assert book.one("SELECT SUM(in_total) FROM balances WHERE member = 'double'") > 0


def test_a_stake_in_an_open_market_stands_in_the_way_until_the_market_is_settled(
    make_book: Any,
) -> None:
    book: Book = make_book(pack="huazhu")
    book.brought("li")
    book.brought("double", points=1_000)
    book.brought("other", points=1_000)
    for member, outcome in (("double", "home"), ("other", "away")):
        stake = Stake(market="x", outcome=outcome, points=50, kickoff=START + timedelta(days=2))
        book.must("stake", stake, member=member)
    facts = book.refuse("merge_member", SAME, "still-open", member="double", operator="max")
    assert facts == {"what": "stake"}
    book.now = START + timedelta(days=2)
    book.must("settle_market", SettleMarket(market="x", outcome="home"), operator="max")
    merge(book)
    assert (book.balance("double"), book.balance("li")) == (0, 1_050)
    assert replay(book.books).differing == ()

"""Settling: winners share what was staked, and no points come from nowhere unless the house says so."""

from datetime import timedelta

from app.operations.settle_market import PayOut, SettleMarket
from app.operations.stake import Stake
from tests.support.book import START, Book


def staked(make_book, *stakes: tuple[str, str, int], **settings: object) -> Book:
    book = make_book(pack="huazhu", settings=settings)
    for member, outcome, points in stakes:
        if not book.rows("SELECT 1 FROM members WHERE member = ?", member):
            book.brought(member, points=500)
        body = Stake(market="m", outcome=outcome, points=points, kickoff=START + timedelta(hours=9))
        book.must("stake", body, member=member)
    return book


def settle(book: Book, outcome: str) -> None:
    book.now = max(book.now, START + timedelta(hours=9))
    book.must("settle_market", SettleMarket(market="m", outcome=outcome), operator="sue")


def all_points(book: Book) -> int:
    return int(book.one("SELECT SUM(in_total - out_total) FROM balances WHERE asset = 'points'"))


def test_winners_share_in_proportion_and_the_rest_stays_with_the_house(make_book) -> None:
    book = staked(make_book, ("a", "x", 100), ("b", "x", 200), ("c", "y", 50))
    settle(book, "x")
    # 350 in all: 350 × 100 ÷ 300 = 116, 350 × 200 ÷ 300 = 233, one point stays
    assert [book.balance(one) for one in "abc"] == [516, 533, 450]
    assert all_points(book) == 1_499


def test_without_a_winner_nothing_is_paid(make_book) -> None:
    book = staked(make_book, ("a", "x", 100), ("c", "y", 50))
    settle(book, "z")
    assert [book.balance(one) for one in "ac"] == [400, 450]


def test_a_factor_pays_what_the_house_promised(make_book) -> None:
    book = staked(make_book, ("a", "x", 100), payout="factor", payout_factor="2.5")
    settle(book, "x")
    assert book.balance("a") == 650


def test_stakes_of_one_member_on_both_sides_are_told_apart(make_book) -> None:
    book = staked(make_book, ("a", "x", 100), ("a", "y", 100), ("b", "y", 100))
    settle(book, "y")
    assert [book.balance(one) for one in "ab"] == [450, 550]


def test_a_market_is_settled_once_and_by_somebody_who_may(make_book) -> None:
    book = staked(make_book, ("a", "x", 100))
    body = SettleMarket(market="m", outcome="x")
    book.refuse("settle_market", body, "needs-supervisor")
    book.refuse("settle_market", body, "market-not-over", operator="sue")
    settle(book, "x")
    book.refuse("settle_market", body, "market-closed", operator="sue")


def test_a_market_of_a_like_name_is_another_one(make_book) -> None:
    book = staked(make_book, ("a", "x", 100))
    like = SettleMarket(market="m2", outcome="x")
    book.now = START + timedelta(hours=9)
    assert book.refuse("settle_market", like, "market-unknown", operator="sue") == {"market": "m2"}
    assert book.balance("a") == 400


def test_a_terminal_cannot_pay_out(make_book) -> None:
    book = staked(make_book, ("a", "x", 100))
    body = PayOut(market="m", parts=(("house:issued", 1_000),))
    book.refuse("pay_out", body, "not-permitted", member="a")

"""Stakes: whole ones, in time, from points that are there."""

from datetime import timedelta

import pytest

from app.operations.settle_market import SettleMarket
from app.operations.stake import Stake
from tests.support.book import START, Book

KICKOFF = START + timedelta(hours=5)


def market(make_book, points: int = 300, **settings: object) -> Book:
    book = make_book(pack="huazhu", settings=settings)
    book.brought("ma", points=points)
    return book


def on(points: int, **more: str) -> Stake:
    words = {"market": "brazil-croatia", "outcome": "brazil"} | more
    return Stake(points=points, kickoff=KICKOFF, **words)


def test_a_stake_leaves_the_account(make_book) -> None:
    book = market(make_book)
    answer = book.must("stake", on(250), member="ma")
    assert answer.decision.gives["stakes"] == 5
    assert book.balance("ma") == 50


@pytest.mark.parametrize(
    ("second", "inclusive", "taken"), [(0, True, True), (0, False, False), (1, True, False)]
)
def test_the_market_closes_two_hours_before(
    make_book, second: int, inclusive: bool, taken: bool
) -> None:
    book = market(make_book, stake_cutoff_inclusive=inclusive)
    book.now = KICKOFF - timedelta(hours=2) + timedelta(seconds=second - 1)
    if taken:
        book.must("stake", on(50), member="ma")
    else:
        book.refuse("stake", on(50), "market-closed", member="ma")


def test_parts_of_a_stake_are_refused_or_left(make_book) -> None:
    assert market(make_book).refuse("stake", on(275), "not-whole-stakes", member="ma") == {
        "each": 50
    }
    whole = market(make_book, odd_stake="whole-stakes")
    whole.must("stake", on(275), member="ma")
    assert whole.balance("ma") == 50
    whole.refuse("stake", on(49), "not-whole-stakes", member="ma")


def test_points_that_are_not_there_are_not_staked(make_book) -> None:
    book = market(make_book, points=49)
    book.refuse("stake", on(50), "not-enough-points", member="ma")
    book.refuse("stake", on(-50), "not-whole-stakes", member="ma")


def test_a_settled_market_takes_nothing(make_book) -> None:
    book = market(make_book)
    book.must("stake", on(50), member="ma")
    book.now = KICKOFF
    body = SettleMarket(market="brazil-croatia", outcome="brazil")
    book.must("settle_market", body, operator="sue")
    book.refuse("stake", on(50), "market-closed", member="ma")


def test_another_kick_off_opens_no_closed_market_again(make_book) -> None:
    book = market(make_book)
    book.must("stake", on(50), member="ma")
    book.now = KICKOFF - timedelta(hours=1)
    later = Stake(
        points=50, market="brazil-croatia", outcome="brazil", kickoff=KICKOFF + timedelta(days=1)
    )
    book.refuse("stake", later, "market-closed", member="ma")


@pytest.mark.parametrize("more", [{"market": ""}, {"market": "a:b"}, {"outcome": "x:y"}])
def test_names_that_would_mix_up_accounts_are_refused(make_book, more: dict[str, str]) -> None:
    market(make_book).refuse("stake", on(50, **more), "text-too-long", member="ma")

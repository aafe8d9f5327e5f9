"""A draw: its seed stands in the decision, its winners follow, and it is held once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.bootstrap.scene import draw_seed
from app.operations.hold_draw import HoldDraw, WinPrize
from app.poster.replay import replay
from app.store.decided import decided_from
from tests.support.book import DAY, Book

RULES = {"draw_on": True, "draw_from": "100", "points_per_unit": {}, "draw_points": 300}


@pytest.fixture
def drawn(make_book: Callable[..., Book]) -> Book:
    """A book in which four members have bought, and the day is closed."""
    book = make_book(settings=RULES)
    book.poster._scene = draw_seed
    for member in ("li", "wu", "qian", "zhou"):
        book.enrol(member)
        book.spend(member, 150_00)
    book.spend("li", 99_99, bill="small")
    return book


def hold(book: Book, last: date) -> None:
    book.must("hold_draw", HoldDraw(draw="draw", last=last), operator="sue")


def test_the_first_wins_goods_and_the_others_points_each_once(drawn: Book) -> None:
    drawn.close_day()
    hold(drawn, DAY)
    assert sorted(drawn.balance(one) for one in ("li", "wu", "qian", "zhou")) == [0, 300, 300, 300]
    prizes = drawn.rows(
        "SELECT metric, SUM(amount) FROM tallies WHERE metric LIKE 'prize:%' GROUP BY metric"
    )
    assert sorted(map(tuple, prizes)) == [("prize:first", 1), ("prize:points", 3)]


def test_the_seed_stands_in_the_decision_and_replay_finds_the_same_winners(drawn: Book) -> None:
    drawn.close_day()
    hold(drawn, DAY)
    text = drawn.one("SELECT text FROM decisions WHERE kind = 'hold_draw'")
    observed = decided_from(bytes(text)).observed
    assert len(observed.scene["seed"]) == 32
    assert set(observed.figures.values()) == {1}
    assert replay(drawn.books).differing == ()


def test_a_day_that_is_open_is_not_drawn_and_none_is_drawn_twice(drawn: Book) -> None:
    body = HoldDraw(draw="draw", last=DAY)
    drawn.refuse("hold_draw", body, "draw-not-over", operator="sue")
    drawn.close_day()
    hold(drawn, DAY)
    drawn.refuse("hold_draw", body, "drawn-before", operator="sue")
    earlier = HoldDraw(draw="draw", last=DAY - timedelta(days=1))
    drawn.refuse("hold_draw", earlier, "drawn-before", operator="sue")
    drawn.close_day()
    hold(drawn, DAY + timedelta(days=1))
    assert drawn.one("SELECT COUNT(*) FROM decisions WHERE kind = 'win_prize'") == 4


def test_a_cashier_holds_no_draw_and_nobody_writes_a_prize_by_hand(drawn: Book) -> None:
    drawn.close_day()
    drawn.refuse("hold_draw", HoldDraw(draw="draw", last=DAY), "needs-supervisor")
    prize = WinPrize(draw="draw", prize="points")
    drawn.refuse("win_prize", prize, "not-permitted", member="li")
    drawn.refuse("hold_draw", HoldDraw(draw="tombola", last=DAY), "not-offered", operator="sue")


def test_without_a_seed_nobody_wins(make_book: Callable[..., Book]) -> None:
    book = make_book(settings=RULES)
    book.close_day()
    book.refuse("hold_draw", HoldDraw(draw="draw", last=DAY), "seed-missing", operator="sue")

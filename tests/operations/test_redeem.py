"""Rewards: points, stock, tiers and the PIN."""

import pytest

from app.loyalty.member import MemberKind
from app.operations.enrol_member import EnrolMember
from app.operations.publish_programme import PutReward
from app.operations.redeem import Redeem
from tests.support.book import Book


@pytest.fixture
def rich(book: Book) -> Book:
    book.enrol("li")
    book.set_pin("li")
    book.give_points("li", 1_000)
    return book


def test_a_reward_takes_its_points_and_says_so(rich: Book) -> None:
    rich.put_reward("mug", 300)
    answer = rich.must("redeem", Redeem(reward="mug", quantity=2), member="li", pin="1234")
    assert rich.balance("li") == 400
    gives = answer.decision.gives
    assert (gives["price"], gives["points"]) == (600, -600)
    assert answer.decision.operations == ("getInfoByID",)
    assert answer.decision.receipt["points_after"] == 400


def test_a_reward_for_all_the_points_goes_and_for_one_more_does_not(rich: Book) -> None:
    rich.put_reward("exact", 1_000)
    rich.put_reward("dear", 1_001)
    facts = rich.refuse(
        "redeem", Redeem(reward="dear"), "not-enough-points", member="li", pin="1234"
    )
    assert facts == {"needs": 1_001, "has": 1_000}
    rich.must("redeem", Redeem(reward="exact"), member="li", pin="1234")
    assert rich.balance("li") == 0


def test_stock_runs_out_at_zero(rich: Book) -> None:
    rich.put_reward("mug", 10, stock=3)
    rich.must("redeem", Redeem(reward="mug", quantity=2), member="li", pin="1234")
    two = Redeem(reward="mug", quantity=2)
    facts = rich.refuse("redeem", two, "reward-out-of-stock", member="li", pin="1234")
    assert facts == {"reward": "mug", "left": 1}
    rich.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    rich.refuse("redeem", Redeem(reward="mug"), "reward-out-of-stock", member="li", pin="1234")


def test_the_last_piece_goes_to_the_first_of_a_batch(rich: Book) -> None:
    rich.put_reward("mug", 10, stock=1)
    batch = [
        rich.submission("redeem", Redeem(reward="mug"), member="li", pin="1234") for _ in range(2)
    ]
    answers = rich.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused"]
    assert rich.one("SELECT stock FROM rewards") == 0


def test_a_reward_of_another_tier_is_refused(rich: Book) -> None:
    rich.put_reward("lounge", 10, tiers="gold")
    facts = rich.refuse(
        "redeem", Redeem(reward="lounge"), "reward-for-other-tier", member="li", pin="1234"
    )
    assert facts == {"reward": "lounge", "tiers": "gold"}
    rich.put_reward("drink", 10, tiers="basic,gold")
    rich.must("redeem", Redeem(reward="drink"), member="li", pin="1234")


def test_a_reward_that_was_taken_out_is_unknown_and_never_free(rich: Book) -> None:
    rich.put_reward("mug", 10)
    rich.put_reward("mug", 0)
    rich.refuse("redeem", Redeem(reward="mug"), "reward-unknown", member="li", pin="1234")
    rich.refuse("redeem", Redeem(reward="hat"), "reward-unknown", member="li", pin="1234")


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_how_many_at_once_has_bounds(rich: Book, quantity: int) -> None:
    rich.put_reward("mug", 1)
    body = Redeem(reward="mug", quantity=quantity)
    rich.refuse("redeem", body, "amount-not-positive", member="li", pin="1234")
    rich.must("redeem", Redeem(reward="mug", quantity=99), member="li", pin="1234")


def test_points_leave_only_with_the_pin(rich: Book) -> None:
    rich.put_reward("mug", 10)
    rich.refuse("redeem", Redeem(reward="mug"), "pin-needed", member="li")
    rich.refuse("redeem", Redeem(reward="mug"), "pin-wrong", member="li", pin="9999")
    rich.refuse("redeem", Redeem(reward="mug"), "pin-unreadable", member="li", pin=("",))
    rich.enrol("wu")
    rich.give_points("wu", 100)
    rich.refuse("redeem", Redeem(reward="mug"), "pin-not-set", member="wu", pin="1234")
    rich.refuse("redeem", Redeem(reward="mug"), "pin-not-set", member="wu")


def test_an_anonymous_card_without_a_pin_is_like_cash_and_with_one_is_not(book: Book) -> None:
    book.must("enrol_member", EnrolMember(kind=MemberKind.ANONYMOUS), member="card")
    book.give_points("card", 100)
    book.put_reward("mug", 10)
    book.must("redeem", Redeem(reward="mug"), member="card")
    book.set_pin("card")
    book.refuse("redeem", Redeem(reward="mug"), "pin-needed", member="card")
    book.must("redeem", Redeem(reward="mug"), member="card", pin="1234")


def test_a_price_of_the_pack_holds_where_the_catalogue_has_none(make_book) -> None:
    book = make_book(settings={"rewards": {"night": 400}})
    book.enrol("li")
    book.set_pin("li")
    book.give_points("li", 500)
    book.must("redeem", Redeem(reward="night"), member="li", pin="1234")
    assert book.balance("li") == 100
    book.put_reward("night", 90)
    book.must("redeem", Redeem(reward="night"), member="li", pin="1234")
    assert book.balance("li") == 10


def test_a_reward_has_a_price_and_stock_that_are_not_negative(book: Book) -> None:
    for points, stock in ((-1, None), (10, -1)):
        body = PutReward(code="x", name_zh="x", name_en="x", points=points, stock=stock)
        book.refuse("put_reward", body, "amount-not-positive", operator="admin")
    body = PutReward(code="x", name_zh="x", name_en="x", points=1)
    book.refuse("put_reward", body, "not-permitted", operator="max")


def test_who_is_unknown_redeems_nothing(book: Book) -> None:
    book.refuse("redeem", Redeem(reward="mug"), "member-unknown", member="nobody")

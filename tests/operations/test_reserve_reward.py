"""Reserved rewards: points and a piece set aside, fetched at that price, given back, or let go in time."""

from datetime import timedelta

import pytest

from app.loyalty.member import MemberKind
from app.operations.redeem import Redeem
from app.operations.reserve_reward import ReleaseReward, ReserveReward
from app.operations.void import Void
from app.poster.replay import replay
from tests.support.book import Book

HOLD = "member:held:reward:mug"
MUG = ReserveReward(reward="mug")
FETCH = Redeem(reward="mug")


@pytest.fixture
def rich(book: Book) -> Book:
    return filled(book)


def filled(book: Book) -> Book:
    book.enrol("li")
    book.set_pin("li")
    book.give_points("li", 1_000)
    book.put_reward("mug", 300, stock=2)
    return book


def stood(book: Book) -> tuple[int, int, int]:
    """Free points, points on hold, pieces in stock."""
    return (
        book.balance("li"),
        book.balance("li", account=HOLD),
        book.one("SELECT stock FROM rewards"),
    )


def test_reserving_sets_points_and_a_piece_aside(rich: Book) -> None:
    answer = rich.must("reserve_reward", MUG, member="li")
    assert stood(rich) == (700, 300, 1)
    assert (answer.decision.gives["reserved"], answer.decision.gives["held"]) == ("mug", 300)
    assert answer.decision.notified == ("sms",)
    assert [line.step for line in answer.decision.trace] == ["set-aside"]


def test_what_is_reserved_is_handed_over_from_the_hold(rich: Book) -> None:
    rich.must("reserve_reward", MUG, member="li")
    answer = rich.must("redeem", FETCH, member="li", pin="1234")
    assert stood(rich) == (700, 0, 1)
    assert answer.decision.gives["price"] == 300
    assert replay(rich.books).differing == ()


def test_a_reserved_reward_keeps_its_price_and_its_piece(rich: Book) -> None:
    rich.must("reserve_reward", MUG, member="li")
    rich.put_reward("mug", 900, stock=0)
    rich.must("redeem", FETCH, member="li", pin="1234")
    assert rich.balance("li") == 700
    rich.refuse("redeem", FETCH, "reward-out-of-stock", member="li", pin="1234")


def test_a_reserved_reward_is_handed_over_though_it_left_the_catalogue(rich: Book) -> None:
    rich.must("reserve_reward", MUG, member="li")
    rich.put_reward("mug", 0)
    two = Redeem(reward="mug", quantity=2)
    rich.refuse("redeem", two, "reward-unknown", member="li", pin="1234")
    rich.must("redeem", FETCH, member="li", pin="1234")


def test_a_reserved_and_a_fresh_one_are_taken_together(rich: Book) -> None:
    rich.must("reserve_reward", MUG, member="li")
    two = Redeem(reward="mug", quantity=2)
    answer = rich.must("redeem", two, member="li", pin="1234")
    assert stood(rich) == (400, 0, 0)
    assert [line.result for line in answer.decision.trace] == ["300", "300"]


def test_a_void_gives_the_reservation_back(rich: Book) -> None:
    rich.must("reserve_reward", MUG, member="li")
    two = Redeem(reward="mug", quantity=2)
    slip = rich.must("redeem", two, member="li", pin="1234").slip_id
    rich.must("void", Void(of=slip), member="li")
    assert stood(rich) == (700, 300, 1)


def test_points_that_are_set_aside_are_not_spent_elsewhere(rich: Book) -> None:
    rich.put_reward("lamp", 701)
    rich.must("reserve_reward", MUG, member="li")
    lamp = Redeem(reward="lamp")
    rich.refuse("redeem", lamp, "not-enough-points", member="li", pin="1234")
    rich.must("release_reward", ReleaseReward(reward="mug"), member="li")
    rich.must("redeem", lamp, member="li", pin="1234")


def test_releasing_gives_points_and_piece_back_to_the_same_lots(rich: Book) -> None:
    before = rich.lots("li")
    rich.must("reserve_reward", MUG, member="li")
    answer = rich.must("release_reward", ReleaseReward(reward="mug"), member="li")
    assert stood(rich) == (1_000, 0, 2)
    assert rich.lots("li") == before
    assert [line.step for line in answer.decision.trace] == ["unreserved"]
    nothing = ReleaseReward(reward="mug")
    rich.refuse("release_reward", nothing, "reservation-unknown", member="li")


def test_one_member_reserves_one_of_a_kind_and_the_last_piece_goes_once(rich: Book) -> None:
    rich.must("reserve_reward", MUG, member="li")
    rich.refuse("reserve_reward", MUG, "reserved-before", member="li")
    for member in ("wu", "xu"):
        rich.enrol(member)
        rich.give_points(member, 300)
    rich.must("reserve_reward", MUG, member="wu")
    rich.refuse("reserve_reward", MUG, "reward-out-of-stock", member="xu")


def test_exactly_enough_is_enough_and_one_less_is_not(rich: Book) -> None:
    rich.put_reward("all", 1_000)
    rich.put_reward("more", 1_001)
    more = ReserveReward(reward="more")
    facts = rich.refuse("reserve_reward", more, "not-enough-points", member="li")
    assert facts == {"needs": 1_001, "has": 1_000}
    rich.must("reserve_reward", ReserveReward(reward="all"), member="li")
    assert rich.balance("li") == 0


def test_what_is_not_for_the_member_is_refused(rich: Book) -> None:
    rich.put_reward("lounge", 10, tiers="gold")
    rich.refuse("reserve_reward", ReserveReward(reward="hat"), "reward-unknown", member="li")
    lounge = ReserveReward(reward="lounge")
    rich.refuse("reserve_reward", lounge, "reward-for-other-tier", member="li")
    rich.refuse("reserve_reward", MUG, "member-unknown", member="nobody")
    rich.refuse("reserve_reward", MUG, "not-permitted", member="li", operator="aud")
    rich.enrol("firm", MemberKind.COMPANY)
    cellar = ReserveReward(reward="mug", where="cellar")
    rich.refuse("reserve_reward", cellar, "reward-not-here", member="firm")


def days(book: Book, count: int) -> None:
    for _ in range(count):
        book.close_day()
        book.now += timedelta(hours=16)


def test_what_is_not_fetched_within_thirty_days_comes_back(rich: Book) -> None:
    rich.must("reserve_reward", MUG, member="li")
    days(rich, 30)
    assert stood(rich) == (700, 300, 1)
    days(rich, 1)
    assert stood(rich) == (1_000, 0, 2)
    days(rich, 1)
    assert stood(rich) == (1_000, 0, 2)


def test_a_lot_that_ends_while_it_is_set_aside_expires_on_its_return(make_book) -> None:
    book = filled(make_book(settings={"points_valid_months": 1}))
    book.must("reserve_reward", MUG, member="li")
    days(book, 31)
    assert book.balance("li", account=HOLD) == 0
    assert book.balance("li") == 0


def test_the_receipt_counts_the_points_that_were_set_aside(rich: Book) -> None:
    rich.must("reserve_reward", MUG, member="li")
    receipt = rich.must("redeem", FETCH, member="li", pin="1234").decision.receipt
    assert (receipt["points_before"], receipt["price"], receipt["points_after"]) == (
        1_000,
        300,
        700,
    )

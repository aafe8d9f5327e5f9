"""Value that is set aside, as other programmes test it: taken once, given back once, never more than is there."""

from typing import Any

from app.operations.redeem import Redeem
from app.operations.reserve_reward import ReleaseReward, ReserveReward
from app.operations.tenders import TenderPart
from tests.scenario.peer_cases import peer
from tests.support.book import Book

Case = dict[str, Any]
HELD = "member:held:reward:set"


def holding(make_book: Any, points: int, held: int) -> Book:
    """Make a book with points, some of them set aside for a reward that costs as much."""
    book: Book = make_book(settings={"points_per_yuan_paid": "1"})
    book.enrol("li")
    book.set_pin("li")
    book.give_points("li", points)
    book.put_reward("set", held)
    book.must("reserve_reward", ReserveReward(reward="set"), member="li")
    assert book.balance("li", account=HELD) == held
    return book


def fetch(book: Book, quantity: int = 1, reward: str = "set") -> Any:
    return book.do("redeem", Redeem(reward=reward, quantity=quantity), member="li", pin="1234")


@peer("PC-080")
def test_no_more_is_taken_than_was_set_aside_and_is_there(make_book, case: Case) -> None:
    held = case["given"]["hold"]
    book = holding(make_book, held, held)
    refusal = fetch(book, case["when"]["capture"] // held).decision.refusal
    assert refusal is not None
    assert refusal.reason.value == "not-enough-points"
    assert book.balance("li", account=HELD) == held  # the state is unchanged


@peer("PC-081")
def test_what_was_set_aside_comes_back_once_and_not_after_it_was_taken(
    make_book, case: Case
) -> None:
    credit, held = case["given"]["credit"], case["given"]["hold"]
    book = holding(make_book, credit, held)
    release = ReleaseReward(reward="set")
    book.must("release_reward", release, member="li")
    assert (book.balance("li", account=HELD), book.balance("li")) == (0, credit)
    book.refuse("release_reward", release, "reservation-unknown", member="li")
    book.must("reserve_reward", ReserveReward(reward="set"), member="li")
    assert fetch(book).decision.outcome.value == "posted"
    book.refuse("release_reward", release, "reservation-unknown", member="li")
    assert case["then"] == [{"held": 0, "ok": True}, {"ok": False}]


@peer("PC-083")
def test_what_remains_is_what_is_neither_used_nor_set_aside(make_book, case: Case) -> None:
    given = case["given"]
    book = holding(make_book, given["credit"], given["held"])
    book.put_reward("used", given["used"])
    fetch(book, reward="used")
    assert book.balance("li") == case["then"]["remaining"]


@peer("PC-173")
def test_what_is_kept_back_cannot_pay(make_book, case: Case) -> None:
    given = case["given"]
    book = holding(make_book, given["balance"], given["keep"])
    parts = (TenderPart("points", points=case["when"]["pay"]),)
    facts = book.refuse(
        "post_spend",
        spend(case["when"]["pay"], parts),
        "not-enough-points",
        member="li",
        pin="1234",
    )
    assert facts == {"needs": 30, "has": 29}


def spend(yuan: int, parts: tuple[TenderPart, ...]) -> Any:
    from app.operations.post_spend import PostSpend

    return PostSpend(outlet="rooms", bill="1", amount_minor=yuan * 100, parts=parts)


@peer("PC-176")
def test_a_hold_is_resolved_at_most_once_by_all_of_it_or_by_less(make_book, case: Case) -> None:
    assert len(case["then"]) == 3
    whole = holding(make_book, 20, 20)
    fetch(whole)
    assert (whole.balance("li", account=HELD), whole.balance("li")) == (0, 0)
    more = holding(make_book, 20, 20)
    assert fetch(more, 2).decision.refusal is not None
    assert (more.balance("li", account=HELD), more.balance("li")) == (20, 0)
    less = holding(make_book, 20, 20)
    less.put_reward("small", 15)
    less.must("release_reward", ReleaseReward(reward="set"), member="li")
    fetch(less, reward="small")
    assert (less.balance("li", account=HELD), less.balance("li")) == (0, 5)

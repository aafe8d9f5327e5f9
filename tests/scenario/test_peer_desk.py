"""What a desk does around a bill as other programmes test it: looking first, what is there once, years, nights."""

from datetime import UTC, date, datetime
from typing import Any

from app.loyalty.business_day import plus_months
from app.operations.carry_over import CarryOver, OpeningCount
from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.void import Void
from app.poster.predict import Predictor
from app.programme.windows import window_on
from tests.operations.test_publish_programme import published
from tests.scenario.peer_cases import pack, peer, tier
from tests.support.book import Book

Case = dict[str, Any]
ITEM = Redeem(reward="item")


def with_points(make_book: Any, points: int, *members: str, **settings: Any) -> Book:
    book: Book = make_book(settings=settings)
    for member in members or ("li",):
        book.enrol(member)
        book.set_pin(member)
        if points:
            book.give_points(member, points)
    return book


@peer("PC-050", "PC-181")
def test_a_bill_that_is_looked_at_and_put_aside_moves_nothing(make_book, case: Case) -> None:
    book = with_points(make_book, 50, points_per_yuan_paid="100")
    rest = "cash" if case["id"] == "PC-050" else "points"
    amount = 100_00 if case["id"] == "PC-050" else 20
    body = PostSpend(outlet="rooms", bill="1", amount_minor=amount, rest=rest)
    looks = Predictor(book.books)
    for _ in case["when"]:  # ringing it up, parking it, opening it again: each only looks
        slip = book.submission("post_spend", body, member="li", pin="1234").slip
        seen = looks.predict(slip, book.now).decision
        if case["id"] == "PC-050":
            assert seen.gives["points"] == case["then"]["points_won_shown"]
            assert seen.receipt["points_after"] == case["then"]["total_shown"]
        assert book.balance("li") == case["then"].get("card_points_in_ledger", 50)
    assert book.one("SELECT COUNT(*) FROM bills") == 0


@peer("PC-048")
def test_free_things_cost_their_points_and_win_none(make_book, case: Case) -> None:
    for when, then in zip(case["when"], case["then"], strict=True):
        book = with_points(make_book, case["given"]["card_points"])
        book.put_reward("item", 1)
        body = Redeem(reward="item", quantity=when["free_items"])
        answer = book.must("redeem", body, member="li", pin="1234")
        assert answer.decision.gives["points"] == then["won"] - then["spent"]
        assert book.balance("li") == then["total_after"]


@peer("PC-060")
def test_what_is_there_once_is_for_the_first(make_book, case: Case) -> None:
    book = with_points(make_book, 10, "A", "B")
    book.put_reward("item", 1, stock=case["given"]["max_usage"])
    for member, then in zip("AB", case["then"], strict=True):
        answer = book.do("redeem", ITEM, member=member, pin="1234")
        assert (answer.decision.outcome.value == "posted") == then["applies"]


@peer("PC-061")
def test_what_was_given_back_and_taken_by_another_does_not_come_back(make_book, case: Case) -> None:
    book = with_points(make_book, 10, "A", "B")
    book.put_reward("item", 1, stock=case["given"]["coupon_uses"])
    first = book.submission("redeem", ITEM, member="A", pin="1234")
    assert book.poster.post([first])[0].decision.outcome.value == "posted"
    book.must("void", Void(of=first.slip.id), member="A")
    book.must("redeem", ITEM, member="B", pin="1234")
    assert book.poster.post([first])[0].is_repeat  # opened again: its first answer, and no effect
    book.refuse("redeem", ITEM, "reward-out-of-stock", member="A", pin="1234")
    assert 10 - book.balance("A") == case["then"]["A_discount"]
    assert book.balance("B") == 9


@peer("PC-068")
def test_a_limit_has_room_until_it_is_reached(make_book, case: Case) -> None:
    for when, then in zip(case["when"], case["then"], strict=True):
        book = with_points(make_book, 10)
        limit = when.get("limit", case["given"]["limit"])
        book.put_reward("item", 1, stock=None if limit is None else max(0, limit - when["claims"]))
        answer = book.do("redeem", ITEM, member="li", pin="1234")
        assert (answer.decision.outcome.value == "posted") == then["has_capacity"]


@peer("PC-143")
def test_a_bill_that_becomes_smaller_is_undone_and_posted_anew(make_book, case: Case) -> None:
    book = with_points(make_book, 0)
    book.top_up("li", case["given"]["credit"] * 100)
    first = book.spend("li", case["given"]["bill"] * 100, rest="stored_value", pin="1234")
    book.must("void", Void(of=first.slip_id), member="li")
    book.spend("li", case["then"]["paid"] * 100, rest="stored_value", pin="1234")
    paid = book.rows("SELECT payable_minor FROM bills WHERE status = 'posted'")
    assert paid == [(case["then"]["paid"] * 100,)] * case["then"]["payments"]
    left = case["given"]["credit"] - case["then"]["paid"]
    assert book.balance("li", "CNY") == left * 100


@peer("PC-030")
def test_who_comes_with_points_of_before_is_put_where_they_belong(make_book, case: Case) -> None:
    bronze, *above = case["given"]["tiers"].items()
    assert bronze[1] == 0
    book = make_book(
        source=pack(*(tier(name.lower(), ("points_earned", points)) for name, points in above))
    )
    earned = OpeningCount("points_earned", date(2020, 1, 1), case["given"]["lifetime_points"])
    book.must("carry_over", CarryOver(counts=(earned,)), member="li", operator="max")
    book.close_day()
    tier_now = book.one("SELECT tier FROM members WHERE member = 'li'")
    assert tier_now == case["then"]["tier"].lower()


@peer("PC-040")
def test_a_membership_year_begins_at_its_latest_anniversary(case: Case) -> None:
    today = date(2026, 11, 22)
    for days in (date(2023, 11, 22), date(2023, 11, 23), date(2023, 1, 5)):
        start, end = window_on("membership-year", today, joined_on=days)
        assert (start.month, start.day) == (days.month, days.day)
        assert start <= today < plus_months(start, 12)
        assert end == today
    assert case["given"]["window"] == "anniversary_year"


@peer("PC-106")
def test_a_lot_without_end_outlives_one_that_ends(make_book, case: Case) -> None:
    ending, endless = case["given"]["lots"]
    book = make_book()
    book.enrol("li")
    book.give_points("li", endless["points"])
    book.must("publish_programme", published({"points_valid_months": 1}), operator="admin")
    book.give_points("li", ending["points"])
    assert [row[2] for row in book.lots("li")] == ["2026-12-22", None]
    for _ in range(31):
        book.close_day()
    assert book.balance("li") == case["then"]["points"]
    assert len(book.lots("li")) == case["then"]["open_lots"]


@peer("PC-155")
def test_an_instant_is_read_back_as_the_same_instant(make_book, case: Case) -> None:
    book = make_book()
    book.enrol("li")
    began = datetime.fromisoformat(case["given"]["start"])
    slip = book.submission("check_in", CheckIn(room="808"), member="li")
    then = slip.__class__(slip=slip.slip.__class__(**_fields(slip.slip) | {"occurred_at": began}))
    book.poster.post([then])
    kept = datetime.fromisoformat(str(book.one("SELECT arrived_at FROM stays")))
    assert kept.astimezone(UTC).isoformat() == case["then"]["start"]


def _fields(slip: Any) -> dict[str, Any]:
    names = getattr(slip, "__struct_fields__", None) or slip.__dataclass_fields__
    return {name: getattr(slip, name) for name in names}


@peer("PC-191")
def test_three_rooms_of_one_night_are_one_night(make_book, case: Case) -> None:
    book = make_book()
    book.enrol("li")
    book.must("check_in", CheckIn(room="808", rooms=3, nights=1), member="li")
    book.close_day()
    book.must("check_out", CheckOut(), member="li")
    nights = book.one("SELECT SUM(amount) FROM tallies WHERE metric = 'nights'")
    assert nights == case["then"]["qualifying_nights"]

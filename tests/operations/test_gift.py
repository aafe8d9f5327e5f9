"""Gifts between members: nothing is created, nothing is lost, and points keep their dates."""

from datetime import date

from app.loyalty.ids import MemberId
from app.operations.carry_over import OpeningLot
from app.operations.gift import Gift, GivenLot, ReceiveGift
from tests.support.book import Book


def fans(make_book) -> Book:
    book = make_book(pack="huazhu")
    book.brought("old", points=300)
    book.brought("new")
    book.set_pin("old")
    return book


def given(points: int, to: str = "new") -> Gift:
    return Gift(to=MemberId(to), points=points)


def test_what_leaves_one_account_reaches_the_other(make_book) -> None:
    book = fans(make_book)
    book.must("gift", given(200), member="old", pin="1234")
    assert (book.balance("old"), book.balance("new")) == (100, 200)
    kinds = book.rows("SELECT kind, member FROM decisions ORDER BY position DESC LIMIT 2")
    assert kinds == [("receive_gift", "new"), ("gift", "old")]


def test_a_repeat_gives_once(make_book) -> None:
    book = fans(make_book)
    one = book.submission("gift", given(200), member="old", pin="1234")
    book.poster.post([one])
    again = book.poster.post([one])[0]
    assert again.is_repeat
    assert (book.balance("old"), book.balance("new")) == (100, 200)


def test_gifts_of_one_batch_see_one_another(make_book) -> None:
    book = fans(make_book)
    book.set_pin("new")
    slips = [
        book.submission("gift", given(200), member="old", pin="1234"),
        book.submission("gift", given(150, "old"), member="new", pin="1234"),
    ]
    outcomes = [one.decision.outcome.value for one in book.poster.post(slips)]
    assert outcomes == ["posted", "posted"]
    assert (book.balance("old"), book.balance("new")) == (250, 50)


def test_what_cannot_be_given_is_refused(make_book) -> None:
    book = fans(make_book)
    assert book.refuse("gift", given(301), "not-enough-points", member="old", pin="1234") == {
        "needs": 301,
        "has": 300,
    }
    book.refuse("gift", given(0), "amount-not-positive", member="old", pin="1234")
    book.refuse("gift", given(5, "old"), "member-unknown", member="old", pin="1234")
    book.refuse("gift", given(5, "nobody"), "member-unknown", member="old", pin="1234")
    book.refuse("gift", given(5), "pin-needed", member="old")


def test_a_programme_without_gifts_does_not_offer_them(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    book.refuse("gift", given(5, "wu"), "not-offered", member="li")


def test_points_that_were_given_keep_their_last_day(make_book) -> None:
    from tests.support.book import PROGRAMMES

    pack = (PROGRAMMES / "huazhu.toml").read_text(encoding="utf-8")
    dated = pack.replace('kind = "points"\n', 'kind = "points"\nmonths = 24\n', 1)
    book = make_book(source=dated)
    lots = (OpeningLot(100, date(2025, 1, 15)), OpeningLot(100, date(2026, 3, 1)))
    book.brought("old", lots=lots)
    book.brought("new")
    book.set_pin("old")
    book.must("gift", given(150), member="old", pin="1234")
    assert [(left, ends) for _, left, ends in book.lots("new")] == [
        (100, "2027-01-15"),
        (50, "2028-03-01"),
    ]


def test_a_terminal_cannot_hand_in_what_only_follows(make_book) -> None:
    book = fans(make_book)
    body = ReceiveGift(lots=(GivenLot(1_000, date(2026, 1, 1)),))
    book.refuse("receive_gift", body, "not-permitted", member="new")

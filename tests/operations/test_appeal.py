"""Appeals as they come in: what is taken down, what is refused, and that nothing moves before the answer."""

from datetime import timedelta

import pytest

from app.operations.appeal import Appeal
from app.operations.decide_appeal import DecideAppeal
from app.operations.void import Void
from tests.support.book import DAY, Book

YESTERDAY = DAY - timedelta(days=1)


def bill(number: str = "B1", **more: object) -> Appeal:
    words = {"outlet": "bar", "bill": number, "billed_on": YESTERDAY, "amount_minor": 180_00}
    return Appeal(**(words | more))  # type: ignore[arg-type]


@pytest.fixture
def known(book: Book) -> Book:
    book.enrol("li")
    book.enrol("wu")
    return book


def test_an_appeal_is_taken_down_and_moves_nothing(known: Book) -> None:
    before = known.transfers()
    answer = known.must("appeal", bill(), member="li")
    assert known.transfers() == before
    assert known.rows(
        "SELECT member, outlet, bill, billed_on, amount_minor, status FROM appeals"
    ) == [("li", "bar", "B1", YESTERDAY.isoformat(), 180_00, "open")]
    assert answer.decision.trace[0].text == f"bar B1 {YESTERDAY.isoformat()}"
    assert answer.decision.trace[0].result == "180.00"


def test_a_bill_is_appealed_once_while_that_is_open(known: Book) -> None:
    known.must("appeal", bill(), member="li")
    facts = known.refuse("appeal", bill(), "appeal-open", member="li")
    assert facts == {"bill": "B1", "outlet": "bar"}
    known.must("appeal", bill("B2"), member="li")
    known.must("appeal", bill(outlet="rooms"), member="li")
    known.must("appeal", bill(billed_on=DAY), member="li")
    known.must("appeal", bill(), member="wu")


def test_two_appeals_for_one_bill_in_one_batch_are_one(known: Book) -> None:
    batch = [known.submission("appeal", bill(), member="li") for _ in range(2)]
    answers = known.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused"]


def test_a_bill_that_was_denied_may_be_appealed_again(known: Book) -> None:
    known.must("appeal", bill(), member="li")
    no = DecideAppeal(outlet="bar", bill="B1", billed_on=YESTERDAY, grant=False)
    known.must("decide_appeal", no, member="li", operator="sue")
    known.must("appeal", bill(), member="li")
    assert known.rows("SELECT status FROM appeals") == [("open",)]


def test_a_bill_that_stands_posted_for_the_member_is_refused_and_one_that_was_voided_is_not(
    known: Book,
) -> None:
    posted = known.spend("li", 180_00, outlet="bar", bill="B1")
    today = bill(billed_on=DAY)
    facts = known.refuse("appeal", today, "bill-posted", member="li")
    assert facts == {"bill": "B1", "outlet": "bar"}
    known.must("appeal", today, member="wu")  # on the wrong card: the hotel looks into it
    known.must("void", Void(of=posted.slip_id), member="li")
    known.must("appeal", today, member="li")


def test_a_bill_of_tomorrow_is_refused_and_one_of_today_is_not(known: Book) -> None:
    tomorrow = DAY + timedelta(days=1)
    facts = known.refuse("appeal", bill(billed_on=tomorrow), "day-not-begun", member="li")
    assert facts == {"date": tomorrow.isoformat()}
    known.must("appeal", bill(billed_on=DAY), member="li")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"outlet": "casino"}, "outlet-unknown"),
        ({"bill": " "}, "bill-missing"),
        ({"bill": "7" * 41}, "text-too-long"),
        ({"amount_minor": -1}, "amount-not-positive"),
        ({"amount_minor": 10**12}, "amount-too-large"),
    ],
)
def test_what_is_no_bill_is_refused(known: Book, more: dict[str, object], reason: str) -> None:
    known.refuse("appeal", bill(**more), reason, member="li")


def test_nobody_and_people_who_may_not_serve_file_no_appeal(known: Book) -> None:
    known.refuse("appeal", bill(), "member-unknown", member="zhou")
    known.refuse("appeal", bill(), "not-permitted", member="li", operator="aud")


def test_the_longest_number_and_the_smallest_amount_are_taken(known: Book) -> None:
    known.must("appeal", bill("7" * 40, amount_minor=1), member="li")

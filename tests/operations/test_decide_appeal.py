"""Answers to appeals: what a granted bill earns, that it counts once, and that a denied one moves nothing."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from app.operations.appeal import Appeal
from app.operations.decide_appeal import DecideAppeal
from app.operations.post_spend import PostSpend
from app.operations.refund import Refund
from app.operations.void import Void
from tests.support.book import DAY, Book

YESTERDAY = DAY - timedelta(days=1)


def appealed(book: Book, *, member: str = "li", day: date = YESTERDAY) -> Book:
    filed = Appeal(outlet="restaurant", bill="B1", billed_on=day, amount_minor=321_00)
    book.must("appeal", filed, member=member)
    return book


def answer(*, grant: bool, day: date = YESTERDAY, bill: str = "B1") -> DecideAppeal:
    return DecideAppeal(outlet="restaurant", bill=bill, billed_on=day, grant=grant)


@pytest.fixture
def open_appeal(book: Book) -> Book:
    book.enrol("li")
    book.enrol("wu")
    return appealed(book)


def test_a_granted_bill_earns_what_it_would_have_earned(open_appeal: Book) -> None:
    given = open_appeal.must("decide_appeal", answer(grant=True), member="li", operator="sue")
    decision = given.decision
    assert open_appeal.balance("li") == 160  # 321 × 0.5, parts dropped
    assert (decision.gives["points"], decision.gives["granted"]) == (160, True)
    assert decision.notified == ("sms",)
    assert [line.step for line in decision.trace] == ["granted", "rate"]
    assert decision.trace[1].text == "321.00 × 0.5"
    assert open_appeal.rows("SELECT status, decided_on FROM appeals") == [
        ("granted", DAY.isoformat())
    ]
    assert open_appeal.rows("SELECT bill, business_date, points, status FROM bills") == [
        ("B1", YESTERDAY.isoformat(), 160, "posted")
    ]


def test_a_granted_bill_earns_with_the_tier_held_now_and_counts_for_the_next(
    make_book, tmp_path
) -> None:
    book = make_book(settings={"gold_points": 160})
    book.enrol("li")
    appealed(book)
    book.must("decide_appeal", answer(grant=True), member="li", operator="sue")
    assert book.one("SELECT tier FROM members") == "gold"
    book.must(
        "appeal",
        Appeal(outlet="restaurant", bill="B2", billed_on=DAY, amount_minor=100_00),
        member="li",
    )
    more = book.must(
        "decide_appeal", answer(grant=True, day=DAY, bill="B2"), member="li", operator="sue"
    )
    assert more.decision.gives["points"] == 60  # 100 × 0.5 × 1.2


def test_a_denied_appeal_moves_nothing_and_is_told(open_appeal: Book) -> None:
    before = open_appeal.transfers()
    given = open_appeal.must("decide_appeal", answer(grant=False), member="li", operator="sue")
    assert open_appeal.transfers() == before
    assert given.decision.gives == {"granted": False}
    assert given.decision.notified == ("sms",)
    assert open_appeal.rows("SELECT status FROM appeals") == [("denied",)]
    assert open_appeal.rows("SELECT * FROM bills") == []


@pytest.mark.parametrize(
    ("ways", "told"), [("sms", ("sms",)), ("email", ("email",)), ("both", ("sms", "email"))]
)
def test_the_answer_is_told_as_the_house_tells_results(make_book, ways: str, told) -> None:
    book = make_book(settings={"notify_by": ways})
    book.enrol("li")
    appealed(book)
    given = book.must("decide_appeal", answer(grant=False), member="li", operator="sue")
    assert given.decision.notified == told


def test_the_houses_own_copy_of_the_bill_decides_the_amount(open_appeal: Book) -> None:
    yes = replace(answer(grant=True), amount_minor=200_00)
    given = open_appeal.must("decide_appeal", yes, member="li", operator="sue")
    assert given.decision.gives["points"] == 100
    assert open_appeal.rows("SELECT amount_minor FROM appeals") == [(200_00,)]


def test_a_bill_whose_amount_nobody_knows_is_denied_or_looked_up(open_appeal: Book) -> None:
    unknown = Appeal(outlet="restaurant", bill="B2", billed_on=DAY)
    open_appeal.must("appeal", unknown, member="li")
    yes = answer(grant=True, day=DAY, bill="B2")
    open_appeal.refuse("decide_appeal", yes, "amount-not-positive", member="li", operator="sue")
    large = replace(yes, amount_minor=10**12)
    open_appeal.refuse("decide_appeal", large, "amount-too-large", member="li", operator="sue")
    found = replace(yes, amount_minor=2_00)
    open_appeal.must("decide_appeal", found, member="li", operator="sue")
    assert open_appeal.balance("li") == 1


def test_an_appeal_is_answered_once(open_appeal: Book) -> None:
    open_appeal.must("decide_appeal", answer(grant=True), member="li", operator="sue")
    for grant in (True, False):
        facts = open_appeal.refuse(
            "decide_appeal", answer(grant=grant), "appeal-unknown", member="li", operator="sue"
        )
        assert facts == {"bill": "B1", "outlet": "restaurant"}


def test_two_answers_in_one_batch_are_one(open_appeal: Book) -> None:
    batch = [
        open_appeal.submission("decide_appeal", answer(grant=True), member="li", operator="sue")
        for _ in range(2)
    ]
    answers = open_appeal.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused"]
    assert open_appeal.balance("li") == 160


def test_an_appeal_that_nobody_filed_is_not_answered(open_appeal: Book) -> None:
    for body, member in (
        (answer(grant=True, bill="B2"), "li"),
        (answer(grant=True, day=DAY), "li"),
        (answer(grant=True), "wu"),
    ):
        open_appeal.refuse("decide_appeal", body, "appeal-unknown", member=member, operator="sue")


def test_a_granted_bill_is_posted_by_nobody_afterwards(open_appeal: Book) -> None:
    appealed(open_appeal, day=DAY)
    yes = answer(grant=True, day=DAY)
    open_appeal.must("decide_appeal", yes, member="li", operator="sue")
    again = PostSpend(outlet="restaurant", bill="B1", amount_minor=321_00)
    open_appeal.refuse("post_spend", again, "bill-used", member="wu")


def test_a_bill_that_counts_for_somebody_else_is_not_granted(open_appeal: Book) -> None:
    posted = open_appeal.spend("wu", 321_00, outlet="restaurant", bill="B1")
    appealed(open_appeal, day=DAY)
    yes = answer(grant=True, day=DAY)
    facts = open_appeal.refuse("decide_appeal", yes, "bill-used", member="li", operator="sue")
    assert facts["slip_id"] == posted.slip_id
    open_appeal.must("void", Void(of=posted.slip_id), member="wu")
    open_appeal.must("decide_appeal", yes, member="li", operator="sue")


def test_a_granted_appeal_is_no_posting_that_could_be_voided_or_paid_back(
    open_appeal: Book,
) -> None:
    given = open_appeal.must("decide_appeal", answer(grant=True), member="li", operator="sue")
    open_appeal.refuse(
        "void", Void(of=given.slip_id), "cannot-be-voided", member="li", operator="sue"
    )
    back = Refund(of=given.slip_id, amount_minor=1)
    open_appeal.refuse("refund", back, "refund-too-large", member="li", operator="sue")


def test_a_cashier_files_and_a_supervisor_answers(open_appeal: Book) -> None:
    open_appeal.refuse("decide_appeal", answer(grant=True), "needs-supervisor", member="li")
    open_appeal.must("decide_appeal", answer(grant=True), member="li", supervisor="sue")

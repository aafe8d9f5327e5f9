"""Value within a bill as other programmes test it: points that pay, what goes back with a refund, cards, gifts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.loyalty.ids import MemberId
from app.loyalty.member import CardRow, CardStatus
from app.operations.carry_over import CarryOver, OpeningLot
from app.operations.convert import Convert
from app.operations.gift import Gift
from app.operations.guards import card_refusal
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.tenders import TenderPart
from app.operations.top_up import TopUp
from app.operations.void import Void
from tests.operations.test_publish_programme import published
from tests.scenario.peer_cases import pack, peer
from tests.support.book import DAY, HOUSE_SETTINGS, PROGRAMMES, Book

Case = dict[str, Any]


def with_points(make_book: Any, points: int, **more: Any) -> Book:
    book: Book = make_book(**more)
    book.enrol("li")
    book.set_pin("li")
    if points:
        book.give_points("li", points)
    return book


def due(answer: Any) -> Decimal:
    return Decimal(str(answer.decision.gives["payable"]))


def by_points(points: int) -> tuple[TenderPart, ...]:
    return (TenderPart("points", points=points),)


@peer("PC-003")
def test_a_reward_on_a_bill_changes_its_points_only_where_the_programme_says_so(
    make_book, case: Case
) -> None:
    # A tenth of a point for each yuan: the points of this pack have one decimal.
    tenths = pack(earning='[[earning]]\nid = "e"\non = "spend"\nasset = "points"\nper_unit = "0.1"')
    tenths = tenths.replace('kind = "points"', 'kind = "points"\nscale = 1', 1)
    paid = case["then"]["points_spent"]
    for again, won in (("true", case["then"]["points_won"]), ("false", 16.5)):
        worth = f'\n[points_as_money]\npoints_per_unit = 10\nearns_again = "{again}"\n'
        book = with_points(make_book, paid * 10, source=tenths + worth)
        answer = book.spend(
            "li", case["when"]["order_total"] * 100, parts=by_points(paid * 10), pin="1234"
        )
        assert due(answer) == case["then"]["amount_due"]
        assert float(str(answer.decision.gives["points"])) == won


VOUCHERS = """
[assets.ten]
names = { zh = "十元券", en = "ten off" }
kind = "voucher"
scale = 2
pays_at = ["rooms"]
[assets.thirty]
names = { zh = "三十元券", en = "thirty off" }
kind = "voucher"
scale = 2
pays_at = ["rooms"]
[[conversions]]
source = "points"
target = "ten"
rate = "1/500"
[[conversions]]
source = "points"
target = "thirty"
rate = "1/600"
"""


@peer("PC-051")
def test_two_rewards_pay_one_bill(make_book, case: Case) -> None:
    book = with_points(make_book, 10, source=pack() + VOUCHERS)
    for name, reward in zip(("ten", "thirty"), case["given"]["rewards"], strict=True):
        body = Convert(source="points", target=name, amount=reward["cost"])
        book.must("convert", body, member="li", pin="1234")
        assert book.balance("li", name) == reward["off"] * 100
    bill = sum(case["given"]["lines"]) * 100
    ten, thirty = TenderPart("voucher", 10_00), TenderPart("voucher", 30_00)
    for parts, then in zip(((ten,), (ten, thirty)), case["then"], strict=True):
        answer = book.spend("li", bill, parts=parts, pin="1234")
        assert due(answer) == then["amount_due"]
        book.must("void", Void(of=answer.slip_id), member="li")
    assert (book.balance("li", "ten"), book.balance("li", "thirty")) == (10_00, 30_00)


@peer("PC-053")
def test_a_point_may_be_worth_a_fraction(make_book, case: Case) -> None:
    settings = {"points_per_yuan_paid": "100/3", "points_short": "split", "points_per_unit": {}}
    book = with_points(make_book, case["given"]["points"], settings=settings)
    bill = case["when"]["order_total"]
    answer = book.spend("li", bill * 100, rest="points", pin="1234")
    assert bill - due(answer) == Decimal(str(case["then"]["discount"]))
    assert book.balance("li") == case["then"]["points_left"]


@peer("PC-055", "PC-056", "PC-130")
def test_the_bill_comes_with_its_tax_and_all_of_it_is_taken_off_or_paid(
    make_book, case: Case
) -> None:
    if case["id"] == "PC-130":
        gross = sum(case["given"]["bill"].values())
        book = with_points(make_book, 0, settings={"stored_value_short": "split"})
        book.top_up("li", case["given"]["wallet"] * 100)
        answer = book.spend("li", gross * 100, rest="stored_value", pin="1234")
        assert due(answer) == case["then"]["amount_due"]
        # Stored value is a way to pay: the bill, and the tax in it, stay what they were.
        assert book.rows("SELECT amount_minor, payable_minor FROM bills") == [
            (gross * 100, gross * 100)
        ]
        return
    net = sum(Decimal(str(line)) for line in case["given"]["lines_net"])
    gross_minor = round(net * Decimal("1.15") * 100)
    book = with_points(make_book, 0, settings={"discount_basic": {"rooms": "100"}})
    assert due(book.spend("li", gross_minor)) == case["then"]["amount_due"]


@peer("PC-076")
def test_more_points_than_there_are_is_refused_or_takes_what_is_there(
    make_book, case: Case
) -> None:
    has, wants = case["given"]["points"], case["when"]["redeem"]
    settings = {"points_per_yuan_paid": "1", "points_per_unit": {}}
    refusing = with_points(make_book, has, settings=settings)
    refusing.put_reward("dear", wants)
    body = Redeem(reward="dear")
    refusing.refuse("redeem", body, "not-enough-points", member="li", pin="1234")
    bill = PostSpend(outlet="rooms", bill="1", amount_minor=wants * 100, parts=by_points(wants))
    refusing.refuse("post_spend", bill, "not-enough-points", member="li", pin="1234")
    assert refusing.balance("li") == has
    taking = with_points(make_book, has, settings=settings | {"points_short": "split"})
    answer = taking.must("post_spend", bill, member="li", pin="1234")
    assert due(answer) == wants - case["then"]["redeemed"]
    assert taking.balance("li") == case["then"]["points"]


@peer("PC-088")
def test_a_refund_gives_points_back_in_proportion_where_the_programme_says_so(
    make_book, case: Case
) -> None:
    given, then = case["given"], case["then"]
    order = given["order"]
    rates = {"points_per_unit": {"rooms": "1"}, "points_per_yuan_paid": "5"}
    for word, back in (("pro-rata", then["returned"]), ("money", 0)):
        book = with_points(make_book, given["points"], settings=rates | {"points_refunded": word})
        bill = book.spend("li", order["total"] * 100, parts=by_points(order["spent"]), pin="1234")
        assert bill.decision.gives["points"] == order["earned"]
        assert book.balance("li") == then["points_after_order"]
        amount = case["when"]["refund_amount"] * 100 if back else 35_00  # the half of 70.00
        answer = book.must("refund", Refund(of=bill.slip_id, amount_minor=amount), member="li")
        assert answer.decision.gives["points"] == -then["removed"]
        assert answer.decision.gives.get("points_returned", 0) == back
        assert book.balance("li") == then["points"] - then["returned"] + back


def test_many_small_refunds_of_a_bill_that_points_paid_come_to_the_same_as_one(make_book) -> None:
    settings = {"points_per_yuan_paid": "7", "points_refunded": "pro-rata"}
    book = with_points(make_book, 333, settings=settings)
    book.give_points("li", 100)
    bill = book.spend("li", 100_01, parts=by_points(400), pin="1234")
    for _ in range(73):
        book.must("refund", Refund(of=bill.slip_id, amount_minor=1_37), member="li")
    book.refuse("refund", Refund(of=bill.slip_id, amount_minor=1), "refund-too-large", member="li")
    assert [left for _, left, _ in book.lots("li")] == [333, 100]
    assert book.one("SELECT SUM(amount) FROM transfers WHERE target = 'tender:cash'") == 42_87


def test_points_whose_last_day_is_over_do_not_come_back_with_a_refund(make_book) -> None:
    settings = {
        "points_per_yuan_paid": "1",
        "points_refunded": "pro-rata",
        "points_valid_months": 12,
    }
    book = make_book(settings=settings)
    lots = (OpeningLot(100, date(2025, 11, 22)),)
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    book.set_pin("li")
    bill = book.spend("li", 100_00, parts=by_points(100), pin="1234")
    book.close_day()
    half = Refund(of=bill.slip_id, amount_minor=50_00)
    book.must("refund", half, member="li", supervisor="sue")
    assert book.balance("li") == 0
    assert book.one("SELECT SUM(amount) FROM transfers WHERE target = 'house:expired'") == 50


@peer("PC-093", "PC-101")
def test_what_a_clawback_misses_is_waived_or_noted_or_paid_by_the_next_points(
    make_book, case: Case
) -> None:
    given = case["given"]
    earned = given.get("earned_by_order", given.get("accrued_on_invoice"))
    spent = given.get("spent_since", given.get("already_redeemed"))
    for word, debt, after in (
        ("waive", 0, 130),
        ("debt", spent, 130),
        ("settle", spent, 130 - spent),
    ):
        book = with_points(make_book, 0, settings={"clawback": word})
        bill = book.spend("li", earned * 100)
        book.put_reward("r", spent)
        book.must("redeem", Redeem(reward="r"), member="li", pin="1234")
        book.must("void", Void(of=bill.slip_id), member="li")
        owed = book.one("SELECT SUM(amount) FROM debts") or 0
        assert (book.balance("li"), owed) == (0, debt)
        # No account is below zero; with the debt the member stands where the other school puts them.
        assert (book.balance("li") - owed == case["then"]["points"]) == (word != "waive")
        book.spend("li", 130_00)
        assert book.balance("li") == after
        left = book.one("SELECT SUM(amount) FROM debts") or 0
        assert left == (0 if word == "settle" else debt)


GIFTS = """gifts = true
gifts_keep_dates = "%s"
[assets.points]"""


@peer("PC-120")
def test_a_gift_keeps_its_lots_or_begins_anew(make_book, case: Case) -> None:
    first, second = (lot["points"] for lot in case["given"]["from_lots"])
    fresh, preserved = case["when"][0]["transfer"], first + 200
    lots = (OpeningLot(first, date(2026, 1, 5)), OpeningLot(second, date(2026, 2, 5)))
    for keeps, points, arriving in (
        ("false", fresh, [(fresh, "2027-11-22")]),
        ("true", preserved, [(first, "2027-01-05"), (200, "2027-02-05")]),
    ):
        source = pack().replace("[assets.points]", GIFTS % keeps)
        book = make_book(source=source, settings={"months": 12})
        book.must("carry_over", CarryOver(lots=lots), member="old", operator="max")
        book.brought("new")
        book.set_pin("old")
        for bad, reason in (
            (Gift(to=MemberId("old"), points=1), "member-unknown"),
            (Gift(to=MemberId("new"), points=0), "amount-not-positive"),
            (Gift(to=MemberId("new"), points=-1), "amount-not-positive"),
            (Gift(to=MemberId("new"), points=4_001), "not-enough-points"),
            (Gift(to=MemberId("nobody"), points=1), "member-unknown"),
        ):
            book.refuse("gift", bad, reason, member="old", pin="1234")
        book.must("gift", Gift(to=MemberId("new"), points=points), member="old", pin="1234")
        assert [(left, ends) for _, left, ends in book.lots("new")] == arriving
        assert len(arriving) == case["then"][0 if keeps == "false" else 1]["arriving_lots"]
        assert book.balance("old") == first + second - points


@peer("PC-125")
def test_a_discount_that_comes_late_gives_the_card_its_part_back(make_book, case: Case) -> None:
    book = with_points(make_book, 0)
    book.top_up("li", case["given"]["card"] * 100)
    bill = case["given"]["bill"] * 100
    first = book.spend("li", bill, rest="stored_value", pin="1234")
    assert due(first) == case["then"][0]["amount_due"]
    book.must("void", Void(of=first.slip_id), member="li")
    ten = HOUSE_SETTINGS | {"discount_basic": {"rooms": "10"}}
    book.must("publish_programme", published(ten), operator="admin")
    second = book.spend("li", bill, rest="stored_value", pin="1234")
    assert due(second) == case["then"][1]["amount_due"]
    assert book.balance("li", "CNY") == bill - case["then"][1]["card_used"] * 100


@peer("PC-133")
def test_a_refund_may_be_put_on_the_card(make_book, case: Case) -> None:
    minor = round(case["given"]["refund"] * 100)
    book = with_points(make_book, 0)
    bill = book.spend("li", minor)
    drawer = "SELECT COALESCE(SUM(CASE target WHEN 'tender:cash' THEN -amount ELSE amount END), 0) FROM transfers "
    drawer += "WHERE 'tender:cash' IN (source, target)"
    before = book.one(drawer)
    book.must("refund", Refund(of=bill.slip_id, amount_minor=minor), member="li")
    book.must("top_up", TopUp(amount_minor=minor, tender="cash"), member="li")
    assert book.one(drawer) - before == case["then"]["amount_due"]
    assert book.balance("li", "CNY") == round(case["then"]["card"] * 100)


@peer("PC-146")
def test_a_card_that_is_out_of_use_pays_nothing_and_a_used_one_does(make_book, case: Case) -> None:
    inactive, expired, foreign, used = case["then"]["accepted"]
    card = CardRow(
        number="1", member=MemberId("li"), status=CardStatus.ACTIVE, issued_on=DAY,
        expires_on=DAY - timedelta(days=10), replaced_by="", hash="h",
    )  # fmt: skip
    assert (card_refusal(card, DAY) is None) == expired
    assert card_refusal(card, DAY - timedelta(days=10)) is None
    blocked = replace(card, status=CardStatus.BLOCKED, expires_on=None)
    assert (card_refusal(blocked, DAY) is None) == inactive
    book = with_points(make_book, 0)
    dollars = (PROGRAMMES / "house.toml").read_text(encoding="utf-8").replace("CNY", "USD")
    answer = book.do("publish_programme", published({}, source=dollars), operator="admin")
    assert (answer.decision.outcome.value == "posted") == foreign  # a house has one currency
    book.top_up("li", 100_00)
    for _ in range(2):
        answer = book.spend("li", 10_00, rest="stored_value", pin="1234")
        assert (answer.decision.outcome.value == "posted") == used


def test_one_voucher_does_not_pay_twice_on_a_bill(make_book) -> None:
    counted = VOUCHERS.replace("scale = 2\n", "").replace('rate = "1/500"', "rate = 1")
    book = with_points(make_book, 10, source=pack() + counted)
    book.must("convert", Convert(source="points", target="ten", amount=1), member="li", pin="1234")
    twice = (TenderPart("voucher", 10_00), TenderPart("voucher", 10_00))
    body = PostSpend(outlet="rooms", bill="1", amount_minor=50_00, parts=twice)
    book.refuse("post_spend", body, "voucher-unknown", member="li", pin="1234")


@pytest.mark.parametrize("ends", [0, 1])
def test_a_named_voucher_pays_and_no_other(make_book, ends: int) -> None:
    book = with_points(make_book, 10, source=pack() + VOUCHERS)
    body = Convert(source="points", target="ten", amount=2)
    book.must("convert", body, member="li", pin="1234")
    parts = (TenderPart("voucher", 10_00, asset=("ten", "thirty")[ends]),)
    bill = PostSpend(outlet="rooms", bill="1", amount_minor=50_00, parts=parts)
    answer = book.do("post_spend", bill, member="li", pin="1234")
    assert (answer.decision.outcome.value == "posted") == (ends == 0)


def test_a_debt_noted_in_a_batch_is_paid_by_a_later_bill_of_it(make_book) -> None:
    book = with_points(make_book, 0, settings={"clawback": "settle"})
    bill = book.spend("li", 100_00)
    book.put_reward("r", 60)
    book.must("redeem", Redeem(reward="r"), member="li", pin="1234")
    batch = [
        book.submission("void", Void(of=bill.slip_id), member="li"),
        book.submission(
            "post_spend", PostSpend(outlet="rooms", bill="n", amount_minor=90_00), member="li"
        ),
    ]
    assert [one.decision.outcome.value for one in book.poster.post(batch)] == ["posted", "posted"]
    assert (book.balance("li"), book.one("SELECT SUM(amount) FROM debts")) == (30, 0)


def test_a_bill_that_points_paid_alone_gives_points_back_and_no_money(make_book) -> None:
    settings = {"points_per_yuan_paid": "1", "points_refunded": "pro-rata"}
    book = with_points(make_book, 100, settings=settings)
    bill = book.spend("li", 100_00, rest="points", pin="1234")
    half = Refund(of=bill.slip_id, amount_minor=50_00)
    answer = book.must("refund", half, member="li")
    assert answer.decision.receipt["amount_minor"] == 0
    assert book.balance("li") == 50
    assert book.one("SELECT COUNT(*) FROM transfers WHERE target = 'tender:cash'") == 0


def test_terms_that_change_later_do_not_change_what_a_bill_gives_back(make_book) -> None:
    book = with_points(make_book, 100, settings={"points_per_yuan_paid": "1"})
    bill = book.spend("li", 100_00, parts=by_points(40), pin="1234")
    later = HOUSE_SETTINGS | {"points_per_yuan_paid": "1", "points_refunded": "pro-rata"}
    book.must("publish_programme", published(later), operator="admin")
    too_much = Refund(of=bill.slip_id, amount_minor=60_01)
    facts = book.refuse("refund", too_much, "refund-too-large", member="li")
    assert facts == {"left": "60.00"}

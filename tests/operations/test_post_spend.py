"""Bills: who pays how, what is refused, and that a bill counts once."""

import pytest
from msgspec.structs import replace

from app.loyalty.member import MemberKind
from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.enrol_member import EnrolMember
from app.operations.post_spend import PostSpend
from app.operations.tenders import TenderPart
from app.operations.top_up import TopUp
from app.poster.submission import Submission
from tests.support.book import Book


def bill(amount_minor: int = 100_00, number: str = "7", **more: object) -> PostSpend:
    words: dict[str, object] = {"outlet": "rooms", "bill": number} | more
    return PostSpend(amount_minor=amount_minor, **words)  # type: ignore[arg-type]


@pytest.fixture
def guest(book: Book) -> Book:
    book.enrol("li")
    book.set_pin("li")
    return book


def test_a_bill_in_cash_earns_and_stands_in_the_sales_of_its_outlet(guest: Book) -> None:
    answer = guest.must("post_spend", bill(188_00), member="li")
    gives = answer.decision.gives
    assert (gives["points"], gives["discount"], gives["payable"]) == (188, "0.00", "188.00")
    assert [(t.asset, t.amount, t.source, t.target) for t in answer.decision.transfers] == [
        ("CNY", 188_00, "tender:cash", "sales:rooms"),
        ("points", 188, "house:issued", "member:available"),
    ]
    assert answer.decision.operations == ("getPoints", "insertContents", "updatePoints")
    assert guest.balance("li") == 188


def test_a_bill_from_stored_value_takes_it_with_the_pin(guest: Book) -> None:
    guest.top_up("li", 300_00)
    answer = guest.must("post_spend", bill(rest="stored_value"), member="li", pin="1234")
    assert guest.balance("li", "CNY") == 200_00
    assert answer.decision.gives["payable"] == "0.00"
    assert answer.decision.operations[-1] == "updateMoney"


def test_without_the_right_pin_nothing_is_taken(guest: Book) -> None:
    guest.top_up("li", 300_00)
    body = bill(rest="stored_value")
    guest.refuse("post_spend", body, "pin-needed", member="li")
    guest.refuse("post_spend", body, "pin-wrong", member="li", pin="0000")
    assert guest.balance("li", "CNY") == 300_00
    guest.must("post_spend", body, member="li", pin="1234")


def test_who_has_no_pin_pays_nothing_from_the_card(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 300_00)
    book.refuse("post_spend", bill(rest="stored_value"), "pin-not-set", member="li", pin="1234")


def test_stored_value_pays_to_the_last_fen_and_not_one_more(guest: Book) -> None:
    guest.top_up("li", 100_00)
    body = bill(100_01, rest="stored_value")
    facts = guest.refuse("post_spend", body, "not-enough-stored-value", member="li", pin="1234")
    assert facts == {"needs": "100.01", "has": "100.00"}
    guest.must("post_spend", bill(100_00, rest="stored_value"), member="li", pin="1234")
    assert guest.balance("li", "CNY") == 0


def test_a_house_that_splits_takes_what_is_there(make_book) -> None:
    book = make_book(settings={"stored_value_short": "split"})
    book.enrol("li")
    book.set_pin("li")
    book.top_up("li", 30_00)
    answer = book.must("post_spend", bill(100_00, rest="stored_value"), member="li", pin="1234")
    assert answer.decision.gives["payable"] == "70.00"
    assert book.balance("li", "CNY") == 0


def test_points_pay_at_the_houses_rate_and_earn_nothing_themselves(guest: Book) -> None:
    guest.give_points("li", 5_000)
    parts = (TenderPart("points", points=3_000),)
    answer = guest.must("post_spend", bill(100_00, parts=parts), member="li", pin="1234")
    assert answer.decision.gives["payable"] == "70.00"
    assert answer.decision.gives["points"] == 70
    assert guest.balance("li") == 5_000 - 3_000 + 70


def test_points_that_are_not_there_do_not_pay(guest: Book) -> None:
    guest.give_points("li", 2_999)
    body = bill(100_00, parts=(TenderPart("points", points=3_000),))
    facts = guest.refuse("post_spend", body, "not-enough-points", member="li", pin="1234")
    assert facts == {"needs": 3_000, "has": 2_999}


def test_points_that_pay_the_rest_are_taken_at_their_worth(guest: Book) -> None:
    guest.give_points("li", 10_000)
    guest.must("post_spend", bill(100_00, rest="points"), member="li", pin="1234")
    assert guest.balance("li") == 0
    guest.give_points("li", 99)
    body = bill(1_00, "8", rest="points")
    facts = guest.refuse("post_spend", body, "not-enough-points", member="li", pin="1234")
    assert facts == {"needs": 100, "has": 99}


def test_where_points_do_not_pay_they_do_not_pay_the_rest_either(make_book) -> None:
    book = make_book(settings={"points_per_yuan_paid": "0"})
    book.enrol("li")
    book.set_pin("li")
    book.give_points("li", 10_000)
    for body in (bill(rest="points"), bill(parts=(TenderPart("points", points=100),))):
        book.refuse("post_spend", body, "points-as-money-off", member="li", pin="1234")


def test_a_mixed_bill_is_paid_part_by_part(guest: Book) -> None:
    guest.top_up("li", 30_00)
    guest.give_points("li", 1_000)
    parts = (
        TenderPart("stored_value", 30_00),
        TenderPart("points", points=1_000),
        TenderPart("alipay", 20_00),
    )
    answer = guest.must("post_spend", bill(100_00, parts=parts), member="li", pin="1234")
    paid = {t.source: t.amount for t in answer.decision.transfers if t.target == "sales:rooms"}
    assert paid == {
        "member:available": 30_00,
        "tender:points": 10_00,
        "tender:alipay": 20_00,
        "tender:cash": 40_00,
    }
    assert answer.decision.gives["payable"] == "60.00"


@pytest.mark.parametrize("minor", [100_01, 200_00])
def test_parts_never_pay_more_than_the_bill(guest: Book, minor: int) -> None:
    body = bill(100_00, parts=(TenderPart("card", minor),))
    facts = guest.refuse("post_spend", body, "tenders-do-not-add-up", member="li")
    assert facts["payable"] == "100.00"


def test_parts_without_a_rest_must_pay_all(guest: Book) -> None:
    short = bill(100_00, parts=(TenderPart("card", 99_99),), rest="")
    facts = guest.refuse("post_spend", short, "tenders-do-not-add-up", member="li")
    assert facts == {"payable": "100.00", "left": "0.01"}
    guest.must(
        "post_spend", bill(100_00, parts=(TenderPart("card", 100_00),), rest=""), member="li"
    )


@pytest.mark.parametrize(
    "part", [TenderPart("cash", 0), TenderPart("cash", -1), TenderPart("points", points=0)]
)
def test_a_part_of_nothing_is_refused(guest: Book, part: TenderPart) -> None:
    guest.refuse("post_spend", bill(parts=(part,)), "amount-not-positive", member="li")


def test_a_voucher_that_nobody_has_pays_nothing(guest: Book) -> None:
    for body in (bill(rest="voucher"), bill(parts=(TenderPart("voucher", 10_00),))):
        guest.refuse("post_spend", body, "voucher-unknown", member="li", pin="1234")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (bill(0), "amount-not-positive"),
        (bill(-1), "amount-not-positive"),
        (bill(1_000_000_001), "amount-too-large"),
        (bill(outlet="pool-bar"), "outlet-unknown"),
        (bill(number=" "), "bill-missing"),
        (bill(number="1" * 41), "text-too-long"),
        (bill(confirm=False), "not-confirmed"),
    ],
)
def test_a_bad_entry_is_refused_with_its_reason(guest: Book, body: PostSpend, reason: str) -> None:
    guest.refuse("post_spend", body, reason, member="li")


def test_the_largest_bill_and_the_longest_number_fit(guest: Book) -> None:
    guest.must("post_spend", bill(1_000_000_000, "1" * 40), member="li")
    guest.must("post_spend", bill(1), member="li")


def test_after_a_wrong_entry_the_desk_asks_again_or_waits_as_set(make_book) -> None:
    for word, where in (("ask-again", "entry"), ("waiting", "waiting")):
        book = make_book(settings={"wrong_entry": word})
        book.enrol("li")
        answer = book.do("post_spend", bill(confirm=False), member="li")
        assert answer.decision.gives["next"] == where


def test_a_bill_number_counts_once_per_outlet_and_date(guest: Book) -> None:
    guest.enrol("wu")
    first = guest.must("post_spend", bill(), member="li")
    for member in ("li", "wu"):
        facts = guest.refuse("post_spend", bill(), "bill-used", member=member)
        assert facts == {"bill": "7", "outlet": "rooms", "slip_id": first.slip_id}
    guest.must("post_spend", bill(outlet="restaurant"), member="wu")
    guest.close_day()
    guest.must("post_spend", bill(), member="wu")


def test_a_refused_bill_leaves_its_number_free(guest: Book) -> None:
    guest.refuse(
        "post_spend", bill(outlet="rooms", amount_minor=0), "amount-not-positive", member="li"
    )
    guest.must("post_spend", bill(), member="li")


def test_two_bills_of_one_number_in_one_batch_post_one(guest: Book) -> None:
    guest.enrol("wu")
    batch = [guest.submission("post_spend", bill(), member=one) for one in ("li", "wu", "li")]
    answers = guest.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused", "refused"]
    assert guest.one("SELECT COUNT(*) FROM bills") == 1


def test_gold_has_its_discount_and_earns_on_what_it_pays(guest: Book) -> None:
    guest.spend("li", 5_000_00)
    answer = guest.must("post_spend", bill(199_99, outlet="restaurant"), member="li")
    gives = answer.decision.gives
    assert (gives["discount"], gives["payable"]) == ("19.99", "180.00")
    assert gives["points"] == 108  # 180.00 × 0.5 × 1.2
    moved = {
        t.source: t.amount for t in answer.decision.transfers if t.target == "sales:restaurant"
    }
    assert moved == {"house:discounts": 19_99, "tender:cash": 180_00}


def test_parts_of_points_are_dropped(guest: Book) -> None:
    assert guest.must("post_spend", bill(1_99), member="li").decision.gives["points"] == 1
    assert guest.must("post_spend", bill(99, "8"), member="li").decision.gives["points"] == 0


def test_an_anonymous_card_earns_only_where_the_house_says_so(make_book) -> None:
    for earns, points in ((False, 0), (True, 100)):
        book = make_book(settings={"anonymous_earns": earns})
        book.must("enrol_member", EnrolMember(kind=MemberKind.ANONYMOUS), member="card")
        book.must("post_spend", bill(), member="card")
        assert book.balance("card") == points


def test_a_bill_paid_from_stored_value_earns_only_where_the_house_says_so(make_book) -> None:
    for earns, points in ((False, 0), (True, 100)):
        book = make_book(settings={"earn_on_stored_value": earns})
        book.enrol("li")
        book.set_pin("li")
        book.top_up("li", 100_00)
        book.must("post_spend", bill(rest="stored_value"), member="li", pin="1234")
        assert book.balance("li") == points


def test_the_members_notice_goes_the_ways_the_house_chose(make_book) -> None:
    for word, ways in (("sms", ("sms",)), ("email", ("email",)), ("both", ("sms", "email"))):
        book = make_book(settings={"notify_by": word})
        book.enrol("li")
        assert book.must("post_spend", bill(), member="li").decision.notified == ways


def test_who_is_unknown_or_applied_spends_nothing(book: Book) -> None:
    book.refuse("post_spend", bill(), "member-unknown", member="nobody")
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON), member="li")
    book.refuse("post_spend", bill(), "member-not-active", member="li")
    book.refuse("post_spend", bill(), "operator-unknown", member="li", operator="eve")


def test_a_bill_that_stored_value_pays_whole_earns_only_where_the_house_says_so(make_book) -> None:
    book = make_book(
        settings={"points_per_unit": {"restaurant": "1"}, "earn_on_stored_value": False}
    )
    book.enrol("li")
    book.set_pin("li")
    book.must("top_up", TopUp(amount_minor=500_00), member="li")
    whole = PostSpend(
        outlet="restaurant",
        bill="R-1",
        amount_minor=100_00,
        parts=(TenderPart("stored_value", 100_00),),
        rest="cash",
    )
    answer = book.must("post_spend", whole, member="li", pin="1234")
    assert answer.decision.gives.get("points", 0) == 0
    assert book.balance("li") == 0


@pytest.mark.parametrize(
    "body",
    [
        bill(100_00, rest="bitcoin"),
        bill(100_00, parts=(TenderPart("bitcoin", 1_00),)),
        bill(100_00, parts=(TenderPart("cash", 100_00),), rest="bitcoin"),
    ],
)
def test_a_way_to_pay_that_the_house_does_not_take_is_named(book: Book, body: PostSpend) -> None:
    book.enrol("li")
    facts = book.refuse("post_spend", body, "tender-unknown", member="li")
    assert facts == {"tender": "bitcoin"}


def test_what_a_till_cannot_say_is_no_way_to_pay(book: Book) -> None:
    book.enrol("li")  # "other" is what the poster calls the part that a card left open
    book.refuse("post_spend", bill(100_00, rest="other"), "tender-unknown", member="li")


def test_a_bill_for_a_stay_that_is_not_open_is_refused(book: Book) -> None:
    book.enrol("li")
    facts = book.refuse("post_spend", bill(stay="s9"), "stay-unknown", member="li")
    assert facts == {"stay": "s9"}
    begun = book.must("check_in", CheckIn(room="808"), member="li").slip_id
    book.must("post_spend", bill(stay=begun), member="li")
    book.must("check_out", CheckOut(), member="li")
    late = bill(number="8", stay=begun)
    assert book.refuse("post_spend", late, "stay-closed", member="li") == {"stay": begun}
    book.must("post_spend", bill(number="8"), member="li")  # the way out: without the stay


def test_a_stay_of_somebody_else_is_unknown(book: Book) -> None:
    book.enrol("li")
    book.enrol("wu")
    begun = book.must("check_in", CheckIn(room="808"), member="wu").slip_id
    book.refuse("post_spend", bill(stay=begun), "stay-unknown", member="li")


def test_what_the_guest_was_told_already_is_posted_without_the_stay_and_says_so(
    book: Book,
) -> None:
    book.enrol("li")
    known = book.submission("post_spend", bill(stay="s9", rest="taler"), member="li")
    told = Submission(slip=replace(known.slip, told={"payable": "100.00"}))
    decision = book.poster.post([told])[0].decision
    assert decision.outcome.value == "posted"
    assert decision.trace[0].step == "stay-not-open"
    assert book.one("SELECT stay FROM bills") == ""
    assert book.one("SELECT amount FROM transfers WHERE source = 'tender:taler'") == 100_00
    assert book.balance("li") == 100


def test_a_pin_beside_a_bill_in_cash_changes_nothing(guest: Book) -> None:
    guest.top_up("li", 100_00)
    by_card = bill(rest="stored_value")
    guest.refuse("post_spend", by_card, "pin-wrong", member="li", pin="9999")
    guest.must("post_spend", bill(), member="li", pin="1234")
    guest.must("post_spend", bill(number="8"), member="li", pin="9999")
    assert guest.rows("SELECT tries, blocked FROM credentials") == [(1, 0)]

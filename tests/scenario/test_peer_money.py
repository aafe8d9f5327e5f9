"""Stored value, refunds, limits and repeats as other programmes test them."""

from decimal import Decimal
from typing import Any

from app.loyalty.member import MemberKind
from app.operations.adjust import Adjust
from app.operations.enrol_member import EnrolMember
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.top_up import TopUp
from app.operations.void import Void
from tests.scenario.peer_cases import peer
from tests.support.book import Book

Case = dict[str, Any]


def minor(amount: object) -> int:
    return int(Decimal(str(amount)) * 100)


def wallet(make_book: Any, amount: object, **settings: Any) -> Book:
    book: Book = make_book(settings=settings)
    book.enrol("li")
    book.set_pin("li")
    if minor(amount):
        book.top_up("li", minor(amount))
    return book


def pay(book: Book, bill: object, member: str = "li"):
    return book.spend(member, minor(bill), rest="stored_value", pin="1234")


def due(answer: Any) -> Decimal:
    return Decimal(str(answer.decision.gives["payable"]))


@peer("PC-121", "PC-126", "PC-151")
def test_a_card_pays_what_it_holds_and_the_rest_is_due(make_book, case: Case) -> None:
    match case["id"]:
        case "PC-121":
            book = wallet(make_book, case["given"]["card"], stored_value_short="split")
            assert due(pay(book, case["given"]["bill"])) == case["then"]["amount_due"]
            assert book.balance("li", "CNY") == minor(case["then"]["card"])
        case "PC-126":
            book = wallet(make_book, case["given"]["sell_card"])
            assert due(pay(book, case["when"]["bill"])) == case["then"]["amount_due"]
            assert book.balance("li", "CNY") == minor(case["then"]["card"])
        case _:
            for bill, taken in ((12, case["then"][1]), (120, case["then"][2])):
                book = wallet(make_book, case["given"]["balance"], stored_value_short="split")
                pay(book, bill)
                assert minor(case["given"]["balance"]) - book.balance("li", "CNY") == minor(taken)


@peer("PC-128")
def test_two_wallets_do_not_touch_one_another(make_book, case: Case) -> None:
    book = wallet(make_book, case["given"]["wallets"]["A"], stored_value_short="split")
    book.enrol("wu")
    book.set_pin("wu")
    book.top_up("wu", minor(case["given"]["wallets"]["B"]))
    for member, bill, then in (
        ("li", 12, case["then"][0]),
        ("wu", 36, case["then"][1]),
        ("li", 38, case["then"][2]),
    ):
        answer = pay(book, bill, member)
        label = "A" if member == "li" else "B"
        assert (book.balance(member, "CNY"), due(answer)) == (minor(then[label]), then["due"])


@peer("PC-138", "PC-170")
def test_a_card_is_never_spent_twice_and_a_bill_is_paid_all_or_not_at_all(
    make_book, case: Case
) -> None:
    if case["id"] == "PC-138":
        book = wallet(make_book, case["given"]["card"])
        batch = [
            book.submission(
                "post_spend",
                PostSpend(outlet="rooms", bill=str(n), amount_minor=100_00, rest="stored_value"),
                member="li", pin="1234",
            )
            for n in range(2)
        ]  # fmt: skip
        answers = book.poster.post(batch)
        assert [one.decision.outcome.value for one in answers] == ["posted", "refused"]
        assert book.balance("li", "CNY") == 0
        return
    book = wallet(make_book, sum(case["given"]["balances"]))
    body = PostSpend(
        outlet="rooms", bill="1", amount_minor=minor(case["when"]["pay"]), rest="stored_value"
    )
    before = book.transfers()
    book.refuse("post_spend", body, "not-enough-stored-value", member="li", pin="1234")
    assert book.transfers() - before == case["then"]["postings"]


@peer("PC-140", "PC-148", "PC-158")
def test_a_deposit_is_undone_only_while_it_is_there_and_only_once(make_book, case: Case) -> None:
    for used in (0, 20):
        book = wallet(make_book, 0)
        deposit = book.top_up("li", 50_00)
        if used:
            pay(book, used)
            book.refuse("void", Void(of=deposit.slip_id), "not-enough-stored-value", member="li")
            book.top_up("li", used * 100)
        before = book.transfers()
        book.must("void", Void(of=deposit.slip_id), member="li")
        assert book.transfers() == before + 1  # a reversal is an entry of its own
        assert book.balance("li", "CNY") == 0
        book.refuse("void", Void(of=deposit.slip_id), "already-voided", member="li")
    assert case["then"]


@peer("PC-153")
def test_refunds_are_capped_at_what_was_paid(make_book, case: Case) -> None:
    book = wallet(make_book, case["given"]["card"])
    bill = pay(book, case["given"]["redeemed"])
    first, second = (minor(one["refund"]) for one in case["when"])
    book.must("refund", Refund(of=bill.slip_id, amount_minor=first), member="li")
    book.refuse(
        "refund", Refund(of=bill.slip_id, amount_minor=second), "refund-too-large", member="li"
    )
    assert book.balance("li", "CNY") == minor(1_000 - 300 + 25)


@peer("PC-175")
def test_a_purse_has_a_ceiling_and_the_ceiling_is_inside(make_book, case: Case) -> None:
    ceiling, amount = minor(case["given"]["ceiling"]), minor(case["given"]["top_up"])
    for when, then in zip(case["when"], case["then"], strict=True):
        book = wallet(make_book, when["balance"], limit_named=ceiling)
        answer = book.do("top_up", TopUp(amount_minor=amount), member="li")
        assert (answer.decision.outcome.value == "posted") == (then == "ok")


@peer("PC-065")
def test_a_discount_takes_no_more_than_the_bill(make_book, case: Case) -> None:
    book = make_book(
        settings={"discount_basic": {"rooms": str(case["given"]["benefits"][0]["percent"])}}
    )
    book.enrol("li")
    answer = book.spend("li", minor(case["given"]["bill"]))
    assert Decimal(str(answer.decision.gives["discount"])) == case["then"]["discount"]
    assert due(answer) == case["then"]["total"]


@peer("PC-085")
def test_an_adjustment_is_a_signed_entry_with_who_answers_for_it(make_book, case: Case) -> None:
    book = wallet(make_book, case["given"]["credit"])
    change = minor(case["when"]["set_to"]) - minor(case["given"]["credit"])
    assert change == minor(case["then"]["adjustment_event"])
    body = Adjust(asset="CNY", quantity=change, reason=case["when"]["reason"])
    answer = book.must("adjust", body, member="li", operator="sue")
    assert book.balance("li", "CNY") == minor(case["when"]["set_to"])
    assert book.one("SELECT operator FROM decisions WHERE slip = ?", answer.slip_id) == "sue"


@peer("PC-156")
def test_wrong_codes_in_a_row_lock_and_a_right_one_starts_anew(make_book, case: Case) -> None:
    for codes, then in zip(("000", "0010"), case["then"], strict=True):
        book = wallet(make_book, 0)
        book.give_points("li", 100)
        book.put_reward("mug", 1)
        for code in codes:
            book.do(
                "redeem", Redeem(reward="mug"), member="li", pin="1234" if code == "1" else "0000"
            )
        assert bool(book.one("SELECT blocked FROM credentials")) == then["blocked"]


@peer("PC-160")
def test_one_key_does_not_serve_two_requests(make_book, case: Case) -> None:
    book = wallet(make_book, 0)
    first, second = (book.top_up("li", 100) for _ in case["given"]["tx"])
    book.must("void", Void(of=first.slip_id), member="li", slip_id="K")
    answer = book.poster.post(
        [book.submission("void", Void(of=second.slip_id), member="li", slip_id="K")]
    )[0]
    assert answer.decision.refusal is not None
    assert answer.decision.refusal.reason.value == "same-id-other-content"
    assert book.balance("li", "CNY") == 100


@peer("PC-180")
def test_a_race_makes_no_second_account(make_book, case: Case) -> None:
    book = make_book()
    body = EnrolMember(kind=MemberKind.PERSON, phone_claim="A")
    batch = [book.submission("enrol_member", body, member=one) for one in ("li", "li-2", "li")]
    answers = book.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused", "refused"]
    assert book.one("SELECT COUNT(*) FROM members") == case["then"]["cards_of_member"]

"""Cases of other programmes that this house answers otherwise on purpose, with our answer."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from app.operations.close_day import CloseDay
from app.operations.post_spend import PostSpend
from app.operations.settle_market import SettleMarket
from app.operations.stake import Stake
from app.operations.tenders import TenderPart
from tests.scenario.peer_cases import otherwise
from tests.support.book import PROGRAMMES, START, Book

Case = dict[str, Any]


def by_hand(book: Book, text: str) -> None:
    """Change the books behind the poster's back."""
    with book.books.engine.begin() as connection:
        connection.exec_driver_sql(text)


@otherwise("PC-116")
def test_a_balance_that_drifted_is_named_and_stops_the_audit(make_book, case: Case) -> None:
    book: Book = make_book()
    book.enrol("li")
    book.give_points("li", case["given"]["lot_left"])
    drifted = case["given"]["lot_left"] - case["given"]["balance_drifted_to"]
    by_hand(book, f"UPDATE balances SET out_total = out_total + {drifted}")
    assert book.broken() != []
    book.reopen()
    book.now += timedelta(hours=9)
    day = CloseDay(date=book.business_date)
    book.refuse("close_day", day, "day-not-proved", operator="sue")
    assert book.balance("li") == case["given"]["balance_drifted_to"]  # nothing was repaired unseen
    by_hand(book, f"UPDATE balances SET out_total = out_total - {drifted}")


@otherwise("PC-123")
def test_each_card_pays_its_part_under_a_number_of_its_own(make_book, case: Case) -> None:
    book: Book = make_book()
    bill = round(case["given"]["bill"] * 100)
    for member, holds in zip(("li", "wu"), case["given"]["cards"], strict=True):
        book.enrol(member)
        book.set_pin(member)
        book.top_up(member, holds * 100)
    first = PostSpend(outlet="rooms", bill="77", amount_minor=100_00, rest="stored_value")
    book.must("post_spend", first, member="li", pin="1234")
    book.refuse("post_spend", first, "bill-used", member="wu", pin="1234")
    parts = (TenderPart("stored_value", 100_00),)
    second = PostSpend(outlet="rooms", bill="77-2", amount_minor=bill - 100_00, parts=parts)
    answer = book.must("post_spend", second, member="wu", pin="1234")
    assert float(str(answer.decision.gives["payable"])) == case["then"]["amount_due"]


@otherwise("PC-150", "PC-171")
def test_nothing_is_lent(make_book, case: Case) -> None:
    tried = (
        [one["debit"] for one in case["when"]] if case["id"] == "PC-150" else [case["when"]["pay"]]
    )
    for short, holds in (("refuse", 0), ("refuse", 3), ("split", 3)):
        book: Book = make_book(settings={"stored_value_short": short})
        book.enrol("li")
        book.set_pin("li")
        if holds:
            book.top_up("li", holds * 100)
        for number, yuan in enumerate(tried):
            body = PostSpend(
                outlet="rooms", bill=str(number), amount_minor=yuan * 100, rest="stored_value"
            )
            has = book.balance("li", "CNY")
            answer = book.do("post_spend", body, member="li", pin="1234")
            posted = answer.decision.outcome.value == "posted"
            assert posted == (0 < yuan * 100 <= has or (short == "split" and yuan > 0))
            assert book.balance("li", "CNY") == (max(0, has - yuan * 100) if posted else has)


@otherwise("PC-161")
def test_an_entry_that_does_not_balance_cannot_be_written_and_one_made_so_by_hand_is_named(
    make_book, case: Case
) -> None:
    book: Book = make_book()
    book.enrol("li")
    answer = book.top_up("li", 99_90)
    signed = [
        sign * one.amount for one in answer.decision.transfers for sign in (1, -1)
    ]  # each transfer is its own counterpart
    assert sum(signed) == 0
    assert book.broken() == []
    with pytest.raises(Exception, match="append-only"):
        by_hand(book, "UPDATE transfers SET amount = 9980 WHERE asset = 'CNY'")
    assert case["then"]["error"]


@otherwise("PC-165", "PC-166")
def test_of_what_is_shared_out_the_rest_stays_with_the_house(make_book, case: Case) -> None:
    amount, parts = case["given"]["amount"], case["given"]["split"]
    shares = [Fraction(int(one.rstrip("%")), 100) for one in parts.values() if one != "rest"]
    if "rest" in parts.values():
        shares.append(1 - sum(shares))
    size = 25 if case["id"] == "PC-165" else 20
    pack = (PROGRAMMES / "huazhu.toml").read_text(encoding="utf-8")
    book: Book = make_book(source=pack.replace("[stakes]\npoints = 50", "[stakes]\npoints = 1"))
    stakes = {name: int(share * size) for name, share in zip(parts, shares, strict=True)}
    for name, points in [*stakes.items(), ("loser", amount)]:
        book.brought(name, points=points)
        outcome = "lost" if name == "loser" else "won"
        kickoff = START + timedelta(hours=9)
        body = Stake(market="m", outcome=outcome, points=points, kickoff=kickoff)
        book.must("stake", body, member=name)
    book.now = START + timedelta(hours=9)
    book.must("settle_market", SettleMarket(market="m", outcome="won"), operator="sue")
    won = {name: book.balance(name) - points for name, points in stakes.items()}
    ours = {"PC-165": [12, 1, 1], "PC-166": [12, 2, 0]}[case["id"]]
    assert [*won.values()] == ours
    assert [*case["then"].values()] != ours  # there the first gets what is left
    assert amount - sum(won.values()) == 1

"""Value taken from a member who was found by a QR code always needs the PIN, whatever the programme says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.loyalty.member import MemberKind
from app.operations.post_spend import Identify, PostSpend
from app.operations.redeem import Redeem
from app.operations.slip import Body
from app.operations.tenders import TenderPart
from tests.support.book import PROGRAMMES, Book

VOUCHERS = """
[assets.meal]
names = { zh = "餐券", en = "meal voucher" }
kind = "voucher"
pays_at = ["restaurant"]

[assets.gift-money]
names = { zh = "代金券", en = "gift money" }
kind = "voucher"
scale = 2
pays_at = ["restaurant"]
"""


def house_without_pins() -> str:
    """The house's pack with vouchers, and value that leaves without a PIN."""
    text = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")
    return text.replace("[stored_value]", VOUCHERS + "\n[stored_value]\npin_needed = false", 1)


@pytest.fixture
def open_book(tmp_path: Path) -> Iterator[Book]:
    book = Book(
        tmp_path / "books.db",
        source=house_without_pins(),
        settings={"points_per_yuan_paid": "100", "points_per_unit": {"restaurant": "1"}},
    )
    balances = {"meal": 2, "gift-money": 50_00}
    book.brought("li", points=100_000, stored_minor=500_00, balances=balances)
    book.put_reward("mug", 300)
    yield book
    assert book.broken() == []
    book.close()


def bill(identify: Identify | msgspec.UnsetType, **more: Any) -> PostSpend:
    facts: dict[str, Any] = {"outlet": "restaurant", "bill": "7", "amount_minor": 40_00} | more
    return PostSpend(identify=identify, **facts)


TAKING: dict[str, tuple[str, Callable[[Identify], Body]]] = {
    "stored value, as the rest": ("post_spend", lambda how: bill(how, rest="stored_value")),
    "stored value, in part": (
        "post_spend",
        lambda how: bill(how, parts=(TenderPart("stored_value", 1_00),)),
    ),
    "points, as the rest": ("post_spend", lambda how: bill(how, rest="points")),
    "points, in part": ("post_spend", lambda how: bill(how, parts=(TenderPart("points", 0, 100),))),
    "a voucher": (
        "post_spend",
        lambda how: bill(how, parts=(TenderPart("voucher", asset="meal"),)),
    ),
    "a voucher of money": (
        "post_spend",
        lambda how: bill(how, parts=(TenderPart("voucher", 10_00, asset="gift-money"),)),
    ),
    "a voucher, as the rest": ("post_spend", lambda how: bill(how, rest="voucher")),
    "a reward": ("redeem", lambda how: Redeem(reward="mug", identify=how)),
}


@pytest.mark.parametrize("taking", TAKING)
def test_value_by_qr_needs_the_pin_where_the_programme_asks_for_none(
    open_book: Book, taking: str
) -> None:
    kind, body = TAKING[taking]
    open_book.refuse(kind, body("qr"), "pin-not-set", member="li")
    open_book.refuse(kind, body("qr"), "pin-not-set", member="li", pin="1234")
    open_book.set_pin("li")
    open_book.refuse(kind, body("qr"), "pin-needed", member="li")
    open_book.refuse(kind, body("qr"), "pin-wrong", member="li", pin="9999")
    open_book.must(kind, body("qr"), member="li", pin="1234")


@pytest.mark.parametrize("taking", TAKING)
@pytest.mark.parametrize("how", ["card", "mobile"])
def test_found_by_card_or_phone_the_programme_decides(
    open_book: Book, taking: str, how: Identify
) -> None:
    kind, body = TAKING[taking]
    open_book.must(kind, body(how), member="li")


def test_an_unnamed_card_is_no_cash_by_qr(book: Book) -> None:
    book.enrol("anon", MemberKind.ANONYMOUS)
    book.top_up("anon", 100_00)
    book.refuse("post_spend", bill("qr", rest="stored_value"), "pin-not-set", member="anon")
    book.must("post_spend", bill("card", rest="stored_value"), member="anon")


def test_a_bill_by_qr_that_takes_no_value_needs_no_pin(open_book: Book) -> None:
    open_book.must("post_spend", bill("qr"), member="li")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.text(max_size=12).filter(lambda text: text not in {"card", "mobile"}))
def test_any_other_way_to_find_a_member_needs_the_pin(open_book: Book, how: str) -> None:
    open_book.refuse("redeem", Redeem(reward="mug", identify=how), "pin-not-set", member="li")


def test_a_bill_by_card_is_written_as_ever() -> None:
    plain = PostSpend(outlet="bar", bill="7", amount_minor=100)
    text = msgspec.json.encode(plain, order="sorted")
    assert b"identify" not in text
    assert text == (
        b'{"amount_minor":100,"bill":"7","channel":"desk","confirm":true,"outlet":"bar","partner":"",'
        b'"parts":[],"product":"","rate_class":"qualifying","rest":"cash","stay":"","units":0}'
    )
    assert msgspec.json.decode(text, type=PostSpend) == plain
    assert plain.identified_by == "card"
    by_qr = PostSpend(outlet="bar", bill="7", amount_minor=100, identify="qr")
    assert b'"identify":"qr"' in msgspec.json.encode(by_qr)

"""A sale as it is typed: amounts, bills, and what pays."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from app.loyalty.refusals import Reason
from app.ui.outlet.sale import BACK, CLEAR, Sale, next_bill, next_code, typed
from tests.support.desk_samples import HOUSE as SAMPLE
from tests.support.desk_samples import LIN as PANEL

HOUSE = msgspec.structs.replace(SAMPLE, outlet="lobby")


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["4", "2", "8"], "428"),
        (["4", "00"], "400"),
        (["."], "0."),
        (["1", ".", ".", "5"], "1.5"),
        (["+", "1", "+", "+", "2", ".", "5", ".", "0"], "1+2.50"),
        (["1", "2", BACK], "1"),
        (["1", "2", CLEAR], ""),
        ([BACK], ""),
        (["9"] * 40, "9" * 24),
    ],
)
def test_keys_write_an_amount(keys: list[str], text: str) -> None:
    amount = ""
    for key in keys:
        amount = typed(amount, key)
    assert amount == text


@pytest.mark.parametrize(
    ("last", "number"),
    [("20-1193", "20-1194"), ("A099", "A100"), ("0099", "0100"), ("7", "8"), ("X", ""), ("", "")],
)
def test_the_next_bill_is_one_more(last: str, number: str) -> None:
    assert next_bill(last) == number


def test_tenders_come_round() -> None:
    codes = ("cash", "card")
    assert [next_code(codes, one) for one in ("cash", "card", "gone")] == ["card", "cash", "cash"]
    assert next_code((), "cash") == ""


def test_no_request_without_a_bill_or_an_amount() -> None:
    assert Sale(amount="10").draft(PANEL, HOUSE) is None
    assert Sale(bill="1").draft(PANEL, HOUSE) is None
    assert Sale(bill=" ", amount="10").draft(PANEL, HOUSE) is None
    assert Sale(bill="1", amount="10+").draft(PANEL, HOUSE) is None
    assert Sale(amount="10+").minor(2) is Reason.AMOUNT_MALFORMED


def test_stored_value_and_points_pay_as_far_as_they_go() -> None:
    sale = Sale(amount="428", bill="7", tender="cash", with_stored=True, with_points=True)
    first = sale.draft(PANEL, HOUSE)
    assert first is not None
    assert (first.stored_minor, first.points) == (0, 0)  # nobody has said yet what is due
    due = replace(sale, payable_minor=38_520).draft(PANEL, HOUSE)
    assert due is not None
    assert (due.amount_minor, due.stored_minor, due.points) == (42_800, 38_520, 0)
    more = replace(sale, payable_minor=200_050).draft(PANEL, HOUSE)
    assert more is not None
    assert more.stored_minor == PANEL.stored_minor
    left = (200_050 - PANEL.stored_minor) // 100  # whole yuan only
    worth = min(PANEL.points // HOUSE.points_per_unit, left)
    assert more.points == worth * HOUSE.points_per_unit > 0
    assert (more.outlet, more.rest_tender) == (HOUSE.outlet, "cash")

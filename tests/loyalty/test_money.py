"""Money: what is read, what is refused, and how parts become whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.loyalty.money import LARGEST_MINOR, Rounding, from_minor, positive, rounded, to_minor
from app.loyalty.refusals import Refusal


@pytest.mark.parametrize(
    ("text", "scale", "minor"),
    [
        ("888.00", 2, 88_800), ("888", 2, 88_800), ("0.1", 2, 10), ("1,234.50", 2, 123_450), (" 12 ", 2, 1_200),
        ("-5.00", 2, -500), ("0", 2, 0), ("-0.00", 2, 0), ("1.50", 1, 15), ("7", 0, 7), ("7.0", 0, 7), (".5", 2, 50),
        ("5.", 2, 500), ("１２．５０", 2, 1_250), ("10000000.00", 2, LARGEST_MINOR), ("+3", 2, 300), ("0.0001", 4, 1),
    ],
)  # fmt: skip
def test_an_amount_is_read_into_minor_units(text: str, scale: int, minor: int) -> None:
    assert to_minor(text, scale) == minor


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "1.234", "0.001", "1.2.3", "--1", "1e3", "1E5", "1_000", "NaN", "nan", "sNaN", "Infinity", "-inf",
     "0x10", "1/2", "¥5", "٣", "१", "五", "1.000000000000000000000000000000000001", "1e999999999", "1e-999999999",
     "\0", "12\n34", "1" + "0" * 5_000 + "x"],
)  # fmt: skip
def test_garbage_is_malformed(text: str) -> None:
    found = to_minor(text, 2)
    assert isinstance(found, Refusal)
    assert found.reason.value == "amount-malformed"
    assert len(str(found.facts["text"])) <= 40


@pytest.mark.parametrize("text", ["10000000.01", "-10000000.01", "9" * 40, "9" * 5_000])
def test_what_no_bill_can_be_is_too_large(text: str) -> None:
    found = to_minor(text, 2)
    assert isinstance(found, Refusal)
    assert found.reason.value == "amount-too-large"
    assert found.facts == {"largest": "10000000.00"}


@given(st.integers(-LARGEST_MINOR, LARGEST_MINOR), st.integers(0, 4))
def test_what_is_written_is_read_back(minor: int, scale: int) -> None:
    assert to_minor(from_minor(minor, scale), scale) == minor


@given(st.text(max_size=30), st.integers(0, 4))
def test_any_text_is_an_amount_or_a_refusal(text: str, scale: int) -> None:
    found = to_minor(text, scale)
    assert isinstance(found, (int, Refusal))
    assert not isinstance(found, int) or abs(found) <= LARGEST_MINOR


@pytest.mark.parametrize(
    ("value", "rounding", "whole"),
    [
        ("1.5", "floor", 1), ("1.5", "half-up", 2), ("1.4", "half-up", 1), ("1.01", "ceil", 2), ("1.9", "exact", 1),
        ("2.5", "half-up", 3), ("-1.5", "floor", -2), ("-1.5", "half-up", -2), ("-1.5", "ceil", -1), ("0", "ceil", 0),
        ("99999999999999999999.5", "half-up", 100_000_000_000_000_000_000),
    ],
)  # fmt: skip
def test_parts_become_whole_by_name(value: str, rounding: str, whole: int) -> None:
    assert rounded(Decimal(value), Rounding(rounding)) == whole


@pytest.mark.parametrize(
    ("minor", "reason"),
    [(1, None), (LARGEST_MINOR, None), (0, "amount-not-positive"), (-1, "amount-not-positive"),
     (LARGEST_MINOR + 1, "amount-too-large")],
)  # fmt: skip
def test_a_bill_is_more_than_nothing_and_not_absurd(minor: int, reason: str | None) -> None:
    found = positive(minor)
    assert (found.reason.value if found else None) == reason

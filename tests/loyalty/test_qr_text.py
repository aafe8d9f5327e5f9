"""QR texts: what this house wrote is read, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.loyalty.qr_text import QrMember, QrVoucher, member_qr, read_qr, voucher_qr

KEY = bytes(range(32))
OTHER = bytes(32)
PARTS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:_-", min_size=1, max_size=40)


@given(PARTS, PARTS)
def test_what_was_written_is_read(number: str, code: str) -> None:
    assert read_qr(member_qr(number, KEY), KEY) == QrMember(number)
    assert read_qr(voucher_qr(number, code, KEY), KEY) == QrVoucher(number, code)


def test_caps_lock_turns_letters_round() -> None:
    text = voucher_qr("V-100", "dinner", KEY)
    assert read_qr(text.swapcase(), KEY) == QrVoucher("V-100", "DINNER")


@given(PARTS)
def test_another_houses_and_another_kinds_check_open_nothing(number: str) -> None:
    text = member_qr(number, KEY)
    assert read_qr(text, OTHER) is None
    assert read_qr(text.replace("INN1.M.", "INN1.V.", 1), KEY) is None
    assert read_qr(text.replace(f"M.{number}", f"V.{number}.X", 1), KEY) is None


@given(PARTS, st.integers(0, 15), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_changed_letter_of_the_check_opens_nothing(number: str, at: int, letter: str) -> None:
    text = member_qr(number, KEY)
    place = len(text) - 16 + at
    changed = text[:place] + letter + text[place + 1 :]
    assert (read_qr(changed, KEY) is None) == (changed != text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%INN1",
        "%INN1.M.100001",
        "%INN1.M.100001.",
        "%INN1.M..AAAAAAAAAAAAAAAA",
        "%INN1.X.100001.AAAAAAAAAAAAAAAA",
        "INN1.M.100001.AAAAAAAAAAAAAAAA",
        "%INN1.M.100001.AAAAAAAAAAAAAAAA\n",
        "%INN1.M.１００.AAAAAAAAAAAAAAAA",
        "%INN1.M." + "9" * 41 + ".AAAAAAAAAAAAAAAA",
        "%B8888000012345678^LIN?",
    ],
)
def test_what_has_no_such_form_opens_nothing(text: str) -> None:
    assert read_qr(text, KEY) is None


@given(st.text(max_size=120))
def test_any_text_is_read_or_not_and_never_fails(text: str) -> None:
    assert read_qr(text, KEY) is None
    assert read_qr("%INN1.M." + text, KEY) is None


@pytest.mark.parametrize("number", ["", "1.2", "1 2", "汉", "9" * 41])
def test_a_number_that_cannot_stand_there_is_not_written(number: str) -> None:
    with pytest.raises(ValueError, match="cannot stand"):
        member_qr(number, KEY)

"""Card numbers: the check digit, the house's form, and values that never print themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.loyalty.card_no import CardNo, CardTemplate, luhn_digit, passes_luhn

FORM = CardTemplate(prefix="8821", length=16)


@pytest.mark.parametrize("number", ["79927398713", "4111111111111111", "0000000000000000", "18"])
def test_known_numbers_pass(number: str) -> None:
    assert passes_luhn(number)


@pytest.mark.parametrize(
    "number",
    [
        "79927398710",
        "4111111111111112",
        "",
        "0",
        "7",
        "4111-1111",
        "４１１１１１１１１１１１１１１１",
        "٤",
        " 18",
    ],
)
def test_others_do_not(number: str) -> None:
    assert not passes_luhn(number)


@given(st.text("0123456789", min_size=1, max_size=18), st.data())
def test_one_wrong_digit_always_shows(digits: str, data: st.DataObject) -> None:
    whole = digits + luhn_digit(digits)
    assert passes_luhn(whole)
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != whole[place]]))
    assert not passes_luhn(whole[:place] + other + whole[place + 1 :])


@given(st.integers(0, 10**11 - 1))
def test_every_number_of_the_house_has_its_form(serial: int) -> None:
    assert FORM.matches(FORM.number(serial))


@pytest.mark.parametrize(
    "number",
    [
        "8821000000000000",
        "882100000000007",
        "88210000000000070",
        "9821000000000006",
        "",
        "８８２１０００００００００００７",
    ],
)
def test_what_is_not_the_houses_form_does_not_match(number: str) -> None:
    assert FORM.matches(number) == (number == FORM.number(0))


def test_a_form_that_is_full_says_so() -> None:
    small = CardTemplate(prefix="8821", length=8)
    assert small.number(999) == "8821999" + luhn_digit("8821999")
    with pytest.raises(ValueError, match="no card number is left"):
        small.number(1_000)


def test_a_form_without_check_digit_uses_all_its_room() -> None:
    plain = CardTemplate(prefix="99", length=8, check_digit=False)
    assert plain.number(7) == "99000007"
    assert plain.matches("99123456")


def test_a_card_number_prints_its_tail_only() -> None:
    card = CardNo("8821000000001234")
    for said in (str(card), repr(card), f"{card}", f"{card!r}"):
        assert "8821" not in said
        assert "1234" in said
    assert str(CardNo("123")) == "123"

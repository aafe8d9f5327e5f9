import pytest

from devices.codec.card_numbers import luhn_digit, passes_luhn
from devices.codec.track_text import (
    TrackFields,
    check_payload,
    check_track,
    parse_track1,
    parse_track2,
)
from devices.errors import BadSwipeError, CharacterError, EndSentinelError, StartSentinelError
from tests.devices.support import vectors


@pytest.mark.parametrize(
    "case", vectors("magstripe")["field_vectors"], ids=lambda case: case["raw"]
)
def test_the_fields_of_known_cards_are_read(case):
    fields = (parse_track1 if case["track"] == 1 else parse_track2)(case["raw"])
    for name, value in case["fields"].items():
        assert getattr(fields, name) == value, name


@pytest.mark.parametrize(
    ("text", "expiry", "service_code", "rest"),
    [
        (";8888=?", None, None, ""),
        (";8888==123?", None, "123", ""),
        (";8888=4912=77?", "4912", None, "77"),
        (";8888=4912?", "4912", None, ""),
        (";8888===9?", None, None, "9"),
        (";8888?", None, None, ""),
    ],
)
def test_fields_may_be_absent(text, expiry, service_code, rest):
    fields = parse_track2(text)
    assert (fields.expiry, fields.service_code, fields.discretionary) == (
        expiry,
        service_code,
        rest,
    )


def test_an_expiry_in_month_49_is_no_expiry():
    assert parse_track2(";9826150911219687=1249?") == TrackFields(
        pan="9826150911219687", discretionary="1249"
    )


def test_the_luhn_digit_of_the_known_number():
    luhn = vectors("magstripe")["luhn"]
    assert luhn_digit(luhn["without_check"]) == luhn["check_digit"]
    assert passes_luhn(luhn["without_check"] + luhn["check_digit"])
    assert not passes_luhn(luhn["without_check"] + "6")


def test_caps_lock_is_folded():
    assert check_track("%b8888^wang/xiaoming^?", 1) == "%B8888^WANG/XIAOMING^?"


@pytest.mark.parametrize(
    ("text", "track", "error"),
    [
        ("8888?", 2, StartSentinelError),
        ("", 1, StartSentinelError),
        ("%8888?", 2, StartSentinelError),
        (";8888", 2, EndSentinelError),
        (";" + "1" * 38 + "?", 2, EndSentinelError),
        ("%" + "A" * 77 + "?", 1, EndSentinelError),
        (";88A8?", 2, CharacterError),
        (";88?8?", 2, CharacterError),
        ("%AB\x7f?", 1, CharacterError),
    ],
)
def test_a_bad_track_says_what_is_wrong(text, track, error):
    with pytest.raises(error):
        check_track(text, track)


def test_the_longest_tracks_pass():
    assert check_track(";" + "1" * 37 + "?", 2)
    assert check_track("%" + "A" * 76 + "?", 1)
    assert check_track("+" + "1" * 104 + "?", 3)
    assert check_track("%" + "AZ 09" + "?", 3)


@pytest.mark.parametrize("text", ["%BABC^X^?", "%C123^X^4912?", "%B123?"])
def test_track_1_of_another_format_is_refused(text):
    with pytest.raises(BadSwipeError):
        parse_track1(text)


@pytest.mark.parametrize(("text", "track"), [("1" * 38, 2), ("12A", 2), ("A" * 77, 1), ("A?", 1)])
def test_what_cannot_be_written_is_refused(text, track):
    with pytest.raises(CharacterError):
        check_payload(text, track)

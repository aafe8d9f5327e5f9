import hashlib
import hmac

import pytest

from devices.codec.card_numbers import (
    CardPattern,
    CardPolicy,
    classify,
    looks_like_bank,
    mask_bank_track,
    mask_numbers,
)

OURS = CardPolicy(member_cards=(CardPattern.parse("888800/16"), CardPattern.parse("/8")))
BANK_T1 = "%B4761739001010010^SOMEBODY/SOME^1808101?"
BANK_T2 = ";4761739001010010=1808101?"


@pytest.mark.parametrize(
    ("text", "number", "fits"),
    [
        ("888800/16", "8888000012345678", True),
        ("888800/16", "888800001234567", False),
        ("888800/16", "8888010012345678", False),
        ("8888/8,16", "88880012", True),
        ("8888", "8888123", True),
        ("/10", "0123456789", True),
    ],
)
def test_patterns(text, number, fits):
    assert CardPattern.parse(text).fits(number) is fits


@pytest.mark.parametrize("text", ["", "/", "88x/16", "8888/", "8888/16;"])
def test_a_bad_pattern_says_what_was_meant(text):
    with pytest.raises(ValueError, match="888800/16"):
        CardPattern.parse(text)


@pytest.mark.parametrize(
    ("tracks", "member", "is_bank"),
    [
        ((None, ";8888000012345678=4912101?", None), "8888000012345678", False),
        (("%B8888000012345678^A/B^4912101?", None, None), "8888000012345678", False),
        (("%B8888 0000 1234 5678^A/B^4912101?", None, None), "8888000012345678", False),
        ((None, ";88880012=?", None), "88880012", False),
        ((None, ";7770001?", None), None, False),
        (("%HOTEL BAR^7?", None, None), None, False),
        (("%BEST HOTEL^7?", None, None), None, False),
        ((None, BANK_T2, None), None, True),
        ((BANK_T1, None, None), None, True),
        (("%B1234567890123^A/B^4912101?", None, None), None, True),
        ((None, ";6212345678901234567=49121010000?", None), None, True),
        ((None, None, ";994761739001010010=156?"), None, True),
        ((BANK_T1, ";8888000012345678=4912101?", None), None, True),
    ],
)
def test_whose_card_it_is(tracks, member, is_bank):
    owner = classify(tracks, OURS)
    assert (owner.member_number, owner.is_bank_card) == (member, is_bank)


def test_without_patterns_what_looks_like_a_bank_card_is_one():
    owner = classify(("%B8888000012345678^A/B^4912101?", None, None), CardPolicy())
    assert owner.is_bank_card


def test_a_bank_cards_hash_is_keyed():
    policy = CardPolicy(hash_key=b"key")
    wanted = hmac.new(b"key", b"4761739001010010", hashlib.sha256).hexdigest()
    assert policy.bank_hash("4761739001010010") == wanted
    assert CardPolicy().bank_hash("4761739001010010") is None
    assert "key'" not in repr(policy)


def test_a_bank_track_keeps_only_the_last_four():
    assert mask_bank_track(BANK_T2, "4761739001010010") == ";************0010=*******?"
    masked = mask_bank_track(BANK_T1, "4761739001010010")
    assert masked == "%*************0010^*************^*******?"
    assert mask_bank_track(None, None) is None
    assert mask_bank_track(";123=4?", None) == ";***=*?"


def test_masks_for_logs():
    assert mask_numbers("card 8888000012345678 bill 1234567") == (
        "card 888800******5678 bill 1234567"
    )
    assert mask_numbers(";12345?", shortest=1) == ";***45?"


def test_lengths_of_bank_numbers():
    assert not looks_like_bank("0" * 12)
    assert looks_like_bank("0" * 13)
    assert not looks_like_bank("0" * 20)

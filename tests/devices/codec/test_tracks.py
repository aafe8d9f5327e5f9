"""Whole swipes read at once: the vectors' bits and fields, and whatever else bytes may be."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.codec import stripe_bits
from devices.codec.tracks import decode_bits, parse
from devices.errors import BadSwipeError, EndSentinelError, LrcError, ParityError
from tests.devices.support import OURS_T1, OURS_T2, vectors

VECTORS = vectors("magstripe")
TRACK_OF = {7: 1, 5: 2}
WRONG = {"parity": ParityError, "lrc": LrcError, "no_end_sentinel": EndSentinelError}


@pytest.mark.parametrize("case", VECTORS["bit_vectors"], ids=lambda case: case["text"])
def test_bits_are_read_in_either_direction(case) -> None:
    track = TRACK_OF[case["bits_per_char"]]
    for bits in (case["bitstream"], case["bitstream"][::-1], f"000{case['bitstream']}0000"):
        assert decode_bits(bits, track) == case["text"]


@pytest.mark.parametrize("case", VECTORS["negative"], ids=lambda case: case["kind"])
def test_wrong_bits_are_refused_for_what_is_wrong(case) -> None:
    track = TRACK_OF[case["bits_per_char"]]
    if case["kind"] == "reverse_swipe":
        assert decode_bits(case["bitstream"], track) == case["base"]
        return
    with pytest.raises(WRONG[case["kind"]]):
        decode_bits(case["bitstream"], track)


@pytest.mark.parametrize(("bits", "track"), [("01", 0), ("01", 4), ("012", 2), ("x", 1)])
def test_what_is_no_bits_or_no_track_is_a_value_error(bits: str, track: int) -> None:
    with pytest.raises(ValueError, match=r"meant|written"):
        decode_bits(bits, track)


@given(st.text("0123456789=", min_size=1, max_size=30))
def test_what_is_written_is_read(payload: str) -> None:
    bits = stripe_bits.to_bits(stripe_bits.encode(f";{payload}?", 5), 5)
    assert decode_bits(bits, 2) == decode_bits(bits, 3) == f";{payload}?"


@pytest.mark.parametrize("end", [b"", b"\r", b"\r\n"])
def test_a_whole_swipe_is_read(end: bytes) -> None:
    read = parse(f"{OURS_T1}{OURS_T2}".encode() + end)
    assert (read.track1, read.track2, read.track3, read.errors) == (OURS_T1, OURS_T2, None, ())
    assert read.fields is not None
    assert read.fields.pan == OURS_T2[1:17]
    assert OURS_T2 not in repr(read)


@pytest.mark.parametrize("case", VECTORS["field_vectors"], ids=lambda case: case["raw"][:12])
def test_fields_come_from_the_track_that_has_them(case) -> None:
    fields = parse(case["raw"].encode("ascii")).fields
    assert fields is not None
    assert fields.pan == case["fields"]["pan"]


def test_what_is_no_swipe_has_an_error_and_never_raises() -> None:
    assert not parse(b"").is_good
    assert not parse(b"hello").is_good
    chance = random.Random(3)
    for _ in range(10_000):
        read = parse(chance.randbytes(chance.randrange(120)))
        assert read.is_good or read.errors


def test_a_bad_swipe_is_a_value_error_too() -> None:
    assert issubclass(BadSwipeError, ValueError)

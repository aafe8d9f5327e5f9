import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import stripe_bits as bits
from devices.errors import (
    BadSwipeError,
    EndSentinelError,
    LrcError,
    ParityError,
    StartSentinelError,
)
from tests.devices.support import vectors

MAGSTRIPE = vectors("magstripe")
NEGATIVE = {case["kind"]: case for case in MAGSTRIPE["negative"]}


@pytest.mark.parametrize("case", MAGSTRIPE["bit_vectors"], ids=lambda case: case["text"])
def test_the_manuals_bits(case):
    size = case["bits_per_char"]
    codes = bits.encode(case["text"], size)
    stream = bits.to_bits(codes, size)
    assert codes.hex().upper() == case["codes"]
    assert codes[-1] == int(case["lrc_code"], 16)
    assert stream == case["bitstream"]
    assert bits.pack_lsb_first(stream).hex().upper() == case["pack8_lsb_first"]
    assert bits.pack_msb_first(stream).hex().upper() == case["pack8_msb_first"]
    assert bits.decode(stream, size) == case["text"]


@pytest.mark.parametrize(
    ("kind", "error"),
    [("parity", ParityError), ("lrc", LrcError), ("no_end_sentinel", EndSentinelError)],
)
def test_damaged_bits_say_what_is_wrong(kind, error):
    with pytest.raises(error):
        bits.decode(NEGATIVE[kind]["bitstream"], 5)


def test_a_reverse_swipe_is_read():
    case = NEGATIVE["reverse_swipe"]
    assert bits.decode(case["bitstream"], 5) == case["base"]


@pytest.mark.parametrize("stream", ["", "0" * 40])
def test_only_zeros_have_no_start(stream):
    with pytest.raises(StartSentinelError):
        bits.decode(stream, 5)


def test_a_character_outside_the_alphabet_is_refused():
    with pytest.raises(ValueError, match="alphabet"):
        bits.encode(";A?", 5)


TRACK1 = st.text(st.sampled_from([chr(c) for c in range(0x20, 0x60) if chr(c) != "?"]), max_size=76)
TRACK2 = st.text(st.sampled_from("0123456789:<=>"), max_size=37)


@settings(deadline=None)  # shared machines pause
@given(text=TRACK1, zeros=st.integers(0, 30), is_reversed=st.booleans())
def test_track_1_comes_back(text, zeros, is_reversed):
    stream = "0" * zeros + bits.to_bits(bits.encode(f"%{text}?", 7), 7) + "0" * zeros
    unpacked = bits.unpack_msb_first(bits.pack_msb_first(stream))
    assert unpacked == bits.unpack_lsb_first(bits.pack_lsb_first(stream))
    found = bits.decode(unpacked[::-1] if is_reversed else unpacked, 7)
    assert found == f"%{text}?"


@settings(deadline=None)  # shared machines pause
@given(text=TRACK2, place=st.integers(min_value=0))
def test_one_flipped_bit_after_the_start_is_noticed(text, place):
    stream = bits.to_bits(bits.encode(f";{text}?", 5), 5)
    at = 5 + place % (len(stream) - 5)
    flipped = stream[:at] + ("1" if stream[at] == "0" else "0") + stream[at + 1 :]
    with pytest.raises(BadSwipeError):
        bits._decode_forward(flipped, 5)

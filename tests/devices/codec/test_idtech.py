import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import idtech
from devices.errors import BadFrameError
from tests.devices.support import vectors

FRAME = bytes.fromhex(vectors("idtech_serial")["example"]["frame"])


def test_the_example():
    swipe = idtech.parse_card(idtech.unframe(FRAME), 5)
    assert swipe.tracks == (None, ";8888000012345678=4912101?", None)
    assert swipe.at_ns == 5
    assert idtech.frame(FRAME[3:-3]) == FRAME


@settings(deadline=None)  # shared machines pause
@given(place=st.integers(0, len(FRAME) - 1), flip=st.integers(1, 255))
def test_any_changed_byte_is_noticed(place, flip):
    damaged = FRAME[:place] + bytes([FRAME[place] ^ flip]) + FRAME[place + 1 :]
    with pytest.raises(BadFrameError):
        idtech.unframe(damaged)


def test_text_with_stx_is_no_frame():
    assert idtech.frame_length(b"\x02;888") == 0
    assert idtech.frame_length(b"\x02%B8") == 0
    assert idtech.frame_length(b"\x02\x1f") is None
    assert idtech.frame_length(b";88") == 0


def test_a_track_not_decoded_is_an_error():
    data = bytes([0, 0b010, 3, 4, 0]) + b"%A?" + b";12?"
    swipe = idtech.parse_card(data, 0)
    assert (swipe.tracks, swipe.errors) == ((None, ";12?", None), ("track1-bad-swipe",))


def test_a_track_with_a_wrong_character_is_an_error():
    swipe = idtech.parse_card(bytes([0, 0b010, 0, 4, 0]) + b";1x?", 0)
    assert swipe.errors == ("track2-bad-swipe-character",)
    assert (swipe.is_good, swipe.code) == (False, "bad-swipe-character")


def test_the_enhanced_structure_has_two_more_bytes():
    data = bytes([0x80, 0b010, 0, 4, 0, 0xFF, 0xFF]) + b";12?"
    assert idtech.parse_card(data, 0).tracks == (None, ";12?", None)


def test_lengths_beyond_the_data_are_refused():
    with pytest.raises(BadFrameError):
        idtech.parse_card(bytes([0, 2, 0, 9, 0]) + b";12?", 0)

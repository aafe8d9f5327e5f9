import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import msr605
from devices.codec.msr605 import BlockParser
from devices.codec.stripe_bits import encode
from devices.errors import BadFrameError
from devices.roles import Coercivity
from tests.devices.support import vectors

TRANSCRIPTS = {case["name"]: case for case in vectors("msr605")["transcripts"]}


def host(name: str) -> bytes:
    return bytes.fromhex(TRANSCRIPTS[name]["host"].replace(" ", ""))


def device(name: str) -> bytes:
    return bytes.fromhex(TRANSCRIPTS[name]["device"].replace(" ", ""))


def test_our_commands_are_the_manuals():
    assert host("init") == msr605.RESET + msr605.TEST + msr605.RESET
    assert device("init") == msr605.TEST_OK
    assert msr605.write_block("01", "23", "45") == host("write_iso")
    assert host("read_iso") == msr605.READ
    assert msr605.erase((1, 2, 3)) == host("erase_all")
    assert msr605.SET_COERCIVITY[Coercivity.HIGH] == host("hico")
    assert msr605.SET_COERCIVITY[Coercivity.LOW] == host("loco")
    assert host("model") == msr605.MODEL
    assert host("firmware") == msr605.FIRMWARE
    assert msr605.leading_zeros(61, 22) == host("set_leading_zero")
    assert msr605.density(2, bits_per_inch=75) == host("select_bpi_t2_75")
    assert msr605.density(2, bits_per_inch=210) == host("select_bpi_t2_210")
    assert msr605.density(3, bits_per_inch=210) == host("select_bpi_t3_210")
    codes = encode("%ABC123?", 7), encode(";12345?", 5), encode(";12345?", 5)
    raw = msr605.bits_per_char(7, 5, 5) + msr605.write_raw_block(codes)
    assert raw == host("write_raw_755")


def test_a_raw_block_ends_where_its_lengths_say():
    tracks = (b"\x3f\x1c\x1b", b"", bytes(range(255)))
    parts = (b"\x1b" + bytes([n, len(one)]) + one for n, one in enumerate(tracks, start=1))
    block = b"\x1bs" + b"".join(parts) + b"\x3f\x1c\x1b0"
    assert msr605.raw_block_length(block) == len(block)
    assert all(msr605.raw_block_length(block[:size]) in {None, len(block)} for size in range(len(block)))  # fmt: skip
    first, second, third = msr605.parse_raw_block(block)
    assert (first, second) == ("001111110001110000011011", None)
    assert len(third) == 8 * 255
    for place in (0, 2, 3, len(block) - 2):
        broken = bytearray(block)
        broken[place] ^= 0xFF
        with pytest.raises(BadFrameError):
            msr605.parse_raw_block(bytes(broken))


def test_erasing_track_1_alone_has_its_own_mask():
    assert msr605.erase((1,)) == b"\x1bc\x00"
    assert msr605.erase((1, 2)) == b"\x1bc\x03"
    assert msr605.erase((2,)) == b"\x1bc\x02"


def test_the_manuals_blocks_are_read():
    (three,) = BlockParser().feed(device("read_iso"), 3)
    assert (three.tracks, three.errors, three.at_ns) == (("%01?", ";23?", ";45?"), (), 3)
    (one,) = BlockParser().feed(device("read_iso_t2_only"), 0)
    assert (one.tracks, one.errors) == ((None, ";23?", None), ())


@pytest.mark.parametrize(
    ("block", "tracks", "errors"),
    [
        (b"\x1bs\x1b\x01\x1b*\x1b\x02;23?\x1b\x03\x1b+?\x1c\x1b1", (None, ";23?", None), 1),
        (b"\x1bs\x1b\x01\x1b+\x1b\x02\x1b+\x1b\x03\x1b+?\x1c\x1b1", (None, None, None), 1),
        (b"\x1bs\x1b\x01\x1b\x02;2X?\x1b\x03?\x1c\x1b0", (None, None, None), 1),
        (b"\x1bs\x1b\x01\x1b\x02;2?\x1b\x03;9??\x1c\x1b0", (None, ";2?", ";9?"), 0),
    ],
)
def test_empty_and_unreadable_tracks(block, tracks, errors):
    (swipe,) = BlockParser().feed(block, 0)
    assert (swipe.tracks, len(swipe.errors)) == (tracks, errors)


DIGITS = st.text(st.sampled_from("0123456789="), min_size=1, max_size=37)


@settings(deadline=None)  # shared machines pause
@given(first=DIGITS, second=DIGITS, cut=st.integers(0, 200))
def test_blocks_come_back_in_pieces(first, second, cut):
    block = (
        b"noise\x1bs\x1b\x01%"
        + first.encode()
        + b"?\x1b\x02;"
        + second.encode()
        + b"?\x1b\x03\x1b+?\x1c\x1b0"
    )
    parser = BlockParser()
    found = parser.feed(block[:cut], 0) + parser.feed(block[cut:], 1)
    assert [swipe.tracks for swipe in found] == [(f"%{first}?", f";{second}?", None)]


def test_a_flood_does_not_fill_the_parser():
    parser = BlockParser()
    for _ in range(100):
        assert parser.feed(b"\x1bs\x1b\x01" + b"x" * 500, 0) == []
    assert len(parser._held) <= 512
    assert parser.feed(device("read_iso"), 0)

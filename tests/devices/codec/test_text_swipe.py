from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec.text_swipe import GAP_NS, QUIET_NS, RawSwipe, TextSwipeParser

T1 = "%B8888000012345678^WANG/XIAOMING^4912101?"
T2 = ";8888000012345678=4912101?"
T3 = "+1234567890?"
LONG_NS = 10 * GAP_NS


def swipes_of(text: str) -> list[RawSwipe]:
    """Feed all at once and let silence end the rest."""
    parser = TextSwipeParser()
    return parser.feed(text.encode("latin-1"), 0) + parser.tick(LONG_NS)


@pytest.mark.parametrize(
    ("text", "tracks"),
    [
        (f"{T1}{T2}\r", (T1, T2, None)),
        (f"{T1}{T2}\r\n", (T1, T2, None)),
        (f"{T1}{T2}", (T1, T2, None)),
        (f"{T2}\r", (None, T2, None)),
        (f"{T2}", (None, T2, None)),
        (f"{T1}\r{T2}\r", (T1, T2, None)),
        (f"{T1}\r{T2}\r;123?\r", (T1, T2, ";123?")),
        (f"{T1}\r\n{T2}\r\n", (T1, T2, None)),
        (f"{T1}{T2}{T3}\r", (T1, T2, T3)),
        (f"{T2}{T3}\r", (None, T2, T3)),
        (f"{T1}{T2};99=88?\r", (T1, T2, ";99=88?")),
        (f"{T1}{T2}%AAMVA 3?\r", (T1, T2, "%AAMVA 3?")),
        (f"PRE{T2}x\r", (None, T2, None)),
        (f"\x02{T2}\x03", (None, T2, None)),
        (f"%?{T2}+?\r", (None, T2, None)),
        (f"{T1}5{T2}7\r", (T1, T2, None)),
    ],
)
def test_the_ways_readers_send_a_card(text, tracks):
    assert [(swipe.tracks, swipe.errors) for swipe in swipes_of(text)] == [(tracks, ())]


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("%E?;E?+E?\r", ("track1-bad-swipe", "track2-bad-swipe", "track3-bad-swipe")),
        ("E\r", ("card-bad-swipe",)),
        (";8888000012", ("track2-bad-swipe-end",)),
        (";8888000012\r", ("track2-bad-swipe-end",)),
        (";88X8?\r", ("track2-bad-swipe-character",)),
        ("8888000012345678=4912101?\r", ("card-bad-swipe-start",)),
        ("\xf3\x91\x88\xe0\xfe" * 9, ("card-bad-swipe-start",)),
        (";" + "1" * 60 + "?\r", ("track2-bad-swipe-end",)),
    ],
)
def test_what_cannot_be_read_is_one_failure(text, errors):
    assert [(swipe.is_good, swipe.errors) for swipe in swipes_of(text)] == [(False, errors)]


def test_one_good_track_is_enough():
    assert [(swipe.tracks, swipe.errors) for swipe in swipes_of(f"%E?{T2}\r")] == [
        ((None, T2, None), ("track1-bad-swipe",))
    ]


def test_a_zero_byte_of_an_adapter_is_nothing():
    assert swipes_of("\0\0") == []


def test_two_cards_at_once_are_two_swipes():
    found = swipes_of(f"{T1}{T2}\r;222?\r")
    assert [swipe.tracks for swipe in found] == [(T1, T2, None), (None, ";222?", None)]
    found = swipes_of(";111?\r;222?\r")
    assert [swipe.tracks[1] for swipe in found] == [";111?", ";222?"]


def test_a_cut_swipe_gives_way_to_the_next():
    assert [swipe.tracks for swipe in swipes_of(f";8888000{T2}\r")] == [(None, T2, None)]
    found = swipes_of(f"%B88880000{T2}\r")
    assert [(swipe.tracks, swipe.errors) for swipe in found] == [
        ((None, T2, None), ("track1-bad-swipe-end",))
    ]


def test_two_joined_tracks_and_cr_need_no_waiting():
    parser = TextSwipeParser()
    assert [swipe.tracks for swipe in parser.feed(f"{T1}{T2}\r".encode(), 7)] == [(T1, T2, None)]
    assert parser.due_ns() is None


def test_a_single_track_and_cr_waits_a_short_quiet():
    parser = TextSwipeParser()
    assert parser.feed(f"{T2}\r".encode(), 5) == []
    assert parser.due_ns() == 5 + QUIET_NS
    assert [swipe.at_ns for swipe in parser.tick(5 + QUIET_NS)] == [5]


def test_track_1_alone_waits_for_track_2():
    parser = TextSwipeParser()
    assert parser.feed(f"{T1}\r".encode(), 0) == []
    assert parser.tick(GAP_NS - 1) == []
    assert parser.feed(f"{T2}\r".encode(), GAP_NS - 1) == []
    assert [swipe.tracks for swipe in parser.tick(LONG_NS)] == [(T1, T2, None)]


def test_a_gap_separates_swipes_without_cr():
    parser = TextSwipeParser()
    assert parser.feed(b";111?", 0) == []
    first = parser.feed(b";222?", GAP_NS)
    assert [swipe.tracks[1] for swipe in first] == [";111?"]
    assert [swipe.tracks[1] for swipe in parser.tick(LONG_NS)] == [";222?"]


def test_the_time_is_that_of_the_last_byte():
    parser = TextSwipeParser()
    parser.feed(b";11", 10)
    parser.feed(b"1?", 20)
    assert [swipe.at_ns for swipe in parser.tick(LONG_NS)] == [20]


@settings(deadline=None)  # shared machines pause
@given(cuts=st.lists(st.integers(0, 69), max_size=8))
def test_chunks_do_not_matter(cuts):
    text = f"{T1}{T2}\r".encode()
    parser = TextSwipeParser()
    found = []
    edges = [0, *sorted(cuts), len(text)]
    for at, (start, end) in enumerate(pairwise(edges)):
        found += parser.feed(text[start:end], at)
    assert [swipe.tracks for swipe in found + parser.tick(LONG_NS)] == [(T1, T2, None)]


@settings(deadline=None)  # shared machines pause
@given(noise=st.binary(max_size=300))
def test_noise_then_a_gap_never_spoils_the_next_card(noise):
    parser = TextSwipeParser()
    parser.feed(noise, 0)
    found = parser.feed(f"{T1}{T2}\r".encode(), GAP_NS)
    assert found[-1].tracks == (T1, T2, None)

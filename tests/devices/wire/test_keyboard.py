from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.roles import Key
from devices.sim.wedge import SimWedgeReader
from devices.wire.keyboard import HOLD_NS, WedgeAssembler

T1 = "%B8888000012345678^WANG/XIAOMING^4912101?"
T2 = ";8888000012345678=4912101?"
LATER_NS = 10_000_000_000
SIM = SimWedgeReader()


class Desk:
    """What a window sees: keys that were let through, and swipes."""

    def __init__(self, *, by_place: bool = False) -> None:
        self.assembler = WedgeAssembler(by_place=by_place)
        self.typed = ""
        self.swipes = []
        self.scans = []

    def take(self, keys, *, ticks=True):
        for key, at_ns in keys:
            found = self.assembler.press(key, at_ns)
            self.swipes += found.swipes
            self.scans += found.scans
            self.typed += "".join(held.text or "\r" for held in found.verdict.replay)
            if not found.verdict.swallow and not key.is_modifier:
                self.typed += key.text or "\r"
        if ticks:
            found = self.assembler.tick(keys[-1][1] + LATER_NS)
            self.swipes += found.swipes
            self.scans += found.scans
            self.typed += "".join(held.text or "\r" for held in found.verdict.replay)
        return self


def test_a_swipe_reaches_no_field():
    desk = Desk().take(SIM.swipe(T1, T2, at_ns=0))
    assert desk.typed == ""
    assert [swipe.tracks for swipe in desk.swipes] == [(T1, T2, None)]


def test_an_enter_after_each_track_is_one_swipe():
    desk = Desk().take(SIM.swipe(T1, T2, at_ns=0, line_each=True))
    assert desk.typed == ""
    assert [swipe.tracks for swipe in desk.swipes] == [(T1, T2, None)]


def test_cr_lf_leaves_no_enter_for_a_default_button():
    desk = Desk().take(SIM.type_text(f"{T2}\r\r", at_ns=0))
    assert desk.typed == ""
    assert len(desk.swipes) == 1


def test_a_reader_without_enter():
    desk = Desk().take(SIM.type_text(T2, at_ns=0))
    assert (desk.typed, [swipe.tracks[1] for swipe in desk.swipes]) == ("", [T2])


def test_typing_passes_untouched():
    desk = Desk().take(SIM.type_text("hello 123\r", at_ns=0, key_ns=90_000_000))
    assert (desk.typed, desk.swipes) == ("hello 123\r", [])


def test_a_percent_sign_typed_by_hand_comes_late_but_comes():
    keys = SIM.type_text("5% off", at_ns=0, key_ns=120_000_000)
    assert Desk().take(keys).typed == "5% off"
    found = WedgeAssembler().press(Key(text="%"), 0)
    assert (found.verdict.swallow, found.verdict.next_check_ns) == (True, HOLD_NS)


def test_a_slowly_typed_track_is_no_swipe():
    desk = Desk().take(SIM.type_text(";123?\r", at_ns=0, key_ns=120_000_000))
    assert (desk.typed, desk.swipes) == (";123?\r", [])


def test_caps_lock_is_undone():
    desk = Desk().take(SIM.swipe(T1.swapcase(), T2, at_ns=0))
    assert desk.swipes[0].tracks[0] == T1


def test_shift_neither_breaks_nor_leaks():
    keys = []
    for key, at_ns in SIM.swipe(T1, None, at_ns=0):
        keys += [(Key(is_modifier=True), at_ns), (key, at_ns)]
    desk = Desk().take(keys)
    assert desk.typed == ""
    assert desk.swipes[0].tracks[0] == T1


def test_an_unreadable_card_is_swallowed_too():
    desk = Desk().take(SIM.type_text(";E?\r;E?\r", at_ns=0, key_ns=1_000_000))
    assert (desk.typed, [swipe.is_good for swipe in desk.swipes]) == ("", [False, False])
    desk = Desk().take(SIM.type_text("%E?;E?+E?\r", at_ns=0, key_ns=1_000_000))
    assert (desk.typed, [swipe.is_good for swipe in desk.swipes]) == ("", [False])


def test_a_swipe_while_typing_leaves_what_was_typed():
    typed = SIM.type_text("20-1187", at_ns=0, key_ns=150_000_000)
    desk = Desk().take(typed, ticks=False).take(SIM.swipe(None, T2, at_ns=typed[-1][1] + 5_000_000))
    assert (desk.typed, len(desk.swipes)) == ("20-1187", 1)


def test_flush_gives_held_keys_back():
    assembler = WedgeAssembler()
    assembler.press(Key(text="%"), 0)
    assert [key.text for key in assembler.flush()] == ["%"]
    assert assembler.tick(LATER_NS).swipes == ()


@settings(deadline=None)  # shared machines pause
@given(
    text=st.text(st.sampled_from("ab1%;+?=\r "), max_size=30),
    key_ns=st.integers(90_000_000, 400_000_000),
)
def test_nothing_typed_by_hand_is_ever_lost(text, key_ns):
    if text:
        desk = Desk().take(SIM.type_text(text, at_ns=0, key_ns=key_ns))
        assert (desk.typed, desk.swipes) == (text, [])


@settings(deadline=None)  # shared machines pause
@given(
    text=st.text(st.sampled_from("ab1%;+?=\r "), max_size=40),
    gaps=st.lists(st.sampled_from([1_000_000, 45_000_000, 300_000_000]), min_size=40, max_size=40),
)
def test_every_key_is_either_typed_or_part_of_a_swipe(text, gaps):
    keys, at_ns = [], 0
    for character, gap in zip(text, gaps, strict=False):
        at_ns += gap
        keys += SIM.type_text(character, at_ns=at_ns)
    if keys:
        desk = Desk().take(keys)
        assert desk.assembler.flush() == ()
        assert len(desk.typed) <= len(text)
        if "?" not in text:
            assert desk.typed == text


GERMAN = str.maketrans({";": "ö", "?": "_", "^": "&", "/": "-", "=": "", "+": "*"})
FULL_WIDTH = str.maketrans({";": "；", "?": "？", "%": "％", "=": "＝"})


def typed_as(layout, *tracks):
    """Give the keys of a swipe as a computer with another layout sees them; a dead key has no text."""
    keys = SIM.swipe(*tracks, at_ns=0)
    return [
        (replace(key, text=key.text.translate(layout), us_text=key.text), at_ns)
        for key, at_ns in keys
    ]


def test_another_layout_changes_nothing_where_keys_are_taken_by_their_place():
    desk = Desk(by_place=True).take(typed_as(GERMAN, T1, T2))
    assert desk.typed == ""
    assert [swipe.tracks for swipe in desk.swipes] == [(T1, T2, None)]


def test_by_their_letters_another_layout_gives_no_card():
    assert Desk().take(typed_as(GERMAN, None, T2)).swipes == []


def test_where_the_system_tells_no_place_the_letters_count():
    desk = Desk(by_place=True).take(SIM.swipe(T1, T2, at_ns=0))
    assert [swipe.tracks for swipe in desk.swipes] == [(T1, T2, None)]


def test_caps_lock_turns_no_card_away():
    keys = [
        (replace(key, text=key.text.swapcase()), at_ns) for key, at_ns in SIM.swipe(T1, T2, at_ns=0)
    ]
    desk = Desk().take(keys)
    assert [swipe.tracks for swipe in desk.swipes] == [(T1, T2, None)]


def test_chinese_punctuation_of_an_input_method_is_folded():
    desk = Desk().take(typed_as(FULL_WIDTH, T1, T2))
    assert desk.typed == ""
    assert [swipe.tracks for swipe in desk.swipes] == [(T1, T2, None)]
    assert Desk().take(SIM.type_text("；你好", at_ns=0, key_ns=90_000_000)).typed == "；你好"


CODE = "%INN1.V.100000033.free-night.ABCDEFGHIJKLMNOP"


@pytest.mark.parametrize("end", ["\r", "\r\r", ""])
def test_a_scanned_code_reaches_no_field(end):
    desk = Desk().take(SIM.type_text(CODE + end, at_ns=0))
    assert (desk.typed, desk.swipes, desk.scans) == ("", [], [CODE])


def test_a_code_and_a_card_one_after_the_other():
    code = SIM.type_text(CODE + "\r", at_ns=0)
    card = SIM.swipe(T1, T2, at_ns=code[-1][1] + HOLD_NS * 2)
    desk = Desk().take(code + card)
    assert (desk.typed, desk.scans) == ("", [CODE])
    assert [swipe.tracks for swipe in desk.swipes] == [(T1, T2, None)]


def test_a_code_typed_by_hand_is_typing():
    desk = Desk().take(SIM.type_text(CODE + "\r", at_ns=0, key_ns=120_000_000))
    assert (desk.typed, desk.scans) == (CODE + "\r", [])


@pytest.mark.parametrize("text", ["%", "%5", "%INN1", "%INN1.M", "%A.B.", "%10.5 off", "%A.B.C D"])
def test_what_is_no_code_is_given_back(text):
    desk = Desk().take(SIM.type_text(text + "\r", at_ns=0))
    assert (desk.typed, desk.scans) == (text + "\r", [])

"""Stripes bit by bit: what stands on any card is read, what follows no standard is written."""

import pytest

from devices.codec.stripe_bits import decode, encode
from devices.errors import CharacterError
from devices.events import Lamp, RawRead, WriteDone, WriteFailed
from devices.roles import RawOrder, WriteOrder
from devices.sim.msr605 import SimMsr605
from tests.devices.support import OURS_T1, OURS_T2

READ_RAW, WRITE_RAW, WRITE, READ = 0x6D, 0x6E, 0x77, 0x72
ODD = b"\x81\x42\xff\x01"  # 8 bits a character: no standard's
ORDER = RawOrder(entry_id="r", track2=ODD, bits_per_char=(7, 8, 5), bits_per_inch=210)


@pytest.fixture
def sim(tmp_path):
    made = SimMsr605(tmp_path)
    yield made
    made.close()


@pytest.fixture
def writer(manager, sim, events):
    manager.open("encoder", sim.uri)
    events.lamp(Lamp.READY)
    return manager.writer("encoder")


def swiped(sim, *commands: int) -> None:
    for command in commands:
        assert sim.wait_until_waiting(command)
        sim.swipe()


def test_the_bits_of_a_card_are_read(writer, sim, events):
    sim.put_card(OURS_T1, OURS_T2)
    writer.read_raw("a")
    swiped(sim, READ_RAW)
    read = events.next(RawRead)
    assert events.next(WriteDone).entry_id == "a"
    assert decode(read.track1, 7) == OURS_T1
    assert decode(read.track2, 5) == OURS_T2
    assert read.track3 is None
    assert OURS_T2 not in repr(read)
    assert "01" not in repr(read).replace("at_monotonic_ns", "").split("entry_id")[1]


def test_characters_of_no_standard_are_written_and_read_back(writer, sim, events):
    card = sim.put_card()
    writer.write_raw(ORDER)
    swiped(sim, WRITE_RAW, READ_RAW)
    assert events.next(WriteDone).entry_id == "r"
    assert card.raw[1] == "10000001010000101111111110000000"
    assert sim.bits_per_char == (7, 5, 5)  # set back: the next card is a member's


def test_text_written_raw_is_read_as_text(writer, sim, events):
    card = sim.put_card()
    writer.write_raw(RawOrder(entry_id="r", track1=encode(OURS_T1, 7), track2=encode(OURS_T2, 5)))
    swiped(sim, WRITE_RAW, READ_RAW)
    events.next(WriteDone)
    assert card.tracks == [OURS_T1, OURS_T2, None]


def test_a_raw_write_that_reads_back_differently_is_told(writer, sim, events):
    sim.put_card()
    sim.writes_badly = True
    writer.write_raw(ORDER)
    swiped(sim, WRITE_RAW, READ_RAW)
    assert events.next(WriteFailed).code == "verify-mismatch"


def test_after_a_cancelled_raw_write_the_next_card_is_as_usual(writer, sim, events):
    card = sim.put_card()
    writer.write_raw(ORDER)
    assert sim.wait_until_waiting(WRITE_RAW)
    writer.cancel()
    assert events.next(WriteFailed).code == "cancelled"
    assert sim.bits_per_char == (7, 5, 5)
    writer.write(WriteOrder(entry_id="w", track2=OURS_T2[1:-1]))
    swiped(sim, WRITE, READ)
    assert events.next(WriteDone).entry_id == "w"
    assert card.tracks[1] == OURS_T2


@pytest.mark.parametrize(
    "words",
    [
        {"track2": b""}, {"track2": b"\x20"}, {"track2": b"\x01" * 256}, {"bits_per_char": (7, 9, 5)},
        {"leading_zeros": (256, 0)}, {"leading_zeros": (0, -1)}, {"bits_per_inch": 100},
    ],
)  # fmt: skip
def test_figures_that_no_encoder_takes_are_refused(writer, sim, words):
    with pytest.raises(CharacterError):
        writer.write_raw(RawOrder(entry_id="r", **words))
    assert 0x6E not in sim.commands

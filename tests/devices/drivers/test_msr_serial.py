import hashlib
import hmac
import os
from time import monotonic_ns

import pytest

from devices.events import CardSwiped, Lamp, SwipeFailed
from devices.roles import Arming
from devices.sim.serial_reader import SimSerialReader, Style
from tests.devices.conftest import KEY
from tests.devices.support import BANK, BANK_T2, OURS, OURS_T1, OURS_T2, vectors
from tests.support.waiting import until


@pytest.fixture
def reader(tmp_path):
    sim = SimSerialReader(tmp_path)
    yield sim
    sim.close()


@pytest.fixture
def opened(manager, reader, events):
    manager.open("reader", reader.uri)
    events.lamp(Lamp.READY)
    return manager.reader("reader")


@pytest.mark.parametrize("style", list(Style))
def test_a_card_is_read_in_every_style(style, tmp_path, manager, events):
    sim = SimSerialReader(tmp_path, style=style)
    manager.open("reader", sim.uri)
    manager.reader("reader").arm()
    sim.swipe(OURS_T1, OURS_T2)
    swiped = events.next(CardSwiped)
    assert (swiped.track1, swiped.track2, swiped.track3) == (OURS_T1, OURS_T2, None)
    assert (swiped.device, swiped.errors, swiped.member_number) == ("reader", (), OURS)
    assert not swiped.is_bank_card
    sim.close()


def test_a_captured_idtech_frame(manager, reader, events):
    manager.open("reader", reader.uri)
    manager.reader("reader").arm()
    reader.send(bytes.fromhex(vectors("idtech_serial")["example"]["frame"]))
    assert events.next(CardSwiped).track2 == OURS_T2


def test_a_card_swiped_before_the_port_was_opened_is_read(manager, reader, events):
    reader.swipe(OURS_T1, OURS_T2)
    manager.open("reader", reader.uri)
    manager.reader("reader").arm()
    assert events.next(CardSwiped).member_number == OURS


@pytest.mark.parametrize("end", ["\r", "\r\n", ""])
def test_bytes_in_a_cooked_terminal_before_opening_are_read(manager, events, end):
    master, slave = os.openpty()  # as another program left it: echo, lines, CR becomes LF
    os.write(master, f"{OURS_T2}{end}".encode())
    manager.open("reader", f"msr+serial:{os.ttyname(slave)}")
    manager.reader("reader").arm()
    assert events.next(CardSwiped).track2 == OURS_T2
    manager.close()
    os.close(master)
    os.close(slave)


def test_a_bank_cards_number_never_leaves_the_driver(opened, reader, events):
    opened.arm()
    reader.swipe(f"%B{BANK}^SOMEBODY/SOME^1808101?", BANK_T2, f";99{BANK}=1?")
    swiped = events.next(CardSwiped)
    assert swiped.is_bank_card
    assert swiped.member_number is None
    assert swiped.bank_last4 == BANK[-4:]
    assert swiped.bank_hash == hmac.new(KEY, BANK.encode(), hashlib.sha256).hexdigest()
    for track in (swiped.track1, swiped.track2, swiped.track3):
        assert track is not None
        assert BANK[:12] not in track
        assert "SOME" not in track
        assert track.count("*") > 10


def test_another_houses_card_is_told_as_it_is(opened, reader, events):
    opened.arm()
    reader.swipe(None, ";7770001?")
    swiped = events.next(CardSwiped)
    assert (swiped.track2, swiped.member_number, swiped.is_bank_card) == (";7770001?", None, False)


def test_no_number_in_any_repr_or_log(opened, reader, events, caplog):
    caplog.set_level("DEBUG")
    opened.arm(Arming.ALWAYS)
    reader.swipe(OURS_T1, OURS_T2)
    reader.swipe(None, BANK_T2)
    events.next(CardSwiped)
    events.next(CardSwiped)
    reader.unplug()
    events.lamp(Lamp.LOST)
    shown = "".join(f"{event!r} {event}" for event in events.all) + caplog.text
    for secret in (OURS, BANK, "XIAOMING", OURS[:8]):
        assert secret not in shown


def test_one_swipe_then_disarmed_and_the_newest_wins(opened, reader, events):
    opened.arm()
    reader.swipe(None, ";8888000000000001=1?")
    assert events.next(CardSwiped).track2 == ";8888000000000001=1?"
    assert not opened.is_armed
    reader.send(b";8888000000000002=1?;9?\r")
    reader.send(b";8888000000000003=1?;9?\r")
    reader.send(b"%E?;E?\r")
    opened.arm(Arming.ALWAYS)
    reader.send(b";8888000000000004=1?;9?\r")
    numbers = []
    while ";8888000000000004=1?" not in numbers:
        numbers.append(events.next(CardSwiped).track2)
    assert numbers[-2:] == [";8888000000000003=1?", ";8888000000000004=1?"]


def test_a_failed_swipe_is_told_and_does_not_disarm(opened, reader, events):
    opened.arm()
    reader.send(b"%E?;E?\r")
    failed = events.next(SwipeFailed)
    assert failed.code == "bad-swipe"
    assert failed.errors == ("track1-bad-swipe", "track2-bad-swipe")
    reader.swipe(None, OURS_T2)
    assert events.next(CardSwiped).track2 == OURS_T2


def test_disarmed_nothing_is_told(opened, reader, events):
    opened.arm(Arming.ALWAYS)
    opened.disarm()
    reader.swipe(OURS_T1, OURS_T2)
    reader.swipe(OURS_T1, OURS_T2)
    # Wait for the reading: a hang-up takes what lies unread in the terminal with it.
    until(lambda: opened.dropped == 1, "the second swipe takes the first one's place")
    reader.unplug()
    events.lamp(Lamp.LOST)
    assert events.of(CardSwiped) == []
    opened.disarm()
    assert opened.dropped == 2


@pytest.mark.parametrize(
    ("noise", "code"),
    [
        (b"\xfe\x80\xf8\x9c\xe0\x78" * 5, "bad-swipe-start"),  # 9600 read at another baud
        (b"^^^^^^^^^^^^", "bad-swipe-start"),
        (b";88880000123", "bad-swipe-end"),
        (b"\x02\x1f\x00\x00\x02\x00", "bad-swipe-end"),  # half an ID TECH frame
        (b"\x02\x05\x00abcdefgh", "bad-swipe-lrc"),  # one whose check bytes are wrong
    ],
)
def test_noise_and_half_cards_are_one_failure_and_the_next_card_is_read(
    noise, code, opened, reader, events
):
    opened.arm()
    reader.send(noise)
    assert events.next(SwipeFailed).code == code
    reader.swipe(OURS_T1, OURS_T2)
    assert events.next(CardSwiped).member_number == OURS
    assert len(events.of(SwipeFailed)) == 1


def test_a_flood_of_garbage_neither_blocks_nor_hides_the_next_card(opened, reader, events):
    opened.arm(Arming.ALWAYS)
    reader.send(bytes(range(0x80, 0x100)) * 2000)
    assert events.next(SwipeFailed).code == "bad-swipe-start"
    reader.swipe(OURS_T1, OURS_T2)
    assert events.next(CardSwiped).member_number == OURS


def test_a_cable_out_in_the_middle_and_in_again(opened, reader, events):
    opened.arm()
    reader.send(b";88880000123")
    reader.unplug()
    assert events.lamp(Lamp.LOST).code == "port-gone"
    reader.plug()
    events.lamp(Lamp.READY)
    reader.swipe(None, OURS_T2)
    assert events.next(CardSwiped).track2 == OURS_T2
    assert events.of(SwipeFailed) == []


def test_plugged_in_five_times(opened, reader, events):
    opened.arm(Arming.ALWAYS)
    for number in range(5):
        reader.unplug()
        events.lamp(Lamp.LOST)
        reader.plug()
        events.lamp(Lamp.READY)
        reader.swipe(None, f";{number}00?")
        assert events.next(CardSwiped).track2 == f";{number}00?"


def test_a_reader_that_comes_later_is_found(tmp_path, manager, events):
    manager.open("reader", f"msr+serial:{tmp_path / 'reader'}")
    assert events.lamp(Lamp.LOST).code == "port-gone"
    manager.reader("reader").arm()
    sim = SimSerialReader(tmp_path)
    events.lamp(Lamp.READY)
    sim.swipe(None, OURS_T2)
    assert events.next(CardSwiped).track2 == OURS_T2
    sim.close()


def test_the_time_is_that_of_the_last_byte(opened, reader, events):
    opened.arm()
    before_ns = monotonic_ns()
    reader.swipe(None, OURS_T2)
    swiped = events.next(CardSwiped)
    assert before_ns < swiped.at_monotonic_ns < monotonic_ns()


def flipped(whole: bytes, digit: bytes, other: bytes) -> bytes:
    assert digit in whole
    return whole.replace(digit, other, 1)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        # a digit, with the check bytes as they were
        (lambda whole: flipped(whole, b";8888", b";8889"), "bad-swipe-lrc"),
        (lambda whole: whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:], "bad-swipe-lrc"),
        (lambda whole: whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:], "bad-swipe-lrc"),
        (lambda whole: whole[:-1] + b"\x00", "bad-swipe-lrc"),
        (lambda whole: whole[:-4], "bad-swipe-end"),  # cut off behind its last track
    ],
)
def test_an_idtech_frame_whose_check_bytes_do_not_fit_is_no_card(
    opened, reader, events, broken, code
):
    whole = bytes.fromhex(vectors("idtech_serial")["example"]["frame"])
    opened.arm(Arming.ALWAYS)
    reader.send(broken(whole))
    assert events.next(SwipeFailed).code == code
    reader.send(whole)
    assert events.next(CardSwiped).track2 == OURS_T2

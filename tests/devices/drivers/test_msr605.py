import pytest

from devices.errors import BusyError, CharacterError
from devices.events import CardSwiped, Lamp, WriteDone, WriteFailed, WriterPrompt, WriterStep
from devices.roles import Arming, Coercivity, WriteOrder
from devices.sim.msr605 import SimMsr605
from tests.devices.support import BANK_T2, OURS, OURS_T1, OURS_T2

READ, WRITE, ERASE, HICO, LOCO = 0x72, 0x77, 0x63, 0x78, 0x79
ORDER = WriteOrder(entry_id="w", track1=OURS_T1[1:-1], track2=OURS_T2[1:-1])


@pytest.fixture
def sim(tmp_path):
    made = SimMsr605(tmp_path)
    yield made
    made.close()


@pytest.fixture
def opened(manager, sim, events):
    manager.open("encoder", sim.uri)
    events.lamp(Lamp.READY)
    return manager


def write_and_swipe(opened, sim, order=ORDER):
    opened.writer("encoder").write(order)
    assert sim.wait_until_waiting(WRITE)
    sim.swipe()


def test_the_initialisation_is_the_manuals(opened, sim):
    assert sim.wait_for_commands(3)
    assert sim.commands == [0x61, 0x65, 0x61]


def test_a_card_is_read_when_armed_and_only_once(opened, sim, events):
    reader = opened.reader("encoder")
    sim.put_card(OURS_T1, OURS_T2)
    sim.swipe()
    reader.arm()
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    swiped = events.next(CardSwiped)
    assert (swiped.track1, swiped.track2, swiped.member_number) == (OURS_T1, OURS_T2, OURS)
    assert not reader.is_armed
    sim.swipe()
    assert len(events.of(CardSwiped)) == 1
    assert reader.dropped == 0


def test_armed_for_good_it_reads_again_and_again(opened, sim, events):
    opened.reader("encoder").arm(Arming.ALWAYS)
    for track in (";1?", ";22?", BANK_T2):
        sim.put_card(None, track)
        assert sim.wait_until_waiting(READ)
        sim.swipe()
        swiped = events.next(CardSwiped)
        assert swiped.is_bank_card or swiped.track2 == track


def test_disarming_ends_the_waiting(opened, sim):
    reader = opened.reader("encoder")
    reader.arm()
    assert sim.wait_until_waiting(READ)
    reader.disarm()
    assert sim.wait_until_idle()
    reader.arm()
    assert sim.wait_until_waiting(READ)
    assert sim.commands.count(READ) == 2


def test_a_card_is_written_and_read_back(opened, sim, events):
    card = sim.put_card()
    write_and_swipe(opened, sim)
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    assert events.next(WriteDone).entry_id == "w"
    assert card.tracks == [OURS_T1, OURS_T2, None]
    steps = [prompt.step for prompt in events.of(WriterPrompt)]
    assert steps == [WriterStep.SWIPE_TO_WRITE, WriterStep.SWIPE_TO_VERIFY]
    assert HICO in sim.commands
    assert events.of(CardSwiped) == []


def test_coercivity_is_said_for_every_card(opened, sim, events):
    order = WriteOrder(entry_id="w", track2="88", coercivity=Coercivity.LOW)
    for _ in range(2):
        sim.put_card()
        write_and_swipe(opened, sim, order)
        assert sim.wait_until_waiting(READ)
        sim.swipe()
        events.next(WriteDone)
    assert sim.commands.count(LOCO) == 2
    assert not sim.is_high_coercivity


def test_a_card_that_reads_back_differently_is_refused(opened, sim, events):
    sim.put_card()
    sim.writes_badly = True
    write_and_swipe(opened, sim)
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    failed = events.next(WriteFailed)
    assert (failed.entry_id, failed.code, failed.retry) == ("w", "verify-mismatch", True)


def test_another_card_at_the_read_back_is_refused(opened, sim, events):
    sim.put_card()
    write_and_swipe(opened, sim)
    sim.put_card(OURS_T1, ";8888000012345679=4912101?")
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    assert events.next(WriteFailed).code == "verify-mismatch"


def test_a_bad_swipe_in_write_mode(opened, sim, events):
    sim.fails_next_write = True
    write_and_swipe(opened, sim)
    failed = events.next(WriteFailed)
    assert (failed.code, failed.retry) == ("write-failed", True)
    write_and_swipe(opened, sim)
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    assert events.next(WriteDone).entry_id == "w"


def test_erasing(opened, sim, events):
    card = sim.put_card(OURS_T1, OURS_T2, ";3?")
    opened.writer("encoder").erase("e", (1, 3))
    assert sim.wait_until_waiting(ERASE)
    sim.swipe()
    assert events.next(WriteDone).entry_id == "e"
    assert card.tracks == [None, OURS_T2, None]


def test_cancelling_a_write(opened, sim, events):
    writer = opened.writer("encoder")
    writer.cancel()
    writer.write(ORDER)
    assert sim.wait_until_waiting(WRITE)
    with pytest.raises(BusyError):
        writer.write(ORDER)
    writer.cancel()
    failed = events.next(WriteFailed)
    assert (failed.code, failed.retry) == ("cancelled", False)
    card = sim.put_card()
    sim.swipe()
    assert card.tracks == [None, None, None]


def test_cancelled_before_the_encoder_heard_of_it(opened, sim, events):
    opened.reader("encoder").arm()
    for number in range(10):
        opened.writer("encoder").write(WriteOrder(entry_id=str(number), track2="1"))
        opened.writer("encoder").cancel()
        failed = events.next(WriteFailed)
        assert (failed.entry_id, failed.code) == (str(number), "cancelled")
    assert sim.wait_until_waiting(READ)


def test_an_armed_reader_reads_on_after_a_write(opened, sim, events):
    opened.reader("encoder").arm()
    assert sim.wait_until_waiting(READ)
    sim.put_card()
    write_and_swipe(opened, sim)
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    events.next(WriteDone)
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    assert events.next(CardSwiped).member_number == OURS


def test_unplugged_in_the_middle_of_a_write(opened, sim, events):
    opened.writer("encoder").write(ORDER)
    assert sim.wait_until_waiting(WRITE)
    sim.unplug()
    failed = events.next(WriteFailed)
    assert (failed.code, failed.retry) == ("port-gone", True)
    events.lamp(Lamp.LOST)
    sim.plug()
    events.lamp(Lamp.READY)
    sim.put_card()
    write_and_swipe(opened, sim)
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    assert events.next(WriteDone)
    assert len(events.of(WriteFailed)) == 1


def test_armed_it_waits_again_after_the_cable_came_back(opened, sim, events):
    opened.reader("encoder").arm()
    assert sim.wait_until_waiting(READ)
    sim.unplug()
    events.lamp(Lamp.LOST)
    sim.plug()
    sim.put_card(None, OURS_T2)
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    assert events.next(CardSwiped).track2 == OURS_T2


def test_a_write_without_a_device_fails_at_once(tmp_path, manager, events):
    manager.open("encoder", f"msr605:{tmp_path / 'none'}")
    events.lamp(Lamp.LOST)
    manager.writer("encoder").write(ORDER)
    assert events.next(WriteFailed).code == "port-gone"


def test_closing_in_the_middle_of_a_write(opened, sim, events):
    opened.writer("encoder").write(ORDER)
    assert sim.wait_until_waiting(WRITE)
    opened.close()
    assert events.next(WriteFailed).code == "closed"


@pytest.mark.parametrize("noise", [b"^" * 50, b"\x1bs\x1b\x01%B", bytes(range(256)) * 8])
def test_noise_before_a_card_does_no_harm(opened, sim, events, noise):
    opened.reader("encoder").arm()
    assert sim.wait_until_waiting(READ)
    sim.send(noise)
    sim.put_card(OURS_T1, OURS_T2)
    sim.swipe()
    assert events.next(CardSwiped).member_number == OURS


def test_another_device_at_the_port_is_no_encoder(tmp_path, manager, events):
    sim = SimMsr605(tmp_path)
    sim._do = lambda command: sim.send(b"^^^^")
    manager.open("encoder", sim.uri)
    assert events.lamp(Lamp.LOST).code == "timed-out"
    sim.close()


def test_the_manuals_read_transcript(opened, sim, events):
    opened.reader("encoder").arm()
    assert sim.wait_until_waiting(READ)
    sim.send(bytes.fromhex("1B731B012530313F1B023B32333F1B033B34353F3F1C1B30"))
    swiped = events.next(CardSwiped)
    assert (swiped.track1, swiped.track2, swiped.track3) == ("%01?", ";23?", ";45?")


@pytest.mark.parametrize("order", [{"track2": "12A"}, {"track1": "A" * 77}, {"track3": "?"}])
def test_what_cannot_be_written_is_refused_before_anything_happens(opened, sim, order):
    with pytest.raises(CharacterError):
        opened.writer("encoder").write(WriteOrder(entry_id="w", **order))
    assert WRITE not in sim.commands


def test_no_number_in_any_repr_or_log(opened, sim, events, caplog):
    caplog.set_level("DEBUG")
    sim.put_card()
    write_and_swipe(opened, sim)
    assert sim.wait_until_waiting(READ)
    sim.swipe()
    events.next(WriteDone)
    shown = f"{events.all!r} {ORDER!r} {sim.card!r} {caplog.text}"
    assert OURS not in shown

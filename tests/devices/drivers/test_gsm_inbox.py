"""What lies in a modem: it stays until somebody has it, comes again after a restart, and never fills it for good."""

from datetime import datetime

import pytest

from devices.codec import sms_pdu
from devices.drivers.gsm_modem import GsmModem
from devices.drivers.opening import Opening
from devices.events import Lamp
from devices.manager import DeviceManager
from devices.modem import DeliveryReported, SimState, TextReceived, TextSent
from devices.sim.gsm_modem import SimGsmModem
from devices.wire.serial_port import SerialWire
from devices.wire.uri import DeviceUri

NUMBER = "+8613800138000"
AT = datetime.fromisoformat("2026-05-03T14:05:06+08:00")


@pytest.fixture
def sim(tmp_path):
    made = SimGsmModem(tmp_path)
    yield made
    made.close()


@pytest.fixture
def hasty(sim, events):
    """A driver that looks for room ten times a second."""
    opening = Opening(name="modem", uri=DeviceUri.parse(sim.uri), sink=events)
    made = GsmModem(opening, SerialWire(sim.uri.partition(":")[2]), poll_s=0.1)
    made.start()
    events.lamp(Lamp.READY)
    yield made
    made.close()


def part(reference, *, number=NUMBER):
    """The first of two messages of a text whose second never comes."""
    return sms_pdu.delivers(number, "x" * 160 + "y", AT, reference=reference)[0]


def test_what_nobody_kept_comes_again_at_the_next_opening(sim, events):
    sim.receive(NUMBER, "余额", AT)
    for _ in range(2):
        with DeviceManager(events) as manager:
            manager.open("modem", sim.uri)
            came = events.next(TextReceived)
            assert came.text == "余额"
    assert sim.stored == 1
    with DeviceManager(events) as manager:
        manager.open("modem", sim.uri)
        manager.modem("modem").acknowledge(came.token)  # of a life before
        manager.modem("modem").acknowledge(events.next(TextReceived).token)
        assert sim.wait_until(lambda: sim.stored == 0)


def test_a_report_that_nobody_kept_comes_again_with_its_reference(sim, events):
    with DeviceManager(events) as manager:
        manager.open("modem", sim.uri)
        events.lamp(Lamp.READY)
        manager.modem("modem").send(NUMBER, "x", wants_report=True)
        sent = events.next(TextSent)
        sim.report()
        events.next(DeliveryReported)
    with DeviceManager(events) as manager:
        manager.open("modem", sim.uri)
        report = events.next(DeliveryReported)
        assert (report.text_id, report.reference, report.number) == ("", *sent.references, NUMBER)
        sim.receive(NUMBER, "and texts are still read from their own memory", AT)
        manager.modem("modem").acknowledge(events.next(TextReceived).token)
        manager.modem("modem").acknowledge(report.token)
        assert sim.wait_until(lambda: sim.stored == 0)


def test_a_sim_that_is_gone_for_a_while_tells_again_and_a_stale_token_deletes_nothing(
    hasty, sim, events
):
    sim.receive(NUMBER, "one", AT)
    first = events.next(TextReceived)
    sim.sim = SimState.MISSING
    assert sim.wait_until(lambda: hasty.modem_status.sim is SimState.MISSING)
    hasty.acknowledge(first.token)
    sim.sim = SimState.READY
    second = events.next(TextReceived)
    assert (second.text, sim.stored) == ("one", 1)
    hasty.acknowledge(second.token)
    assert sim.wait_until(lambda: sim.stored == 0)


def test_a_memory_full_of_what_nobody_can_read_gets_room(hasty, sim, events):
    for _ in range(50):
        sim.store("SM", "00FF", "+CMTI")
    sim.receive(NUMBER, "good", AT)
    assert events.next(TextReceived).text == "good"


def test_a_memory_full_of_halves_gets_room_and_tells_what_there_is(hasty, sim, events):
    for number in range(30):
        sim.store("SM", part(number), "+CMTI")
    for number in range(20):
        sim.store("SM", part(number, number="+8613900139000"), "+CMTI")
    sim.receive(NUMBER, "good", AT)
    texts = []
    while not texts or texts[-1] != "good":
        came = events.next(TextReceived)
        texts.append(came.text)
        hasty.acknowledge(came.token)
    assert set(texts[:-1]) == {"x" * 153}
    assert sim.wait_until(lambda: sim.stored < 50)


def test_texts_that_nobody_keeps_make_no_room_and_none_is_lost(hasty, sim, events):
    for number in range(60):
        sim.receive(NUMBER, f"text {number}", AT)
    came = [events.next(TextReceived) for _ in range(50)]
    assert sim.stored == 50
    for one in came:
        hasty.acknowledge(one.token)
    came += [events.next(TextReceived) for _ in range(10)]
    assert [one.text for one in came] == [f"text {number}" for number in range(60)]

from datetime import datetime

import pytest

from devices.codec import sms_pdu
from devices.drivers.gsm_modem import GsmModem
from devices.drivers.opening import Opening
from devices.errors import ModemNumberError, ModemTextError
from devices.events import Lamp
from devices.lifecycle import HealthLevel
from devices.manager import DeviceManager
from devices.modem import (
    DeliveryReported,
    ModemStatus,
    NetworkState,
    SimState,
    TextFailed,
    TextReceived,
    TextSent,
)
from devices.sim.gsm_modem import SimGsmModem
from devices.wire.serial_port import SerialWire
from devices.wire.uri import DeviceUri

NUMBER = "+8613800138000"
ENDS = (TextSent, TextFailed)
LONG = "您的积分1200，" * 20


@pytest.fixture
def sim(tmp_path):
    made = SimGsmModem(tmp_path)
    yield made
    made.close()


@pytest.fixture
def modem(manager, sim, events):
    manager.open("modem", sim.uri)
    events.lamp(Lamp.READY)
    return manager.modem("modem")


@pytest.fixture
def hasty(sim, events):
    """A driver with short deadlines."""
    opening = Opening(name="modem", uri=DeviceUri.parse(sim.uri), sink=events)
    wire = SerialWire(sim.uri.partition(":")[2])
    made = GsmModem(opening, wire, answer_s=0.3, send_s=0.3, poll_s=0.1)
    made.start()
    yield made
    made.close()


def took(modem, events):
    """The next text, kept by whoever took it."""
    came = events.next(TextReceived)
    modem.acknowledge(came.token)
    return came


def ends(events):
    return [event for event in events.all if isinstance(event, ENDS)]


@pytest.mark.parametrize("text", ["Your room is ready €5", "您的积分1200", "🎉 欢迎", "a", LONG])
def test_a_text_goes_out_whole_and_ends_once(modem, sim, events, text):
    text_id = modem.send(NUMBER, text)
    sent = events.next(TextSent)
    assert sent.text_id == text_id
    assert sent.parts == len(sms_pdu.submits(NUMBER, text))
    assert sim.sent == [(NUMBER, text)]
    assert ends(events) == [sent]


def test_texts_go_out_in_their_order(modem, sim, events):
    ids = [modem.send(NUMBER, f"text {number}") for number in range(5)]
    assert [events.next(TextSent).text_id for _ in ids] == ids
    assert [text for _, text in sim.sent] == [f"text {number}" for number in range(5)]


@pytest.mark.parametrize("number", ["", "12", "+", "138 0013 8000", "1" * 21, "１３８", "10086;"])
def test_what_is_no_number_is_refused(modem, number):
    with pytest.raises(ModemNumberError):
        modem.send(number, "x")


@pytest.mark.parametrize("text", ["", "您" * 671])
def test_a_text_empty_or_too_long_is_refused(modem, text):
    with pytest.raises(ModemTextError):
        modem.send(NUMBER, text)


@pytest.mark.parametrize(
    ("number", "code", "retry"),
    [(500, "modem-network", True), (331, "modem-network", True), (310, "modem-sim", False),
     (28, "modem-number", False), (304, "modem", False)],
)  # fmt: skip
def test_the_networks_refusals(modem, sim, events, number, code, retry):
    sim.errors.append(number)
    text_id = modem.send(NUMBER, "x")
    failed = events.next(TextFailed)
    assert (failed.text_id, failed.code, failed.retry) == (text_id, code, retry)
    assert str(number) in failed.detail
    modem.send(NUMBER, "again")
    assert events.next(TextSent)
    assert len(ends(events)) == 2


def test_a_long_text_that_breaks_off_says_how_much_went(modem, sim, events):
    assert len(sms_pdu.submits(NUMBER, LONG)) == 3
    sim.fails_after = 1
    modem.send(NUMBER, LONG)
    failed = events.next(TextFailed)
    assert (failed.parts_sent, failed.code) == (1, "modem-network")


def test_no_network(modem, sim, events):
    sim.network = NetworkState.NONE
    modem.send(NUMBER, "x")
    assert events.next(TextFailed).code == "modem-network"


def test_a_text_comes_and_is_deleted_in_the_modem_when_it_is_acknowledged(modem, sim, events):
    at = datetime.fromisoformat("2026-05-03T14:05:06+08:00")
    sim.receive(NUMBER, "可以晚退房吗？🙏", at)
    came = events.next(TextReceived)
    modem.send(NUMBER, "x")
    events.next(TextSent)
    assert sim.stored == 1
    modem.acknowledge("of another life")
    modem.acknowledge(came.token)
    assert (came.number, came.text, came.sent_at) == (NUMBER, "可以晚退房吗？🙏", at)
    assert came.masked_number == "+86*********00"
    assert sim.wait_until(lambda: sim.stored == 0)


def test_a_long_text_comes_once_and_its_parts_stay_until_then(modem, sim, events):
    *first, last = sms_pdu.delivers(NUMBER, LONG, datetime.fromisoformat("2026-05-03T14:05+08:00"))
    for pdu in first:
        sim.store("SM", pdu, "+CMTI")
    sim.receive("10086", "in between")
    assert took(modem, events).text == "in between"
    assert sim.wait_until(lambda: sim.stored == len(first))
    sim.store("SM", last, "+CMTI")
    assert took(modem, events).text == LONG
    assert sim.wait_until(lambda: sim.stored == 0)


def test_texts_that_came_while_nobody_listened(manager, sim, events):
    sim.receive(NUMBER, LONG, is_announced=False)
    sim.receive("10086", "short", is_announced=False)
    manager.open("modem", sim.uri)
    came = [events.next(TextReceived) for _ in range(2)]
    assert [one.text for one in came] == [LONG, "short"]
    for one in came:
        manager.modem("modem").acknowledge(one.token)
    assert sim.wait_until(lambda: sim.stored == 0)


def test_what_is_said_in_the_middle_of_an_answer_belongs_to_nobody(modem, sim, events):
    (pdu,) = sms_pdu.delivers("10086", "direct", datetime.fromisoformat("2026-05-03T14:05+08:00"))
    sim.chatter = f"RING\n^RSSI:17\n+CMT: ,{len(pdu) // 2 - 1}\n{pdu}"
    modem.send(NUMBER, "x")
    assert events.next(TextSent)
    sim.chatter = ""
    assert events.next(TextReceived).text == "direct"


def test_a_text_that_comes_while_one_goes_out(modem, sim, events):
    for number in range(10):
        modem.send(NUMBER, f"out {number}")
        sim.receive("10086", f"in {number}")
    for number in range(10):
        events.next(TextSent)
        assert took(modem, events).text == f"in {number}"
    assert len(sim.sent) == 10
    assert sim.wait_until(lambda: sim.stored == 0)


@pytest.mark.parametrize(("status", "is_delivered"), [(0, True), (65, False)])
def test_delivery_is_reported_for_each_message(modem, sim, events, status, is_delivered):
    text_id = modem.send(NUMBER, LONG, wants_report=True)
    sent = events.next(TextSent)
    for _ in range(3):
        sim.report(status)
    reports = [events.next(DeliveryReported) for _ in range(3)]
    assert {(one.text_id, one.is_delivered, one.status) for one in reports} == {
        (text_id, is_delivered, status)
    }
    assert tuple(one.reference for one in reports) == sent.references
    assert {one.number for one in reports} == {NUMBER}
    assert None not in {one.done_at for one in reports} | {one.taken_at for one in reports}
    assert sim.stored == 3
    for one in reports:
        modem.acknowledge(one.token)
    assert sim.wait_until(lambda: sim.stored == 0)
    assert len(events.of(DeliveryReported)) == 3


def test_a_report_while_it_is_still_tried_says_nothing_yet(modem, sim, events):
    text_id = modem.send(NUMBER, "x", wants_report=True)
    events.next(TextSent)
    sim.asked_reports *= 2
    sim.report(48)
    sim.report(0)
    assert events.next(DeliveryReported).text_id == text_id
    assert len(events.of(DeliveryReported)) == 1


def test_a_report_of_a_text_of_another_day(modem, sim, events):
    sim.store("SR", sms_pdu.status_report(99, NUMBER, datetime.now().astimezone(), 0), "+CDSI")
    assert events.next(DeliveryReported).text_id == ""


def test_without_a_wish_no_report_is_asked_for(modem, sim, events):
    modem.send(NUMBER, "x")
    events.next(TextSent)
    assert sim.asked_reports == []


def test_state_is_told_when_it_changes(hasty, sim, events):
    first = events.next(ModemStatus)
    assert (first.sim, first.network, first.signal_dbm) == (SimState.READY, NetworkState.HOME, -71)
    sim.signal = 99
    assert events.next(ModemStatus).signal_dbm is None
    sim.network = NetworkState.ROAMING
    assert events.next(ModemStatus).network is NetworkState.ROAMING
    sim.sim = SimState.MISSING
    assert events.next(ModemStatus).sim is SimState.MISSING
    assert hasty.modem_status.sim is SimState.MISSING


@pytest.mark.parametrize(
    "state", [SimState.MISSING, SimState.PIN_NEEDED, SimState.BLOCKED, SimState.BROKEN]
)
def test_a_sim_that_comes_later_is_used_then(sim, events, state, request):
    sim.sim = state
    sim.receive(NUMBER, "waiting", is_announced=False)
    modem = request.getfixturevalue("hasty")
    events.lamp(Lamp.READY)
    assert events.next(ModemStatus).sim is state
    modem.send(NUMBER, "x")
    assert events.next(TextFailed).code == "modem-sim"
    sim.sim = SimState.READY
    assert events.next(TextReceived).text == "waiting"
    modem.send(NUMBER, "x")
    assert events.next(TextSent)


def test_a_modem_that_is_silent_or_another_device(sim, events, request):
    sim.is_silent = True
    request.getfixturevalue("hasty")
    assert events.lamp(Lamp.LOST).code == "timed-out"
    sim.is_silent = False
    events.lamp(Lamp.READY)


def test_an_answer_that_never_comes_leaves_it_open_whether_the_text_went(hasty, sim, events):
    events.lamp(Lamp.READY)
    sim.loses_answers = True
    hasty.send(NUMBER, "x")
    failed = events.next(TextFailed)
    assert (failed.code, failed.retry) == ("modem-unsure", False)
    sim.loses_answers = False
    assert goes_out(hasty, events)


def goes_out(modem, events):
    """Send until the modem is found again, as a caller would; each text ends once."""
    events.next(ENDS)
    for _ in range(50):
        text_id = modem.send(NUMBER, "again")
        ended = events.next(ENDS)
        assert ended.text_id == text_id
        if isinstance(ended, TextSent):
            return True
    return False


@pytest.mark.parametrize(
    "late", ["OK", "ERROR", "+CMS ERROR: 321", "+CPMS: 0,50,1,50,1,50\r\n\r\nOK"]
)
def test_answers_to_a_life_before_are_not_taken_for_ours(late, sim, events):
    for _ in range(2):  # as a program that was killed in the middle leaves them
        sim.say(late)
    with DeviceManager(events) as manager:
        manager.open("modem", sim.uri)
        events.lamp(Lamp.READY)
        latest = manager.modem("modem").modem_status
    assert (latest.sim, latest.network) == (SimState.READY, NetworkState.HOME)


def test_a_garbled_answer_harms_nothing_that_follows(hasty, sim, events):
    events.lamp(Lamp.READY)
    sim.garbled = 3
    hasty.send(NUMBER, "one")
    assert goes_out(hasty, events)


def test_unplugged_in_the_middle_and_plugged_in_again(modem, sim, events):
    sim.swallows_pdu = True
    text_id = modem.send(NUMBER, "x")
    assert sim.wait_until(lambda: not sim.swallows_pdu)
    sim.unplug()
    failed = events.next(TextFailed)
    assert (failed.text_id, failed.code) == (text_id, "port-gone")
    events.lamp(Lamp.LOST)
    sim.plug()
    events.lamp(Lamp.READY)
    modem.send(NUMBER, "y")
    assert events.next(TextSent)
    assert len(ends(events)) == 2


def test_closed_in_the_middle(manager, modem, sim, events):
    sim.swallows_pdu = True
    modem.send(NUMBER, "x")
    assert sim.wait_until(lambda: not sim.swallows_pdu)
    modem.send(NUMBER, "y")
    manager.close()
    assert {events.next(TextFailed).code for _ in range(2)} == {"closed"}


def test_a_message_that_cannot_be_read_is_left_alone(modem, sim, events):
    sim.store("SM", "00FF", "+CMTI")
    sim.store("SM", "zz", "+CMTI")
    sim.say('+CMTI: "SM",40')
    sim.receive("10086", "good")
    assert took(modem, events).text == "good"
    assert sim.wait_until(lambda: sim.stored == 2)


def test_no_number_and_no_text_in_any_repr_log_or_recording(tmp_path, sim, events, caplog):
    caplog.set_level("DEBUG")
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    with DeviceManager(events, recordings=recordings) as manager:
        manager.open("modem", sim.uri)
        events.lamp(Lamp.READY)
        manager.modem("modem").send(NUMBER, "secret words", wants_report=True)
        events.next(TextSent)
        sim.receive(NUMBER, "answered words")
        events.next(TextReceived)
        sim.report()
        events.next(DeliveryReported)
        sim.errors.append(500)
        manager.modem("modem").send(NUMBER, "secret words")
        events.next(TextFailed)
    recorded = (recordings / "modem.wire").read_text(encoding="ascii")
    traffic = bytes.fromhex(
        "".join(line.split('"hex": "')[1].split('"')[0] for line in recorded.splitlines())
    ).decode("latin-1")
    swapped = "683108108300F0"
    packed = sms_pdu.submits(NUMBER, "secret words")[0].pdu[-20:]
    for shown in (repr(events.all), caplog.text, traffic):
        for secret in ("13800138000", "words", swapped, packed):
            assert secret not in shown
    assert "AT+CMGS=" in traffic


def test_a_flood_of_announcements_keeps_no_text_waiting(modem, sim, events):
    for number in range(200):
        sim.say(f'+CMTI: "SM",{number + 100}')
    text_id = modem.send(NUMBER, "x")
    assert events.next(TextSent).text_id == text_id
    sim.receive("10086", "and one came")
    assert events.next(TextReceived).text == "and one came"


def test_a_text_that_comes_while_nobody_may_be_told_stays_in_the_modem(sim, events):
    opening = Opening(name="modem", uri=DeviceUri.parse(sim.uri), sink=events)
    modem = GsmModem(opening, SerialWire(sim.uri.partition(":")[2]), poll_s=0.1)
    sim.receive(NUMBER, "before", is_announced=False)
    modem.claim(8.0)
    sim.receive(NUMBER, "meanwhile")
    report = modem.check_health(HealthLevel.EXTERNAL)
    assert report.is_well
    assert report.details["sim"] == "ready"
    assert report.details["network"] == "home"
    assert sim.stored == 2
    modem.enable()
    assert [took(modem, events).text for _ in range(2)] == ["before", "meanwhile"]
    assert sim.wait_until(lambda: sim.stored == 0)
    assert modem.statistics.retrieve()["TextReceivedCount"] == 2
    modem.close()

import logging
import sys
import threading

import pytest

from devices.errors import BusyError, CardGoneError, CardNumberError, PortGoneError
from devices.events import DeviceStatus, Lamp, WriteDone, WriteFailed
from devices.ic_card import (
    CardFamily,
    CardInserted,
    CardKeys,
    CardOrder,
    CardRead,
    CardReadFailed,
    CardRemoved,
    CardWork,
)
from devices.manager import DeviceManager
from devices.roles import Role
from devices.sim.cards.chip import SimNoise, Tear
from devices.sim.cards.desfire_ev1 import SimDesfire
from devices.sim.cards.mifare_classic import SimMifareClassic
from devices.sim.cards.sle4442 import SimSle4442
from devices.wire.pcsc import SystemPcsc
from tests.devices.cards.laid import (
    KEYS,
    MAKERS,
    NEW_KEYS,
    NUMBER,
    fresh_of_the_same_kind,
)
from tests.devices.drivers.readers import READER, standing_in


@pytest.fixture
def daemon(pcsc_socket):
    with standing_in(pcsc_socket) as made:
        yield made


@pytest.fixture
def reader(daemon):
    return daemon.readers.plug(READER)


@pytest.fixture
def device(reader, manager, events):
    manager.open("ic", "pcsc:")
    events.lamp(Lamp.READY)
    return manager.ic_cards("ic")


@pytest.fixture
def desk(daemon, reader, device, events):
    return Desk(daemon, reader, device, events)


class Desk:
    """A hand, a reader, a device and what it told."""

    def __init__(self, daemon, reader, device, events):
        self.readers, self.reader, self.device, self.events = daemon.readers, reader, device, events
        self.asked = 0

    def lay(self, chip):
        self.readers.insert(self.reader, chip)
        return self.events.next(CardInserted)

    def take(self):
        self.readers.remove(self.reader)
        return self.events.next(CardRemoved)

    def read(self, keys=KEYS):
        self.asked += 1
        self.device.read(f"r{self.asked}", keys)
        return self.events.next(CardRead)

    def order(self, work, *, number=NUMBER, uid=None, keys=KEYS, **more):
        self.asked += 1
        uid = self.device.card.uid if uid is None else uid
        self.device.write(
            CardOrder(
                entry_id=f"w{self.asked}", work=work, uid=uid, keys=keys, number=number, **more
            )
        )

    def work(self, work, **more):
        self.order(work, **more)
        return self.events.next(WriteDone)


@pytest.mark.parametrize("family", MAKERS)
def test_a_card_of_every_family_goes_through_its_life(family, desk):
    chip = MAKERS[family]()
    told = desk.lay(chip)
    assert (told.family.value, told.uid, told.atr) == (family, chip.uid, chip.atr)
    desk.device.read("empty", KEYS)
    assert desk.events.next(CardReadFailed).code == "card-not-ours"
    assert desk.work(CardWork.PERSONALISE).entry_id == "w1"
    if family == "sle4442":  # its number is one that it was just given
        desk.take()
        told = desk.lay(chip)
    read = desk.read()
    assert (read.number, read.is_genuine, read.is_blocked) == (NUMBER, True, False)
    assert read.uid == told.uid
    desk.work(CardWork.VERIFY)
    desk.work(CardWork.BLOCK, number="")
    assert desk.read().is_blocked
    desk.work(CardWork.RE_PERSONALISE, number="4711", keys=NEW_KEYS, former=(KEYS,))
    desk.take()
    desk.lay(chip)
    assert desk.read(NEW_KEYS).number == "4711"
    desk.order(CardWork.VERIFY, number="4712", keys=NEW_KEYS)
    assert desk.events.next(WriteFailed).code == "verify-mismatch"


@pytest.mark.parametrize("family", MAKERS)
def test_two_like_cards_swapped_between_two_looks_are_two_cards(family, desk):
    first = MAKERS[family]()
    told = desk.lay(first)
    second = fresh_of_the_same_kind(first)
    assert second.atr == first.atr
    desk.readers.insert(desk.reader, second)  # one change for the library: same kind, other card
    desk.events.next(CardRemoved)
    assert desk.events.next(CardInserted).uid == second.uid
    if family != "sle4442":
        desk.order(CardWork.PERSONALISE, uid=told.uid)
        assert desk.events.next(WriteFailed).code == "card-swapped"
    assert (first.writes, second.writes) == (0, 0)


def test_a_handle_of_the_card_before_writes_nothing_on_the_next(desk):
    context = SystemPcsc().establish()
    desk.lay(SimSle4442())
    card = context.connect(READER)
    desk.readers.insert(desk.reader, SimSle4442())
    with pytest.raises(CardGoneError):
        card.transmit(b"\xff\xb0\0\0\1")
    card.disconnect()
    context.close()


@pytest.mark.parametrize("how", Tear)
def test_a_card_torn_away_while_written_is_told_and_mended(how, desk):
    chip = SimDesfire()
    desk.lay(chip)
    chip.tear_at(3, how)
    desk.order(CardWork.PERSONALISE)
    failed = desk.events.next(WriteFailed)
    assert (failed.code, failed.retry) == ("card-gone", True)
    desk.events.next(CardRemoved)
    desk.lay(chip)
    desk.work(CardWork.PERSONALISE)
    assert desk.read().is_genuine


def test_reader_unplugged_and_plugged_with_a_card_in_it(desk):
    chip = SimMifareClassic()
    desk.lay(chip)
    desk.readers.unplug(desk.reader)
    desk.events.next(CardRemoved)
    lost = desk.events.lamp(Lamp.LOST)
    assert (lost.code, lost.detail) == ("port-gone", "no card reader is plugged in")
    desk.device.read("r", KEYS)
    assert desk.events.next(CardReadFailed).code == "card-gone"
    assert desk.device.card is None
    desk.reader = desk.readers.plug(READER)
    desk.events.lamp(Lamp.READY)
    assert desk.lay(chip).uid == chip.uid


def test_the_daemon_killed_and_started_again(daemon, desk):
    chip = SimMifareClassic()
    desk.lay(chip)
    desk.work(CardWork.PERSONALISE)
    for _ in range(2):
        daemon.kill()
        desk.events.next(CardRemoved)
        assert desk.events.lamp(Lamp.LOST).code == "port-gone"
        desk.events.lamp(Lamp.LOST)  # first the reader went, then the service
        assert "pcscd" in desk.device.status.detail or "service" in desk.device.status.detail
        daemon.start()
        desk.events.lamp(Lamp.READY)
        assert desk.events.next(CardInserted).uid == chip.uid
        assert desk.read().number == NUMBER


def test_a_device_opened_before_the_daemon_runs(pcsc_socket, manager, events):
    with standing_in(pcsc_socket) as daemon:
        daemon.kill()
        manager.open("ic", "pcsc:")
        assert "systemctl" in events.lamp(Lamp.LOST).detail
        daemon.readers.plug(READER)
        daemon.start()
        events.lamp(Lamp.READY)


def test_the_reader_meant_is_taken_and_another_left_alone(daemon, manager, events):
    other = daemon.readers.plug("Other Reader 00 00")
    daemon.readers.insert(other, SimMifareClassic())
    manager.open("ic", "pcsc:ACS")
    lost = events.lamp(Lamp.LOST)
    assert "'ACS'" in lost.detail
    reader = daemon.readers.plug(READER)
    assert events.lamp(Lamp.READY).detail == READER
    daemon.readers.insert(reader, SimDesfire())
    assert events.next(CardInserted).family is CardFamily.DESFIRE_EV1
    assert manager.with_role(Role.IC_CARD) == ("ic",)


def test_when_the_first_reader_goes_the_next_one_is_taken(desk):
    second = desk.readers.plug("Second Reader 01 00")
    desk.readers.insert(second, SimDesfire())
    desk.readers.unplug(desk.reader)
    assert desk.events.next(CardInserted).reader == second.name
    assert desk.events.lamp(Lamp.READY).detail == second.name


def test_cards_that_are_not_known_are_told_without_family(desk):
    told = desk.lay(SimNoise(b"\x3b\x00", 3))
    assert (told.family, told.uid) == (None, b"")
    desk.device.read("r", KEYS)
    failed = desk.events.next(CardReadFailed)
    assert failed.entry_id == "r"
    told = desk.take()
    assert told.reader == READER


def test_a_card_that_does_not_answer_is_told_and_read_when_it_lies_well(desk):
    chip = SimMifareClassic()
    desk.readers.insert(desk.reader, chip, is_mute=True)
    told = desk.events.next(CardInserted)
    assert (told.family, told.atr) == (None, b"")
    desk.device.read("r", KEYS)
    failed = desk.events.next(CardReadFailed)
    assert (failed.code, failed.retry) == ("card-mute", True)
    desk.take()
    assert desk.lay(chip).uid == chip.uid


def test_a_foreign_card_and_no_card(desk):
    desk.device.read("a", KEYS)
    failed = desk.events.next(CardReadFailed)
    assert (failed.code, failed.retry) == ("card-gone", True)
    desk.lay(SimDesfire())
    desk.order(CardWork.BLOCK, number="")
    assert desk.events.next(WriteFailed).code == "card-not-ours"


def test_a_number_that_does_not_fit_is_refused_at_once(desk):
    desk.lay(SimDesfire())
    with pytest.raises(CardNumberError):
        desk.order(CardWork.PERSONALISE, number="x")
    desk.work(CardWork.PERSONALISE)


def test_one_work_at_a_time(desk):
    chip = SimDesfire()
    desk.lay(chip)
    with desk.readers.lock:  # the daemon holds its answer back
        desk.device.read("a", KEYS)
        with pytest.raises(BusyError):
            desk.device.read("b", KEYS)
    assert desk.events.next(CardReadFailed).entry_id == "a"


def test_a_card_that_another_program_holds_alone(desk):
    context = SystemPcsc().establish()
    desk.lay(SimDesfire())
    desk.take()
    with desk.readers.lock:
        desk.reader.sharing = -1
    told = desk.lay(SimDesfire())
    assert told.family is None
    desk.device.read("r", KEYS)
    assert desk.events.next(CardReadFailed).code == "port-busy"
    with desk.readers.lock:
        desk.reader.sharing = 0
    desk.device.read("r", KEYS)
    assert desk.events.next(CardReadFailed).code == "card-not-ours"
    context.close()


def test_a_supervisor_takes_the_risk_with_a_code_whose_tries_were_lost(desk):
    chip = SimSle4442()
    chip.counter = 3
    desk.lay(chip)
    desk.order(CardWork.PERSONALISE)
    refused = desk.events.next(WriteFailed)
    assert (refused.code, refused.tries_left) == ("card-last-try", 2)
    desk.order(CardWork.PERSONALISE, may_use_last_try=True)
    # Lost tries mean that the likelier code was probably tried: the other one is wrong here.
    refused = desk.events.next(WriteFailed)
    assert (refused.code, refused.tries_left) == ("card-key", 1)
    desk.order(CardWork.PERSONALISE, may_use_last_try=True)
    assert desk.events.next(WriteDone)
    assert chip.counter == 7


def test_after_a_write_nothing_stays_open_on_the_card(desk):
    chip = SimSle4442()
    desk.lay(chip)
    desk.work(CardWork.PERSONALISE)
    before = bytes(chip.memory)
    chip.apdu(bytes.fromhex("FFD000400401020304"))
    assert bytes(chip.memory) == before


def test_escape_commands_reach_the_reader_without_a_card(daemon, reader):
    context = SystemPcsc().establish()
    link = context.connect(READER, is_direct=True)
    assert link.control(bytes.fromhex("FF00480000")) == b"ACR122U201"
    link.disconnect()
    link.disconnect()
    daemon.readers.unplug(reader)
    with pytest.raises(PortGoneError):
        context.connect(READER)
    context.close()
    context.close()


def test_without_pyscard_the_lamp_names_the_remedy(monkeypatch, manager, events):
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    manager.open("ic", "pcsc:")
    status = events.lamp(Lamp.NOT_INSTALLED)
    assert status.code == "not-installed"
    assert "pip install pyscard" in status.detail
    manager.ic_cards("ic").read("r", KEYS)
    assert events.next(CardReadFailed).code in ("not-installed", "card-gone")


def test_closing_ends_both_threads_with_a_card_in_the_reader(desk, manager):
    desk.lay(SimDesfire())
    manager.close()
    assert desk.events.all[-1].lamp is Lamp.CLOSED
    assert isinstance(desk.events.all[-2], CardRemoved)
    desk.device.read("late", KEYS)
    assert desk.events.next(CardReadFailed).code == "closed"
    assert not [one for one in threading.enumerate() if one.name.startswith("device ")]


def test_no_number_key_or_uid_is_shown_or_logged(desk, caplog):
    caplog.set_level(logging.DEBUG)
    chip = SimMifareClassic()
    desk.lay(chip)
    desk.work(CardWork.PERSONALISE)
    desk.read()
    desk.device.read("x", CardKeys(diversifying=bytes(16), sealing=bytes(16)))
    desk.events.next(CardReadFailed)
    shown = caplog.text + repr(desk.events.all)
    for secret in (NUMBER, chip.uid.hex(), str(chip.uid), KEYS.sealing.hex()):
        assert secret not in shown
    assert desk.events.of(DeviceStatus)


def test_random_answers_through_the_whole_way(desk):
    for seed in range(40):
        for atr in (SimMifareClassic().atr, SimDesfire().atr, SimSle4442().atr, b"\x3b\x00"):
            desk.lay(SimNoise(atr, seed))
            desk.order(CardWork.PERSONALISE)
            assert desk.events.next(WriteFailed).code
            desk.take()


def test_contexts_opened_and_closed_leave_no_thread(pcsc_socket):
    with standing_in(pcsc_socket):
        for _ in range(3):
            with DeviceManager(lambda event: None) as manager:
                manager.open("ic", "pcsc:")

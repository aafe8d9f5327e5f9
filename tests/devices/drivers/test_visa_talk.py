import pytest

from devices.codec import tr31
from devices.codec import visa_pinpad as visa
from devices.codec.key_block_header import KeyBlockHeader
from devices.drivers.visa_talk import load_master_key
from devices.errors import KeyBlockError, PinPadKeyError, PortGoneError, TimedOutError
from devices.events import Lamp, PinEntered
from devices.sim.pin_pad import TEST_MASTER_KEY, TEST_PROTECTION_KEY, SimPinPad
from devices.wire.recording import Direction, Frame, ReplayedWire
from devices.wire.serial_port import SerialWire
from tests.devices.drivers.pads import request
from tests.devices.support import vectors

K0 = KeyBlockHeader(version="B", usage="K0", algorithm="T", mode="D")
BLOCK = tr31.wrap(TEST_PROTECTION_KEY, K0, TEST_MASTER_KEY)


@pytest.fixture
def sim(tmp_path):
    made = SimPinPad(tmp_path, master_key=None)
    yield made
    made.close()


def wire_of(sim):
    return SerialWire(sim.uri.partition(":")[2].partition("?")[0])


@pytest.mark.parametrize("slot", [0, 7])
def test_a_pad_without_keys_is_loaded_by_a_key_block_and_takes_pins(sim, manager, events, slot):
    uri = f"{sim.uri}&slot={slot}"
    manager.open("pad", uri)
    assert events.lamp(Lamp.LOST).code == "pin-pad-key"
    manager.close_one("pad")
    load_master_key(wire_of(sim), slot, BLOCK)
    manager.open("pad", uri)
    events.lamp(Lamp.READY)
    manager.pin_pad("pad").ask_pin(request())
    assert sim.wait_until_asking()
    sim.type_pin("1234")
    assert events.next(PinEntered).block.hex().upper() == "13D82717B6C3E344"


def test_the_makers_own_block_is_taken(sim):
    load_master_key(wire_of(sim), 0, vectors("tr31")["blocks"][0]["block"])


@pytest.mark.parametrize(
    "block",
    [
        tr31.wrap(bytes(range(16)), K0, TEST_MASTER_KEY),
        vectors("tr31")["blocks"][1]["block"],  # a key for PINs, none to encrypt keys
    ],
    ids=["another-pad", "another-purpose"],  # a block holds chance
)
def test_a_block_for_another_pad_or_purpose_is_refused(sim, block):
    with pytest.raises(PinPadKeyError, match="refuses the key block"):
        load_master_key(wire_of(sim), 0, block)


def test_a_key_in_the_clear_is_never_sent(sim):
    with pytest.raises(KeyBlockError):
        load_master_key(wire_of(sim), 0, TEST_MASTER_KEY.hex().upper())


def test_a_pad_that_is_silent_or_gone(sim):
    sim.is_silent = True
    with pytest.raises(TimedOutError):
        load_master_key(wire_of(sim), 0, BLOCK, ack_s=0.05)
    sim.unplug()
    with pytest.raises(PortGoneError):
        load_master_key(wire_of(sim), 0, BLOCK, ack_s=0.05)


def _played(*answers):
    sent = Frame(at_ms=0, direction=Direction.OUT, data=visa.load_master_key(0, BLOCK))
    frames = [Frame(at_ms=1, direction=Direction.IN, data=data) for data in answers]
    return ReplayedWire((sent, *frames, Frame(at_ms=2, direction=Direction.OUT, data=b"end")))


def test_a_pad_that_repeats_something_else_is_not_told_to_store():
    wire = _played(b"\x06", visa.frame("020" + BLOCK[::-1], visa.SI))
    with pytest.raises(PinPadKeyError, match="repeats another"):
        load_master_key(wire, 0, BLOCK)

import pytest

from devices.codec import visa_pinpad as visa
from devices.codec.visa_pinpad import Keys, Variant
from devices.drivers.opening import Opening
from devices.drivers.pinpad_visa import VisaPinPad
from devices.events import (
    Lamp,
    PinCancelled,
    PinEntered,
    PinFailed,
)
from devices.lifecycle import HealthLevel
from devices.sim.pin_pad import SimPinPad
from devices.wire.recording import Direction, Frame, ReplayedWire
from devices.wire.serial_port import SerialWire
from devices.wire.uri import DeviceUri
from tests.devices.drivers.pads import ends, request


@pytest.fixture
def sim(tmp_path):
    made = SimPinPad(tmp_path)
    yield made
    made.close()


def hasty(events, sim, keys=Keys.MKSK, variant=Variant.UIC):
    opening = Opening(name="pad", uri=DeviceUri.parse(sim.uri), sink=events)
    path = sim.uri.partition(":")[2].partition("?")[0]
    return VisaPinPad(opening, SerialWire(path), variant=variant, keys=keys, ack_s=0.05)


def test_a_pad_that_falls_silent_is_a_fault_and_no_slow_guest(sim, events):
    pad = hasty(events, sim)
    pad.start()
    events.lamp(Lamp.READY)
    sim.is_silent = True
    pad.ask_pin(request())
    failed = events.next(PinFailed)
    assert (failed.code, failed.retry) == ("wrong-answer", True)
    assert len(ends(events)) == 1
    pad.close()


def test_no_pad_at_the_port(sim, events):
    sim.is_silent = True
    pad = hasty(events, sim)
    pad.start()
    assert events.lamp(Lamp.LOST).code == "timed-out"
    pad.close()


def test_a_pad_that_refuses_every_packet(sim, events):
    pad = hasty(events, sim)
    pad.start()
    events.lamp(Lamp.READY)
    sim.refusals = 3
    pad.ask_pin(request())
    assert events.next(PinFailed).code == "bad-frame"
    pad.close()


def test_an_answer_that_overtakes_its_acknowledgement(events):
    out, into = Direction.OUT, Direction.IN
    ask = b"\x02Z60.4012345678909\x1cDUKPT ENCRYPTION\x03\x20"
    pad = played(
        events,
        Frame(at_ms=0, direction=out, data=b"\x02Z1\x03\x68"),
        Frame(at_ms=1, direction=into, data=b"\x06"),
        Frame(at_ms=2, direction=out, data=ask),
        Frame(at_ms=3, direction=into, data=visa.frame("71A")),
        Frame(at_ms=4, direction=out, data=b"\x06"),
    )
    pad.start()
    events.lamp(Lamp.READY)
    pad.ask_pin(request())
    assert events.next(PinFailed).code == "pin-pad-key"
    pad.close()


def test_a_pad_that_ends_the_exchange_at_once(events):
    out, into = Direction.OUT, Direction.IN
    pad = played(
        events,
        Frame(at_ms=0, direction=out, data=b"\x02Z1\x03\x68"),
        Frame(at_ms=1, direction=into, data=b"\x06"),
        Frame(
            at_ms=2,
            direction=out,
            data=b"\x02Z60.4012345678909\x1cDUKPT ENCRYPTION\x03\x20",
        ),
        Frame(at_ms=3, direction=into, data=b"\x04"),
        Frame(at_ms=4, direction=out, data=b"\x0272\x03\x06"),
        Frame(at_ms=5, direction=into, data=b"\x06"),
        Frame(at_ms=6, direction=out, data=b"the end"),
    )
    pad.start()
    events.lamp(Lamp.READY)
    pad.ask_pin(request())
    assert events.next(PinCancelled).entry_id == "e"
    pad.close()


def played(events, *frames):
    opening = Opening(name="pad", uri=DeviceUri.parse("pinpad-visa:x"), sink=events)
    return VisaPinPad(
        opening,
        ReplayedWire(frames),
        variant=Variant.VERIFONE,
        keys=Keys.DUKPT,
        slot=0,
    )


def test_the_manuals_transcript_of_a_verifone_pad(events):
    out, into = Direction.OUT, Direction.IN
    pad = played(
        events,
        Frame(at_ms=0, direction=out, data=b"\x02Z1\x03\x68"),
        Frame(at_ms=1, direction=into, data=b"\x06"),
        Frame(at_ms=2, direction=out, data=b"\x02Z60.4012345678909\x1cDUKPT ENCRYPTION\x03\x20"),
        Frame(at_ms=3, direction=into, data=b"\x06"),
        Frame(
            at_ms=4,
            direction=into,
            data=b"\x0273.000009876543210E000011B9C1845EB993A7A\x03\x6e",
        ),
        Frame(at_ms=5, direction=out, data=b"\x06"),
    )
    pad.start()
    events.lamp(Lamp.READY)
    pad.ask_pin(request())
    entered = events.next(PinEntered)
    assert (entered.ksn, entered.block.hex().upper()) == (
        "FFFF9876543210E00001",
        "1B9C1845EB993A7A",
    )
    pad.close()


@pytest.mark.parametrize("keys", list(Keys))
def test_health_asks_the_pad(tmp_path, events, keys):
    sim = SimPinPad(tmp_path, keys=keys)
    pad = hasty(events, sim, keys)
    pad.start()
    events.lamp(Lamp.READY)
    report = pad.check_health(HealthLevel.EXTERNAL)
    assert report.is_well
    assert report.details.get("master key 0") == ("loaded" if keys is Keys.MKSK else None)
    sim.is_silent = True
    assert not pad.check_health(HealthLevel.EXTERNAL).is_well
    pad.close()
    sim.close()

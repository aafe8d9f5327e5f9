import pytest

from devices.codec.text_swipe import TextSwipeParser
from devices.drivers.msr_serial import SerialReader
from devices.drivers.opening import Opening
from devices.errors import PortGoneError
from devices.events import CardSwiped, Lamp
from devices.manager import DeviceManager
from devices.roles import Arming, PinRequest
from devices.sim.pin_pad import SimPinPad
from devices.sim.serial_reader import SimSerialReader
from devices.wire.recording import Direction, Frame, ReplayedWire, read_recording
from devices.wire.uri import DeviceUri
from tests.devices.support import BANK, BANK_T2, OURS, OURS_T1

KEY = "6B985B7EE398D9B23EB3B72576BBBE83"


def test_a_recorded_swipe_holds_test_digits_and_plays_back(tmp_path, events):
    reader = SimSerialReader(tmp_path)
    with DeviceManager(events, recordings=tmp_path) as manager:
        manager.open("reader", reader.uri)
        manager.reader("reader").arm(Arming.ALWAYS)
        reader.swipe("%BNAME/SOME?", BANK_T2)
        events.next(CardSwiped)
    reader.close()
    text = (tmp_path / "reader.wire").read_text(encoding="ascii")
    assert BANK.encode().hex() not in text
    frames = read_recording(tmp_path / "reader.wire")
    (swipe,) = TextSwipeParser().feed(b"".join(frame.data for frame in frames), 0)
    assert swipe.tracks[1] == ";8888000012345678=8888000?"

    opening = Opening(name="played", uri=DeviceUri.parse(reader.uri), sink=events)
    played = SerialReader(opening, ReplayedWire(frames))
    played.arm(Arming.ALWAYS)
    played.start()
    assert events.next(CardSwiped).device == "played"
    events.lamp(Lamp.LOST)
    played.close()


def test_a_recorded_pin_has_no_block_no_account_and_no_key(tmp_path, events):
    pad = SimPinPad(tmp_path)
    with DeviceManager(events, recordings=tmp_path) as manager:
        manager.open("pad", pad.uri)
        manager.pin_pad("pad").ask_pin(
            PinRequest(entry_id="e", account_digits=OURS, working_key=KEY)
        )
        assert pad.wait_until_asking()
        pad.type_pin("123456")
        events.lamp(Lamp.READY)
    pad.close()
    frames = read_recording(tmp_path / "pad.wire")
    everything = b"".join(frame.data for frame in frames)
    assert b"71.00601" + b"0" * 16 in everything
    assert OURS.encode() not in everything
    assert KEY.encode() not in everything
    assert any(frame.direction is Direction.OUT for frame in frames)
    assert "data" not in repr(frames[0])


def test_what_the_device_said_waits_for_what_it_was_told():
    wire = ReplayedWire(
        (
            Frame(at_ms=0, direction=Direction.OUT, data=b"ask"),
            Frame(at_ms=1, direction=Direction.IN, data=b"answer"),
        )
    )
    wire.open()
    assert wire.read(0) == b""
    wire.write(b"as")
    wire.wake()
    assert wire.read(None) == b""
    wire.write(b"k")
    assert wire.read(None) == b"answer"
    assert wire.read(0.01) == b""  # a gap, as it was then
    with pytest.raises(PortGoneError):
        wire.read(None)
    with pytest.raises(PortGoneError):
        wire.open()


def test_the_traffic_log_is_clean(tmp_path, events, caplog):
    caplog.set_level("DEBUG")
    reader = SimSerialReader(tmp_path)
    with DeviceManager(events, recordings=tmp_path) as manager:
        manager.open("reader", reader.uri)
        manager.reader("reader").arm(Arming.ALWAYS)
        reader.swipe(OURS_T1.replace(OURS, BANK), BANK_T2)
        events.next(CardSwiped)
    reader.close()
    assert b"8888000012345678".hex() in caplog.text
    assert b"XIAOMING".hex() not in caplog.text
    assert BANK.encode().hex() not in caplog.text
    assert BANK not in caplog.text

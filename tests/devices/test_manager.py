import re
import threading

import pytest

from devices.catalogue import DRIVERS, spec_for
from devices.errors import BadUriError, ClosedError, NoSuchDeviceError
from devices.events import CardSwiped, Lamp
from devices.manager import DeviceManager
from devices.roles import Role
from devices.sim.msr605 import SimMsr605
from devices.sim.pin_pad import SimPinPad
from devices.sim.printer import SimPrinter
from devices.sim.serial_reader import SimSerialReader
from devices.wire.uri import DeviceUri
from tests.devices.support import OURS_T2, EventLog


def test_every_device_of_a_desk_at_once(tmp_path, events):
    sims = (SimSerialReader(tmp_path), SimMsr605(tmp_path), SimPinPad(tmp_path), SimPrinter())
    manager = DeviceManager(events)
    for name, sim in zip("abcd", sims, strict=True):
        manager.open(name, sim.uri)
    manager.open("e", "wedge:")
    for _ in range(5):
        events.lamp(Lamp.READY)
    assert manager.names() == ("a", "b", "c", "d", "e")
    assert {status.lamp for status in manager.statuses()} == {Lamp.READY}
    assert manager.with_role(Role.MSR_READER) == ("a", "b", "e")
    assert manager.with_role(Role.PIN_PAD) == ("c",)
    assert manager.status("d").device == "d"
    names = [thread.name for thread in threading.enumerate()]
    assert sum(name.startswith("device ") for name in names) == 5  # one a wire, one for hot-plug
    manager.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("device ")]
    assert manager.names() == ()
    for sim in sims:
        sim.close()


def test_a_device_opened_again_replaces_the_first(tmp_path, manager, events):
    first, second = SimSerialReader(tmp_path), SimSerialReader(tmp_path, name="other")
    manager.open("reader", first.uri)
    events.lamp(Lamp.READY)
    manager.open("reader", second.uri)
    events.lamp(Lamp.CLOSED)
    events.lamp(Lamp.READY)
    manager.reader("reader").arm()
    second.swipe(None, OURS_T2)
    assert events.next(CardSwiped).track2 == OURS_T2
    first.close()
    second.close()


def test_asking_for_what_is_not_there(manager):
    manager.open("keys", "wedge:")
    for ask in (manager.status, manager.reader, manager.pin_pad):
        with pytest.raises(NoSuchDeviceError, match="called"):
            ask("none")
    for ask in (manager.pin_pad, manager.printer, manager.writer):
        with pytest.raises(NoSuchDeviceError, match="is no"):
            ask("keys")
    manager.close_one("none")


def test_a_closed_manager_opens_nothing():
    manager = DeviceManager(EventLog())
    manager.close()
    manager.close()
    with pytest.raises(ClosedError):
        manager.open("keys", "wedge:")


@pytest.mark.parametrize(
    ("uri", "meant"),
    [
        ("/dev/ttyUSB0", "msr+serial:/dev/ttyUSB0"),
        ("msr+seral:/dev/ttyUSB0", 'did you mean "msr+serial"'),
        ("scanner:/dev/ttyUSB0", "known are msr+serial"),
        ("msr+serial:/dev/ttyUSB0?boud=9600", 'did you mean "baud"'),
        ("msr+serial:", "msr+serial:/dev/ttyUSB0"),
        ("msr+serial:/dev/ttyUSB0?baud=fast", "whole number"),
        ("msr+serial:/dev/ttyUSB0?mode=8E2", "7E1"),
        ("escpos+tcp:/dev/x", "escpos+tcp://127.0.0.1:9100"),
        ("escpos+tcp://host:port", "1 to 65535"),
        ("pinpad-visa:/dev/x?keys=duckpt", 'did you mean "dukpt"'),
        ("pinpad-visa:/dev/x?variant=ingenico", "uic or verifone"),
        ("wedge:?baud=1", "known are keys"),
    ],
)
def test_a_wrong_address_says_what_was_meant(manager, uri, meant):
    with pytest.raises(BadUriError, match=re.escape(meant)):
        manager.open("x", uri)
    assert manager.names() == ()


def test_the_table_of_drivers_is_sound():
    assert len({spec.key for spec in DRIVERS}) == len(DRIVERS)
    schemes = [scheme for spec in DRIVERS for scheme in spec.schemes]
    assert len(set(schemes)) == len(schemes)
    for spec in DRIVERS:
        assert spec.roles
        assert spec_for(DeviceUri.parse(spec.example)) is spec

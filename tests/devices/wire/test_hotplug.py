"""Hot-plug as the kernel tells it: parsed messages, and a real one that root can ask for."""

import os
from pathlib import Path
from queue import SimpleQueue

import pytest

from devices.events import Lamp
from devices.wire.hotplug import HotplugMonitor, Plugged, parse_uevent

KERNEL = (
    b"add@/devices/pci0000:00/usb1/1-1/1-1:1.0/ttyUSB0/tty/ttyUSB0\0ACTION=add\0"
    b"DEVPATH=/devices/pci0000:00/usb1/1-1/1-1:1.0/ttyUSB0/tty/ttyUSB0\0SUBSYSTEM=tty\0"
    b"MAJOR=188\0MINOR=0\0DEVNAME=ttyUSB0\0SEQNUM=2345\0"
)
UDEV = (
    b"libudev\0\xfe\xed\xca\xfe(\0\0\0(\0\0\0\x12\x03\0\0\x05w\xc5\xe5'\xf8\xf5\x0c\0\0\0\0\0\0\0\0"
    b"ACTION=remove\0DEVPATH=/devices/x/hidraw0\0SUBSYSTEM=hidraw\0DEVNAME=/dev/hidraw0\0"
)
# Asking the kernel to tell of a port again needs a port and root.
ANY_PORT = next(iter(sorted(Path("/sys/class/tty").glob("ttyS*/uevent"))), None)


@pytest.mark.parametrize(
    ("message", "plugged"),
    [
        (KERNEL, Plugged(action="add", subsystem="tty", node="ttyUSB0")),
        (UDEV, Plugged(action="remove", subsystem="hidraw", node="hidraw0")),
        (b"add@/devices/usb1\0ACTION=add\0SUBSYSTEM=usb\0", Plugged(action="add", subsystem="usb", node="")),
        (b"add@/devices/x\0ACTION=add\0", None),
        (b"\xff\xfe=\0=\0\0", None),
        (b"", None),
    ],
)  # fmt: skip
def test_messages_are_read_whoever_sends_them(message: bytes, plugged: Plugged | None) -> None:
    assert parse_uevent(message) == plugged


def test_no_message_can_hurt() -> None:
    for size in range(0, 4000, 7):
        parse_uevent(os.urandom(size))


@pytest.mark.skipif(
    ANY_PORT is None or not os.access(ANY_PORT, os.W_OK),
    reason="only root can have the kernel tell of a port again",
)
def test_the_kernel_tells_of_a_port() -> None:
    assert ANY_PORT is not None
    heard: SimpleQueue[Plugged] = SimpleQueue()
    monitor = HotplugMonitor(heard.put)
    assert monitor.start()
    try:
        ANY_PORT.write_text("add", encoding="ascii")
        name = ANY_PORT.parent.name
        found = [heard.get(timeout=5), heard.get(timeout=5)]
    finally:
        monitor.close()
        monitor.close()
    # Twice: at once, and when the node is sure to be usable.
    assert [(one.action, one.node) for one in found if one.node == name] == [("add", name)] * 2


@pytest.mark.skipif(
    ANY_PORT is None or not os.access(ANY_PORT, os.W_OK),
    reason="only root can have the kernel tell of a port again",
)
def test_a_manager_looks_for_lost_ports_when_something_is_plugged_in(
    tmp_path, manager, events, monkeypatch
) -> None:
    assert ANY_PORT is not None
    # By itself it would look again in a minute.
    monkeypatch.setattr("devices.wire.owner._BACK_OFF_S", (60.0,))
    manager.open("reader", f"msr+serial:{tmp_path / 'port'}")
    events.lamp(Lamp.LOST)
    master, slave = os.openpty()
    try:
        (tmp_path / "port").symlink_to(os.ttyname(slave))
        ANY_PORT.write_text("add", encoding="ascii")
        events.lamp(Lamp.READY, timeout_s=5.0)
    finally:
        manager.close()
        os.close(master)
        os.close(slave)

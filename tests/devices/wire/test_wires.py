import os
import threading
import tty
from concurrent.futures import wait as wait_for_all
from functools import partial

import pytest

from devices.errors import (
    BadUriError,
    BusyError,
    ClosedError,
    NotClaimedError,
    NotInstalledError,
    PortBusyError,
    PortForbiddenError,
    PortGoneError,
    TimedOutError,
    WrongAnswerError,
)
from devices.events import Lamp
from devices.sim.tcp_port import TcpPort
from devices.wire.device_file import DeviceFileWire
from devices.wire.installed import remedies
from devices.wire.owner import WireOwner
from devices.wire.serial_port import SerialWire, serial_ports
from devices.wire.tcp import TcpWire
from devices.wire.uri import DeviceUri


@pytest.fixture
def pty():
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave), slave
    for fd in (master, slave):
        try:
            os.close(fd)
        except OSError:
            continue


def opened(wire):
    wire.open()
    return wire


def test_bytes_that_came_before_opening_are_kept(pty):
    master, path, _ = pty
    os.write(master, b";8888?\r")
    wire = opened(SerialWire(path))
    assert wire.read(2) == b";8888?\r"
    wire.close()


def test_a_serial_wire_reads_writes_and_times_out(pty):
    master, path, _ = pty
    wire = opened(SerialWire(path, baud=19200, mode="7E1"))
    wire.write(b"hello")
    assert os.read(master, 99) == b"hello"
    assert wire.read(0) == b""
    os.write(master, b"abc")
    assert wire.read(None) == b"abc"
    wire.close()
    wire.close()
    with pytest.raises(PortGoneError):
        wire.read(0)


def test_a_wake_up_ends_a_wait(pty):
    _, path, _ = pty
    wire = opened(SerialWire(path))
    waker = threading.Thread(target=wire.wake)
    waker.start()
    assert wire.read(None) == b""
    waker.join()
    assert wire.read(0) == b""
    wire.close()
    wire.wake()


def test_a_hang_up_is_a_port_gone(pty):
    master, path, slave = pty
    wire = opened(SerialWire(path))
    os.close(slave)
    os.close(master)
    with pytest.raises(PortGoneError):
        wire.read(2)
    with pytest.raises(PortGoneError):
        wire.write(b"x")
    wire.close()


def test_a_second_opener_is_told_that_the_port_is_busy(pty):
    _, path, _ = pty
    first = opened(SerialWire(path))
    second = SerialWire(path)
    with pytest.raises(PortBusyError):
        second.open()
    second.close()
    first.close()


def test_a_port_that_is_not_there(tmp_path):
    for wire in (
        SerialWire(str(tmp_path / "none")),
        DeviceFileWire(str(tmp_path / "lp0"), remedy="add the user to group lp"),
    ):
        with pytest.raises(PortGoneError):
            wire.open()
        wire.close()


@pytest.fixture
def no_root():
    """Be nobody for a moment: root may open everything."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    yield
    os.seteuid(was)


@pytest.mark.usefixtures("no_root")
@pytest.mark.parametrize(
    "kind", [SerialWire, partial(DeviceFileWire, remedy="add the user to group lp")]
)
def test_a_port_of_another_user(kind):
    wire = kind("/proc/1/mem")
    with pytest.raises(PortForbiddenError, match="add the user to group"):
        wire.open()
    wire.close()


def test_a_port_that_takes_no_data_times_out(pty):
    _, path, _ = pty
    wire = opened(SerialWire(path))
    with pytest.raises(TimedOutError):
        wire.write(b"x" * 1_000_000, timeout_s=0.05)
    wire.close()


def test_a_printer_file_is_written_and_read(pty):
    master, path, _ = pty
    wire = opened(DeviceFileWire(path, remedy="add the user to group lp"))
    wire.write(b"\x10\x04\x01")
    assert os.read(master, 9) == b"\x10\x04\x01"
    os.write(master, b"\x12")
    assert wire.read(2) == b"\x12"
    wire.wake()
    assert wire.read(None) == b""
    wire.close()
    with pytest.raises(PortGoneError):
        wire.read(0)


def test_tcp_both_ways_and_hang_up():
    heard = threading.Event()
    port = TcpPort(lambda data: (port.send(data.upper()), heard.set()))
    port.plug()
    wire = opened(TcpWire("127.0.0.1", port.number))
    wire.write(b"abc")
    assert wire.read(5) == b"ABC"
    wire.wake()
    assert wire.read(None) == b""
    port.unplug()
    with pytest.raises(PortGoneError):
        wire.read(5)
    wire.close()
    with pytest.raises(PortGoneError):
        wire.open()
    wire.close()


def test_a_mode_that_no_port_has():
    with pytest.raises(BadUriError, match="xonxoff"):
        SerialWire("/dev/null", flow="tcp")
    with pytest.raises(BadUriError, match="8N1"):
        SerialWire("/dev/null", mode="9N3")


def test_ports_of_the_machine_are_listed():
    assert all(len(port) == 2 for port in serial_ports())


def test_the_remedy_for_ic_readers_names_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(tmp_path / "none"))
    assert "not installed" in remedies()[0]
    assert "apt install pcscd" in remedies()[1]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("msr+serial:/dev/ttyUSB0?baud=9600", ("msr+serial", "/dev/ttyUSB0", "", 0)),
        ("escpos+tcp://127.0.0.1:9100", ("escpos+tcp", "", "127.0.0.1", 9100)),
        ("escpos+tcp://[::1]:9100/", ("escpos+tcp", "", "::1", 9100)),
        ("escpos+tcp://printer", ("escpos+tcp", "", "printer", 0)),
        ("wedge:", ("wedge", "", "", 0)),
        ("msr605:COM3", ("msr605", "COM3", "", 0)),
    ],
)
def test_addresses(text, parts):
    uri = DeviceUri.parse(text)
    assert (uri.scheme, uri.path, uri.host, uri.port) == parts


@pytest.mark.parametrize(
    "text", ["/dev/ttyUSB0", "", ":x", "escpos+tcp://h:x", "escpos+tcp://h:99999"]
)
def test_a_bad_address_is_refused(text):
    with pytest.raises(BadUriError):
        DeviceUri.parse(text)


def test_options_that_are_no_numbers_or_choices():
    uri = DeviceUri.parse("x:/y?baud=fast&keys=duk")
    with pytest.raises(BadUriError, match="whole number"):
        uri.number("baud", 1)
    with pytest.raises(BadUriError, match="did you mean"):
        uri.choice("keys", ("mksk", "dukpt"))


class Session:
    """Does nothing, and remembers lamps."""

    def __init__(self):
        self.lamps = []
        self.ready = threading.Event()
        self.lost = threading.Event()

    def opened(self, wire): ...
    def received(self, wire, data, at_ns): ...
    def due(self, wire, now_ns): ...
    def next_due_ns(self):
        return None

    def gone(self, error): ...
    def show(self, lamp, code, detail):
        self.lamps.append((lamp, code))
        {Lamp.READY: self.ready, Lamp.LOST: self.lost}.get(lamp, threading.Event()).set()


def refuse(wire):
    raise WrongAnswerError("no")


def test_an_owner_does_jobs_in_turn_and_passes_refusals_on(pty):
    _, path, _ = pty
    session = Session()
    owner = WireOwner(SerialWire(path), session, name="test")
    owner.start()
    futures = [owner.submit(lambda wire, n=n: n) for n in range(5)]
    assert [future.result(5) for future in futures] == [0, 1, 2, 3, 4]
    assert isinstance(owner.submit(refuse).exception(5), WrongAnswerError)
    assert session.ready.is_set()
    assert not session.lost.is_set()
    owner.close()
    assert isinstance(owner.submit(refuse).exception(5), ClosedError)
    assert session.lamps[-1] == (Lamp.CLOSED, "closed")


def bug(wire):
    raise RuntimeError("a bug")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_after_a_bug_in_a_driver_nobody_waits_for_ever(pty):
    _, path, _ = pty
    owner = WireOwner(SerialWire(path), Session(), name="test")
    owner.start()
    first, second = owner.submit(bug), owner.submit(lambda wire: 1)
    assert isinstance(first.exception(5), RuntimeError)
    assert isinstance(second.exception(5), ClosedError)
    owner.close()


def test_a_job_without_a_port_fails_at_once(tmp_path):
    owner = WireOwner(SerialWire(str(tmp_path / "none")), Session(), name="test")
    owner.start()
    for _ in range(3):
        assert isinstance(owner.submit(lambda wire: 1).exception(5), PortGoneError)
    owner.close()
    owner.close()


def test_too_many_jobs_are_refused_and_close_fails_the_rest(pty):
    _, path, _ = pty
    owner = WireOwner(SerialWire(path), Session(), name="test")
    owner.start()
    begun, go_on = threading.Event(), threading.Event()

    def hold(wire):
        begun.set()
        return go_on.wait(5)

    held = owner.submit(hold)
    assert begun.wait(5)
    assert owner.is_busy
    futures = [owner.submit(lambda wire: 1) for _ in range(33)]
    assert isinstance(futures[-1].exception(1), BusyError)
    closing = threading.Thread(target=owner.close)
    closing.start()
    while not owner.is_stopping:
        pass
    go_on.set()
    closing.join(5)
    done, _ = wait_for_all(futures, 5)
    assert len(done) == 33
    assert held.result() is True
    assert isinstance(futures[0].exception(), ClosedError)


def test_what_is_not_claimed_does_nothing(tmp_path):
    owner = WireOwner(SerialWire(str(tmp_path / "none")), Session(), name="test")
    assert not owner.is_started
    assert isinstance(owner.submit(lambda wire: 1).exception(1), NotClaimedError)
    owner.close()


def test_a_lost_port_is_looked_for_at_once_when_told(tmp_path, pty, monkeypatch):
    # By itself it would look again in a minute.
    monkeypatch.setattr("devices.wire.owner._BACK_OFF_S", (60.0,))
    _, real, _ = pty
    path = tmp_path / "port"
    session = Session()
    owner = WireOwner(SerialWire(str(path)), session, name="test")
    owner.start()
    assert session.lost.wait(5)
    path.symlink_to(real)
    session.ready.clear()
    owner.retry()
    assert session.ready.wait(5)
    owner.close()


def test_errors_have_codes_of_their_own():
    codes = [kind.code for kind in (BusyError, ClosedError, NotInstalledError, PortGoneError)]
    assert len(set(codes)) == 4
    assert PortGoneError.retry
    assert not ClosedError.retry

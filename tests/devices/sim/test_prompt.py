import io
import threading

import pytest

from devices.sim import prompt
from devices.sim.pty_port import PtyPort
from devices.sim.tcp_port import TcpPort


@pytest.mark.parametrize(
    ("kind", "lines", "good"),
    [
        ("msr+serial", "swipe ;1?\nraw 3b\nswipe x?\nfly\n", [True, True, False, False]),
        ("msr605", "card %A?;1?\nswipe\npin 1\n", [True, True, False]),
        ("pinpad-visa", "pin 1234\ncancel\ntimeout\nswipe\n", [True, True, True, False]),
        ("escpos", "paper low\npaper ok\ncover closed\ncover x\n", [True, True, True, False]),
        (
            "pcsc",
            "card desfire,new desfire,tear,take,tear,service stop,service start,unplug,unplug,plug,"
            "plug,card,card gold,swipe,raw 3b,service,".replace(",", "\n"),
            [True] * 11 + [False] * 5,
        ),
        ("escpos+tcp", "unplug\nplug\nplug\nunplug\nunplug\n", [True] * 5),
    ],
)
def test_commands(kind, lines, good, tmp_path):
    out = io.StringIO()
    assert prompt.simulate(kind, tmp_path, io.StringIO(lines), out) == 0
    assert [answer == "ok" for answer in out.getvalue().splitlines()[2:]] == good


def test_outside_the_main_thread_it_runs_without_signals(tmp_path):
    out = io.StringIO()
    thread = threading.Thread(
        target=prompt.simulate, args=("idtech", tmp_path, io.StringIO("quit\n"), out)
    )
    thread.start()
    thread.join(10)
    assert out.getvalue().startswith("msr+serial:")


def test_a_port_plugged_in_twice_is_one_port(tmp_path):
    port = PtyPort(tmp_path / "port", lambda data: None)
    port.send(b"nobody there")
    port.plug()
    target = (tmp_path / "port").readlink()
    port.plug()
    assert (tmp_path / "port").readlink() == target
    assert port.is_plugged
    port.unplug()
    port.unplug()
    assert not port.is_plugged
    assert not (tmp_path / "port").is_symlink()


def test_a_network_port_keeps_its_number():
    port = TcpPort(lambda data: None)
    number = port.number
    for _ in range(3):
        port.plug()
        port.send(b"nobody there")
        port.unplug()
    assert port.number == number

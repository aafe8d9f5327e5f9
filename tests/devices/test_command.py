import io
import json
import os
import signal
import subprocess
import sys
import tty
from pathlib import Path

import pytest

from devices.__main__ import main
from devices.catalogue import DRIVERS
from devices.codec import pin_block
from devices.events import CardSwiped, Lamp, PinEntered
from devices.modem import TextReceived
from devices.roles import PinRequest
from devices.sim.prompt import KINDS, split_tracks
from tests.devices.support import BANK, OURS, OURS_T1, OURS_T2

ROOT = Path(__file__).parents[2]


def run(*arguments, stdin=subprocess.DEVNULL):
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "devices", *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )


def leave(process, number=signal.SIGTERM):
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    return process.returncode, out, err


@pytest.fixture
def port():
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave)
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_watch_reads_what_came_before_it_opened_and_leaves_when_told(port, number):
    master, path = port
    os.write(master, f"{OURS_T1}{OURS_T2}\r".encode())
    process = run("watch", f"msr+serial:{path}", "--json", "--member-cards", "888800/16")
    first = json.loads(process.stdout.readline())
    assert first == {
        "event": "CardSwiped",
        "track1": OURS_T1,
        "track2": OURS_T2,
        "track3": None,
        "errors": [],
    }
    os.write(master, b"%E?;E?\r")
    second = json.loads(process.stdout.readline())
    assert second["event"] == "SwipeFailed"
    assert second["errors"] == ["track1-bad-swipe", "track2-bad-swipe"]
    assert leave(process, number)[0] == 0


def test_watch_masks_what_is_not_ours(port):
    master, path = port
    process = run("watch", f"msr+serial:{path}", "--json", "--member-cards", "888800/16")
    os.write(master, f"%B{BANK}^SOMEBODY/SOME^1808101?;{BANK}=1808101?\r".encode())
    bank = json.loads(process.stdout.readline())
    os.write(master, b"%GUEST NAME^77700012345?;77700012345?\r")
    other = json.loads(process.stdout.readline())
    status, _, err = leave(process)
    assert status == 0
    assert "Traceback" not in err
    assert bank["track2"] == ";************0010=*******?"
    assert other["track2"] == ";*********45?"
    assert "GUEST" not in other["track1"]


def test_watch_without_a_pattern_masks_everything(port):
    master, path = port
    process = run("watch", f"msr+serial:{path}")
    os.write(master, f"{OURS_T1}{OURS_T2}\r".encode())
    line = process.stdout.readline()
    assert line.startswith("CardSwiped")
    assert OURS not in line
    assert "XIAOMING" not in line
    assert leave(process)[0] == 0


def test_simulate_and_drive_it(tmp_path, manager, events):
    process = run("simulate", "msr+serial", "--dir", str(tmp_path), stdin=subprocess.PIPE)
    uri = process.stdout.readline().strip()
    manager.open("reader", uri)
    events.lamp(Lamp.READY)
    manager.reader("reader").arm()
    process.stdin.write(f"swipe {OURS_T1}{OURS_T2}\n")
    process.stdin.flush()
    assert events.next(CardSwiped).track1 == OURS_T1
    process.stdin.write("what\nunplug\nplug\n")
    process.stdin.flush()
    events.lamp(Lamp.LOST)
    events.lamp(Lamp.READY)
    status, out, err = leave(process)
    assert (status, err) == (0, "")
    assert "meant is: swipe" in out
    assert events.lamp(Lamp.LOST)
    assert not (tmp_path / "reader").exists()


def test_a_simulated_pad_by_commands(tmp_path, manager, events):
    process = run("simulate", "pinpad-dukpt", "--dir", str(tmp_path), stdin=subprocess.PIPE)
    manager.open("pad", process.stdout.readline().strip())
    events.lamp(Lamp.READY)
    pad = manager.pin_pad("pad")
    process.stdout.readline()
    pad.ask_pin(PinRequest(entry_id="e", account_digits="4012345678909"))
    while not events.of(PinEntered):
        process.stdin.write("pin 1234\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ok\n"
    assert events.next(PinEntered).block.hex().upper() == "1B9C1845EB993A7A"
    process.stdin.write("quit\n")
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()
    process.stderr.close()


def test_a_simulated_keypad_by_commands(tmp_path, manager, events):
    process = run("simulate", "keypad-cn", "--dir", str(tmp_path), stdin=subprocess.PIPE)
    manager.open("pad", process.stdout.readline().strip())
    events.lamp(Lamp.READY)
    process.stdout.readline()
    manager.pin_pad("pad").ask_pin(
        PinRequest(entry_id="e", account_digits="4012345678909", working_key="0" * 32)
    )
    while not events.of(PinEntered):
        for line in ("keys 12", "correct", "correct", "pin 1234"):
            process.stdin.write(line + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == "ok\n"
    block = events.next(PinEntered).block
    assert pin_block.decode(4, block, "4012345678909", bytes(16)).endswith("1234")
    assert leave(process)[0] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_simulator_runs_and_ends_with_its_input(kind, tmp_path):
    out = io.StringIO()
    assert main(["simulate", kind, "--dir", str(tmp_path)], out, io.StringIO("\n")) == 0
    uri, meant, answer = out.getvalue().splitlines()
    schemes = {scheme for spec in DRIVERS for scheme in spec.schemes}
    assert uri.partition(":")[0] in schemes
    assert meant in answer


@pytest.mark.parametrize("kind", ["msr_serial", "pinpad_visa", "printer"])
def test_a_drivers_key_names_its_simulator_too(kind, tmp_path):
    out = io.StringIO()
    assert main(["simulate", kind, "--dir", str(tmp_path)], out, io.StringIO("")) == 0
    assert str(tmp_path) in out.getvalue()


def test_watch_tells_of_the_cards_that_a_simulator_lays_on(tmp_path, monkeypatch):
    simulator = run("simulate", "pcsc", "--dir", str(tmp_path), stdin=subprocess.PIPE)
    uri = simulator.stdout.readline().strip()
    assert str(tmp_path / "pcscd.comm") in simulator.stdout.readline()
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(tmp_path / "pcscd.comm"))
    watcher = run("watch", uri, "--json")
    if "not-installed" in watcher.stderr.readline():
        pytest.skip("pyscard is not installed")
    told = []
    for line in ("card mifare", "new mifare", "take"):
        simulator.stdin.write(line + "\n")
        simulator.stdin.flush()
        assert simulator.stdout.readline() == "ok\n"
        told.append(json.loads(watcher.stdout.readline()))
        if line == "new mifare":
            told.append(json.loads(watcher.stdout.readline()))
    assert [one["event"].removeprefix("Card") for one in told] == [
        "Inserted",
        "Removed",
        "Inserted",
        "Removed",
    ]
    assert told[0]["family"] == "mifare-classic"
    assert leave(watcher)[0] == 0
    assert leave(simulator)[0] == 0


def test_printer_commands(tmp_path):
    out = io.StringIO()
    picture = tmp_path / "paper.png"
    lines = f"paper out\ncover open\npaper torn\nshow {picture}\nraw 414\nquit\n"
    assert main(["simulate", "escpos+tcp"], out, io.StringIO(lines)) == 0
    answers = out.getvalue().splitlines()[2:]
    assert [answer == "ok" for answer in answers] == [True, True, False, True, False]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_list_names_drivers_and_remedies(monkeypatch, tmp_path):
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(tmp_path / "none"))
    out = io.StringIO()
    assert main(["list"], out) == 0
    for words in ("msr_serial", "escpos+tcp://127.0.0.1:9100", "not installed", "remedy"):
        assert words in out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["watch", "msr+seral:/dev/x"], 1, "did you mean"),
        (["watch", "wedge:", "--member-cards", "x"], 1, "888800/16"),
        (["fly"], 2, "invalid choice"),
        ([], 2, "required"),
        (["--help"], 0, ""),
    ],
)
def test_wrong_arguments_say_what_was_meant(arguments, status, words, capsys):
    assert main(arguments, io.StringIO()) == status
    assert words in capsys.readouterr().err


def test_tracks_are_told_apart():
    assert split_tracks(f"{OURS_T1}{OURS_T2}+9?") == (OURS_T1, OURS_T2, "+9?")
    assert split_tracks(";1?;2?") == (None, ";1?", ";2?")


def test_a_simulated_modem_by_commands(tmp_path, manager, events):
    out = io.StringIO()
    lines = "sim missing\nnetwork none\nsignal 7\nerror 500\nsim lost\nreport 0\nquit\n"
    assert main(["simulate", "gsm", "--dir", str(tmp_path)], out, io.StringIO(lines)) == 0
    answers = out.getvalue().splitlines()[2:]
    assert [answer == "ok" for answer in answers] == [True] * 4 + [False] * 2
    process = run("simulate", "gsm", "--dir", str(tmp_path), stdin=subprocess.PIPE)
    manager.open("modem", process.stdout.readline().strip())
    events.lamp(Lamp.READY)
    process.stdout.readline()
    process.stdin.write("receive +8613800138000 可以晚退房吗\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ok\n"
    assert events.next(TextReceived).text == "可以晚退房吗"
    assert leave(process)[0] == 0

"""Recordings made by the command and played again: test digits, sound check bytes, the same events."""

import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from devices.__main__ import main
from devices.sim.msr605 import SimMsr605
from devices.sim.serial_reader import SimSerialReader, Style
from tests.devices.support import BANK, BANK_T2
from tests.support.waiting import until

ROOT = Path(__file__).parents[3]


def recorded(uri: str, file: Path, act) -> str:
    """Record in a process of its own until it said something; give what it printed."""
    words = [sys.executable, "-m", "devices", "record", uri, str(file)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "recording into" in process.stdout.readline()
        act()
        lines = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        lines += process.stdout.read()
        assert process.wait(10) == 0
    return lines


@pytest.mark.parametrize("style", [Style.ONE_LINE, Style.IDTECH])
def test_a_swipe_is_recorded_and_played(tmp_path, style) -> None:
    sim = SimSerialReader(tmp_path, style=style)

    def swipe() -> None:
        until((tmp_path / "bank.wire").exists, "recording begun")
        sim.swipe(None, BANK_T2)

    said = recorded(sim.uri, tmp_path / "bank", swipe)
    sim.close()
    assert "CardSwiped" in said
    text = (tmp_path / "bank.wire").read_text(encoding="ascii")
    assert json.loads(text.splitlines()[0]) == {"uri": sim.uri}
    assert BANK.encode().hex() not in text
    out = io.StringIO()
    assert main(["replay", str(tmp_path / "bank.wire"), "--json"], out) == 0
    (event,) = map(json.loads, out.getvalue().splitlines())
    assert event["event"] == "CardSwiped"
    assert event["errors"] == []


def test_an_encoders_exchange_is_played_to_its_driver(tmp_path) -> None:
    sim = SimMsr605(tmp_path)
    sim.put_card(None, BANK_T2)

    def swipe() -> None:
        assert sim.wait_until_waiting(0x72)
        sim.swipe()

    recorded(sim.uri, tmp_path / "one.wire", swipe)
    sim.close()
    assert BANK.encode().hex() not in (tmp_path / "one.wire").read_text(encoding="ascii")
    out = io.StringIO()
    main(["replay", str(tmp_path / "one.wire")], out)
    assert "CardSwiped" in out.getvalue()


def test_a_file_that_is_there_is_not_written_over(tmp_path) -> None:
    file = tmp_path / "old.wire"
    file.write_text("kept", encoding="ascii")
    assert main(["record", f"msr+serial:{tmp_path / 'x'}", str(file)], io.StringIO()) == 1
    assert file.read_text(encoding="ascii") == "kept"


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "no json", '{"uri": "toaster:x"}', '{"uri": "x"}']
)
def test_what_is_no_recording_is_refused(tmp_path, text) -> None:
    file = tmp_path / "x.wire"
    file.write_text(text, encoding="ascii")
    assert main(["replay", str(file)], io.StringIO()) == 1


def test_a_device_without_a_wire_cannot_be_recorded(tmp_path) -> None:
    assert main(["record", "wedge:", str(tmp_path / "x")], io.StringIO()) == 1
    assert not (tmp_path / "x.wire").exists()

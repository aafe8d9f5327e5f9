"""The contract of a reader that types: with simulated keys, with a simulated reader, and in a real terminal."""

import io
import json
import os
import pty
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from devices.__main__ import main
from devices.commands.conform import conform
from devices.commands.hands import Nobody, typing
from devices.roles import WedgeVerdict
from devices.wire.keyboard import WedgeAssembler

ROOT = Path(__file__).parents[3]
TRACKS = "%B8888000012345678^TEST/CARD^4912101?;8888000012345678=4912101?\r"


def report(hands, keyboard=None) -> dict[str, str]:
    out = io.StringIO()
    status = conform("wedge:", hands, out, as_json=True, keyboard=keyboard)
    found = json.loads(out.getvalue())
    assert status == (0 if found["well"] else 1)
    words = {True: "well", False: "failed", None: "left out"}
    return {one["name"]: words[one["well"]] for one in found["checks"]}


def named(found: dict[str, str], what: str) -> list[str]:
    return [name for name, came in found.items() if came == what]


def test_a_simulated_reader_that_types_keeps_the_contract() -> None:
    with typing() as (keyboard, hands):
        found = report(hands, keyboard)
    assert named(found, "failed") == []
    assert named(found, "left out") == [
        "claimed by one only",
        "cable out, told as lost; in again, ready by itself",
    ]
    out = io.StringIO()
    assert main(["conform", "sim:wedge"], out) == 0
    assert "0 failed" in out.getvalue()


def test_without_a_keyboard_only_what_is_live_is_left_out() -> None:
    out = io.StringIO()
    assert main(["conform", "wedge:?keys=us"], out) == 0
    found = report(Nobody())
    assert [name for name in named(found, "left out") if name.startswith("live")] == [
        "live: armed once, one card is told and no second",
        "live: what is typed by hand comes back",
    ]
    assert found["a swipe is one card, and no key of it goes on"] == "well"


def _leaks(assembler: WedgeAssembler, verdict: WedgeVerdict) -> WedgeVerdict:
    del assembler
    return WedgeVerdict(swallow=False, next_check_ns=verdict.next_check_ns)


def _loses(assembler: WedgeAssembler, verdict: WedgeVerdict) -> WedgeVerdict:
    del assembler
    return WedgeVerdict(swallow=verdict.swallow, next_check_ns=verdict.next_check_ns)


@pytest.mark.parametrize(
    ("fault", "found_out"),
    [
        (_leaks, "a swipe is one card, and no key of it goes on"),
        (_loses, "what is typed by hand comes back, in order"),
        (_loses, "half a swipe comes back, and the next one is read"),
        (_loses, "of 5000 random keys none is lost or doubled"),
    ],
)
def test_a_driver_that_leaks_or_loses_keys_is_found_out(monkeypatch, fault, found_out) -> None:
    whole = WedgeAssembler._answer

    def faulty(self, **more):
        assembled = whole(self, **more)
        return type(assembled)(verdict=fault(self, assembled.verdict), swipes=assembled.swipes)

    monkeypatch.setattr(WedgeAssembler, "_answer", faulty)
    assert found_out in named(report(Nobody()), "failed")


def test_a_live_swipe_in_a_terminal_is_tried() -> None:
    """A pseudo-terminal is the keyboard; what a reader types comes as its real bytes."""
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "devices", "conform", "wedge:", "--by-hand"]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, text=True
    ) as process:
        os.close(theirs)
        echoed = _Drain(ours)
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Please swipe" in line:
                os.write(ours, TRACKS.encode())
            elif "Please type" in line:
                for character in "50%+1\r":
                    os.write(ours, character.encode())
                    time.sleep(0.12)
        assert process.wait(30) == 0, "".join(lines)
    os.close(ours)
    text = "".join(lines)
    assert "well   live: armed once, one card is told and no second: track 1 and 2 read" in text
    assert "well   live: what is typed by hand comes back: 6 keys" in text
    assert "8888000012345678" not in text + echoed.text()


class _Drain:
    """Reads what the terminal shows, so that nobody waits for it."""

    def __init__(self, descriptor: int) -> None:
        self._seen = b""
        self._descriptor = descriptor
        threading.Thread(target=self._read, daemon=True).start()

    def text(self) -> str:
        return self._seen.decode("utf-8", "replace")

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._descriptor, 1024)
            except OSError:
                return
            if not data:
                return
            self._seen += data

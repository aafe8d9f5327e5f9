"""innpoint devices over a real pseudo-terminal, and innpoint bench post."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.hotel import HotelFolder
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def started() -> Iterator[object]:
    """Start commands that run until they are told to leave."""
    running: list[subprocess.Popen[str]] = []

    def start(*words: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", *map(str, words)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def children_of(process: subprocess.Popen[str]) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def test_the_drivers_are_listed(innpoint):
    done = innpoint("devices", "list")
    assert done.returncode == 0
    for words in ("msr_serial", "pinpad-visa", "escpos", "msr605", "Serial ports:"):
        assert words in done.stdout, words


def test_a_simulated_reader_is_watched_and_both_leave_when_told(started, tmp_path):
    simulator = started("devices", "simulate", "msr+serial", "--dir", tmp_path)
    uri = simulator.stdout.readline().strip()
    watch = started("devices", "watch", uri, "--json", "--member-cards", "882100/16")
    until(lambda: "ready" in watch.stderr.readline(), "the watch is ready")
    simulator.stdin.write("swipe ;8821000099999997=4912?\n")
    simulator.stdin.flush()
    assert json.loads(watch.stdout.readline()) == {
        "event": "CardSwiped",
        "track1": None,
        "track2": ";8821000099999997=4912?",
        "track3": None,
        "errors": [],
    }
    for process in (watch, simulator):
        assert children_of(process) == []
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert process.returncode == 0


@pytest.mark.parametrize("kind", ["idtech", "msr605", "pinpad-visa", "escpos"])
@pytest.mark.parametrize("place", ["file", "file/below", "/proc/x"])
def test_a_port_that_cannot_be_made_is_said_in_a_sentence(here, tmp_path, kind, place):
    (tmp_path / "file").write_text("x", encoding="ascii")
    done = here("devices", "simulate", kind, "--dir", tmp_path / place)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"no port can be made in {tmp_path / place} (")
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_may_not_be_written_is_said_in_a_sentence(here, tmp_path, monkeypatch):
    def refuse(link, target, target_is_directory=False):
        raise PermissionError(errno.EACCES, "Permission denied", str(link))

    monkeypatch.setattr(Path, "symlink_to", refuse)  # a superuser may write anywhere
    done = here("devices", "simulate", "idtech", "--dir", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"no port can be made in {tmp_path} (Permission denied)" in done.stderr
    assert "--dir" in done.stderr


@pytest.fixture
def no_display(monkeypatch):
    """A machine without a screen."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.usefixtures("no_display")
def test_without_a_display_a_hotels_desk_says_so_and_gives_the_books_back(here, hotel_folder):
    for _ in range(2):
        done = here("desk", "--hotel", hotel_folder)
        assert (done.returncode, done.stdout) == (1, "")
        assert "no display" in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.usefixtures("no_display")
@pytest.mark.parametrize("words", [("desk", "--training"), ("demo",), ("outlet", "--demo")])
def test_without_a_display_no_demo_is_made(here, tmp_path, words):
    done = here(*words, "--hotel", tmp_path / "hotel")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no display" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "hotel").exists()


def test_a_till_of_an_outlet_that_is_not_there_names_those_that_are(here, hotel_folder):
    done = here("outlet", "--hotel", hotel_folder, "--outlet", "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "'nowhere'" in done.stderr
    assert "bar, restaurant, rooms, spa" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_bank_card_is_watched_masked(started):
    master, slave = os.openpty()
    try:
        tty.setraw(slave)
        os.write(master, b";4352378366824999=05102011000088200?\r")
        watch = started("devices", "watch", f"msr+serial:{os.ttyname(slave)}", "--json")
        line = watch.stdout.readline()
        assert "435237836682" not in line
        assert json.loads(line)["event"] == "CardSwiped"
        watch.send_signal(signal.SIGTERM)
        watch.communicate(timeout=20)
        assert watch.returncode == 0
    finally:
        os.close(master)
        os.close(slave)


def test_a_benchmark_ends_with_one_object(innpoint):
    done = innpoint("bench", "post", "--slips", 128, "--rounds", 1, "--json")
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert last.keys() == {"name", "machine", "figures", "targets", "met"}
    assert last["name"] == "post"
    assert isinstance(last["machine"], str)
    assert isinstance(last["met"], bool)
    assert all(isinstance(value, int | float) for value in last["figures"].values())
    for name, limit in last["targets"].items():
        assert name in last["figures"]
        assert limit.keys() <= {"at_most", "at_least"}


def test_a_benchmark_appends_to_books_and_logs_what_it_was_told(innpoint, hotel_folder, tmp_path):
    books, log = HotelFolder(hotel_folder).books, tmp_path / "acked"
    words = ("bench", "post", "--books", books, "--slips", 96, "--clients", 32)
    for turn in (1, 2):
        done = innpoint(*words, "--ack-log", log, "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1])["figures"]["slips"] == 96
        ids = log.read_text(encoding="ascii").split()
        assert len(set(ids)) == len(ids) == 96 * turn
    done = innpoint("books", "verify", "--books", books, "--acked", log, "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout.splitlines()[-1])["checked"]["acknowledged"] == 192


def test_what_if_is_measured_on_days_that_were_closed(innpoint):
    done = innpoint("bench", "what-if", "--slips", 400, "--json")
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["figures"]["slips"] > 400
    assert last["targets"] == {"seconds_for_100000_slips": {"at_most": 120.0}}


def test_the_layer_of_devices_is_measured_and_leaks_nothing(innpoint):
    done = innpoint("bench", "devices", "--cycles", 20, "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])["figures"]
    assert figures["plug_cycles"] == 20
    assert (figures["threads_leaked"], figures["descriptors_leaked"]) == (0, 0)
    assert figures["bytes_to_event_p99_ms"] > 0


def test_the_till_is_measured_step_by_step(innpoint):
    done = innpoint("bench", "till", "--members", 20, "--rounds", 1, "--json")
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    figures = last["figures"]
    steps = ("panel", "sums", "pad", "posted", "printed")
    assert all(figures[f"{step}_p50_ms"] > 0 for step in steps)
    assert figures["p99_ms"] >= figures["p50_ms"] > 0
    assert last["targets"] == {"p99_ms": {"at_most": 300}}

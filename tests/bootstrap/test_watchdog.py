"""The watchdog: a child that hangs, crashes, asks to be started anew, or is left; and what systemd hears."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from pathlib import Path

import pytest

from app.bootstrap.watchdog import AGAIN, BEAT_FD, End, Heart, Patience, Watchdog, notifier

CHILD = """
import os, signal, sys, time
from pathlib import Path
from app.bootstrap.watchdog import Heart
heart, log = Heart(), Path(sys.argv[1])
turn = len(log.read_text().split()) if log.exists() else 0
with log.open("a") as file:
    file.write(f"{os.getpid()}\\n")
does = sys.argv[2].split(",")[turn]
if does == "refuse":
    sys.exit(1)
for n in range(1000):
    if not heart.beat():
        sys.exit(9)
    time.sleep(0.05)
    if n == 5:
        if does == "hang":
            os.kill(os.getpid(), signal.SIGSTOP)
        elif does == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif does == "fall":
            raise SystemExit(3)
        elif does == "again":
            sys.exit(75)
        elif does == "leave":
            sys.exit(0)
"""
PATIENCE = Patience(start=20.0, beat=1.5, rests=(0.05, 0.1))


def dog(tmp_path: Path, does: str, said: list[str] | None = None) -> tuple[Watchdog, Path]:
    log = tmp_path / "starts"
    words = [sys.executable, "-c", CHILD, str(log), does]
    tell = said.append if said is not None else lambda _: None
    return Watchdog(words, patience=PATIENCE, tell=tell), log


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("does", "ends"),
    [
        ("leave", [End.LEFT]),
        ("hang,leave", [End.HUNG, End.LEFT]),
        ("crash,leave", [End.CRASHED, End.LEFT]),
        ("fall,crash,leave", [End.CRASHED, End.CRASHED, End.LEFT]),
        ("again,leave", [End.AGAIN, End.LEFT]),
        ("crash,refuse,leave", [End.CRASHED, End.NEVER_BEGAN, End.LEFT]),
    ],
)
def test_whatever_ends_the_child_but_leaving_starts_it_anew(
    tmp_path: Path, does: str, ends: list[End]
) -> None:
    watchdog, log = dog(tmp_path, does)
    assert watchdog.run() == 0
    assert watchdog.ends == ends
    pids = [int(one) for one in log.read_text().split()]
    assert len(set(pids)) == len(ends)
    assert not any(alive(pid) for pid in pids)


def test_what_cannot_begin_at_all_is_said_and_not_tried_for_ever(tmp_path: Path) -> None:
    watchdog, log = dog(tmp_path, "refuse,leave")
    assert watchdog.run() == 1
    assert len(log.read_text().split()) == 1


def test_told_to_stop_it_ends_the_child(tmp_path: Path) -> None:
    watchdog, log = dog(tmp_path, "stay")
    timer = threading.Timer(1.5, watchdog.stop)
    timer.start()
    assert watchdog.run() == 0
    (pid,) = (int(one) for one in log.read_text().split())
    assert not alive(pid)


def test_told_to_stop_between_two_starts_it_starts_none(tmp_path: Path) -> None:
    log = tmp_path / "starts"
    words = [sys.executable, "-c", CHILD, str(log), "crash,leave"]
    slow = Patience(start=20.0, beat=1.5, rests=(30.0,))
    watchdog = Watchdog(words, patience=slow, tell=lambda _: None)
    ready = threading.Thread(target=watchdog.run)
    ready.start()
    while not watchdog.ends:
        ready.join(0.05)
    watchdog.stop()
    ready.join(10)
    assert not ready.is_alive()
    assert len(log.read_text().split()) == 1


def test_systemd_hears_that_it_is_ready_that_it_lives_and_that_it_stops(
    tmp_path: Path,
) -> None:
    address = tmp_path / "notify"
    said: list[str] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))

        def hear() -> None:
            while not said or said[-1] != "STOPPING=1":
                said.append(systemd.recv(4096).decode())

        hearing = threading.Thread(target=hear, daemon=True)
        hearing.start()
        words = [sys.executable, "-c", CHILD, str(tmp_path / "starts"), "hang,leave"]
        tell = notifier({"NOTIFY_SOCKET": str(address)})
        assert Watchdog(words, patience=PATIENCE, tell=tell).run() == 0
        hearing.join(5)
    assert [one for one in said if one.startswith("READY=1")] == [
        "READY=1\nSTATUS=the kiosk is open"
    ]
    assert said.count("WATCHDOG=1") >= 3
    assert "STATUS=the kiosk hung; it starts anew" in said
    assert said[-1] == "STOPPING=1"


def test_an_abstract_address_is_understood() -> None:
    name = f"@innpoint-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + name[1:])
        systemd.settimeout(5)
        notifier({"NOTIFY_SOCKET": name})("READY=1")
        assert systemd.recv(64) == b"READY=1"


def test_without_systemd_and_without_a_parent_nothing_happens() -> None:
    notifier({})("READY=1")
    assert Heart({}).beat()


def test_a_heart_knows_when_its_parent_is_gone() -> None:
    reading, writing = os.pipe()
    heart = Heart({BEAT_FD: str(writing)})
    assert heart.beat()
    os.close(reading)
    before = signal.getsignal(signal.SIGPIPE)
    assert not heart.beat()
    assert signal.getsignal(signal.SIGPIPE) == before
    os.close(writing)
    assert AGAIN == 75

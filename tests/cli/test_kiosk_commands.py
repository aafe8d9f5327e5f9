"""`innpoint kiosk`, as a manager runs it: a machine is appointed, staff get a PIN, and the window is watched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import PROPERTY, HotelFolder, open_hotel
from app.loyalty.permissions import Role
from app.settings.terminal import read_settings
from app.store.staff import StaffTable
from tests.cli.conftest import ROOT, Run
from tests.support.waiting import until

ADMIN, CHEN = "admin\njinting-admin\n", "chen\njinting-chen\n"


def test_a_kiosk_is_appointed_by_an_administrator_alone(innpoint: Run, hotel_folder: Path) -> None:
    words = ("kiosk", "appoint", "kiosk-7", "--hotel", hotel_folder)
    refused = innpoint(*words, stdin=CHEN)
    assert (refused.returncode, "administrator" in refused.stderr) == (1, True)
    done = innpoint(*words, stdin=ADMIN)
    assert (done.returncode, done.stderr) == (0, "")
    hotel = open_hotel(hotel_folder, system_clock, use_keyring=False)
    try:
        row = hotel.poster.house().operators["kiosk-7"]
    finally:
        hotel.close()
    assert (row.role, row.active) == (Role.KIOSK, True)
    assert read_settings(HotelFolder(hotel_folder).settings).kiosk.operator == "kiosk-7"


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("8642\n8642\n", 0, "wang may open"),
        ("8642\n8643\n", 1, "not the same"),
        ("86\n86\n", 1, "4 to 12 digits"),
    ],
)
def test_staff_get_a_pin(
    innpoint: Run, hotel_folder: Path, typed: str, status: int, said: str
) -> None:
    done = innpoint("kiosk", "pin", "wang", "--hotel", hotel_folder, stdin=ADMIN + typed)
    assert done.returncode == status
    assert said in done.stdout + done.stderr
    hotel = open_hotel(hotel_folder, system_clock, use_keyring=False)
    try:
        staff = StaffTable(hotel.books, PROPERTY)
        with hotel.books.reading() as connection:
            row = staff.get(connection, "wang")
        assert row is not None
        assert staff.fits_pin(row, "8642") == (status == 0)
    finally:
        hotel.close()


def test_nobody_gets_none(innpoint: Run, hotel_folder: Path) -> None:
    done = innpoint("kiosk", "pin", "nobody", "--hotel", hotel_folder, stdin=ADMIN)
    assert (done.returncode, "Nobody works here" in done.stderr) == (1, True)


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(one) for one in found.split()]


def test_a_window_that_hangs_is_started_anew(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    said = (tmp_path / "said").open("w+")
    words = [sys.executable, "-m", "app", "kiosk", "--demo", "--hotel", str(tmp_path)]
    with (
        said,
        subprocess.Popen(words, cwd=ROOT, env=environment, stdout=said, stderr=said) as dog,
    ):
        try:
            (first,) = until(lambda: children_of(dog.pid), "the window's process", 60)
            until(lambda: "PIN is" in (tmp_path / "said").read_text(), "an open kiosk", 60)
            time.sleep(3)  # until it has beaten
            os.kill(first, signal.SIGSTOP)
            until(lambda: [one for one in children_of(dog.pid) if one != first], "another one", 60)
            dog.send_signal(signal.SIGTERM)
            assert dog.wait(60) == 0
        finally:
            dog.kill()
    assert "the kiosk hung" in (tmp_path / "said").read_text()


def test_told_to_stop_the_window_closes_by_itself(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    words = [sys.executable, "-m", "app", "kiosk", "--face", "--demo", "--hotel", str(tmp_path)]
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as face:
        try:
            assert face.stdout is not None
            assert "PIN is" in face.stdout.readline()
            time.sleep(3)  # until its window stands, which no key and no window system may close
            face.send_signal(signal.SIGTERM)
            assert face.wait(8) == 0
        finally:
            face.kill()


def test_without_books_it_is_said_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "kiosk", "--hotel", str(tmp_path / "none")],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "There are no books here yet" in done.stderr

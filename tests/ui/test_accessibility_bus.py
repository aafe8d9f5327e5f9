"""Each face read as a screen reader reads it: another process, the accessibility bus, names, roles, states, actions."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.bootstrap.demo_house import PEOPLE
from app.tour.gallery.walks import make_hotel
from tests.support.accessibility_bus import (
    LAUNCHER,
    REGISTRY,
    Bus,
    Spoken,
    accessibility_bus,
    private_session,
    running,
)

needs_bus = pytest.mark.skipif(
    not all(shutil.which(name) for name in ("Xvfb", "dbus-daemon"))
    or not all(one.exists() for one in (LAUNCHER, REGISTRY)),
    reason="needs at-spi2-core, dbus and xvfb: packaging/test installs them",
)
pytestmark = [needs_bus, pytest.mark.xdist_group("accessibility-bus"), pytest.mark.timeout(120)]
PASSWORD = next(one.password for one in PEOPLE if one.operator == "chen")
GROUPS = ("panel", "grouping")
PRESSED = ("button", "push button")  # its name changed with at-spi2-core 2.53


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with private_session(tmp_path_factory.mktemp("screen-reader")) as env:
        yield env


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hotel(tmp_path_factory.mktemp("read-aloud") / "hotel")


@contextmanager
def read_aloud(env: dict[str, str], hotel: Path, at: Path, *words: str) -> Iterator[Bus]:
    """Open a face as its own program, and listen."""
    shutil.copytree(hotel, at)
    python = (sys.executable, "-m", "app", *words, "--hotel", str(at))
    with accessibility_bus(env) as bus, running(*python, env=env):
        yield bus


def button(bus: Bus, name: str) -> Spoken:
    return bus.find(f"button {name}", lambda one: one.name == name and one.role in PRESSED)


def described(bus: Bus, title: str) -> dict[str, Spoken]:
    """Return what takes keys in a window, by name; each must say more than its name, rows of lists excepted."""
    window = bus.find(f"window {title}", lambda one: title in one.name)
    found = [one for one in bus.walk(window) if {"showing", "focusable"} <= one.states]
    silent = [one for one in found if not one.name or one.description in ("", one.name)]
    assert [one for one in silent if one.role != "list item"] == []
    return {one.name: one for one in found}


def sign_in(bus: Bus) -> None:
    bus.named("工号", "text").type("chen")
    bus.find("the password", lambda one: one.name == "口令" and "text" in one.role).type(PASSWORD)
    button(bus, "登录").press()


def test_the_desk_is_read_and_a_cashier_signs_in_through_the_bus(
    session: dict[str, str], hotel: Path, tmp_path: Path
) -> None:
    with read_aloud(session, hotel, tmp_path / "desk", "demo") as bus:
        sign_in(bus)
        spend = button(bus, "消费登记")
        assert spend.description == "需先刷卡。快捷键：F3。"
        assert "sensitive" not in spend.states
        found = described(bus, "InnPoint 前台")
        assert "sensitive" in found["锁定"].states
        assert found["最近单据"].role == "list"


def test_the_till_is_read_and_a_cashier_signs_in_through_the_bus(
    session: dict[str, str], hotel: Path, tmp_path: Path
) -> None:
    with read_aloud(session, hotel, tmp_path / "till", "outlet", "--demo") as bus:
        sign_in(bus)
        page = bus.find("the sale", lambda one: "F5" in one.description)
        assert page.role in GROUPS
        described(bus, "InnPoint 收")


def test_the_kiosk_is_read_and_begins_through_the_bus(
    session: dict[str, str], hotel: Path, tmp_path: Path
) -> None:
    with read_aloud(session, hotel, tmp_path / "kiosk", "kiosk", "--face", "--demo") as bus:
        button(bus, "English · Start").press()
        page = bus.find(
            "the page", lambda one: one.name == "Good to see you" and one.role in GROUPS
        )
        assert page.description.startswith("Digits are typed")
        found = described(bus, "Jinting")
        assert found["5"].description == "Types 5 into the field."
        go_on = found["Continue"]
        assert "sensitive" not in go_on.states
        for digit in "13812342217":
            found[digit].press()
        bus.find(
            "Continue, awake", lambda one: one.path == go_on.path and "sensitive" in one.states
        )

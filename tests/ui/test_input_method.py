"""A reader that types while a real Chinese input method is on: ibus with libpinyin, keys from the X server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.kit.input_method import give
from app.ui.kit.wedge_filter import WedgeFilter
from tests.ui.test_swipes import Door

ROOT = Path(__file__).parents[2]
NEEDED = ("Xvfb", "dbus-daemon", "ibus-daemon", "xdotool")
MEMORY = "/usr/libexec/ibus-memconf"
PINYIN = "/usr/libexec/ibus-engine-libpinyin"
TRACK2 = ";9900012345678901=2512?"
TRACKS = "%B9900012345678901^LIN/YUQING^2512?" + TRACK2
PATIENCE_S = 20.0

needs_ibus = pytest.mark.skipif(
    not all(shutil.which(name) for name in NEEDED) or not Path(PINYIN).exists(),
    reason="needs ibus, ibus-libpinyin, dbus, xdotool and xvfb: packaging/test installs them",
)


@contextmanager
def running(*words: str, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run a program in the background."""
    with subprocess.Popen(
        words, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as program:
        try:
            yield program
        finally:
            program.terminate()
            program.wait(10)


class Typist:
    """Types with the X server's own test keys and sees what the window says."""

    def __init__(self, program: subprocess.Popen[str], env: dict[str, str]) -> None:
        self._program, self._env = program, env
        self._changed = threading.Condition()
        self.now: dict[str, object] = {}
        self.fields: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def wait(self, **wanted: object) -> None:
        def stands() -> bool:
            return bool(self.now) and all(self.now[key] == wanted[key] for key in wanted)

        with self._changed:
            assert self._changed.wait_for(stands, PATIENCE_S), (wanted, self.now)

    def look_at_window(self) -> None:
        self.wait()
        self._do("windowfocus", str(self.now["window"]))

    def type(self, text: str, *, apart_ms: int) -> None:
        self._do("type", "--delay", str(apart_ms), text)

    def press(self, key: str) -> None:
        self._do("key", key)

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._env, check=True, timeout=30)

    def _read(self) -> None:
        assert self._program.stdout is not None
        for line in self._program.stdout:
            with self._changed:
                self.now = json.loads(line)
                self.fields.append(str(self.now["field"]))
                self._changed.notify_all()


@pytest.fixture(scope="module")
def typist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typist]:
    """A window on a screen of its own, with Chinese switched on."""
    home = tmp_path_factory.mktemp("typing")
    home.chmod(0o700)
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    env |= {"LANG": "C.UTF-8", "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "ibus"}
    with ExitStack() as stack:
        screen = stack.enter_context(
            running(
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1024x600x24",
                "-nolisten",
                "tcp",
                env=env,
            )
        )
        assert screen.stdout is not None
        env["DISPLAY"] = f":{screen.stdout.readline().strip()}"
        bus = stack.enter_context(
            running("dbus-daemon", "--session", "--nofork", "--print-address", env=env)
        )
        assert bus.stdout is not None
        env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        stack.enter_context(
            running("ibus-daemon", "--panel=disable", f"--config={MEMORY}", env=env)
        )
        choose_pinyin(env)
        window = stack.enter_context(
            running(sys.executable, "-m", "tests.ui.typing_process", env=env)
        )
        typing = Typist(window, env)
        typing.look_at_window()
        time.sleep(0.5)  # the input method has no word for "I am with this window now"
        yield typing


def choose_pinyin(env: dict[str, str]) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        ibus(env, "engine", "libpinyin")  # its exit status says nothing
        if ibus(env, "engine") == "libpinyin":
            return
        time.sleep(0.2)
    raise AssertionError("ibus does not start its engine")


def ibus(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        ["ibus", *words], env=env, capture_output=True, text=True, check=False, timeout=30
    )
    return done.stdout.strip()


@needs_ibus
@pytest.mark.xdist_group("input-method")
class TestWithPinyin:
    @pytest.fixture(autouse=True)
    def empty(self, typist: Typist) -> Iterator[None]:
        """Begin with an empty field, and count swipes from here."""
        typist.wait(field="")
        self.before = int(str(typist.now["swipes"]))
        typist.fields.clear()
        yield
        time.sleep(0.2)  # an Enter right behind a swipe belongs to it
        typist.press("Return")  # what a test left is taken out
        typist.wait(field="")

    def test_the_input_method_is_on(self, typist: Typist) -> None:
        typist.type("nihao ", apart_ms=30)
        typist.wait(field="你好")

    @pytest.mark.parametrize("apart_ms", [8, 2])
    @pytest.mark.parametrize("swipe", [TRACK2, TRACKS])
    def test_a_swipe_is_read_and_nothing_of_it_is_seen(
        self, typist: Typist, swipe: str, apart_ms: int
    ) -> None:
        typist.type(swipe, apart_ms=apart_ms)
        typist.press("Return")
        typist.wait(swipes=self.before + 1)
        assert set(typist.fields) <= {""}

    @pytest.mark.parametrize("swipe", [TRACK2, TRACKS])
    def test_a_word_under_way_stays_and_the_swipe_is_read(self, typist: Typist, swipe: str) -> None:
        typist.type("ni", apart_ms=30)
        time.sleep(0.2)
        typist.type(swipe, apart_ms=4)
        typist.press("Return")
        typist.wait(swipes=self.before + 1, field="你")
        assert set(typist.fields) <= {"", "你"}

    def test_what_a_person_types_arrives(self, typist: Typist) -> None:
        typist.type("nihao 5%", apart_ms=120)
        typist.wait(field="你好5%", swipes=self.before)


def test_a_sign_that_only_the_input_method_gives_begins_a_swipe_too(qtbot: QtBot) -> None:
    """Where keys cannot be seen before the input method (Wayland, Windows)."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    door = Door()
    wedge = WedgeFilter(door)
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
    field.setFocus()
    wedge.watch(app)
    try:
        give(field, "你；")
        assert field.text() == "你"
        for character in "9900012345678901=2512":
            qtbot.keyClick(field.windowHandle(), character)
        give(field, "？")
        qtbot.keyClick(field.windowHandle(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(door.swipes) == 1)
        assert field.text() == "你"
        give(field, "；")  # by hand: comes a moment late, and as it was
        qtbot.waitUntil(lambda: field.text() == "你；")
        give(field, "好")
        assert field.text() == "你；好"
    finally:
        wedge.unwatch(app)


def test_a_busy_window_breaks_no_swipe(qtbot: QtBot) -> None:
    """Keys that waited while the window was busy keep the times at which they were pressed."""
    at_ms = 5_000
    now_ns = [at_ms * 1_000_000]
    door = Door()
    wedge = WedgeFilter(door, lambda: now_ns[0])
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    window = field.windowHandle()
    for at, character in enumerate(TRACK2):
        now_ns[0] += 4_000_000 if at != 9 else 400_000_000  # it looked away once
        at_ms += 4
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
        key.setTimestamp(at_ms)
        assert wedge.eventFilter(window, key)
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
    enter.setTimestamp(at_ms + 4)
    assert wedge.eventFilter(window, enter)
    now_ns[0] += 200_000_000
    qtbot.waitUntil(lambda: len(door.swipes) == 1)

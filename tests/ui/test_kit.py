"""Parts of the kit: amounts, tasks, rows, themes, the control panel."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.loyalty.refusals import Reason
from app.ui.control_panel.panel import ControlPanel
from app.ui.kit.amounts import parse_amount, spaced
from app.ui.kit.language import Language
from app.ui.kit.row_model import Row, RowModel
from app.ui.kit.tasks import Latest, StallWatch, TaskRunner
from app.ui.kit.theme import Theme
from app.ui.service.records import Words
from tests.support.fake_bench import FakeBench
from tests.support.fake_desk_service import FakeDesk
from tests.ui.conftest import RESOURCES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("688", 68_800),
        ("428+260=", 68_800),
        ("1,280.50", 128_050),
        ("５００．５", 50_050),
        ("100-0.5", 9_950),
        ("0", Reason.AMOUNT_NOT_POSITIVE),
        ("-5", Reason.AMOUNT_NOT_POSITIVE),
        ("5-5", Reason.AMOUNT_NOT_POSITIVE),
        ("12.345", Reason.AMOUNT_MALFORMED),
        ("1e9", Reason.AMOUNT_MALFORMED),
        ("12.3.4", Reason.AMOUNT_MALFORMED),
        ("+", Reason.AMOUNT_MALFORMED),
        ("", Reason.AMOUNT_MALFORMED),
        ("9999999999", Reason.AMOUNT_TOO_LARGE),
    ],
)
def test_an_amount_is_read_or_named_wrong(text: str, expected: int | Reason) -> None:
    assert parse_amount(text) == expected


def test_a_sum_is_shown_with_room_to_read() -> None:
    assert spaced("428+260") == "428 + 260 ="


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: QtBot) -> None:
    tasks = TaskRunner()
    got: list[tuple[int, bool]] = []
    gui = QThread.currentThread()
    tasks.run(threading.get_ident, lambda i: got.append((i, QThread.currentThread() is gui)))
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] != threading.get_ident()
    assert got[0][1]
    tasks.finish()


def test_a_bug_is_shown_once_with_a_number(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    tasks = TaskRunner()
    unlocked: list[bool] = []
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(tasks.fault) as fault:
        tasks.run(lambda: 1 // 0, lambda _result: None, failed=lambda: unlocked.append(True))
    assert fault.args is not None
    assert fault.args[0] in caplog.text
    assert unlocked == [True]
    tasks.finish()


def test_only_the_newest_question_is_answered(qtbot: QtBot) -> None:
    tasks = TaskRunner()
    latest = Latest(tasks, 5)
    got: list[int] = []
    for number in range(5):
        latest.ask(lambda n=number: n, got.append)
    qtbot.waitUntil(lambda: got == [4])
    tasks.finish()


def test_a_stall_is_seen(qtbot: QtBot) -> None:
    watch = StallWatch(50)
    watch.start()
    qtbot.wait(30)
    with qtbot.waitSignal(watch.stalled):
        time.sleep(0.12)
    assert watch.stalls[0] > 50


def test_the_row_model_is_a_model(qtmodeltester: ModelTester) -> None:
    model = RowModel()
    model.fill((Row(key="a", title="A"), Row(key="b", title="B", note="b")))
    qtmodeltester.check(model)


@pytest.mark.parametrize("colours", ["light", "dark", "high_contrast"])
def test_every_theme_fills_the_sheet_and_every_icon_draws(qapp: QApplication, colours: str) -> None:
    theme = Theme(RESOURCES, colours)
    assert "${" not in theme.sheet()
    for icon in sorted((RESOURCES / "icons").glob("*.svg")):
        assert not theme.pixmap(icon.stem, "ink", 20).isNull()


def test_the_control_panel_stands_in_for_hands(qtbot: QtBot, theme: Theme) -> None:
    bench = FakeBench(FakeDesk())
    language, tasks = Language(RESOURCES / "i18n", "en"), TaskRunner()
    panel = ControlPanel(theme, language, tasks, bench)
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
    qtbot.waitUntil(lambda: panel.cards.rows.rowCount() == 4)
    panel.cards.go("lin")  # whatever window the screen has in front
    qtbot.keyClick(panel.cards, Qt.Key.Key_Return)
    panel.pin.setFocus()
    qtbot.keyClicks(panel.pin, "246810")
    qtbot.keyClick(panel.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: {"swipe lin", "pin"} <= set(bench.pressed))
    assert panel.pin.text() == ""
    panel.text.setFocus()
    qtbot.keyClicks(panel.text, "balance")
    qtbot.keyClick(panel.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "text lin balance" in bench.pressed)
    bench.set_state(replace(bench.now, texts=("+8613812342217  You have 100 points.",)))
    qtbot.waitUntil(lambda: "You have 100 points." in panel._texts.text())
    assert not panel.till.isVisible()
    bench.set_state(replace(bench.now, till=Words("P-1：等候", "P-1: waits")))
    qtbot.waitUntil(panel.till.isVisible)
    assert panel.till.says.text() == "P-1: waits"
    for button in (panel.till.send, panel.till.take_back):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: {"send bill", "take bill back"} <= set(bench.pressed))
    panel.close()
    tasks.finish()
    language.retire()

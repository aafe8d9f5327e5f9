"""Opens tills for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.outlet.window import OutletWindow
from tests.support.at_desk import AtDesk
from tests.ui.outlet.waiter import PATIENCE_MS, Till, TillMaker

RESOURCES = Path(__file__).parents[3] / "resources"


@pytest.fixture
def till_for(
    qtbot: QtBot, qapp: QApplication, open_at: Callable[..., AtDesk]
) -> Iterator[TillMaker]:
    made: list[tuple[OutletWindow, Language]] = []

    def make(code: str = "zh_CN", **settings: Any) -> Till:
        at = open_at(outlet="restaurant", name_zh="收银 2", name_en="Till 2", **settings)
        theme = Theme(RESOURCES, "light", "outlet")
        theme.apply(qapp)
        language = Language(RESOURCES / "i18n", code)
        window = OutletWindow(theme, language, TaskRunner(), at.service)
        with qtbot.waitActive(window):
            window.show()
        made.append((window, language))
        till = Till(qtbot, window, at)
        till.until(lambda: window.desk.house is not None)
        till.sign_in()
        return till

    yield make
    for window, language in made:
        tasks = window.desk.tasks
        qtbot.waitUntil(tasks.idle, timeout=PATIENCE_MS)
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        tasks.finish()
        language.retire()

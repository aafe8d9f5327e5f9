"""What is built before a guest needs it, in steps that nobody notices, and what watches the windows meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.desk.card_page import CardPage
from app.ui.kit.font_files import read_ahead
from app.ui.kit.idle import IdleWatch
from app.ui.serving.context import PageName
from tests.ui.conftest import Seat


def test_every_page_and_every_task_is_built_ahead_while_the_desk_is_used(seat: Seat) -> None:
    pages = seat.window.pages
    assert len(pages.built()) < len(PageName)
    pages.build_ahead_soon()
    seat.swipe("lin")
    assert seat.at() is PageName.MEMBER
    seat.qtbot.waitUntil(lambda: pages.are_ready, timeout=20_000)
    assert {page.name for page in pages.built()} == set(PageName)
    assert not any(page.build_more() for page in pages.built())
    assert seat.at() is PageName.MEMBER
    assert seat.page.isVisible()


def test_a_task_that_is_not_built_yet_is_built_when_it_is_opened(seat: Seat) -> None:
    seat.key(Qt.Key.Key_F7)
    page = seat.page
    assert isinstance(page, CardPage)
    assert page._tasks.count() == 1
    page.build_more()
    assert page._tasks.count() == 2
    assert page._tasks["lost"].isHidden()
    assert page._tasks.count() == 3


def test_fonts_are_read_where_the_system_says_their_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    assert read_ahead(("Noto Sans CJK SC",)) >= 0
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_ahead(("Noto Sans CJK SC",)) == 0
    broken = tmp_path / "fc-match"
    broken.write_text("#!/bin/sh\necho /no/such/file\n")
    broken.chmod(0o755)
    assert read_ahead(("Inter",)) == 0


def test_a_key_in_any_window_keeps_the_desk_open_and_stillness_locks_it(seat: Seat) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    watch = IdleWatch(seat.window)
    watch.watch(app)
    watch.start(1)
    for _ in range(4):
        seat.qtbot.wait(400)
        with seat.qtbot.assertNotEmitted(watch.idle):
            QTest.keyClick(seat.window.windowHandle(), Qt.Key.Key_Shift)
    seat.qtbot.waitSignal(watch.idle, timeout=5_000)
    watch.unwatch(app)
    watch.start(0)

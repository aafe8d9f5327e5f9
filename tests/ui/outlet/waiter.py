"""A waiter at the till: a real window over real books and simulated devices."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.outlet.tender_bar import TenderTile
from app.ui.outlet.till import TillPage
from app.ui.outlet.window import OutletWindow
from app.ui.serving.flow import FlowState
from tests.support.at_desk import AtDesk
from tests.ui.checks import cut_off, unnamed

KEY = Qt.Key
PATIENCE_MS = 15_000


@dataclass
class Till:
    """A waiter at the till."""

    qtbot: QtBot
    window: OutletWindow
    at: AtDesk

    @property
    def page(self) -> TillPage:
        return self.window.till

    @property
    def state(self) -> FlowState:
        return self.page.selling.flow.state

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=PATIENCE_MS)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.focus(), key)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.focus(), text)

    def touch(self, *keys: str) -> None:
        for key in keys:
            self.qtbot.mouseClick(self.page.pad.keys[key], Qt.MouseButton.LeftButton)

    def sign_in(self, who: str = "chen") -> None:
        page = self.window.sign_in
        self.qtbot.keyClicks(page.operator, who)
        self.qtbot.keyClicks(page.password, f"jinting-{who}")
        self.qtbot.keyClick(page.password, KEY.Key_Return)
        self.until(lambda: self.window.page is self.page)

    def swipe(self, card: str = "lin") -> None:
        self.at.simulators.swipe(card)
        self.until(lambda: self.window.desk.panel is not None)

    def previewed(self) -> None:
        self.until(lambda: self.page.go.isEnabled() and bool(self.page.sums.rest.text()))
        self.until(self.window.desk.tasks.idle)

    def rest(self) -> str:
        return self.page.sums.rest.text()

    def wait_posted(self, slips: int = 1) -> None:
        self.until(lambda: self.at.simulators.printer.cuts >= slips)
        self.until(lambda: self.state is FlowState.EDITING)

    def problems(self) -> list[str]:
        """List what is cut off or has no name, once it is laid out."""
        end = time.monotonic() + 3
        while (found := self._problems()) and time.monotonic() < end:
            self.qtbot.wait(60)
        return found

    def _problems(self) -> list[str]:
        tiles = [one for one in self.window.findChildren(TenderTile) if one.overflows()]
        cut = cut_off(self.window) + unnamed(self.window)
        return cut + [f"tile {one.text()!r}" for one in tiles]


TillMaker = Callable[..., Till]

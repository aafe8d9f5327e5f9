"""Real desk windows over a service in memory, driven with keys."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.desk.window import DeskWindow
from app.ui.kit.language import Language
from app.ui.kit.tasks import Latest, TaskRunner
from app.ui.kit.theme import Theme
from app.ui.serving.context import Desk, PageName
from app.ui.serving.page import Page
from tests.support.at_desk import AtDesk
from tests.support.desk_fixtures import at_desk, demo_folder, hotel_folder, open_at
from tests.support.fake_desk_service import FakeDesk

__all__ = ["at_desk", "demo_folder", "hotel_folder", "open_at"]

# A screen on which every face fits: what lies beyond a screen gets no touch.
_SCREEN = Path(__file__).parents[1] / "support" / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_SCREEN}")
RESOURCES = Path(__file__).parents[2] / "resources"
NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Seat:
    """A person at the desk: hands on the keyboard, eyes on the window."""

    qtbot: QtBot
    window: DeskWindow
    service: FakeDesk
    language: Language

    @property
    def desk(self) -> Desk:
        return self.window.desk

    @property
    def page(self) -> Page:
        return self.window.pages.current()

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def settle(self) -> None:
        """Wait until everything asked was answered."""
        self.qtbot.wait(5)
        self.qtbot.waitUntil(self._at_rest, timeout=3000)
        QApplication.sendPostedEvents()

    def _at_rest(self) -> bool:
        asking = any(latest.pending for latest in self.window.findChildren(Latest))
        return not asking and self.desk.tasks.idle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.focus(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.focus(), text)
        self.settle()

    def sign_in(self, who: str = "1001") -> None:
        self.type(who)
        self.key(Qt.Key.Key_Return)
        self.type("right")
        self.key(Qt.Key.Key_Return)
        assert self.at() is PageName.WAITING

    def swipe(self, token: str) -> None:
        self.service.swipe(token)
        self.settle()

    def at(self) -> PageName:
        return self.page.name

    def enter_bill(self, bill: str, amount: str) -> None:
        """Type bill and amount on the spend page, from the bill field on."""
        self.type(bill)
        self.key(Qt.Key.Key_Return)
        self.type(amount)


SeatMaker = Callable[..., Seat]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme(RESOURCES)
    theme.apply(qapp)
    return theme


@pytest.fixture
def seat_for(qtbot: QtBot, theme: Theme) -> Iterator[SeatMaker]:
    seats: list[Seat] = []

    def make(code: str = "zh_CN", real: AtDesk | None = None, **service: object) -> Seat:
        language = Language(RESOURCES / "i18n", code)
        fake = real.service if real is not None else FakeDesk()
        for name, value in service.items():
            setattr(fake, name, value)
        window = DeskWindow(theme, language, TaskRunner(), fake)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
        seat = Seat(qtbot, window, fake, language)
        seat.settle()
        seats.append(seat)
        return seat

    yield make
    for seat in seats:
        seat.window.close()
        seat.language.retire()
    gc.collect()


@pytest.fixture
def seat(seat_for: SeatMaker) -> Seat:
    """A cashier who has signed in, in Chinese."""
    made = seat_for()
    made.sign_in()
    return made

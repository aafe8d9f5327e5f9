"""A guest at a real kiosk: real window, real books, simulated devices on pseudo-terminals, touched and keyed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap.clock import system_clock
from app.bootstrap.demo_house import DEMO_PIN
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kiosk.window import KioskWindow
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from tests.support.at_desk import change_settings
from tests.support.at_kiosk import AtKiosk
from tests.support.desk_fixtures import demo_folder, hotel_folder, open_at

__all__ = ["demo_folder", "hotel_folder", "open_at"]

RESOURCES = Path(__file__).parents[3] / "resources"
PATIENCE_MS = 15_000
PORTRAIT, LANDSCAPE = (1080, 1920), (1280, 800)


@pytest.fixture(scope="session")
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


@dataclass
class Guest:
    """Somebody in the lobby: a finger, a card, and six digits."""

    qtbot: QtBot
    window: KioskWindow
    at: AtKiosk
    finger: QPointingDevice

    @property
    def kiosk(self) -> Kiosk:
        return self.window.kiosk

    @property
    def page(self) -> GuestPage:
        return self.window.page

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=PATIENCE_MS)

    def is_at(self, name: KioskPage) -> None:
        """Wait until a page is open and nothing is under way."""
        self.until(lambda: self.page.name is name and not self.kiosk.busy)

    def touch(self, widget: QWidget) -> None:
        """Put a finger on the middle of what can be touched, and lift it."""
        self.until(lambda: widget.isVisible() and widget.isEnabled())
        QApplication.processEvents()
        middle: QPoint = widget.rect().center()
        QTest.touchEvent(widget, self.finger).press(0, middle, widget).commit()
        QTest.touchEvent(widget, self.finger).release(0, middle, widget).commit()
        QApplication.processEvents()

    def type_pin(self, digits: str = DEMO_PIN) -> None:
        """Enter a PIN on the pad when it asks."""
        self.is_asked()
        self.at.simulators.type_pin(digits)

    def is_asked(self) -> None:
        """Wait until the pad asks."""
        self.until(lambda: self.page.name is KioskPage.PIN)
        self.until(lambda: self.at.simulators.pad.is_asking)

    def swipe(self, card: str = "lin") -> None:
        self.at.simulators.swipe(card)

    def come(self, card: str = "lin") -> None:
        """Swipe, enter the PIN, and stand at home."""
        self.swipe(card)
        self.type_pin()
        self.is_at(KioskPage.HOME)

    def texts(self) -> str:
        """Return what can be read on the screen, tiles and lists included."""
        return self.page.spoken()

    def settle(self) -> None:
        self.until(self.kiosk.tasks.idle)
        self.qtbot.wait(30)


GuestMaker = Callable[..., Guest]


@pytest.fixture
def guest_for(
    qtbot: QtBot, qapp: QApplication, hotel_folder: Path, finger: QPointingDevice
) -> Iterator[GuestMaker]:
    """Open a kiosk on a copy of the demo hotel; its books must be clean at the end."""
    made: list[tuple[Guest, Language]] = []

    def make(
        code: str = "zh_CN",
        size: tuple[int, int] = LANDSCAPE,
        clock: Callable[[], datetime] = system_clock,
        **settings: Any,
    ) -> Guest:
        if settings:
            change_settings(hotel_folder, **settings)
        at = AtKiosk(hotel_folder, clock)
        theme = Theme(RESOURCES, "light", "kiosk_wide" if size[0] > size[1] else "kiosk")
        theme.apply(qapp)
        language = Language(RESOURCES / "i18n", code)
        window = KioskWindow(theme, language, TaskRunner(), at.service)
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
        guest = Guest(qtbot, window, at, finger)
        made.append((guest, language))
        guest.until(lambda: guest.kiosk.house is not None and not guest.kiosk.missing)
        return guest

    yield make
    for guest, language in made:
        guest.window.close()
        guest.kiosk.tasks.finish()
        language.retire()
        broken = guest.at.broken()
        guest.at.close()
        assert broken == []

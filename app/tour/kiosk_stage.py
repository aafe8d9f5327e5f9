"""The tour's finger and eyes at the kiosk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.bootstrap.demo_house import DEMO_PIN
from app.bootstrap.kiosk import OpenKiosk
from app.tour.stage import Report, Stage
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.state import KioskPage
from app.ui.kiosk.window import KioskWindow
from app.ui.opening import Faces

_PAINT_S = 0.25
_WAIT_S = 12.0


class KioskStage(Stage):
    """The kiosk's window, touched as guests touch it."""

    def __init__(
        self, kiosk: OpenKiosk, faces: Faces[KioskWindow], folder: Path, report: Report
    ) -> None:
        super().__init__(faces, kiosk.hotel, kiosk.simulators, folder, report)
        self.open = kiosk
        self._finger = QTest.createTouchDevice()

    @property
    def window(self) -> KioskWindow:
        """The window."""
        window: KioskWindow = self.faces.window
        return window

    @property
    def page(self) -> Any:
        """The page that is open."""
        return self.window.page

    def at(self, name: KioskPage) -> Any:
        """Wait until a page is open and nothing is under way; returns it."""
        kiosk = self.window.kiosk
        self.until(
            f"the page {name.value}", lambda: self.page.name is name and not kiosk.busy, _WAIT_S
        )
        self.settle()
        return self.page

    def touch(self, widget: QWidget) -> None:
        """Put a finger on the middle of what can be touched, and lift it."""
        words = widget.accessibleName()
        self.until(f"“{words}” to touch", lambda: widget.isVisible() and widget.isEnabled())
        self.pause(0.05)
        middle = widget.rect().center()
        QTest.touchEvent(widget, self._finger).press(0, middle, widget).commit()
        QTest.touchEvent(widget, self._finger).release(0, middle, widget).commit()
        self.pause(0.05)

    def touch_in(self, digits: str) -> None:
        """Touch digits in on the pad of the page that is open."""
        for digit in digits:
            self.touch(self.page.pad.keys[digit])

    def prompted(self) -> str:
        """Wait until the page shows the pad and the pad asks; returns what the pad shows."""
        self.until("the PIN page", lambda: self.page.name is KioskPage.PIN)
        self.until("the pad asking", lambda: self.sims.pad.is_asking)
        self.pause(_PAINT_S)  # it is painted while the pad still waits
        return str(self.sims.pad.display)

    def type_pin(self, digits: str = DEMO_PIN) -> None:
        """Enter a PIN on the pad when it asks."""
        self.prompted()
        self.sims.type_pin(digits)

    def come(self, card: str) -> None:
        """Swipe, enter the PIN, and stand at home."""
        self.sims.swipe(card)
        self.type_pin()
        self.at(KioskPage.HOME)

    def finish(self) -> None:
        """Touch the end, and see everything cleared."""
        self.touch(self.window.head.end_button)
        self.at(KioskPage.ATTRACT)

    def go(self, name: KioskPage) -> Any:
        """Touch a tile of the home page."""
        if self.page.name is not KioskPage.HOME:
            self.touch(self.window.head.back_button)
            self.at(KioskPage.HOME)
        self.touch(self.page.tiles[name])
        return self.at(name)

    def open_rewards(self) -> None:
        """Open the catalogue and wait until it is read."""
        self.go(KioskPage.REWARDS)
        self.until("the catalogue", lambda: self.page.cards[0].reward is not None)
        self.settle()

    def choose_first(self) -> Any:
        """Touch the first reward; returns the page that asks whether it is to be."""
        self.open_rewards()
        self.touch(self.page.cards[0])
        return self.at(KioskPage.CONFIRM)

    def read(self) -> str:
        """Return what is read aloud of the page that is open."""
        page: GuestPage = self.page
        return page.spoken()

    def is_cleared(self) -> bool:
        """Tell whether neither window nor service knows anybody any more."""
        is_nobody = self.window.kiosk.visit is None and self.open.service.visit() is None
        return is_nobody and self.page.name is KioskPage.ATTRACT

    def code_sent_to(self, phone: str) -> str:
        """Read the code that was texted to a phone, from the simulated modem."""
        sent = self.sims.modem.sent
        self.until("the text", lambda: any(to.endswith(phone) for to, _ in sent), _WAIT_S)
        text = next(text for to, text in reversed(sent) if to.endswith(phone))
        found = re.search(r"\d{6}", text)
        return found.group() if found else ""

    def printed(self) -> str:
        """Return what stands on the paper."""
        return "\n".join(self.sims.printer.text)

    def members(self) -> int:
        """Count the members in the books."""
        return self._counted("SELECT COUNT(*) FROM members")

    def held(self) -> int:
        """Return what is held back of anybody's balances in the books: an open redemption, a slip under way."""
        return self._counted(
            "SELECT COALESCE(SUM(in_total - out_total), 0) FROM balances "
            "WHERE account LIKE 'member:held:%'"
        )

    def _counted(self, sql: str) -> int:
        books = self.open.hotel.books
        with books.reading() as connection:
            return int(connection.exec_driver_sql(sql).scalar() or 0)

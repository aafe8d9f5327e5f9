"""Somebody of the house was called."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kit.boxes import Icon
from app.ui.service.kiosk import Called


class HelpPage(GuestPage):
    """Says that staff was called, how, and what else a guest can do."""

    name = KioskPage.HELP

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._called: Called | None = None
        self._icon = Icon(kiosk.theme, "bell", "accent", kiosk.theme.control("ring"))
        self.title = self.paragraph(role="ask")
        self.note = self.paragraph(role="lead")
        for label in (self.title, self.note):
            label.setAlignment(middle)
        self.back = self.button(
            lambda: self.tr("Go on meanwhile"),
            kiosk.back.emit,
            "primary",
            wide=True,
            height="start",
        )
        self.body.addStretch(2)
        self.body.addWidget(self._icon, 0, middle)
        self.body.addWidget(self.title)
        self.body.addWidget(self.note)
        self.body.addStretch(3)
        self.body.addWidget(self.back)

    @override
    def refill(self) -> None:
        """Say how staff was called."""
        house = self.kiosk.house
        phone = house.desk_phone if house is not None else ""
        if self._called is Called.TEXTED:
            self.title.setText(self.tr("Somebody is on the way"))
            self.note.setText(self.tr("The front desk has your call. Please stay here a moment."))
            return
        self.title.setText(self.tr("The front desk is glad to help"))
        words = self.tr("Please go to the front desk, or dial {phone} on any house phone.")
        plain = self.tr("Please go to the front desk; somebody is there day and night.")
        self.note.setText(words.format(phone=phone) if phone else plain)

    @override
    def shown(self) -> None:
        """Call."""
        super().shown()
        self.kiosk.look(self.kiosk.service.call_staff, self._came)

    def _came(self, called: Called) -> None:
        self._called = called
        self.refill()

    @override
    def goes_back(self) -> bool:
        """Go on where the guest was."""
        self.kiosk.back.emit()
        return True

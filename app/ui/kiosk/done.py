"""The last page of a work: what happened, in one sentence, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kit.boxes import Icon, row

_ICONS = {"ready": "check-circle", "warning": "warning", "refused": "refused"}


class DonePage(GuestPage):
    """It is done, or it was taken back; home again, or finish."""

    name = KioskPage.DONE

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._icon = Icon(kiosk.theme, "check-circle", "ready", kiosk.theme.control("ring"))
        self.title = self.paragraph(role="ask")
        self.note = self.paragraph(role="lead")
        self._slip = self.text(None, "caption", "ink2")
        for label in (self.title, self.note):
            label.setAlignment(middle)
        self.again = self.button(lambda: self.tr("Print again"), self._again, icon="printer")
        self.home = self.button(
            lambda: self.tr("More for me"),
            lambda: kiosk.go.emit(KioskPage.HOME),
            "primary",
            wide=True,
            height="start",
        )
        self.finish = self.button(
            lambda: self.tr("Finish"), kiosk.end_asked.emit, wide=True, height="start"
        )
        ways = row(self.gap)
        ways.addWidget(self.finish, 1)
        ways.addWidget(self.home, 1)
        self.body.addStretch(2)
        self.body.addWidget(self._icon, 0, middle)
        self.body.addWidget(self.title)
        self.body.addWidget(self.note)
        self.body.addWidget(self._slip, 0, middle)
        self.body.addWidget(self.again, 0, middle)
        self.body.addStretch(3)
        self.body.addLayout(ways)

    @override
    def refill(self) -> None:
        """Say what happened."""
        ending = self.kiosk.pending.ending
        if ending is None:
            return
        self._icon.set_icon(_ICONS[ending.tone], ending.tone)
        self.title.setText(ending.title())
        self.note.setText(ending.note())
        self._slip.setText(ending.slip)
        self._slip.setVisible(bool(ending.slip))
        self.again.setVisible(ending.again is not None)

    def _again(self) -> None:
        ending = self.kiosk.pending.ending
        if ending is not None and ending.again is not None:
            ending.again()

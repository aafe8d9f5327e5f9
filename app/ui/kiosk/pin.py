"""The PIN page: what it is for, a drawing of the pad, and how long; it never counts keys."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kiosk.boxes import BigCard
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.picture import draw_reward
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kit.boxes import boxed, column, row
from app.ui.kit.drawings import Countdown, PadDrawing
from app.ui.kit.note import Note
from app.ui.kit.theme import Theme
from app.ui.service.answers import PinPurpose


class RewardPicture(QWidget):
    """A small picture of what the PIN is for."""

    def __init__(self, theme: Theme, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = ""
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, name: str) -> None:
        """Set the picture; empty hides it."""
        self._picture = name
        self.setVisible(bool(name))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._width, self._width // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radius = self._theme.number("radius", "kiosk_control")
        draw_reward(QPainter(self), self._theme, self.rect(), self._picture, radius=radius)


class PinPage(GuestPage):
    """The guest enters the PIN on the pad; here it says how long, and never what."""

    name = KioskPage.PIN

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self.card = BigCard(theme)
        self._picture = RewardPicture(theme, theme.control("tile"))
        self._for = self.text(None, "lead", weight=500, elide=True)
        self._note = self.text(None, "body", "ink2", elide=True)
        self._title = self.paragraph(role="ask")
        self._hint = self.paragraph(
            lambda: self.tr("The PIN pad is below the screen. Please cover it with your hand.")
        )
        for one in (self._title, self._hint):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        large = theme.control("tile") * (9 if not self.is_wide else 10) // 4
        self._pad = PadDrawing(theme, large)
        self.ring = Countdown(theme, theme.control("ring"))
        self._left = self.text(lambda: self.tr("seconds, then it ends by itself"))
        self._safe = self.text(
            lambda: self.tr("Nothing is taken before you confirm"), "body", "ink2"
        )
        # With its parent from the first: it is shown here, and would be a window of its own.
        self._shield = Note(theme, "info", icon=theme.size("body")[0], parent=self)
        self.say(
            self._shield.say,
            lambda: self.tr("This screen never asks for a PIN. If something is odd, call staff."),
        )
        self.cancel = self.button(lambda: self.tr("Cancel"), self._cancel, icon="close")
        self._lay_out()

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        names = column()
        names.addStretch()
        names.addWidget(self._for)
        names.addWidget(self._note)
        names.addStretch()
        head = row(self.gap)
        head.addWidget(self._picture)
        head.addLayout(names, 1)
        self.card.body.addLayout(head)
        said = column()
        said.addStretch()
        said.addWidget(self._left)
        said.addWidget(self._safe)
        said.addStretch()
        count = row(self.gap)
        count.addStretch()
        count.addWidget(self.ring)
        count.addLayout(said)
        count.addStretch()
        if self.is_wide and self.kiosk.is_large:  # no room: the head has the same ways out
            self._hint.hide()
            self.cancel.hide()
        if self.is_wide:
            right = column(self.gap)
            right.addWidget(self.card)
            right.addStretch()
            right.addWidget(self._title)
            right.addWidget(self._hint)
            right.addLayout(count)
            right.addWidget(self.cancel, 0, middle)
            right.addStretch()
            line = row(2 * self.gap)
            line.addWidget(self._pad, 2, Qt.AlignmentFlag.AlignCenter)
            line.addWidget(boxed(right), 3)
            self.body.addLayout(line, 1)
            self.body.addWidget(self._shield)
            return
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._pad, 0, middle)
        self.body.addLayout(count)
        self.body.addStretch(1)
        self.body.addWidget(self.cancel, 0, middle)
        self.body.addWidget(self._shield)

    @override
    def refill(self) -> None:
        """Say what the PIN is for."""
        ask = self.kiosk.pending.pin
        if ask is None:
            return
        words = {
            PinPurpose.NEW: self.tr("Choose a PIN of six digits, on the pad"),
            PinPurpose.AGAIN: self.tr("Enter the same PIN once more"),
        }
        self._title.setText(words.get(ask.purpose, self.tr("Please enter your PIN on the pad")))
        title = ask.title()
        self.card.setVisible(bool(title))
        self._for.setText(title)
        self._note.setText(ask.note())
        self._picture.show_picture(ask.picture)

    @override
    def shown(self) -> None:
        super().shown()
        left = round(self.kiosk.pin_until - monotonic())
        if self.kiosk.pending.pin is not None and left > 0:
            self.ring.start(left)

    @override
    def resumed(self) -> None:
        self.shown()

    def _cancel(self) -> None:
        """Let the pad end the entry; who asked is told the usual way."""
        kiosk = self.kiosk
        kiosk.tasks.run(kiosk.service.cancel_pin, lambda _none: None)

    @override
    def goes_back(self) -> bool:
        self._cancel()
        return True

    @override
    def left(self) -> None:
        self.ring.stop()

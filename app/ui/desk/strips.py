"""Strips above the page: the banner (offline, day not closed) and the line that says what happened."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.kit.boxes import Icon, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.paint import draw_box
from app.ui.kit.text import Text
from app.ui.service.station_records import LinkState
from app.ui.serving.context import Desk, PageName, Told

_ICONS = {"ready": "check-circle", "warning": "warning", "refused": "refused", "info": "info"}


class Banner(QWidget):
    """44 px under the bar that say what everybody at this desk must know now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self._page = PageName.DAY
        self.setFixedHeight(theme.control("banner"))
        self._title = Text(theme, "body", "warning_ink", weight=600)
        self._note = Text(theme, "caption", "warning_ink", elide=True)
        self._open = KeyButton(theme, "Ctrl U", small=True)
        self._open.setFixedHeight(30)
        self._open.clicked.connect(self.open_page)
        line = row(12, (16, 0, 16, 0))
        line.addWidget(Icon(theme, "warning", "warning_ink"))
        line.addWidget(self._title)
        line.addWidget(self._note, 1)
        line.addWidget(self._open)
        self.setLayout(line)
        desk.house_changed.connect(self.refill)
        desk.link_changed.connect(self.refill)
        desk.session_changed.connect(self.refill)
        desk.lamps_changed.connect(self.refill)
        self.hide()

    def open_page(self) -> None:
        """Go to the page that does something about it."""
        if self.isVisible():
            self._desk.go.emit(self._page)

    def refill(self) -> None:
        """Show what matters most, or nothing."""
        desk = self._desk
        link, house = desk.link, desk.house
        offline = link.state is LinkState.OFFLINE
        due = house is not None and house.close_day_due
        plain = any(not lamp.encrypts for lamp in desk.lamps)
        self.setVisible(desk.session is not None and (offline or due or plain))
        if offline:
            self._page = PageName.DEVICES
            waiting = self.tr("%n slips wait to be sent", "", link.waiting_slips)
            self._title.setText(self.tr("Offline · {waiting}").format(waiting=waiting))
            self._note.setText(self.tr("Posting and earning go on; nothing is sent twice."))
            self._open.set_words(self.tr("Look"))
        elif due and house is not None:
            self._page = PageName.DAY
            day = desk.language.weekday(house.business_date)
            self._title.setText(self.tr("The day {day} is still open").format(day=day))
            self._note.setText(self.tr("Close it when all shifts are closed."))
            self._open.set_words(self.tr("Close day"))
        elif plain:
            self._page = PageName.DEVICES
            self._title.setText(self.tr("The keypad does not encrypt PINs"))
            self._note.setText(
                self.tr("What guests type travels in the clear to this computer; use another pad.")
            )
            self._open.set_words(self.tr("Look"))
        if plain and (offline or due):  # it stays, whatever else is to be said
            self._note.setText(self.tr("Also: the keypad does not encrypt PINs."))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._desk.theme.colour("warning_solid"))


class ResultBar(QWidget):
    """The line that stays until the next command: what happened, with Print and Undo."""

    print_asked = Signal()
    undo_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self.now: Told | None = None
        self.setFixedHeight(theme.control("banner"))
        self._icon = Icon(theme, "check-circle", "ready")
        self._words = Text(theme, "body", "ready", weight=500, elide=True)
        self.printing = KeyButton(theme, "F8", icon="printer", small=True)
        self.undo = KeyButton(theme, "Ctrl Z", icon="undo", small=True)
        for button in (self.printing, self.undo):
            button.setFixedHeight(32)
        self.printing.clicked.connect(self.print_asked)
        self.undo.clicked.connect(self.undo_asked)
        line = row(12, (14, 0, 8, 0))
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        line.addWidget(self.printing)
        line.addWidget(self.undo)
        self.setLayout(line)
        desk.told.connect(self.show_told)
        self.hide()

    def show_told(self, told: Told | None) -> None:
        """Show a line, or none."""
        self.now = told
        self.setVisible(told is not None)
        self.refill()

    def refill(self) -> None:
        """Say it in the present language."""
        self.printing.set_words(self.tr("Print"))
        self.undo.set_words(self.tr("Undo"))
        told = self.now
        if told is None:
            return
        words = told.text()
        self._words.setText(words)
        self._words.set_tone(told.tone)
        self._words.setToolTip(words)
        self.setAccessibleName(words)
        self._icon.set_icon(_ICONS[told.tone], told.tone)
        self.printing.setVisible(told.can_print)
        self.undo.setVisible(told.can_undo)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.now is None:
            return
        theme = self._desk.theme
        radius = theme.number("radius", "action")
        box = QRect(self.rect())
        draw_box(QPainter(self), box, theme.colour(f"{self.now.tone}_tint"), None, radius)

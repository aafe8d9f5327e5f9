"""The strip that asks once "is this right?" and then says that it was checked."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.kit.boxes import Icon, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.paint import draw_box
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme


class CheckStrip(QWidget):
    """Question and answers in one line; the page does not move."""

    yes = Signal()
    change = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = "info"
        self.setFixedHeight(48)
        self._icon = Icon(theme, "info", "info")
        self._words = Text(theme, "body", "info", weight=500, elide=True)
        self.agree = KeyButton(theme, "⏎", "primary", small=True)
        self.alter = KeyButton(theme, "Alt E", small=True)
        self.agree.clicked.connect(self.yes)
        self.alter.clicked.connect(self.change)
        line = row(10, (14, 0, 8, 0))
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        line.addWidget(self.alter)
        line.addWidget(self.agree)
        self.setLayout(line)
        self.hide()

    def ask(self, summary: str, yes: str) -> None:
        """Ask whether the entry is right."""
        self._show("info", "info", self.tr("Is this right? {entry}").format(entry=summary))
        self.agree.set_words(yes)
        self.agree.show()
        self.alter.set_words(self.tr("Change"))
        self.alter.show()
        self.agree.setFocus()

    def checked(self, summary: str) -> None:
        """Say that it was checked and is on its way."""
        self._show("ready", "check-circle", self.tr("Checked: {entry}").format(entry=summary))
        self.agree.hide()
        self.alter.show()

    def _show(self, tone: str, icon: str, words: str) -> None:
        self._tone = tone
        self._icon.set_icon(icon, tone)
        self._words.set_tone(tone)
        self._words.setText(words)
        self._words.setToolTip(words)
        self.setAccessibleName(words)
        self.show()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radius = self._theme.number("radius", "control")
        ground = self._theme.colour(f"{self._tone}_tint")
        draw_box(QPainter(self), QRect(self.rect()), ground, None, radius)

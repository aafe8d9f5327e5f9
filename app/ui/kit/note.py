"""A note under what caused it: what happened in one sentence, and the ways out as buttons."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.boxes import Icon, boxed, column, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.paint import draw_box
from app.ui.kit.text import Paragraph
from app.ui.kit.theme import Theme

_ICONS = {"refused": "refused", "warning": "warning", "info": "info", "ready": "check-circle"}


class Note(QWidget):
    """A tinted box with an icon, one sentence, a second line and ways out; hidden while empty.

    Args:
        theme: Where colours come from.
        tone: ``refused``, ``warning``, ``info`` or ``ready``.
        icon: Size of its picture in pixels.
    """

    def __init__(
        self, theme: Theme, tone: str = "refused", *, icon: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tone = tone
        self._icon = Icon(theme, _ICONS[tone], tone, icon)
        self.title = Paragraph(tone)
        self.detail = Paragraph("ink", "small")
        self._ways = row(8)
        text = column(2)
        text.addWidget(self.title)
        text.addWidget(self.detail)
        self._ways_box = boxed(self._ways)
        self._ways_box.hide()  # an empty row would hold the words as narrow as itself
        text.addWidget(self._ways_box)
        body = row(12, (14, 11, 14, 11))
        icons = column()
        icons.addWidget(self._icon)
        icons.addStretch()
        body.addLayout(icons)
        body.addLayout(text, 1)
        self.setLayout(body)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def offer(self, *buttons: KeyButton) -> None:
        """Set the ways out, the likeliest first; they are shown when ``say`` is told so."""
        self._ways.setContentsMargins(0, 6, 0, 2)
        for button in buttons:
            self._ways.addWidget(button)
        self._ways.addStretch()

    def say(
        self, title: str, detail: str = "", tone: str | None = None, *, ways: bool = False
    ) -> None:
        """Show a sentence, with the ways out if they fit it; empty hides the note."""
        self._ways_box.setVisible(ways)
        if tone is not None and tone != self.tone:
            self.tone = tone
            self._icon.set_icon(_ICONS[tone], tone)
            self.title.setProperty("tone", tone)
            self.title.style().unpolish(self.title)
            self.title.style().polish(self.title)
        self.title.setText(title)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(title)
        self.setVisible(bool(title))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = self._theme.colour(f"{self.tone}_tint")
        line = self._theme.colour(self.tone) if self._theme.name == "high_contrast" else None
        radius = self._theme.number("radius", "control")
        draw_box(painter, QRect(self.rect()), fill, line, radius)

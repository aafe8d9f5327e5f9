"""A button as wide as its place, with what it says in the middle."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from app.ui.kit.buttons import KeyButton
from app.ui.kit.paint import draw_box, draw_key, draw_line, key_width, text_width
from app.ui.kit.theme import Theme

_GAP = 10
_ICON = 22


class WideButton(KeyButton):
    """The one thing to do next: icon, words and key in the middle."""

    def __init__(self, theme: Theme, keys: str, role: str, icon: str) -> None:
        super().__init__(theme, keys, role, icon)
        self.setFixedHeight(theme.control("primary"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        fill, ink, line = self._colours()
        border = theme.colour(line) if line else None
        draw_box(
            painter, self.rect(), theme.colour(fill), border, theme.number("radius", "control")
        )
        font = theme.font("lead", 600, tabular=False)
        words = text_width(font, self.text())
        cap = key_width(theme, self._keys)
        left = (self.width() - (_ICON + _GAP + words + _GAP + cap)) // 2
        middle = self.height() // 2
        picture = theme.pixmap(self._icon, ink, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(left, middle - _ICON // 2, picture)
        box = QRect(left + _ICON + _GAP, 0, words + 2, self.height())
        draw_line(painter, box, self.text(), font, theme.colour(ink))
        right = box.right() + _GAP + cap
        on_accent = self.role == "primary" and self.isEnabled()
        draw_key(painter, theme, right, middle, self._keys, on_accent=on_accent)

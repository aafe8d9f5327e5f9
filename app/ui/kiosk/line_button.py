"""One line of a list that can be touched: what and when at the left, the figure at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kiosk.buttons import Touch
from app.ui.kit.paint import draw_line, text_width
from app.ui.kit.theme import Theme


class LineButton(Touch):
    """Two lines and a figure; grey and not to be pressed where there is nothing behind it."""

    def __init__(self, theme: Theme, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, "plain", parent)
        self._icon = icon
        self._note = self._figure = ""
        self._tone = "ink"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_line(self, title: str, note: str, figure: str = "", tone: str = "ink") -> None:
        """Set what it says; ``tone`` colours the figure."""
        self._note, self._figure, self._tone = note, figure, tone
        self.say(title)
        self.setAccessibleName(". ".join(part for part in (title, note, figure) if part))

    def set_icon(self, icon: str) -> None:
        """Change the picture."""
        self._icon = icon
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = self._theme
        high = theme.size("body")[1] + theme.size("caption")[1] + theme.control("gap") * 5 // 4
        return QSize(200, max(high, theme.control("height")))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        ink = self.paint_ground(painter, soft_line=True)
        inset, body, small = theme.control("gap"), theme.size("body")[1], theme.size("caption")[1]
        top = (self.height() - body - small) // 2
        left = inset
        if self._icon:
            size = theme.control("icon") * 4 // 5
            tone = "accent" if ink == "ink" else ink
            picture = theme.pixmap(self._icon, tone, size, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - size) // 2, picture)
            left += size + inset
        font = theme.font("lead", 600)
        figure = text_width(font, self._figure)
        if self._figure:
            box = QRect(0, 0, self.width() - inset, self.height())
            tone = self._tone if ink == "ink" else ink
            draw_line(painter, box, self._figure, font, theme.colour(tone), right=True)
        wide = self.width() - left - inset - (figure + inset if figure else 0)
        name = theme.font("body", 500, tabular=False)
        draw_line(painter, QRect(left, top, wide, body), self.text(), name, theme.colour(ink))
        quiet = theme.colour("ink2" if ink == "ink" else ink)
        box = QRect(left, top + body, wide, small)
        draw_line(painter, box, self._note, theme.font("caption", tabular=False), quiet)

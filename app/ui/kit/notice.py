"""Painted small parts of a person's page: two-line notices, and chips that wrap."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.paint import draw_box, draw_line, text_width
from app.ui.kit.theme import Theme


class Notice(QWidget):
    """Two lines in a tint with an icon: something to know before doing anything."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone, self._icon, self._title, self._note = "info", "info", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(54)

    def say(self, tone: str, icon: str, title: str, note: str) -> None:
        """Set tone, icon and the two lines."""
        self._tone, self._icon, self._title, self._note = tone, icon, title, note
        self.setAccessibleName(f"{title}. {note}")
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        ground = theme.colour(f"{self._tone}_tint")
        line = theme.colour(self._tone) if theme.name == "high_contrast" else None
        draw_box(painter, self.rect(), ground, line, theme.number("radius", "control"))
        picture = theme.pixmap(self._icon, self._tone, 18, self.devicePixelRatioF())
        painter.drawPixmap(13, 18, picture)
        wide = self.width() - 52
        title = QRect(42, 5 if self._note else 16, wide, 22)
        font = theme.font("body", 500, tabular=False)
        draw_line(painter, title, self._title, font, theme.colour(self._tone))
        note = QRect(42, 28, wide, 20)
        draw_line(painter, note, self._note, theme.font("caption"), theme.colour("ink"))


@dataclass(frozen=True, slots=True)
class Chip:
    """A short word with an icon; ``alert`` must not be missed."""

    text: str
    icon: str = ""
    alert: bool = False


class Chips(QWidget):
    """Chips in as many lines as they need, three at most; what must not be missed comes first."""

    _HEIGHT = 24
    _STEP = 30

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: tuple[Chip, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fill(self, chips: tuple[Chip, ...]) -> None:
        """Replace all chips."""
        self._chips = tuple(sorted(chips, key=lambda chip: not chip.alert))
        self.setAccessibleName(", ".join(chip.text for chip in chips))
        self.updateGeometry()
        self.update()

    def _place(self, wide: int) -> list[tuple[QRect, Chip]]:
        font = self._theme.font("caption", 500)
        placed: list[tuple[QRect, Chip]] = []
        x = y = 0
        for chip in self._chips:
            width = min(wide, text_width(font, chip.text) + 20 + (24 if chip.icon else 0))
            if x and x + width > wide:
                x, y = 0, y + self._STEP
            if y > 2 * self._STEP:
                break
            placed.append((QRect(x, y, width, self._HEIGHT), chip))
            x += width + 8
        return placed

    @override
    def sizeHint(self) -> QSize:
        return QSize(346, self.heightForWidth(346))

    @override
    def heightForWidth(self, wide: int) -> int:
        placed = self._place(wide)
        return placed[-1][0].bottom() + 1 if placed else 0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        font = theme.font("caption", 500)
        for box, chip in self._place(self.width()):
            ground = theme.colour("refused_tint" if chip.alert else "sunken")
            draw_box(painter, box, ground, None, theme.number("radius", "key"))
            tone = "refused" if chip.alert else "ink2"
            text = box.adjusted(10, 0, -8, 0)
            if chip.icon:
                picture = theme.pixmap(chip.icon, tone, 14, self.devicePixelRatioF())
                painter.drawPixmap(box.left() + 10, box.top() + 5, picture)
                text.setLeft(text.left() + 22)
            draw_line(painter, text, chip.text, font, theme.colour(tone))

"""Painted lines of words at the left and a figure at the right: a bill, a preview, a count."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.paint import draw_line, text_width
from app.ui.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``strong`` is the sum, in the next size up."""

    words: str
    figure: str
    tone: str = "ink"
    strong: bool = False


class Lines(QWidget):
    """Lines one under the other, figures on the right edge."""

    def __init__(self, theme: Theme, height: int = 29, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._height = height
        self.lines: tuple[Line, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fill(self, lines: tuple[Line, ...]) -> None:
        """Replace all lines."""
        self.lines = lines
        self.setAccessibleName("; ".join(f"{x.words} {x.figure}" for x in lines))
        self.setVisible(bool(lines))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, sum(self._tall(line) for line in self.lines))

    def _tall(self, line: Line) -> int:
        return self._height + 6 if line.strong else self._height

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        top = 0
        for line in self.lines:
            box = QRect(0, top, self.width(), self._tall(line))
            role, weight = ("lead", 600) if line.strong else ("body", 500)
            font = theme.font(role, weight)
            draw_line(painter, box, line.figure, font, theme.colour(line.tone), right=True)
            room = box.adjusted(0, 0, -text_width(font, line.figure) - 10, 0)
            words = theme.font(role, 500 if line.strong else 400, tabular=False)
            draw_line(painter, room, line.words, words, theme.colour("ink"))
            top += self._tall(line)

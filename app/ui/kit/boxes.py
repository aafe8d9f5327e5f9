"""Boxes that hold other things: cards, hairlines, icons, and rows and columns without margins."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.kit.theme import Theme


def column(spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Make a vertical layout without surprises."""
    layout = QVBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    return layout


def row(spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Make a horizontal layout without surprises."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    return layout


def boxed(layout: QBoxLayout, parent: QWidget | None = None) -> QWidget:
    """Put a layout into a widget of its own, so that it can be hidden."""
    widget = QWidget(parent)
    widget.setLayout(layout)
    return widget


ROW_INSET = 14


class Card(QFrame):
    """A white card with a hairline; ``body`` is its column."""

    def __init__(self, theme: Theme, spacing: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        inset = theme.number("inset", "card")
        self._inset = (inset, inset - 4)
        self.body = column(spacing, (inset, inset - 4, inset, inset - 4))
        self.setLayout(self.body)

    def for_rows(self) -> None:
        """Make the card as wide inside as painted rows need, so that their texts line up.

        Rows bring their own inset; everything else goes in through ``indented``.
        """
        side, end = self._inset
        self.body.setContentsMargins(side - ROW_INSET, end, side - ROW_INSET, end)

    def indented(self, widget: QWidget) -> None:
        """Add a widget where texts begin in a card made ``for_rows``."""
        line = row(0, (ROW_INSET, 0, ROW_INSET, 0))
        line.addWidget(widget)
        self.body.addLayout(line)


class Hairline(QFrame):
    """A thin line between things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "hairline")


class Icon(QWidget):
    """One line icon in a colour of the theme."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        tone: str = "ink",
        size: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._tone = tone
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, tone: str | None = None) -> None:
        """Change picture and colour."""
        self._name = name
        self._tone = tone or self._tone
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        painter = QPainter(self)
        density = self.devicePixelRatioF()
        picture = self._theme.pixmap(self._name, self._tone, self._size, density)
        left = (self.width() - self._size) // 2
        painter.drawPixmap(left, (self.height() - self._size) // 2, picture)

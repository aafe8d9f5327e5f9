"""The number pad: large keys for fingers; a keyboard's own digits do the same."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.paint import draw_box, draw_line, text_width
from app.ui.kit.theme import Theme
from app.ui.outlet.sale import BACK, CLEAR

_KEYS: Final = (
    ("7", 0, 0, 1), ("8", 0, 1, 1), ("9", 0, 2, 1), (BACK, 0, 3, 1),
    ("4", 1, 0, 1), ("5", 1, 1, 1), ("6", 1, 2, 1), ("+", 1, 3, 1),
    ("1", 2, 0, 1), ("2", 2, 1, 1), ("3", 2, 2, 1), (CLEAR, 2, 3, 2),
    ("00", 3, 0, 1), ("0", 3, 1, 1), (".", 3, 2, 1),
)  # fmt: skip
_SHOWN: Final = {BACK: "⌫", CLEAR: "C"}


class PadKey(QPushButton):
    """One key; it takes no keyboard focus, so that typing goes on where it was."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._theme = theme
        self.key = key
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(theme.control("pad_key"), theme.control("pad_key"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        fill = "accent_tint" if self.isDown() else "surface"
        radius = theme.number("radius", "control")
        draw_box(painter, self.rect(), theme.colour(fill), theme.colour("line"), radius)
        font = theme.font("title", 500)
        words = _SHOWN.get(self.key, self.key)
        wide = text_width(font, words)
        box = QRect((self.width() - wide) // 2, 0, wide + 2, self.height())
        draw_line(painter, box, words, font, theme.colour("ink"))


class NumberPad(QWidget):
    """Digits, point, plus, one back and clear."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self.keys: dict[str, PadKey] = {}
        for key, row, column, rows in _KEYS:
            button = PadKey(theme, key)
            button.clicked.connect(lambda _checked=False, k=key: self.pressed.emit(k))
            grid.addWidget(button, row, column, rows, 1)
            self.keys[key] = button
        self.setLayout(grid)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the keys for screen readers."""
        names = {BACK: self.tr("Delete"), CLEAR: self.tr("Clear"), "+": self.tr("Plus")}
        names["."] = self.tr("Decimal point")
        for key, button in self.keys.items():
            button.setAccessibleName(names.get(key, key))

"""Boxes of the kiosk: cards, the field that shows a number, the board that says what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kiosk.sayings import trouble_words
from app.ui.kiosk.state import Kiosk
from app.ui.kiosk.works import Trouble
from app.ui.kit.boxes import column
from app.ui.kit.note import Note
from app.ui.kit.paint import draw_box, draw_line
from app.ui.kit.theme import Theme


class BigCard(QFrame):
    """A white card; ``body`` is its column."""

    def __init__(self, theme: Theme, spacing: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "kiosk-card")
        inset = theme.control("gap") * 3 // 2
        self.body = column(spacing, (inset, inset, inset, inset))
        self.setLayout(self.body)


class NumberField(QWidget):
    """Shows what the number pad types: large, in groups, with its name above.

    Args:
        plain: Shows letters as they are, not in groups.
    """

    def __init__(self, theme: Theme, *, plain: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain = plain
        self._number = ""
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, number: str, name: str) -> None:
        """Set digits and name."""
        self._number, self._name = number, name
        self.setAccessibleName(name)
        self.setAccessibleDescription(number)
        self.update()

    def spoken(self) -> str:
        """Say name and digits, one by one."""
        return f"{self._name}: {' '.join(self._number)}" if self._number else self._name

    @override
    def sizeHint(self) -> QSize:
        theme = self._theme
        return QSize(240, theme.size("caption")[1] + theme.size("title")[1] + theme.control("gap"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        line = theme.colour("line_strong")
        radius = theme.number("radius", "kiosk_control")
        draw_box(painter, self.rect(), theme.colour("surface"), line, radius, 2)
        inset, small = theme.control("gap"), theme.size("caption")[1]
        wide = self.width() - 2 * inset
        box = QRect(inset, inset // 2, wide, small)
        draw_line(painter, box, self._name, theme.font("caption"), theme.colour("ink2"))
        words = self._number if self._plain else in_groups(self._number)
        box = QRect(inset, inset // 2 + small, wide, theme.size("title")[1])
        draw_line(painter, box, words, theme.font("title", 600), theme.colour("ink"))


class Board(Note):
    """What is wrong, and what still works; hidden while nothing is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, icon=theme.size("body")[0])
        self._is_trouble = False

    def show_troubles(self, kiosk: Kiosk, *which: Trouble) -> None:
        """Say the first of these troubles, unless something else is said already."""
        found = next((one for one in which if one in kiosk.missing), None)
        if found is not None and (self._is_trouble or self.isHidden()):
            self.say(trouble_words(found), tone="warning")
            self._is_trouble = True
        elif found is None and self._is_trouble:
            self.say("")

    @override
    def say(
        self, title: str, detail: str = "", tone: str | None = None, *, ways: bool = False
    ) -> None:
        self._is_trouble = False
        super().say(title, detail, tone or "refused", ways=ways)


def in_groups(digits: str) -> str:
    """Write a number as people read it out: 138 1234 2217, others in fours."""
    first = 3 if len(digits) <= 11 else 4
    parts = [digits[:first], *(digits[i : i + 4] for i in range(first, len(digits), 4))]
    return " ".join(part for part in parts if part)

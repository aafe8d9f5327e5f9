"""Boxes of the kiosk: cards, the field that shows a number, the board that says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Signal
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

    said = Signal(bool)  # whether something stands on it

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, icon=theme.size("body")[0])
        policy = (
            self.sizePolicy()
        )  # as high as its lines are where it stands, not where it was made
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self.is_trouble = False

    def show_troubles(self, kiosk: Kiosk, *which: Trouble) -> None:
        """Say the first of these troubles, unless something else is said already."""
        found = next((one for one in which if one in kiosk.missing), None)
        if found is not None and (self.is_trouble or self.isHidden()):
            self.say(trouble_words(found), tone="warning")
            self.is_trouble = True
        elif found is None and self.is_trouble:
            self.say("")

    @override
    def say(
        self, title: str, detail: str = "", tone: str | None = None, *, ways: bool = False
    ) -> None:
        self.is_trouble = False
        super().say(title, detail, tone or "refused", ways=ways)
        self.said.emit(bool(title))


@dataclass(frozen=True, slots=True)
class Said:
    """What stands on a page's board, to be said again on the page that takes its place."""

    words: str
    tone: str

    def say_on(self, page: QWidget) -> None:
        """Say it again."""
        board = page.findChild(Board)
        if board is not None:
            board.say(self.words, tone=self.tone)


def said_on(page: QWidget) -> Said | None:
    """Return what stands on a page's board; None where nothing does."""
    board = page.findChild(Board)
    if board is None or board.isHidden() or board.is_trouble:
        return None
    return Said(board.title.text(), board.tone)


def in_groups(digits: str) -> str:
    """Write a number as people read it out: 138 1234 2217, +86 138 1234 2217, others in fours."""
    if digits.startswith("+86"):
        return f"+86 {in_groups(digits[3:])}"
    first = 3 if len(digits) <= 11 else 4
    parts = [digits[:first], *(digits[i : i + 4] for i in range(first, len(digits), 4))]
    return " ".join(part for part in parts if part)

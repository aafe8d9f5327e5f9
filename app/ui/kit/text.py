"""Text on a screen: one line that stands on the same baseline in every script, and paragraphs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.paint import draw_line, text_width
from app.ui.kit.theme import Theme

_SMALLER = ("figure", "title", "lead", "body")


class Text(QLabel):
    """One line in one of the five sizes.

    Args:
        theme: Where sizes and colours come from.
        role: ``caption``, ``body``, ``lead``, ``title``, ``figure``; with ``-serif`` for names.
        tone: Name of the colour token.
        weight: 400 to 700.
        right: Ends on the right edge, with figures of one width.
        elide: May be shortened; only for names and notes that people wrote.
        shrink: Takes the next smaller size where it does not fit; for figures, which are never shortened.
    """

    def __init__(
        self,
        theme: Theme,
        role: str = "body",
        tone: str = "ink",
        *,
        weight: int = 400,
        right: bool = False,
        elide: bool = False,
        shrink: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shrinks = shrink
        self._role = role
        self._tone = tone
        self._weight = weight
        self._right = right
        self.elides = elide
        is_loose = elide or shrink
        horizontal = QSizePolicy.Policy.Ignored if is_loose else QSizePolicy.Policy.Preferred
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        self._tone = tone
        self.update()

    def _look(self) -> QFont:
        return self._theme.font(self._role, self._weight, tabular=self._right)

    def _fitting(self) -> QFont:
        """Return the largest font in which the text fits, no smaller than body text."""
        font = self._look()
        if not self._shrinks:
            return font
        for role in _SMALLER[_SMALLER.index(self._role) :]:
            font = self._theme.font(role, self._weight, tabular=self._right)
            if text_width(font, self.text()) <= self.width():
                break
        return font

    def is_cut(self) -> bool:
        """Tell whether the text does not fit; for tests."""
        if self._shrinks:
            return text_width(self._fitting(), self.text()) > self.width()
        return not self.elides and self.sizeHint().width() - 1 > self.width()

    @override
    def sizeHint(self) -> QSize:
        line = self._theme.size(self._role.removesuffix("-serif"))[1]
        if self._role.endswith("-serif"):
            line += 4
        return QSize(text_width(self._look(), self.text()) + 1, line)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(24, hint.height()) if self.elides or self._shrinks else hint

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tone = self._tone if self.isEnabled() else "ink3"
        box = self.rect()
        draw_line(
            painter, box, self.text(), self._fitting(), self._theme.colour(tone), right=self._right
        )


class Paragraph(QLabel):
    """Text that wraps; the sheet dresses it by ``role`` and ``tone``."""

    def __init__(
        self, tone: str = "ink2", role: str = "paragraph", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

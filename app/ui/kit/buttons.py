"""Buttons that show their key: the plain one, and the three-line keys of the action bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.access import with_key
from app.ui.kit.paint import draw_box, draw_key, draw_line, key_width, text_width
from app.ui.kit.theme import Theme


class _Pressable(QPushButton):
    """A button that Enter presses too, at once; screen readers hear its second line and its key."""

    _keys = ""
    _note = ""

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.setAccessibleDescription(with_key(self._note, self._keys))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class KeyButton(_Pressable):
    """A button of one line: icon, words, key cap.

    Args:
        theme: Where sizes and colours come from.
        keys: The key that does the same, shown as a cap; empty for none.
        role: ``primary`` (filled), ``plain`` (outlined), ``danger`` (outlined red), ``link``.
        icon: Picture before the words; empty for none.
        small: 36 instead of 40 high.
    """

    def __init__(
        self,
        theme: Theme,
        keys: str = "",
        role: str = "plain",
        icon: str = "",
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self.role = role
        self._icon = icon
        self._small = small
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """Set what it says; also its name for screen readers."""
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        link = self.role == "link"
        width = text_width(self._words_font(), self.text()) + (4 if link else 33)
        if link and not self.text():
            width = -8  # a key cap alone
        if self._icon:
            width += 28
        if self._keys:
            width += key_width(self._theme, self._keys) + (8 if link else 6)
        height = 28 if link else self._theme.control("small" if self._small else "height")
        return QSize(width, height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _colours(self) -> tuple[str, str, str | None]:
        if not self.isEnabled():
            return "sunken", "ink3", "line"
        hover = "accent_tint" if self.isDown() else "sunken"
        if self.role == "primary":
            fill = "accent_hover" if self.underMouse() else "accent"
            return ("accent_press" if self.isDown() else fill), "accent_ink", None
        ground = hover if self.underMouse() or self.isDown() else "surface"
        if self.role == "danger":
            return ground, "refused", "refused"
        if self.isChecked():
            return "accent_tint", "accent", "accent"
        return ground, "ink", "line_strong"

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        fill, ink, line = self._colours()
        inset = 2
        if self.role == "link":
            ink = "accent" if self.isEnabled() else "ink3"
        else:
            border = theme.colour(line) if line else None
            radius = theme.number("radius", "control")
            draw_box(painter, self.rect(), theme.colour(fill), border, radius)
            inset = 16
        box = self.rect().adjusted(inset, 0, -inset + 4 * (inset == 16 and bool(self._keys)), 0)
        if self._icon:
            picture = theme.pixmap(self._icon, ink, 18, self.devicePixelRatioF())
            painter.drawPixmap(box.left(), (self.height() - 18) // 2, picture)
            box.setLeft(box.left() + 28)
        if self._keys:
            on_accent = self.role == "primary" and self.isEnabled()
            used = draw_key(
                painter, theme, box.right() + 1, self.height() // 2, self._keys, on_accent=on_accent
            )
            box.setRight(box.right() - used - 8)
        draw_line(painter, box, self.text(), self._words_font(), theme.colour(ink))

    def _words_font(self) -> QFont:
        role = "caption" if self._small else "body"
        return self._theme.font(role, 600 if self._small else 500, tabular=False)

    def overflows(self) -> bool:
        """Tell whether the words do not fit; for tests."""
        return self.width() < self.sizeHint().width()


class ActionButton(_Pressable):
    """A function key of the action bar: key and icon, name, a second line that says something."""

    def __init__(self, theme: Theme, keys: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys
        self._icon = icon
        self._note = ""
        self.current = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.control("action"))
        self.setMinimumWidth(96)

    def say(self, name: str, note: str, *, current: bool = False) -> None:
        """Set name and second line; ``current`` marks the page that is open."""
        self.setText(name)
        self._note = note
        self.current = current
        self.setAccessibleName(name)
        self.setToolTip(note if self.overflows() else "")
        self.update()

    @property
    def note(self) -> str:
        """The second line."""
        return self._note

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        radius = theme.number("radius", "action")
        fill, line, width = "surface", "line", 1.0
        if self.current:
            fill, line, width = "accent_tint", "accent", 2.0
        elif not self.isEnabled():
            fill = "resting"
        elif self.isDown() or self.underMouse():
            line = "line_strong"
        draw_box(painter, self.rect(), theme.colour(fill), theme.colour(line), radius, width)
        ink = "accent" if self.current else ("ink" if self.isEnabled() else "ink3")
        inset = 11
        draw_key(painter, theme, inset + key_width(theme, self._keys), 20, self._keys)
        picture = theme.pixmap(self._icon, ink, 18, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - inset - 18, 11, picture)
        wide = self.width() - 2 * inset + 4
        name_font = theme.font("body", 500, tabular=False)
        draw_line(painter, QRect(inset, 38, wide, 22), self.text(), name_font, theme.colour(ink))
        note_font = theme.font("caption", tabular=False)
        tone = "ink2" if self.isEnabled() else "ink3"
        tone = "accent" if self.current else tone
        draw_line(painter, QRect(inset, 61, wide, 20), self._note, note_font, theme.colour(tone))

    def overflows(self) -> bool:
        """Tell whether a line does not fit; for tests."""
        room = self.width() - 18
        name = text_width(self._theme.font("body", 500, tabular=False), self.text())
        note = text_width(self._theme.font("caption", tabular=False), self._note)
        return max(name, note) > room

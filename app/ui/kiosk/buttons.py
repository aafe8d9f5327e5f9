"""What a guest touches: large buttons, the tiles of the home page, the foot's four, and chips."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.paint import draw_box, draw_line, split_line, text_width
from app.ui.kit.theme import Theme

translate = QCoreApplication.translate
_BOLD = 600


class Touch(QPushButton):
    """A button that Enter presses too, with the kiosk's colours.

    Args:
        theme: Where sizes and colours come from.
        role: ``primary``, ``plain`` or ``danger``.
    """

    def __init__(self, theme: Theme, role: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.role = role
        self.does: Callable[[], str] | None = None
        self._why = ""
        self.setAutoDefault(False)

    def describe(self, does: Callable[[], str]) -> None:
        """Say what a press does, for screen readers; asked again with each name, so in each language."""
        self.does = does
        self._describe()

    def allow(self, *, can: bool, why: str = "") -> None:
        """Offer it, or grey it and say why, to screen readers; ``why`` in the language in use."""
        self._why = why
        self.setEnabled(can)
        self._describe()

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._describe()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self._describe()

    def _describe(self) -> None:
        """Say what a press does, or why it is grey."""
        if not self.isEnabled():
            why = self._why or translate("kiosk", "it cannot be pressed now.")
            words = translate("kiosk", "Grey: {why}").format(why=why)
        elif self.does is not None:
            words = self.does()
        else:
            words = translate("kiosk", "Touch it or press Enter; on a keypad, its number.")
        self.setAccessibleDescription(words)

    def say(self, words: str) -> None:
        """Set what it says; also its name for screen readers."""
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def ground(self) -> tuple[str, str, str]:
        """Return fill, ink and line as colour tokens."""
        if not self.isEnabled():
            return "resting", "ink3", "line"
        if self.role == "primary" or self.isChecked():
            return ("accent_press" if self.isDown() else "accent"), "accent_ink", "accent"
        fill = "accent_tint" if self.isDown() else "surface"
        if self.role == "danger":
            return fill, "refused", "refused"
        return fill, "ink", "line_strong"

    def paint_ground(self, painter: QPainter, *, soft_line: bool = False) -> str:
        """Draw the box; returns the ink on it."""
        theme = self._theme
        fill, ink, line = self.ground()
        if soft_line and line == "line_strong":
            line = "line"
        high = theme.name == "high_contrast"
        width = theme.number("line", "high_contrast" if high else "field")
        radius = theme.number("radius", "kiosk")
        draw_box(painter, self.rect(), theme.colour(fill), theme.colour(line), radius, float(width))
        return ink

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class BigButton(Touch):
    """One line with an icon before it; as wide as its words or its place.

    Args:
        icon: Picture before the words; empty for none.
        height: Name of a control height.
        wide: Takes all the width there is.
    """

    def __init__(
        self,
        theme: Theme,
        role: str = "plain",
        icon: str = "",
        *,
        height: str = "height",
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, role, parent)
        self._icon = icon
        self._height = theme.control(height)
        across = QSizePolicy.Policy.Expanding if wide else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def _face(self) -> tuple[QFont, int, int]:
        """Return the font, the icon's size and the gap beside it."""
        body, line = self._theme.size("body")
        icon = body if self._icon else 0
        return self._theme.font("body", 500, tabular=False), icon, line // 2 if icon else 0

    @override
    def sizeHint(self) -> QSize:
        font, icon, gap = self._face()
        inset = self._height // 3
        return QSize(text_width(font, self.text()) + icon + gap + 2 * inset + 2, self._height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self.paint_ground(painter)
        font, icon, gap = self._face()
        words = text_width(font, self.text())
        left = max(8, (self.width() - icon - gap - words) // 2)
        middle = self.height() // 2
        if icon:
            picture = self._theme.pixmap(self._icon, ink, icon, self.devicePixelRatioF())
            painter.drawPixmap(left, middle - icon // 2, picture)
        box = QRect(left + icon + gap, 0, self.width() - left - icon - gap - 4, self.height())
        draw_line(painter, box, self.text(), font, self._theme.colour(ink))

    def overflows(self) -> bool:
        """Tell whether the words do not fit; for tests."""
        return self.width() < self.sizeHint().width()


class Tile(Touch):
    """One work on the home page: icon, name, and a second line that always says something."""

    def __init__(
        self, theme: Theme, icon: str, role: str = "plain", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, role, parent)
        self._icon = icon
        self._note = ""
        self.setMinimumHeight(theme.control("tile"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_work(self, name: str, note: str) -> None:
        """Set name and second line; when it cannot be pressed the second line says why."""
        self._note = note
        self.say(name)
        self.setAccessibleName(f"{name}. {note}")

    @property
    def note(self) -> str:
        """The second line."""
        return self._note

    def _lines(self) -> tuple[str, ...]:
        wide = self.width() - 2 * self._inset()
        return split_line(self._theme.font("caption", tabular=False), self._note, wide)

    def _icon_size(self) -> int:
        size = self._theme.control("icon")
        return size // 2 if self._theme.face == "kiosk_wide_large" else size

    def _inset(self) -> int:
        gap = self._theme.control("gap")
        return gap if self._theme.face.endswith("_large") else gap * 3 // 2

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._theme.control("tile"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        ink = self.paint_ground(painter, soft_line=True)
        inset, size = self._inset(), self._icon_size()
        tone = "accent" if ink == "ink" else ink
        picture = theme.pixmap(self._icon, tone, size, self.devicePixelRatioF())
        painter.drawPixmap(inset, inset, picture)
        wide = self.width() - 2 * inset
        high = theme.size("caption")[1]
        lines = self._lines()
        bottom = self.height() - inset
        quiet = theme.colour("ink2" if ink == "ink" else ink)
        for i, words in enumerate(lines):
            box = QRect(inset, bottom - high * (len(lines) - i), wide, high)
            draw_line(painter, box, words, theme.font("caption", tabular=False), quiet)
        name = theme.size("lead")[1]
        box = QRect(inset, bottom - high * len(lines) - name, wide, name)
        draw_line(painter, box, self.text(), theme.font("lead", 500), theme.colour(ink))

    def overflows(self) -> bool:
        """Tell whether a line does not fit, or the lines reach the icon; for tests."""
        theme = self._theme
        wide = self.width() - 2 * self._inset()
        fonts = [theme.font("lead", 500)]
        fonts += [theme.font("caption", tabular=False)] * len(self._lines())
        texts = (self.text(), *self._lines())
        if any(text_width(f, t) > wide for f, t in zip(fonts, texts, strict=True)):
            return True
        used = theme.size("caption")[1] * len(self._lines()) + theme.size("lead")[1]
        return used + self._icon_size() + 2 * self._inset() > self.height()


class FootButton(Touch):
    """Icon above, words below; always in the same place."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "plain", parent)
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(96, self._theme.control("foot"))

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        ink = "accent" if self.isChecked() or self.isDown() else "ink"
        font = theme.font("caption", _BOLD if self.isChecked() else 400, tabular=False)
        icon, line = theme.size("body")[0] + 8, theme.size("caption")[1]
        top = (self.height() - icon - line - 4) // 2
        picture = theme.pixmap(self._icon, ink, icon, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - icon) // 2, top, picture)
        words = min(text_width(font, self.text()), self.width() - 8)
        box = QRect((self.width() - words) // 2, top + icon + 4, words + 2, line)
        draw_line(painter, box, self.text(), font, theme.colour(ink))

    def overflows(self) -> bool:
        """Tell whether the words do not fit; for tests."""
        font = self._theme.font("caption", _BOLD, tabular=False)
        return text_width(font, self.text()) > self.width() - 8

"""The number pad on the screen: for phones, codes and points, never for a PIN."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kiosk.buttons import Touch
from app.ui.kit.paint import draw_line, text_width
from app.ui.kit.theme import Theme

BACK: Final = "back"
CLEAR: Final = "clear"
_KEYS: Final = ("1", "2", "3", "4", "5", "6", "7", "8", "9", CLEAR, "0", BACK)


class Key(Touch):
    """One key with a figure, a letter or an icon."""

    def __init__(
        self,
        theme: Theme,
        words: str,
        icon: str = "",
        *,
        high: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "plain", parent)
        self._icon = icon
        self._high = high or theme.control("key")
        self.setProperty("numbered", False)  # noqa: FBT003 (Qt's signature)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.describe(self._typed_words)
        self.say(words)

    def _typed_words(self) -> str:
        if self._icon:
            return self.tr("Changes what was typed.")
        return self.tr("Types {sign} into the field.").format(sign=self.text())

    @override
    def sizeHint(self) -> QSize:
        return QSize(44, self._high)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        ink = self.paint_ground(painter)
        if self._icon:
            size = theme.size("lead")[0]
            picture = theme.pixmap(self._icon, ink, size, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, picture)
            return
        font = theme.font("lead", 500, tabular=False)
        words = text_width(font, self.text())
        box = QRect((self.width() - words) // 2, 0, words + 2, self.height())
        draw_line(painter, box, self.text(), font, theme.colour(ink))


class NumberPad(QWidget):
    """Twelve keys as on a telephone; emits the digit, ``back`` or ``clear``."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys: dict[str, Key] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.control("gap") * 2 // 3)
        grid.setContentsMargins(0, 0, 0, 0)
        for at, name in enumerate(_KEYS):
            icon = {BACK: "erase", CLEAR: "close"}.get(name, "")
            key = Key(theme, name, icon)
            key.clicked.connect(lambda _on=False, n=name: self.pressed.emit(n))
            self.keys[name] = key
            grid.addWidget(key, at // 3, at % 3)
        self.setLayout(grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def retranslate(self) -> None:
        """Name the keys that have pictures."""
        self.keys[BACK].setAccessibleName(self.tr("Delete the last"))
        self.keys[CLEAR].setAccessibleName(self.tr("Delete all"))


def typed(text: str, key: str, longest: int) -> str:
    """Return what stands in a field after one key.

    Args:
        text: Before.
        key: A digit, ``back`` or ``clear``.
        longest: How many signs fit.
    """
    if key == CLEAR:
        return ""
    if key == BACK:
        return text[:-1]
    return (text + key)[:longest]

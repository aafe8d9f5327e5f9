"""Buttons on the bars of desk and till: a device's lamp, and the language."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.language import Language, own_name, short_name
from app.ui.kit.marks import draw_lamp
from app.ui.kit.paint import draw_line, text_width
from app.ui.kit.theme import Theme
from app.ui.service.station_records import LampState

LAMPS = {LampState.READY: "ready", LampState.WARNING: "warning", LampState.LOST: "refused"}


class LampButton(QPushButton):
    """A device's icon with its lamp; a click opens the device page, where a face has one.

    Args:
        opens: There is such a page.
    """

    def __init__(self, theme: Theme, *, opens: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._opens = opens
        self._icon, self._state, self._words = "reader", "ready", ""
        self._bold = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("on_bar", True)  # noqa: FBT003 (Qt's signature)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, icon: str, state: str, words: str, spoken: str, *, bold: bool) -> None:
        """Set icon, lamp and the words beside it."""
        self._icon, self._state, self._words, self._bold = icon, state, words, bold
        self.setAccessibleName(spoken)
        opens = self.tr("Opens the page of devices and books.")
        tells = self.tr("A lamp: it only tells how things are.")
        self.setAccessibleDescription(opens if self._opens else tells)
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        font = self._theme.font("caption", 600 if self._bold else 400)
        words = text_width(font, self._words) + 8 if self._words else 0
        return QSize(40 + words, 32)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        picture = theme.pixmap(self._icon, "bar_ink2", 18, self.devicePixelRatioF())
        painter.drawPixmap(4, 7, picture)
        colour = theme.colour(f"lamp_{self._state}")
        draw_lamp(painter, QPointF(31, 16), self._state, colour)
        tone = theme.colour("bar_ink" if self._bold else "bar_ink2")
        font = theme.font("caption", 600 if self._bold else 400)
        draw_line(painter, QRect(42, 0, self.width() - 42, 32), self._words, font, tone)


class LanguageButton(QPushButton):
    """``中 EN``: the one in use is bold; a click takes the next."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = language
        self._codes = language.codes
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("on_bar", True)  # noqa: FBT003 (Qt's signature)
        self.setFixedSize(6 + 21 * len(self._codes), 32)
        self.clicked.connect(lambda _on=False: language.choose(language.following))

    def show_language(self, name: str) -> None:
        """Say which language is in use, and which comes next."""
        language = self._language
        self.setAccessibleName(name)
        said = self.tr("Now {language}; Space or a click takes {next}.")
        now, after = own_name(language.code), own_name(language.following)
        self.setAccessibleDescription(said.format(language=now, next=after))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, code in enumerate(self._codes):
            here = code == self._language.code
            font = self._theme.font("caption", 600 if here else 400)
            tone = self._theme.colour("bar_ink" if here else "bar_ink2")
            draw_line(painter, QRect(4 + 21 * at, 0, 24, 32), short_name(code), font, tone)

"""What a new member agrees to, in plain words: one tick is needed, the other is free."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kiosk.buttons import Touch
from app.ui.kiosk.state import Kiosk
from app.ui.kit.boxes import column
from app.ui.kit.paint import draw_box, draw_line, split_line
from app.ui.kit.text import Paragraph
from app.ui.kit.theme import Theme


class Tick(Touch):
    """A large box to tick, with words of one or two lines beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "plain", parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.size("body")[1] * 2 + self._theme.control("gap"))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        inset, body = theme.control("gap"), theme.size("body")[1]
        line = theme.colour("accent" if self.isChecked() else "line_strong")
        radius = theme.number("radius", "kiosk_control")
        draw_box(painter, self.rect(), theme.colour("surface"), line, radius, 2)
        size = theme.control("icon") * 4 // 5
        box = QRect(inset, (self.height() - size) // 2, size, size)
        fill = theme.colour("accent" if self.isChecked() else "surface")
        draw_box(painter, box, fill, line, theme.number("radius", "control"), 2)
        if self.isChecked():
            tick = theme.pixmap("check", "accent_ink", size - 8, self.devicePixelRatioF())
            painter.drawPixmap(box.left() + 4, box.top() + 4, tick)
        left = box.right() + inset
        font = theme.font("body", tabular=False)
        lines = split_line(font, self.text(), self.width() - left - inset)
        top = (self.height() - body * len(lines)) // 2
        for at, words in enumerate(lines):
            place = QRect(left, top + at * body, self.width() - left - inset, body)
            draw_line(painter, place, words, font, theme.colour("ink"))


class ConsentBox(QWidget):
    """What is kept, and the two ticks."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = column(theme.control("gap"))
        self._words = Paragraph("ink")
        self.agreed, self.wants_news = Tick(theme), Tick(theme)
        body.addWidget(self._words)
        body.addWidget(self.agreed)
        body.addWidget(self.wants_news)
        body.addStretch()
        self.setLayout(body)

    def clear(self) -> None:
        """Take both ticks away."""
        for one in (self.agreed, self.wants_news):
            one.setChecked(False)

    def retranslate(self, kiosk: Kiosk) -> None:
        """Say everything in the language in use."""
        house, language = kiosk.house, kiosk.language
        name = language.words(house.house.name) if house else ""
        words = self.tr(
            "We keep your name and phone number to run your account: points, stored value, "
            "vouchers. They are sealed in our books and go to nobody else. You can have them "
            "corrected or erased at the front desk at any time."
        )
        self._words.setText(words)
        self.agreed.say(
            self.tr("I am of age and want to be a member of {hotel}.").format(hotel=name)
        )
        self.wants_news.say(
            self.tr("You may also send me news and offers. I can stop them at any time.")
        )

"""What stands round every page: the head with the way back and the end, and the foot with the four helps."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kiosk.buttons import BigButton, FootButton
from app.ui.kiosk.state import Kiosk
from app.ui.kit.boxes import Hairline, boxed, column, row
from app.ui.kit.language import own_name
from app.ui.kit.text import Text


class Logo(QWidget):
    """The hotel's own logo, or the house's sign where it has none."""

    def __init__(self, kiosk: Kiosk, size: int, tone: str = "accent") -> None:
        super().__init__()
        self._kiosk = kiosk
        self._tone = tone
        self.setFixedSize(size, size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        kiosk = self._kiosk
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        data = kiosk.house.logo if kiosk.house else b""
        if data.lstrip()[:1] == b"<":
            colour = kiosk.theme.colour(self._tone).name().encode()
            drawn = QSvgRenderer(QByteArray(data.replace(b"currentColor", colour)))
            drawn.render(painter, QRectF(self.rect()))
            return
        image = QImage.fromData(data) if data else QImage()
        if not image.isNull():
            painter.drawImage(self.rect(), image)
            return
        picture = kiosk.theme.pixmap("logo", self._tone, self.width(), self.devicePixelRatioF())
        painter.drawPixmap(0, 0, picture)


class Head(QWidget):
    """The way back at the left, the hotel between, the end at the right."""

    back = Signal()
    end = Signal()

    def __init__(self, kiosk: Kiosk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = kiosk.theme
        self._kiosk = kiosk
        self.back_button = BigButton(theme, icon="back")
        self.end_button = BigButton(theme, icon="close")
        self.back_button.clicked.connect(lambda _checked=False: self.back.emit())
        self.end_button.clicked.connect(lambda _checked=False: self.end.emit())
        self._name = Text(theme, "body-serif", weight=600, elide=True)
        self._other = Text(theme, "caption", "ink2", elide=True)
        for one in (self._name, self._other):
            one.setProperty("silent", True)  # noqa: FBT003 (Qt's signature)
        names = column()
        names.addStretch()
        names.addWidget(self._name)
        names.addWidget(self._other)
        names.addStretch()
        hotel = row(theme.control("gap") * 2 // 3)
        hotel.addWidget(Logo(kiosk, theme.control("icon")))
        hotel.addLayout(names, 1)
        self._hotel = boxed(hotel)
        margin, gap = theme.control("margin"), theme.control("gap")
        line = row(gap, (margin, gap, margin, 0))
        line.addWidget(self.back_button)
        line.addWidget(self._hotel, 1)
        line.addWidget(self.end_button)
        self.setLayout(line)
        self.back_button.describe(lambda: self.tr("Goes one step back. Key: Escape."))
        self.end_button.describe(lambda: self.tr("Ends the visit and clears this screen."))

    def show_ways(self, *, back: bool, end: bool) -> None:
        """Show which ways lead away from the page."""
        self.back_button.setVisible(back)
        self.end_button.setVisible(end)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        language, house = self._kiosk.language, self._kiosk.house
        self.back_button.say(self.tr("Back"))
        self.end_button.say(self.tr("Finish"))
        if house is not None:
            name = house.house.name
            self._name.setText(language.words(name))
            other = name.en if language.chinese else name.zh
            self._other.setText(other if other != language.words(name) else "")


class Foot(QFrame):
    """Text size, contrast, language, help: always there, always in the same place."""

    large = Signal()
    contrast = Signal()
    language = Signal()
    call = Signal()

    def __init__(self, kiosk: Kiosk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = kiosk.theme
        self._kiosk = kiosk
        self.buttons = {
            "large": FootButton(theme, "text-size"),
            "contrast": FootButton(theme, "contrast"),
            "language": FootButton(theme, "globe"),
            "call": FootButton(theme, "bell"),
        }
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, n=name: getattr(self, n).emit())
        for name, does in (
            ("large", lambda: self.tr("Shows everything larger, or as before.")),
            ("contrast", lambda: self.tr("Shows bright figures on black, or as before.")),
            ("language", lambda: self.tr("Says everything in the other language.")),
            ("call", lambda: self.tr("Calls somebody of the house to this kiosk.")),
        ):
            self.buttons[name].describe(does)
        for name in ("large", "contrast"):
            self.buttons[name].setCheckable(True)
        line = row(0, (theme.control("margin") // 2, 0, theme.control("margin") // 2, 0))
        for button in self.buttons.values():
            line.addWidget(button, 1)
        body = column()
        body.addWidget(Hairline())
        body.addLayout(line)
        self.setLayout(body)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.control("foot"))

    def retranslate(self, *, both: bool) -> None:
        """Say everything; ``both`` languages on the page where a guest has not chosen one yet."""
        kiosk = self._kiosk
        self.buttons["large"].setChecked(kiosk.is_large)
        self.buttons["contrast"].setChecked(kiosk.theme.name == "high_contrast")
        said = {
            "large": self.tr("Large text"),
            "contrast": self.tr("High contrast"),
            "language": own_name(kiosk.language.following),
            "call": self.tr("Call staff"),
        }
        if both and not kiosk.is_large:  # two languages in large text have no room
            said |= {
                "large": "大字 Large text",
                "contrast": "高对比 Contrast",
                "call": "呼叫服务员 Help",
            }
        for name, words in said.items():
            self.buttons[name].say(words)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._kiosk.theme.control("foot"))


def round_page(head: Head, foot: Foot) -> list[QPushButton]:
    """Return what stands round the page and can be pressed now, from the way back to the bell."""
    found = (head.back_button, head.end_button, *foot.buttons.values())
    return [one for one in found if one.isVisible() and one.isEnabled()]

"""The bar at the top: house, terminal and day, the lamps, the connection, language, colours, operator."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget
from typing_extensions import override

from app.ui.kit.boxes import Icon, row
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme
from app.ui.serving.bar_buttons import LampButton, LanguageButton
from app.ui.serving.context import Desk, PageName
from app.ui.serving.house_sayings import link_words, role_name
from app.ui.serving.lamp_row import LampRow

_COLOURS = {"light": "sun", "dark": "moon", "high_contrast": "contrast"}


class ColoursButton(QPushButton):
    """The colours in use as a picture; a click takes the next."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("on_bar", True)  # noqa: FBT003 (Qt's signature)
        self.setFixedSize(32, 32)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        icon = _COLOURS[self._theme.name]
        picture = self._theme.pixmap(icon, "bar_ink2", 18, self.devicePixelRatioF())
        QPainter(self).drawPixmap(7, 7, picture)


class TopBar(QFrame):
    """48 px of what is always true."""

    locked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self.setProperty("role", "bar")
        self.setFixedHeight(theme.control("bar"))
        self._brand = Text(theme, "lead", "bar_ink")
        self._brand.setText("Inn")
        self._brand_end = Text(theme, "lead", "bar_ink", weight=700)
        self._brand_end.setText("Point")
        self._hotel = Text(theme, "lead-serif", "bar_ink", weight=600)
        self._place = Text(theme, "caption", "bar_ink2", elide=True)
        self._lamps = LampRow(desk, 8, says_worst=True, opens=True)
        self._link = LampButton(theme, opens=True)
        self._switch = LanguageButton(theme, desk.language)
        self._colours = ColoursButton(theme)
        self._who = Text(theme, "caption", "bar_ink", weight=600)
        self._build(theme)
        for signal in (self._lamps.pressed, self._link.clicked):
            signal.connect(lambda: desk.go.emit(PageName.DEVICES))
        self._link.hide()
        self._colours.clicked.connect(lambda _checked=False: self.next_colours())
        desk.house_changed.connect(self.refill)
        desk.session_changed.connect(self.refill)
        desk.link_changed.connect(self.refill)
        self.refill()

    def _build(self, theme: Theme) -> None:
        line = row(8, (16, 0, 16, 0))
        line.addWidget(Icon(theme, "logo", "bar_ink", 22))
        brand = row()
        brand.addWidget(self._brand)
        brand.addWidget(self._brand_end)
        line.addLayout(brand)
        line.addSpacing(4)
        line.addWidget(self._line())
        line.addSpacing(4)
        line.addWidget(Icon(theme, "hotel", "bar_ink", 24))
        line.addWidget(self._hotel)
        line.addSpacing(6)
        line.addWidget(self._place, 1)
        line.addWidget(self._lamps)
        line.addWidget(self._line())
        line.addWidget(self._link)
        line.addWidget(self._line())
        line.addWidget(self._switch)
        line.addWidget(self._colours)
        line.addWidget(self._line())
        line.addWidget(Icon(theme, "user", "bar_ink2", 18))
        line.addWidget(self._who)
        self.setLayout(line)

    @staticmethod
    def _line() -> QFrame:
        line = QFrame()
        line.setProperty("role", "barline")
        return line

    def next_colours(self) -> None:
        """Take the next set of colours, and remember it for this desk."""
        desk, names = self._desk, tuple(_COLOURS)
        chosen = names[(names.index(desk.theme.name) + 1) % len(names)]
        app = QApplication.instance()
        if isinstance(app, QApplication):
            desk.theme.choose(chosen, app)
        self.refill()
        service = desk.service
        desk.tasks.run(lambda: service.save_colours(chosen), lambda _none: None)

    def _colours_words(self) -> str:
        match self._desk.theme.name:
            case "dark":
                return self.tr("Colours: dark (Ctrl+T)")
            case "high_contrast":
                return self.tr("Colours: high contrast (Ctrl+T)")
            case _:
                return self.tr("Colours: light (Ctrl+T)")

    def refill(self) -> None:
        """Show the present state."""
        desk, language = self._desk, self._desk.language
        if desk.house is not None:
            self._hotel.setText(language.words(desk.house.name))
            day = language.weekday(desk.house.business_date)
            place = language.words(desk.house.terminal)
            words = self.tr("{place} · Business date {day}").format(place=place, day=day)
            if desk.house.training:
                words = self.tr("TRAINING · {where}").format(where=words)
            self._place.setText(words)
            self._place.set_tone("lamp_warning" if desk.house.training else "bar_ink2")
        session = desk.session
        self._who.setText(language.words(session.name) if session else self.tr("Signed out"))
        self._who.setToolTip(role_name(session.role) if session else "")
        self._switch.show_language(self.tr("Language"))
        for said in (self._colours.setAccessibleName, self._colours.setToolTip):
            said(self._colours_words())
        words = self.tr("Takes the next colours: light, dark, high contrast")
        self._colours.setAccessibleDescription(words)
        self._colours.update()
        self._lamps.refill()
        state, words = link_words(desk.link)
        self._link.setVisible(True)
        self._link.show_state("link", state, words, words, bold=True)

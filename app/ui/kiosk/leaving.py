"""A guest who walks away: after 30 seconds the kiosk asks, 10 seconds later everything is cleared."""

from __future__ import annotations

from enum import Enum, unique

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from app.ui.kiosk.boxes import BigCard
from app.ui.kiosk.buttons import BigButton
from app.ui.kiosk.state import Kiosk
from app.ui.kit.boxes import column, row
from app.ui.kit.drawings import Countdown
from app.ui.kit.text import Paragraph
from app.ui.kit.window_filter import WindowFilter

_VEIL = 0.95  # whoever comes next must not read over the question
_TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.Wheel,
)


@unique
class Absence(Enum):
    """How long nobody has touched the screen."""

    THERE = "there"
    ASKED = "asked"


class Leaving(WindowFilter):
    """Counts the seconds without a touch.

    Args:
        ask_s: Seconds until it asks.
        clear_s: Seconds more until it clears.
    """

    asked = Signal(int)  # seconds that are left
    stayed = Signal()
    left = Signal()

    def __init__(self, ask_s: int, clear_s: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clear_s = clear_s
        self.state = Absence.THERE
        self._ask, self._clear = QTimer(self), QTimer(self)
        for timer, seconds, does in (
            (self._ask, ask_s, self._asks),
            (self._clear, clear_s, self._clears),
        ):
            timer.setSingleShot(True)
            timer.setInterval(seconds * 1000)
            timer.timeout.connect(does)

    def set_times(self, *, ask_ms: int, clear_ms: int) -> None:
        """Take other times: a house where guests read slowly, a tour that does not wait."""
        self._ask.setInterval(ask_ms)
        self._clear.setInterval(clear_ms)
        self._clear_s = -(-clear_ms // 1000)

    def watch_guest(self, *, on: bool) -> None:
        """Begin to count anew, or stop: nobody is there, or a guest is busy at the pad."""
        self._clear.stop()
        if self.state is Absence.ASKED:
            self.state = Absence.THERE
            self.stayed.emit()
        if on:
            self._ask.start()
        else:
            self._ask.stop()

    def touch(self) -> None:
        """Somebody is there."""
        if self._ask.isActive() or self._clear.isActive():
            self.watch_guest(on=True)

    def _asks(self) -> None:
        self.state = Absence.ASKED
        self._clear.start()
        self.asked.emit(self._clear_s)

    def _clears(self) -> None:
        self.state = Absence.THERE
        self.left.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _TOUCHES:
            return False
        is_answer = self.state is Absence.ASKED and event.type() is QEvent.Type.KeyPress
        self.touch()
        return is_answer  # a key that says "I am here" does nothing on the page below


class StillThere(QWidget):
    """Asks over the page whether somebody is still there; any touch is a yes."""

    end = Signal()

    def __init__(self, kiosk: Kiosk, parent: QWidget) -> None:
        super().__init__(parent)
        theme = kiosk.theme
        self._kiosk = kiosk
        self._had_keys: QWidget | None = None
        gap = theme.control("gap")
        card = BigCard(theme, gap)
        card.setMaximumWidth(theme.control("margin") * 16)
        self.title, self.note = Paragraph("ink", "ask"), Paragraph("ink2", "lead")
        self.ring = Countdown(theme, theme.control("ring"))
        self.stay = BigButton(theme, "primary", wide=True, height="start")
        self.finish = BigButton(theme, wide=True, height="start")
        self.finish.clicked.connect(lambda _on=False: self.end.emit())
        middle = Qt.AlignmentFlag.AlignHCenter
        for label in (self.title, self.note):
            label.setAlignment(middle)
            card.body.addWidget(label)
        card.body.addWidget(self.ring, 0, middle)
        ways = row(gap)
        ways.addWidget(self.finish, 1)
        ways.addWidget(self.stay, 1)
        card.body.addLayout(ways)
        margin = theme.control("margin")
        outer = column(0, (margin, margin, margin, margin))
        outer.addStretch()
        line = row()
        line.addStretch()
        line.addWidget(card, 20)
        line.addStretch()
        outer.addLayout(line)
        outer.addStretch()
        self.setLayout(outer)
        self.stay.describe(lambda: self.tr("Any key or touch does the same."))
        self.finish.describe(lambda: self.tr("Ends the visit and clears this screen."))
        self.hide()

    def ask(self, seconds: int) -> None:
        """Ask, and count down."""
        self.retranslate()
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self._had_keys = self._had_keys if self.isVisible() else QApplication.focusWidget()
        self.ring.start(seconds)
        self.show()
        self.raise_()
        self.stay.setFocus()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.ring.stop()
        had, self._had_keys = self._had_keys, None
        if had is not None and isValid(had):
            had.setFocus()

    def spoken(self) -> str:
        """Say the question aloud."""
        words = self.tr("Press any key to go on.")
        return f"{self.title.text()} {self.note.text()} {words}"

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self.title.setText(self.tr("Are you still there?"))
        self.note.setText(self.tr("Otherwise everything of yours is cleared from this screen."))
        self.stay.say(self.tr("I am here"))
        self.finish.say(self.tr("Finish"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(self._kiosk.theme.colour("bar"))
        veil.setAlphaF(_VEIL)
        QPainter(self).fillRect(self.rect(), veil)

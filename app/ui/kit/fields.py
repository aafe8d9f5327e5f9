"""Fields with a caption above: text, codes, amounts with a calculator, choices."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason
from app.ui.kit.access import amount_words, choice_words, text_words, tick_words
from app.ui.kit.amounts import is_sum, parse_amount, spaced
from app.ui.kit.boxes import column, row
from app.ui.kit.language import Language
from app.ui.kit.paint import draw_line
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme


def mark_refused(widget: QWidget, *, refused: bool) -> None:
    """Give a field the red border, or take it away."""
    if bool(widget.property("refused")) != refused:
        widget.setProperty("refused", refused)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Entry(QLineEdit):
    """A line to type in; Enter hands on."""

    def __init__(self, *, secret: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(80)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, on=False)

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.setAccessibleDescription(
            text_words(secret=self.echoMode() is not QLineEdit.EchoMode.Normal)
        )


class AmountField(QLineEdit):
    """Money, right-aligned, with a calculator: ``428+260=`` becomes 688.00 and says how."""

    changed = Signal()
    sum_shown = Signal(str)

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = language
        self.setProperty("role", "amount")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(40)
        self.setTextMargins(18, 0, 0, 0)
        self.textChanged.connect(self._typed)
        self.textEdited.connect(lambda _text: self.sum_shown.emit(""))
        self.setFont(theme.font("lead", 600))

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.setAccessibleDescription(amount_words(self._language.symbol))

    def _typed(self, text: str) -> None:
        if not text:
            self.sum_shown.emit("")
        self.changed.emit()

    def minor(self) -> int | Reason | None:
        """Give the amount in minor units, why it is none, or None while empty."""
        if not self.text().strip():
            return None
        return parse_amount(self.text(), self._language.scale)

    def set_minor(self, minor: int | None) -> None:
        """Show an amount; None empties the field."""
        self.setText("" if minor is None else self._language.amount(minor))

    def settle(self) -> None:
        """Work out a sum and write the amount as amounts are written."""
        text = self.text()
        minor = self.minor()
        if isinstance(minor, int):
            if is_sum(text):
                self.sum_shown.emit(spaced(text))
            self.set_minor(minor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "=":
            self.settle()
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.settle()
        super().focusOutEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        box = self.rect().adjusted(13, 0, 0, 0)
        font = self._theme.font("caption")
        draw_line(painter, box, self._language.symbol, font, self._theme.colour("ink2"))


class Choice(QComboBox):
    """One of a few, chosen with the arrow keys or by typing its first letters."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.setAccessibleDescription(choice_words(name))

    def offer(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Set (code, name) pairs; keeps what was chosen."""
        chosen = self.code()
        self.blockSignals(True)  # noqa: FBT003 (Qt's own signature)
        self.clear()
        for code, name in choices:
            self.addItem(name, code)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)  # noqa: FBT003

    def code(self) -> str:
        """Give the chosen code; empty when there is none."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Choose by code."""
        self.setCurrentIndex(max(0, self.findData(code)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tone = "ink2" if self.isEnabled() else "ink3"
        picture = self._theme.pixmap("chevron-down", tone, 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 26, (self.height() - 14) // 2, picture)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Enter goes on with the page; Space or Alt+Down opens the list
            return
        super().keyPressEvent(event)


class Tick(QCheckBox):
    """A box to tick, with its words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleDescription(tick_words())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            picture = self._theme.pixmap("check", "accent_ink", 14, self.devicePixelRatioF())
            painter.drawPixmap(3, (self.height() - 14) // 2, picture)


class Field(QWidget):
    """A caption, a widget to fill in, and at the right of the caption a remark."""

    def __init__(self, theme: Theme, entry: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._caption = Text(theme, "caption", "ink2", weight=500)
        self.remark = Text(theme, "caption", "ink3", right=True, elide=True)
        head = row(8)
        head.addWidget(self._caption)
        head.addWidget(self.remark, 1)
        body = column(4)
        body.addLayout(head)
        body.addWidget(entry)
        self.setLayout(body)
        self.setFocusProxy(entry)
        if isinstance(entry, AmountField):
            entry.sum_shown.connect(self.remark.setText)

    def name(self, words: str) -> None:
        """Set the caption; also the field's name for screen readers."""
        self._caption.setText(words)
        self.entry.setAccessibleName(words)

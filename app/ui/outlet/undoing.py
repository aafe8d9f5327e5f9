"""Voids the last sale: three reasons a touch away, or one that is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.kit.boxes import Card, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.fields import Entry, Field
from app.ui.kit.text import Text
from app.ui.serving.context import Desk


class UndoCard(Card):
    """Asks why."""

    chosen = Signal(str)  # the reason
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, 10, parent)
        theme = desk.theme
        self._title = Text(theme, "lead", weight=500, elide=True)
        self.reasons = [KeyButton(theme, f"F{n}", small=True) for n in (1, 2, 3)]
        self.why = Entry()
        self._field = Field(theme, self.why)
        self.go = KeyButton(theme, "⏎", "danger")
        self.keep = KeyButton(theme, "Esc")
        reasons = row(8)
        for button in self.reasons:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, b=button: self.chosen.emit(b.text()))
            reasons.addWidget(button)
        reasons.addStretch()
        foot = row(8)
        foot.addStretch()
        foot.addWidget(self.keep)
        foot.addWidget(self.go)
        self.body.addWidget(self._title)
        self.body.addLayout(reasons)
        self.body.addWidget(self._field)
        self.body.addStretch()
        self.body.addLayout(foot)
        self.go.clicked.connect(self.enter)
        self.keep.clicked.connect(self.left)

    def ask(self, slip: str) -> None:
        """Ask why a slip is to be voided."""
        self._title.setText(self.tr("Void {slip}: why?").format(slip=slip))
        words = (self.tr("Wrong sum"), self.tr("Wrong card"), self.tr("Returned"))
        for button, said in zip(self.reasons, words, strict=True):
            button.set_words(said)
        self._field.name(self.tr("Another reason"))
        self.go.set_words(self.tr("Void"))
        self.keep.set_words(self.tr("Keep it"))
        self.why.clear()
        self.why.setFocus()

    def press(self, number: int) -> None:
        """Take one of the reasons by its function key, from 1."""
        if 1 <= number <= len(self.reasons):
            self.reasons[number - 1].click()

    def enter(self) -> None:
        """Take what was typed."""
        if self.why.text().strip():
            self.chosen.emit(self.why.text().strip())
        else:
            self.why.setFocus()

"""The strip over the page: the bill that another maker's till sends, or why no till is heard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.kit.boxes import Card, Icon, column, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.text import Text
from app.ui.outlet.pos_bills import PosBills
from app.ui.service.pos_records import PosBill, PosTrouble
from app.ui.serving.context import Desk
from app.ui.serving.house_sayings import pos_trouble


class PosStrip(Card):
    """One line, shown while a bill waits or no till can be heard."""

    taken = Signal()
    declined = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, parent=parent)
        self._desk = desk
        theme = desk.theme
        self.has_words = False
        self.icon = Icon(theme, "receipt", "accent", 22)
        self.words = Text(theme, "body", weight=600, elide=True)
        self.note = Text(theme, "caption", "ink2", elide=True)
        self.take = KeyButton(theme, "F7", small=True)
        self.decline = KeyButton(theme, "F9", small=True)
        text = column()
        text.addWidget(self.words)
        text.addWidget(self.note)
        line = row(10)
        line.addWidget(self.icon)
        line.addLayout(text, 1)
        for button, signal in ((self.take, self.taken), (self.decline, self.declined)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(signal)
            line.addWidget(button)
        self.body.setContentsMargins(12, 3, 4, 3)
        self.body.addLayout(line)
        self.hide()

    def show_bills(self, bills: PosBills) -> None:
        """Show the open bill, else the one that waits longest, else the trouble; ``has_words`` says if any."""
        trouble, shown = bills.stand.trouble, bills.open or bills.offered
        self.has_words = shown is not None or trouble is not None
        if shown is not None:
            self._show_bill(shown, bills)
        elif trouble is not None:
            self._show_trouble(trouble)
        is_only = bills.open is not None and bills.offered in {None, bills.open}
        self.take.setVisible(shown is not None and not is_only)
        self.decline.setVisible(shown is not None)
        self.take.setEnabled(not bills.is_begun)
        self.decline.setEnabled(not bills.is_begun)
        self.take.set_words(self.tr("Take") if bills.open is None else self.tr("Next"))
        self.decline.set_words(self.tr("No member"))

    def _show_bill(self, bill: PosBill, bills: PosBills) -> None:
        language = self._desk.language
        self.icon.set_icon("receipt", "accent")
        money = language.money(bill.amount_minor)
        self.words.setText(f"{bill.key.bill} · {money}")
        others = len(bills.stand.bills) - 1
        more = self.tr("%n more", "", others)
        self.note.setText(more if others > 0 else self.tr("From the till"))

    def _show_trouble(self, trouble: PosTrouble) -> None:
        self.icon.set_icon("warning", "warning")
        self.words.setText(self.tr("No bills from the till"))
        self.note.setText(pos_trouble(trouble))

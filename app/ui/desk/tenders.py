"""The ways to pay one bill: from the card, by points, by voucher, and the rest by something else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.access import points_words
from app.ui.kit.boxes import Icon, column, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.text import Text
from app.ui.serving.context import Desk


class TenderRow(QWidget):
    """One way to pay: icon, name, what there is, what is taken, and its key.

    Args:
        desk: The desk it stands on.
        icon: Its picture.
        keys: The key that fills or empties it.
        entry: What is filled in.
        more: What else can be done with it, before the entry.
    """

    toggled = Signal()

    def __init__(
        self, desk: Desk, icon: str, keys: str, entry: QWidget, more: QWidget | None = None
    ) -> None:
        super().__init__()
        theme = desk.theme
        self.entry = entry
        self.title = Text(theme, "body", weight=500, elide=True)
        self.note = Text(theme, "caption", "ink2", elide=True)
        self.key = KeyButton(theme, keys, "link")
        self.key.clicked.connect(self.toggled)
        words = column()
        words.addStretch()
        words.addWidget(self.title)
        words.addWidget(self.note)
        words.addStretch()
        self.key.setFixedWidth(50)
        self._picture = icon
        self._icon = Icon(theme, icon, "accent")
        line = row(12)
        line.addWidget(self._icon)
        line.addLayout(words, 1)
        if more is not None:
            line.addWidget(more)
        line.addWidget(entry)
        line.addWidget(self.key)
        self.setLayout(line)
        entry.setFixedWidth(170)
        self.setFixedHeight(46)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def name(self, words: str, note: str) -> None:
        """Set its name and second line; also the entry's name for screen readers."""
        self.title.setText(words)
        self.note.setText(note)
        self.note.setToolTip(note)
        self.entry.setAccessibleName(words)
        self.key.setAccessibleName(words)

    def allow(self, *, allowed: bool) -> None:
        """Offer it, or grey it."""
        self.entry.setEnabled(allowed)
        self.title.setEnabled(allowed)
        self._icon.set_icon(self._picture, "accent" if allowed else "ink3")


class PointsField(QLineEdit):
    """How many points; digits only."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setMaxLength(9)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("role", "amount")
        self.setFont(desk.theme.font("lead", 600))

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.setAccessibleDescription(points_words())

    def count(self) -> int:
        """Give the points; none while it is empty or no number."""
        digits = self.text().replace(",", "").strip()
        return int(digits) if digits.isdigit() else 0

"""Turning the pages of a long list: two large buttons and where one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.kiosk.buttons import BigButton
from app.ui.kit.access import key_words
from app.ui.kit.boxes import row
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme

T = TypeVar("T")


class Turning(QWidget):
    """Hidden while everything fits on one page.

    Attributes:
        at: Which page, from 0.
        pages: How many.
    """

    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.at, self.pages = 0, 1
        self.before = BigButton(theme, icon="back", height="chip")
        self.after = BigButton(theme, icon="chevron", height="chip")
        self._where = Text(theme, "body", "ink2")
        line = row(theme.control("gap") // 2)
        line.addWidget(self.before)
        line.addWidget(self._where)
        line.addWidget(self.after)
        self.setLayout(line)
        for one in (self.before, self.after):
            one.setProperty("numbered", False)  # noqa: FBT003 (Qt's signature); + and − turn
        self.before.describe(lambda: key_words("−"))
        self.after.describe(lambda: key_words("+"))
        self.before.clicked.connect(lambda _on=False: self._turn(-1))
        self.after.clicked.connect(lambda _on=False: self._turn(1))
        self.hide()

    def first(self) -> None:
        """Go to the first page."""
        self.at = 0

    def set_pages(self, pages: int) -> None:
        """Say how many pages there are."""
        self.pages = max(1, pages)
        self.at = min(self.at, self.pages - 1)
        self._where.setText(f"{self.at + 1} / {self.pages}")
        self.before.allow(can=self.at > 0, why=self.tr("This is the first page."))
        is_last = self.at + 1 >= self.pages
        self.after.allow(can=not is_last, why=self.tr("This is the last page."))
        self.setVisible(self.pages > 1)

    def retranslate(self) -> None:
        """Name the buttons in the language in use."""
        self.before.setAccessibleName(self.tr("Previous page"))
        self.after.setAccessibleName(self.tr("Next page"))

    def _turn(self, by: int) -> None:
        self.at = max(0, min(self.at + by, self.pages - 1))
        self.turned.emit()


def page_of(found: Sequence[T], turning: Turning, most: int) -> Sequence[T]:
    """Return what stands on the page that is open, and tell ``turning`` how many there are."""
    turning.set_pages(-(-len(found) // most))
    return found[turning.at * most : (turning.at + 1) * most]

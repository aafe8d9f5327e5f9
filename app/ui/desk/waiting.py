"""The waiting page (等待): nobody at the desk, swipe a card; what the day brought so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from app.ui.kit.boxes import Card, Hairline, boxed, column, row
from app.ui.kit.drawings import ReaderDrawing
from app.ui.kit.row_model import RowStyle
from app.ui.kit.rows import RowList
from app.ui.kit.text import Text
from app.ui.service.records import SlipId
from app.ui.serving.context import Desk, PageName
from app.ui.serving.page import Page
from app.ui.serving.slip_sayings import slip_line


class WaitingPage(Page):
    """Swipe prompt at the left; today and the last slips at the right."""

    name = PageName.WAITING
    _figures: ClassVar[int] = 6

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._values: list[tuple[Text, Text]] = []
        self._as_of = self.text(role="caption", tone="ink2", right=True)
        self.slips = RowList(theme, RowStyle(height=37, lead=52, one_line=True, note_at=96))
        self.slips.chosen.connect(self._open_slip)
        self.say(self.slips.setAccessibleName, lambda: self.tr("Last slips"))
        right = column(16)
        right.addWidget(self._today_card())
        right.addWidget(self._slips_card(), 1)
        side = boxed(right)
        side.setFixedWidth(theme.number("desk", "waiting_right"))
        body = row(16, (16, 0, 16, 0))
        body.addWidget(self._prompt_card(), 1)
        body.addWidget(side)
        self.setLayout(body)
        desk.today_changed.connect(self.refill)

    def _prompt_card(self) -> Card:
        card = Card(self.desk.theme)
        centre = Qt.AlignmentFlag.AlignHCenter
        card.body.addStretch(3)
        card.body.addWidget(ReaderDrawing(self.desk.theme))
        card.body.addSpacing(20)
        words = self.text(lambda: self.tr("Please swipe the card"), "title-serif", weight=600)
        card.body.addWidget(words, 0, centre)
        card.body.addSpacing(4)
        note = self.text(lambda: self.tr("Swipe, insert or tap, on any page"), "body", "ink2")
        card.body.addWidget(note, 0, centre)
        card.body.addSpacing(20)
        buttons = row(12)
        buttons.addStretch()
        go = self.desk.go
        enrol = self.button(
            lambda: self.tr("New member"), lambda: go.emit(PageName.CARD), "F7", icon="plus"
        )
        buttons.addWidget(enrol)
        shift = self.button(
            lambda: self.tr("Shift"), lambda: go.emit(PageName.SHIFT), "Shift F12", icon="drawer"
        )
        buttons.addWidget(shift)
        buttons.addStretch()
        card.body.addLayout(buttons)
        card.body.addStretch(4)
        return card

    def _today_card(self) -> Card:
        card = Card(self.desk.theme)
        head = row()
        head.addWidget(self.text(lambda: self.tr("Today"), "lead", weight=600))
        head.addStretch()
        head.addWidget(self._as_of)
        card.body.addLayout(head)
        card.body.addSpacing(6)
        card.body.addWidget(Hairline())
        grid = QGridLayout()
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        names: tuple[Callable[[], str], ...] = (
            lambda: self.tr("Spend posted"),
            lambda: self.tr("Points given"),
            lambda: self.tr("Slips"),
            lambda: self.tr("Stored value, net"),
            lambda: self.tr("Points redeemed"),
            lambda: self.tr("New members"),
        )
        for i, words in enumerate(names):
            value = self.text(role="title", weight=600)
            note = self.text(role="caption", tone="ink2")
            cell = column()
            cell.addWidget(self.text(words, "caption", "ink2"))
            cell.addWidget(value)
            cell.addWidget(note)
            grid.addLayout(cell, i // 3, i % 3)
            grid.setColumnStretch(i % 3, 1)
            self._values.append((value, note))
        card.body.addLayout(grid)
        return card

    def _slips_card(self) -> Card:
        card = Card(self.desk.theme)
        card.for_rows()
        head = row(0, (14, 0, 14, 0))
        head.addWidget(self.text(lambda: self.tr("Last slips"), "lead", weight=600))
        head.addStretch()
        every = self.button(
            lambda: self.tr("All"), lambda: self.desk.go.emit(PageName.UNDO), "Ctrl L", "link"
        )
        head.addWidget(every)
        card.body.addLayout(head)
        card.body.addSpacing(4)
        card.indented(Hairline())
        card.body.addSpacing(2)
        card.body.addWidget(self.slips, 1)
        return card

    @override
    def refill(self) -> None:
        today, language = self.desk.today, self.desk.language
        if today is None:
            return
        self._as_of.setText(self.tr("as of {time}").format(time=language.clock(today.as_of)))
        net = today.stored_in_minor - today.stored_out_minor
        moved = self.tr("in {taken}, out {spent}").format(
            taken=language.money(today.stored_in_minor).removesuffix(".00"),
            spent=language.money(today.stored_out_minor).removesuffix(".00"),
        )
        shown = (
            (language.money(today.spend_minor), self.tr("%n bills", "", today.bills)),
            (language.count(today.points_earned), self.tr("for spend and stays")),
            (language.count(today.slips), self.tr("%n voided", "", today.voids)),
            (language.money(net), moved),
            (language.count(today.points_redeemed), self.tr("%n times", "", today.redemptions)),
            (
                language.count(today.new_members),
                self.tr("{count} this month").format(count=today.new_members_month),
            ),
        )
        for (value, note), (figure, words) in zip(self._values, shown, strict=True):
            value.setText(figure)
            note.setText(words)
        self.slips.fill(
            tuple(
                slip_line(s, language, lead=language.clock(s.at), named=True)
                for s in today.last_slips
            )
        )

    def _open_slip(self, key: str) -> None:
        self.desk.undo_slip = SlipId(key)
        self.desk.go.emit(PageName.UNDO)

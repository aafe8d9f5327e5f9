"""The member page: who this is, what they have, what they may have today, what happened last."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.ui.desk.member_card import WhoCard
from app.ui.kit.boxes import Card, Hairline, boxed, column, row
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.kit.text import Text
from app.ui.service.member_records import MemberPanel
from app.ui.service.records import SlipRow
from app.ui.serving.context import Desk, PageName
from app.ui.serving.member_sayings import right_state
from app.ui.serving.page import Page
from app.ui.serving.slip_sayings import slip_line


class MemberPage(Page):
    """Three columns: the person, the balances and rights, the slips with their traces."""

    name = PageName.MEMBER
    painted = Signal(object)  # the swipe it answers

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._awaits_paint = False
        self.who = WhoCard(desk)
        self.who.setFixedWidth(theme.number("desk", "member_left"))
        self.rights = RowList(theme, RowStyle(height=51))
        self.slips = RowList(theme, RowStyle(height=53, lead=78))
        self.say(self.slips.setAccessibleName, lambda: self.tr("Last slips"))
        self.say(self.rights.setAccessibleName, lambda: self.tr("Today's rights"))
        middle = column(16)
        middle.addWidget(self._points_card())
        middle.addLayout(self._small_cards())
        middle.addWidget(self._rights_card(), 1)
        centre = boxed(middle)
        centre.setFixedWidth(theme.number("desk", "member_middle"))
        body = row(16, (16, 0, 16, 0))
        body.addWidget(self.who)
        body.addWidget(centre)
        body.addWidget(self._slips_card(), 1)
        self.setLayout(body)
        desk.panel_changed.connect(self._refill_and_tell)

    def _points_card(self) -> Card:
        card = Card(self.desk.theme)
        head = row()
        head.addWidget(self.text(lambda: self.tr("Points"), "caption", "ink2", weight=600))
        head.addStretch()
        self._in_all = self.text(role="caption", tone="ink2", right=True)
        head.addWidget(self._in_all)
        card.body.addLayout(head)
        line = row(12)
        self._points = self.text(role="figure", weight=600)
        line.addWidget(self._points)
        self._available = self.text(lambda: self.tr("available"), "caption", "ink2")
        line.addWidget(self._available)
        line.addStretch()
        card.body.addLayout(line)
        card.body.addSpacing(2)
        card.body.addWidget(Hairline())
        card.body.addSpacing(4)
        self._held = self._pair(card, "ink2")
        self._expiring = self._pair(card, "warning")
        self._miles = self._pair(card, "ink2")
        return card

    def _pair(self, card: Card, tone: str) -> tuple[QWidget, Text, Text]:
        strong = 600 if tone == "warning" else 400
        name = self.text(role="caption", tone=tone, weight=strong)
        figure_tone = "warning" if tone == "warning" else "ink"
        figure = self.text(role="body", tone=figure_tone, weight=500, right=True)
        line = row(8)
        line.addWidget(name)
        line.addStretch()
        line.addWidget(figure)
        holder = boxed(line)
        holder.setFixedHeight(26)
        card.body.addWidget(holder)
        return holder, name, figure

    def _small_cards(self) -> QHBoxLayout:
        line = row(16)
        stored, vouchers = Card(self.desk.theme), Card(self.desk.theme)
        for card in (stored, vouchers):
            line.addWidget(card, 1)
        head = self.text(lambda: self.tr("Stored value"), "caption", "ink2", weight=600)
        stored.body.addWidget(head)
        self._stored = self.text(role="title", weight=600)
        self._stored_note = self.text(role="caption", tone="ink2", elide=True)
        stored.body.addWidget(self._stored)
        stored.body.addWidget(self._stored_note)
        head = self.text(lambda: self.tr("Vouchers"), "caption", "ink2", weight=600)
        vouchers.body.addWidget(head)
        self._vouchers = self.text(role="title", weight=600)
        self._voucher_note = self.text(role="caption", tone="ink2", elide=True)
        vouchers.body.addWidget(self._vouchers)
        vouchers.body.addWidget(self._voucher_note)
        return line

    def _rights_card(self) -> Card:
        card = Card(self.desk.theme)
        card.for_rows()
        head = self.text(lambda: self.tr("Today's rights"), "caption", "ink2", weight=600)
        card.indented(head)
        card.body.addWidget(self.rights, 1)
        self._no_rights = self.text(lambda: self.tr("None today"), "caption", "ink3")
        card.indented(self._no_rights)
        card.body.addStretch(0)
        return card

    def _slips_card(self) -> Card:
        card = Card(self.desk.theme)
        card.for_rows()
        head = row(0, (14, 0, 14, 0))
        head.addWidget(self.text(lambda: self.tr("Last slips"), "caption", "ink2", weight=600))
        head.addStretch()
        self._every = self.button(
            lambda: self.tr("All"), lambda: self.desk.go.emit(PageName.UNDO), "Ctrl L", "link"
        )
        head.addWidget(self._every)
        card.body.addLayout(head)
        card.body.addWidget(self.slips, 1)
        self._no_slips = self.text(lambda: self.tr("No slips yet"), "caption", "ink3")
        card.indented(self._no_slips)
        card.body.addStretch(0)
        return card

    def _refill_and_tell(self) -> None:
        self._awaits_paint = self.desk.panel is not None
        self.refill()

    @override
    def refill(self) -> None:
        panel = self.desk.panel
        if panel is None:
            return
        self.who.refill()
        self._fill_balances(panel)
        self._fill_lists(panel)
        self.update()

    def _fill_balances(self, panel: MemberPanel) -> None:
        language = self.desk.language
        self._points.setText(language.count(panel.points))
        total = language.count(panel.points + panel.points_held)
        self._in_all.setText(self.tr("{count} in all").format(count=total))
        self._show_pair(self._held, self.tr("On hold"), panel.points_held)
        soonest = panel.expiring[0] if panel.expiring else None
        if soonest is not None:
            words = self.tr("Expiring {day}").format(day=language.day(soonest.on))
            self._show_pair(self._expiring, words, soonest.points)
        self._expiring[0].setVisible(soonest is not None)
        self._show_pair(self._miles, self.tr("Airline miles, kept apart"), panel.miles or 0)
        self._miles[0].setVisible(panel.miles is not None)
        self._stored.setText(language.money(panel.stored_minor))
        bonus = language.money(panel.stored_bonus_minor)
        has_bonus = self.tr("{amount} of it bonus").format(amount=bonus)
        self._stored_note.setText(has_bonus if panel.stored_bonus_minor else self.tr("No expiry"))
        self._vouchers.setText(self.tr("{count} in hand").format(count=len(panel.vouchers)))
        names = [language.words(v.name) for v in panel.vouchers]
        counted = [
            f"{n} {names.count(n)}" if names.count(n) > 1 else n for n in dict.fromkeys(names)
        ]
        self._voucher_note.setText(" · ".join(counted) or self.tr("None"))

    def _show_pair(self, pair: tuple[QWidget, Text, Text], words: str, count: int) -> None:
        pair[1].setText(words)
        pair[2].setText(self.desk.language.count(count))

    def _fill_lists(self, panel: MemberPanel) -> None:
        language = self.desk.language
        rights: list[Row] = []
        for i, right in enumerate(panel.rights):
            words, tone = right_state(right.state)
            rights.append(
                Row(
                    key=str(i),
                    title=language.words(right.name),
                    note=language.words(right.note),
                    icon=right.icon,
                    aside=words,
                    aside_tone=tone,
                )
            )
        self.rights.fill(tuple(rights))
        self.rights.setVisible(bool(rights))
        self._no_rights.setVisible(not rights)
        slips = tuple(slip_line(s, language, lead=self._when(s)) for s in panel.slips)
        self.slips.fill(slips)
        self.slips.setVisible(bool(slips))
        self._no_slips.setVisible(not slips)
        first = next((s.key for s in slips if s.details), "")
        if first:
            self.slips.toggle(first)
        self._every.setVisible(bool(slips))
        self._every.set_words(self.tr("All {count}").format(count=panel.slips_in_all or len(slips)))

    def _when(self, slip: SlipRow) -> str:
        house, language = self.desk.house, self.desk.language
        if house is not None and slip.business_date == house.business_date:
            return language.clock(slip.at)
        return language.day(slip.business_date)

    @override
    def shown(self) -> None:
        self.desk.keys_wanted.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._awaits_paint:
            self._awaits_paint = False
            swipe = self.desk.swipe
            QTimer.singleShot(0, self, lambda: self.painted.emit(cast("object", swipe)))

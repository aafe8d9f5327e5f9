"""The cards of the till's page: who the guest is, what the sale comes to, the amount, and the last sale."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.loyalty.refusals import Reason
from app.ui.kit.amounts import parse_amount
from app.ui.kit.boxes import Card, Hairline, Icon, boxed, column, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.fields import Entry
from app.ui.kit.lines import Line, Lines
from app.ui.kit.marks import TierBadge
from app.ui.kit.text import Paragraph, Text
from app.ui.outlet.sale import Sale
from app.ui.service.answers import Preview, PreviewKind
from app.ui.service.member_records import MemberPanel
from app.ui.service.records import SlipRow
from app.ui.service.requests import FoundBy
from app.ui.serving.context import Desk
from app.ui.serving.member_sayings import warning_words
from app.ui.serving.slip_sayings import preview_label, slip_title

_MOST_LINES = 6
_LINE = 26


class MemberCard(Card):
    """Who the guest is, and what there is to pay with."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, 4, parent)
        self._desk = desk
        theme = desk.theme
        self._badge = TierBadge(theme, 44)
        self.name = Text(theme, "title-serif", weight=600, elide=True)
        self.found = Text(theme, "caption", "ink2", elide=True)
        self._off = Text(theme, "title", "accent", weight=600, right=True)
        self._off_note = Text(theme, "caption", "ink2", right=True)
        self._lines = Lines(theme, _LINE)
        self._warning = Text(theme, "caption", "refused", weight=600, elide=True)
        self._hint = Paragraph("ink2")
        self.by_phone = KeyButton(theme, "F5", icon="phone", small=True)
        self.by_phone.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        names = column()
        names.addWidget(self.name)
        names.addWidget(self.found)
        off = column()
        off.addWidget(self._off)
        off.addWidget(self._off_note)
        head = row(14)
        head.addWidget(self._badge)
        head.addLayout(names, 1)
        head.addLayout(off)
        self.body.addLayout(head)
        self._rule = Hairline()
        self.body.addWidget(self._rule)
        self.body.addWidget(self._lines)
        self.body.addWidget(self._warning)
        ways = column(10)
        ways.addStretch()
        ways.addWidget(self._hint)
        ways.addWidget(self.by_phone)
        ways.addStretch()
        self._ways = boxed(ways)
        self.body.addWidget(self._ways, 1)
        self.body.addStretch()

    def show_panel(
        self, panel: MemberPanel | None, preview: Preview | None, *, is_short: bool = False
    ) -> None:
        """Show a member, or how to find one; shortly where a till's bill takes room."""
        language = self._desk.language
        parts = (self._badge, self._rule, self._lines, self.found, self._off, self._off_note)
        for part in (*parts, self.name):
            part.setVisible(panel is not None)
        self._warning.setVisible(panel is not None and bool(panel.warnings))
        self._ways.setVisible(panel is None)
        self.by_phone.set_words(self.tr("Find by phone"))
        if panel is None:
            self._hint.setText(self.tr("Swipe, lay on or scan the guest's card."))
            return
        self._badge.show_tier(panel.tier.rank, language.words(panel.tier.letter))
        who = (language.words(panel.name), language.words(panel.salutation))
        self.name.setText(" ".join(who if language.chinese else reversed(who)).strip())
        tier = language.words(panel.tier.name)
        tail = f"•••• {panel.card_tail}" if panel.card_tail else ""
        code = "QR" if self._desk.found_by is FoundBy.QR else ""
        self.found.setText(" · ".join(part for part in (tier, tail, code) if part))
        percent = _percent_off(preview)
        self._off.setText(self.tr("{percent} % off").format(percent=percent) if percent else "")
        self._off_note.setText(tier if percent else "")
        points, stored = language.count(panel.points), language.money(panel.stored_minor)
        lines = [Line(self.tr("Points"), points), Line(self.tr("Stored value"), stored)]
        if is_short:  # vouchers are on their tile
            left, right = (f"{one.words}  {one.figure}" for one in lines)
            lines = [Line(left, right)]
        elif panel.vouchers:
            lines.append(Line(self.tr("Vouchers"), language.count(len(panel.vouchers))))
        self._lines.fill(tuple(lines))
        if panel.warnings:
            _, _, title, note = warning_words(panel.warnings[0], language)
            self._warning.setText(f"{title} · {note}" if note else title)


class SumsCard(Card):
    """From the bill to what the guest pays now, and what it earns."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, 2, parent)
        self._desk = desk
        theme = desk.theme
        self._lines = Lines(theme, _LINE)
        self._rule = Hairline()
        self._name = Text(theme, "lead", weight=500)
        self.split = KeyButton(theme, "F10", small=True)
        self.split.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.split.setCheckable(True)
        self.rest = Text(theme, "figure", weight=600, right=True)
        self._earned_name = Text(theme, "body", "ink2")
        self._earned = Text(theme, "body", "ready", weight=600)
        total = row(12)
        total.addWidget(self._name)
        total.addWidget(self.rest, 1)
        earned = row(12)
        earned.addWidget(self._earned_name)
        earned.addWidget(self._earned)
        earned.addStretch()
        earned.addWidget(self.split)
        self.body.addWidget(self._lines)
        self.body.addWidget(self._rule)
        self.body.addLayout(total)
        self.body.addLayout(earned)
        self.body.addStretch()

    def show_preview(self, preview: Preview | None, *, is_split: bool = False) -> None:
        """Show what the sale comes to; nothing before it is known."""
        language = self._desk.language
        for part in (self._rule, self._name, self.rest, self._earned_name, self._earned):
            part.setVisible(preview is not None)
        can_split = preview is not None and (preview.rest_minor > 0 or is_split)
        self.split.setVisible(can_split)
        self.split.setChecked(is_split)
        self.split.set_words(self.tr("Split"))
        if preview is None:
            self._show_steps()
            return
        shown: list[Line] = []
        for line in preview.lines[:_MOST_LINES]:
            money = language.money(line.minor) if line.minor is not None else ""
            figure = language.count(line.points) if line.points is not None else money
            less = line.kind is PreviewKind.DISCOUNT
            shown.append(Line(preview_label(line, language), figure, "ready" if less else "ink"))
        self._lines.fill(tuple(shown))
        self._name.setText(self.tr("To pay"))
        self.rest.setText(language.money(preview.rest_minor))
        self._earned_name.setText(self.tr("Points earned"))
        self._earned.setText(language.count(preview.earned, signed=True))

    def _show_steps(self) -> None:
        """Say how a sale goes, for whoever stands here for the first time."""
        steps = (
            self.tr("1   Swipe the guest's card"),
            self.tr("2   Type the amount, choose how it is paid"),
            self.tr("3   Enter posts and prints"),
        )
        self._lines.fill(tuple(Line(words, "", "ink2") for words in steps))


class AmountCard(Card):
    """The amount as it is typed, large, and the bill's number."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, parent=parent)
        self._desk = desk
        theme = desk.theme
        self._name = Text(theme, "caption", "ink2", elide=True)
        self._sum = ""
        self._bill_name = Text(theme, "caption", "ink2")
        self.bill = Entry()
        self.bill.setMaxLength(24)
        self.bill.setFixedWidth(150)
        self.figure = Text(theme, "figure", weight=600, right=True, shrink=True)
        bill = row(8)
        bill.addWidget(self._bill_name)
        bill.addWidget(self.bill)
        left = column(4)
        left.addWidget(self._name)
        left.addLayout(bill)
        line = row(12)
        line.addLayout(left)
        line.addWidget(self.figure, 1)
        self.body.addLayout(line)

    def show_bill(self, number: str, *, is_fixed: bool) -> None:
        """Show the bill's number; a till's own cannot be changed."""
        self.bill.setReadOnly(is_fixed)
        if self.bill.text() != number:
            self.bill.setText(number)

    def show_amount(self, minor: int | None, typed: str, *, wrong: bool) -> None:
        """Show what was typed: the amount, and beside its name the sum that gave it."""
        language = self._desk.language
        self._sum = typed if any(sign in typed for sign in "+-") else ""
        self._name.setText(f"{self.tr('Amount')}  {self._sum}".rstrip())
        self.figure.setText(language.amount(minor) if minor is not None else typed or "0.00")
        self.figure.set_tone("refused" if wrong else ("ink" if typed else "ink3"))

    def show_sale(self, sale: Sale, minor: int | None, *, wrong: bool) -> None:
        """Show the amount of a sale, or the first of two ways to pay while that is typed."""
        house, language = self._desk.house, self._desk.language
        if sale.part is None or house is None:
            typed = language.amount(minor) if sale.pos and minor else sale.amount
            self.show_amount(minor, typed, wrong=wrong)
            return
        part = parse_amount(sale.part, house.scale) if sale.part else None
        figure = part if isinstance(part, int) else None
        self.show_amount(figure, sale.part, wrong=isinstance(part, Reason))
        names = {one.code: language.words(one.name) for one in house.tenders}
        words = self.tr("First, in {tender}").format(tender=names.get(sale.tender, ""))
        self._name.setText(words)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._name.setText(f"{self.tr('Amount')}  {self._sum}".rstrip())
        self._bill_name.setText(self.tr("Bill"))
        self.bill.setAccessibleName(self.tr("Bill number"))
        self.figure.setAccessibleName(self.tr("Amount"))


class LastSale(QWidget):
    """What was posted last, with a way to undo it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self.icon = Icon(theme, "check-circle", "ready", 24)
        self.words = Text(theme, "body", weight=500, elide=True)
        self._note = Text(theme, "caption", "ink2", elide=True)
        self.has_words = False
        self.void = KeyButton(theme, "F6", icon="undo")
        self.void.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        text = column()
        text.addWidget(self.words)
        text.addWidget(self._note)
        line = row(12)
        line.addWidget(self.icon)
        line.addLayout(text, 1)
        line.addWidget(self.void)
        self.setLayout(line)

    def show_slip(self, slip: SlipRow | None, said: str, tone: str) -> None:
        """Show the last slip with what became of it, or a sentence alone."""
        language = self._desk.language
        self.icon.set_icon({"ready": "check-circle"}.get(tone, tone), tone)
        self.icon.setVisible(slip is not None or bool(said))
        self.void.set_words(self.tr("Void"))
        self.void.setVisible(slip is not None and slip.void_barred is None)
        self.has_words = slip is not None or bool(said)
        if slip is None:
            self.words.setText(said)
            self._note.setText("")
            return
        name = language.words(slip.member_name)
        head = f"{slip.number} {said}".strip()
        self.words.setText(f"{head} · {name}" if name else head)
        parts = [language.clock(slip.at), slip_title(slip, language)]
        if slip.points is not None:
            parts.append(language.count(slip.points, signed=True))
        self._note.setText(" · ".join(parts))


def _percent_off(preview: Preview | None) -> str:
    for line in preview.lines if preview else ():
        if line.kind is PreviewKind.DISCOUNT:
            return str(line.facts.get("percent", ""))
    return ""

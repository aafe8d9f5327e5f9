"""What came and went: a page of slips at a time, and behind each the reckoning in the guest's words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from app.ui.kiosk.boxes import BigCard
from app.ui.kiosk.line_button import LineButton
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.sayings import slip_words, why_lines
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kiosk.turning import Turning, page_of
from app.ui.kit.boxes import column, row
from app.ui.kit.text import Paragraph, Text
from app.ui.service.records import SlipRow, SlipState
from app.ui.serving.slip_sayings import state_name

_A_READ = 20
_MOST_STEPS = 8


class HistoryPage(GuestPage):
    """Slips, the newest first; a touch explains one."""

    name = KioskPage.HISTORY

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        self._slips: tuple[SlipRow, ...] = ()
        self._all_read = False
        self._reading = False
        title = self.text(lambda: self.tr("Your points"), "title-serif", weight=600, elide=True)
        self.turning = Turning(kiosk.theme)
        self.turning.turned.connect(self._turned)
        self._empty = self.paragraph(
            lambda: self.tr("Nothing has been posted yet. Your first stay will stand here."),
            role="lead",
        )
        self._empty.hide()
        head = row(self.gap)
        head.addWidget(title, 1)
        head.addWidget(self.turning)
        self.body.addLayout(head)
        self.body.addWidget(self._empty)
        theme = kiosk.theme
        sample = LineButton(theme)
        room = (380 if self.is_wide else 1400) // (sample.sizeHint().height() + self.gap // 2)
        self.lines = [LineButton(theme) for _ in range(room)]
        lines = column(self.gap // 2)
        for line in self.lines:
            line.clicked.connect(lambda _on=False, one=line: self._open(one))
            lines.addWidget(line)
        lines.addStretch()
        self.body.addLayout(lines, 1)
        sample.deleteLater()

    @override
    def refill(self) -> None:
        """Show one page of them."""
        language = self.kiosk.language
        found = page_of(self._slips, self.turning, len(self.lines))
        self._empty.setVisible(self._all_read and not self._slips)
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(found))
            if at >= len(found):
                continue
            slip = found[at]
            gone = slip.state in (SlipState.VOIDED, SlipState.REFUSED)
            points = slip.points or 0
            figure = language.count(points, signed=True) if points else ""
            tone = "ink3" if gone else ("ready" if points > 0 else "ink")
            when = language.day(slip.business_date, year=True)
            note = " · ".join(part for part in (when, state_name(slip.state)) if part)
            line.show_line(slip_words(slip, language), note, figure, tone)
        self.turning.retranslate()

    @override
    def shown(self) -> None:
        """Read the first of them."""
        super().shown()
        if not self._slips:
            self._read()

    def _read(self) -> None:
        before = self._slips[-1].slip_id if self._slips else None
        self._reading = True
        self.kiosk.look(lambda: self.kiosk.service.history(before), self._came)

    def _came(self, slips: tuple[SlipRow, ...]) -> None:
        self._reading = False
        self._slips += slips
        self._all_read = len(slips) < _A_READ
        self.refill()

    def _turned(self) -> None:
        if self.turning.at + 1 >= self.turning.pages and not self._all_read and not self._reading:
            self._read()
        self.refill()

    def _open(self, line: LineButton) -> None:
        at = self.turning.at * len(self.lines) + self.lines.index(line)
        self.kiosk.pending.slip = self._slips[at]
        self.kiosk.go.emit(KioskPage.WHY)

    @override
    def keep(self) -> object:
        """Keep what was read."""
        return (self._slips, self._all_read)

    @override
    def restore(self, kept: object) -> None:
        """Take it up again."""
        if isinstance(kept, tuple):
            self._slips, self._all_read = kept
            self.refill()


class WhyPage(GuestPage):
    """One slip explained step by step."""

    name = KioskPage.WHY

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self.title = self.paragraph(role="ask")
        self._note = self.text(None, "body", "ink2", elide=True)
        self.card = BigCard(theme, self.gap // 2)
        self._steps: list[tuple[Paragraph, Text]] = []
        for _ in range(_MOST_STEPS):
            words, figure = self.paragraph(tone="ink"), self.text(None, "body", right=True)
            figure.setMinimumWidth(theme.control("height") * 2)
            line = row(self.gap)
            line.addWidget(words, 1)
            line.addWidget(figure, 0, Qt.AlignmentFlag.AlignBottom)
            self.card.body.addLayout(line)
            self._steps.append((words, figure))
        self._none = self.paragraph(lambda: self.tr("Neither points nor money moved."), role="lead")
        self.body.addWidget(self.title)
        self.body.addWidget(self._note)
        self.body.addWidget(self.card)
        self.body.addWidget(self._none)
        self.body.addStretch()

    @override
    def refill(self) -> None:
        """Explain the slip that was touched."""
        slip, language = self.kiosk.pending.slip, self.kiosk.language
        if slip is None:
            return
        self.title.setText(slip_words(slip, language))
        day = language.day(slip.business_date, year=True)
        bill = slip.facts.get("bill")
        parts = [day, self.tr("Bill {bill}").format(bill=bill) if bill else "", slip.number]
        self._note.setText(" · ".join(part for part in parts if part))
        lines = why_lines(slip, language)[-_MOST_STEPS:]
        self.card.setVisible(bool(lines))
        self._none.setVisible(not lines)
        for at, (words, figure) in enumerate(self._steps):
            there = at < len(lines)
            words.setVisible(there)
            figure.setVisible(there)
            if there:
                words.setText(lines[at][0])
                figure.setText(lines[at][1])

    @override
    def goes_back(self) -> bool:
        """Go back to the list, not to the home page."""
        self.kiosk.go.emit(KioskPage.HISTORY)
        return True

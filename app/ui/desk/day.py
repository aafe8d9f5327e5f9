"""Close the day (夜审): what is proved, what is missing, and the business date that follows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.desk.form import FormPage
from app.ui.desk.printing import Printing
from app.ui.kit.boxes import Card, row
from app.ui.kit.lines import Line, Lines
from app.ui.kit.messages import sentence
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.service.answers import Done, Outcome
from app.ui.service.requests import CloseDayDraft
from app.ui.service.station_records import DaySheet, ReportKind
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState
from app.ui.serving.house_sayings import day_check


class DayPage(FormPage):
    """Prove the day, then turn the date."""

    name = PageName.DAY
    needs_member = False
    with_preview = False

    def __init__(self, desk: Desk, printing: Printing, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._sheet: DaySheet | None = None
        self.checks = RowList(desk.theme, RowStyle(height=46))
        self.say(self.checks.setAccessibleName, lambda: self.tr("Proof of the day"))
        head = self.text(lambda: self.tr("Proof of the day"), "caption", "ink2", weight=600)
        self.form.body.setSpacing(6)
        self.form.body.addWidget(head)
        self.checks.setFixedHeight(46 * 5 + 2)
        self.form.body.addWidget(self.checks)
        self.finish_form()
        self.preview.hide()
        card = Card(desk.theme, 8)
        words = self.text(lambda: self.tr("The day in figures"), "caption", "ink2", weight=600)
        card.body.addWidget(words)
        self._lines = Lines(desk.theme, 30)
        card.body.addWidget(self._lines)
        card.body.addStretch()
        foot = row(8)
        prints = self.button(
            lambda: self.tr("Print last day"),
            lambda: printing.print_report(ReportKind.DAY),
            "Alt D",
            icon="printer",
        )
        foot.addWidget(prints)
        foot.addStretch()
        card.body.addLayout(foot)
        layout = self.side.layout()
        if layout is not None:
            layout.addWidget(card)
            layout.addWidget(self.overriding)
        self.head.subject(self._subject)
        states = (FlowState.EDITING, FlowState.CHECKING, FlowState.DONE)
        self.head.show_steps(states, self._step_names)

    def _step_names(self) -> tuple[str, ...]:
        return (self.tr("Proof"), self.tr("Check"), self.tr("Done"))

    def _subject(self) -> tuple[str, str, str]:
        sheet, language = self._sheet, self.desk.language
        if sheet is None:
            return "moon", self.tr("Close the day"), self.tr("Being proved…")
        title = self.tr("Close {day}").format(day=language.weekday(sheet.business_date))
        note = self.tr("Then it is {day}").format(day=language.weekday(sheet.next_date))
        return "moon", title, note

    @override
    def primary_words(self) -> str:
        return self.tr("Close the day")

    @override
    def shown(self) -> None:
        super().shown()
        self.desk.tasks.run(self.desk.service.day_sheet, self._fill)

    def _fill(self, sheet: DaySheet) -> None:
        self._sheet = sheet
        self.refill()
        (self.checks if sheet.barred else self.primary).setFocus()

    @override
    def refill(self) -> None:
        super().refill()
        sheet, language = self._sheet, self.desk.language
        if sheet is None:
            return
        rows = []
        for check in sheet.checks:
            mark = self.tr("proved") if check.passed else self.tr("missing")
            rows.append(
                Row(
                    key=check.kind.value,
                    title=day_check(check, language),
                    icon="check-circle" if check.passed else "refused",
                    icon_tone="ready" if check.passed else "refused",
                    aside=mark,
                    aside_tone="ready" if check.passed else "refused",
                )
            )
        self.checks.fill(tuple(rows))
        self._lines.fill(
            (
                Line(self.tr("Slips"), language.count(sheet.slips)),
                Line(self.tr("Points given"), language.count(sheet.points_earned)),
                Line(self.tr("Points redeemed"), language.count(sheet.points_redeemed)),
                Line(self.tr("Stored value in"), language.money(sheet.stored_in_minor)),
                Line(self.tr("Stored value out"), language.money(sheet.stored_out_minor)),
                Line(self.tr("Spend posted"), language.money(sheet.spend_minor), strong=True),
            )
        )
        self.primary.setEnabled(sheet.barred is None)
        if sheet.barred is not None and self.flow.state is FlowState.EDITING:
            self.note.say(sentence(sheet.barred, language), tone="warning")

    @override
    def ask(self) -> Ask | None:
        sheet = self._sheet
        if sheet is None or sheet.barred is not None:
            return None
        return Ask(request=CloseDayDraft(business_date=sheet.business_date))

    @override
    def first_field(self) -> QWidget:
        return self.primary

    @override
    def summary(self) -> str:
        sheet, language = self._sheet, self.desk.language
        return language.weekday(sheet.business_date) if sheet is not None else ""

    @override
    def confirm_words(self) -> str:
        return self.tr("Yes, close the day")

    @override
    def finished(self, outcome: Outcome) -> None:
        super().finished(outcome)
        if isinstance(outcome, Done):
            self.desk.refresh_house()

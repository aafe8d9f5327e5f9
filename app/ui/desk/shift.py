"""The shift (班次): open with the float, close with what was counted (交班), X and Z reports."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.form import FormPage
from app.ui.desk.printing import Printing
from app.ui.kit.boxes import Card, row
from app.ui.kit.fields import AmountField, Entry
from app.ui.kit.lines import Line, Lines
from app.ui.kit.text import Text
from app.ui.service.answers import Done, Outcome
from app.ui.service.records import ShiftMark
from app.ui.service.requests import CloseShiftDraft, OpenShiftDraft
from app.ui.service.station_records import ReportKind, ShiftSheet
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState

_TENDERS = 6


class ShiftPage(FormPage):
    """Count the drawer per tender against what the books expect; say why it differs."""

    name = PageName.SHIFT
    needs_member = False
    with_preview = False

    def __init__(self, desk: Desk, printing: Printing, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._sheet: ShiftSheet | None = None
        self._printing = printing
        self.float_field = AmountField(desk.theme, desk.language)
        self._open_box = self.field(self.float_field, lambda: self.tr("Float in the drawer"))
        self._counts: list[tuple[Text, Text, AmountField, Text]] = []
        self._count_box = self._counting()
        self.why = Entry()
        self._why_box = self.field(self.why, lambda: self.tr("Why it differs"))
        body = self.form.body
        body.addWidget(self._open_box)
        body.addWidget(self._count_box)
        body.addWidget(self._why_box)
        self.finish_form()
        self.preview.hide()
        self._lines = Lines(desk.theme, 30)
        self._x_head = self.text(role="caption", tone="ink2", weight=600)
        self._report = self._report_card()
        layout = self.side.layout()
        if layout is not None:
            layout.addWidget(self._report)
            layout.removeWidget(self.pin)
            layout.addWidget(self.overriding)
        self.head.subject(self._subject)
        states = (FlowState.EDITING, FlowState.CHECKING, FlowState.DONE)
        self.head.show_steps(states, self._step_names)

    def _step_names(self) -> tuple[str, ...]:
        return (self.tr("Count"), self.tr("Check"), self.tr("Done"))

    def _counting(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        heads = (
            self.text(lambda: self.tr("Tender"), "caption", "ink2", weight=600),
            self.text(lambda: self.tr("Expected"), "caption", "ink2", weight=600, right=True),
            self.text(lambda: self.tr("Counted"), "caption", "ink2", weight=600, right=True),
            self.text(lambda: self.tr("Difference"), "caption", "ink2", weight=600, right=True),
        )
        for column_at, head in enumerate(heads):
            grid.addWidget(head, 0, column_at)
        for i in range(_TENDERS):
            name = self.text(role="body", weight=500, elide=True)
            expected = self.text(role="body", right=True)
            counted = AmountField(self.desk.theme, self.desk.language)
            counted.setFixedWidth(190)
            differs = self.text(role="body", weight=600, right=True)
            for column_at, widget in enumerate((name, expected, counted, differs)):
                grid.addWidget(widget, i + 1, column_at)
            counted.changed.connect(self._differ)
            self._counts.append((name, expected, counted, differs))
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, 120)
        grid.setColumnMinimumWidth(3, 110)
        return boxed_grid(grid)

    def _report_card(self) -> Card:
        card = Card(self.desk.theme, 8)
        head = row()
        head.addWidget(self._x_head)
        head.addStretch()
        card.body.addLayout(head)
        card.body.addWidget(self._lines)
        card.body.addStretch()
        foot = row(8)
        prints = self._printing.print_report
        x = self.button(
            lambda: self.tr("Print X"), lambda: prints(ReportKind.X), "Alt X", icon="printer"
        )
        z = self.button(
            lambda: self.tr("Print last Z"), lambda: prints(ReportKind.Z), "Alt Z", icon="printer"
        )
        foot.addWidget(x)
        foot.addWidget(z)
        foot.addStretch()
        card.body.addLayout(foot)
        return card

    def _subject(self) -> tuple[str, str, str]:
        sheet, language = self._sheet, self.desk.language
        if sheet is None:
            return "drawer", self.tr("Open the shift"), self.tr("Count the float first")
        title = self.tr("Close shift {letter}").format(letter=sheet.letter)
        note = self.tr("{name} · since {time} · float {amount}").format(
            name=language.words(sheet.operator),
            time=language.clock(sheet.opened_at),
            amount=language.money(sheet.float_minor),
        )
        return "drawer", title, note

    @override
    def shown(self) -> None:
        super().shown()
        self.desk.tasks.run(self.desk.service.shift_sheet, self._fill)

    def _fill(self, sheet: ShiftSheet | None) -> None:
        self._sheet = sheet
        self.refill()
        self.first_field().setFocus()

    @override
    def refill(self) -> None:
        super().refill()
        sheet, language = self._sheet, self.desk.language
        if self.flow.state is FlowState.DONE:
            return
        self._open_box.setVisible(sheet is None)
        self._count_box.setVisible(sheet is not None)
        tenders = sheet.tenders if sheet is not None else ()
        for i, (name, expected, counted, differs) in enumerate(self._counts):
            for widget in (name, expected, counted, differs):
                widget.setVisible(i < len(tenders))
            if i < len(tenders):
                words = language.words(tenders[i].tender.name)
                name.setText(words)
                expected.setText(language.money(tenders[i].expected_minor))
                counted.setAccessibleName(self.tr("{tender}, counted").format(tender=words))
        self._differ()
        self._fill_report(sheet)

    def _fill_report(self, sheet: ShiftSheet | None) -> None:
        language = self.desk.language
        self._report.setVisible(sheet is not None)
        if sheet is None:
            return
        self._x_head.setText(self.tr("X report, so far"))
        self._lines.fill(
            (
                Line(self.tr("Slips"), language.count(sheet.slips)),
                Line(self.tr("of these void"), language.count(sheet.voids)),
                Line(self.tr("Points given"), language.count(sheet.points_earned)),
                Line(self.tr("Points redeemed"), language.count(sheet.points_redeemed)),
                Line(self.tr("Stored value in"), language.money(sheet.stored_in_minor)),
                Line(self.tr("Stored value out"), language.money(sheet.stored_out_minor)),
                Line(self.tr("Spend posted"), language.money(sheet.spend_minor), strong=True),
            )
        )

    def _live(self) -> list[tuple[str, int, AmountField, Text]]:
        tenders = self._sheet.tenders if self._sheet is not None else ()
        return [
            (t.tender.code, t.expected_minor, self._counts[i][2], self._counts[i][3])
            for i, t in enumerate(tenders[:_TENDERS])
        ]

    @staticmethod
    def _counted(field: AmountField) -> int | Reason | None:
        """A drawer may be empty: zero is a count."""
        minor = field.minor()
        return 0 if minor is Reason.AMOUNT_NOT_POSITIVE else minor

    def _differ(self) -> None:
        any_differs = False
        for _code, expected, field, shown in self._live():
            minor = self._counted(field)
            if not isinstance(minor, int):
                shown.setText("")
                continue
            off = minor - expected
            any_differs = any_differs or off != 0
            same = self.tr("none")
            shown.setText(self.desk.language.money(off, signed=True) if off else same)
            shown.set_tone("refused" if off else "ready")
        self._why_box.setVisible(any_differs)

    @override
    def clear(self) -> None:
        self.float_field.clear()
        self.why.clear()
        for _name, _expected, counted, differs in self._counts:
            counted.clear()
            differs.setText("")

    @override
    def fields(self) -> tuple[QWidget, ...]:
        if self._sheet is None:
            return (self.float_field,)
        return (*(field for _c, _e, field, _s in self._live()), self.why)

    @override
    def ask(self) -> Ask | None:
        if self._sheet is None:
            minor = self._counted(self.float_field)
            if not isinstance(minor, int):
                return None
            return Ask(request=OpenShiftDraft(float_minor=minor))
        counted: list[tuple[str, int]] = []
        for code, _expected, field, _shown in self._live():
            minor = self._counted(field)
            if not isinstance(minor, int):
                return None
            counted.append((code, minor))
        draft = CloseShiftDraft(counted=tuple(counted), explanation=self.why.text().strip())
        return Ask(request=draft)

    @override
    def enter(self) -> None:
        if self.flow.state is FlowState.EDITING:
            fields = [f for _c, _e, f, _s in self._live()] or [self.float_field]
            for field in fields:
                field.settle()
                minor = self._counted(field)
                if not isinstance(minor, int):
                    field.setFocus()
                    if isinstance(minor, Reason):
                        self.refuse(Refusal(minor))
                    return
            if not self._why_box.isHidden() and not self.why.text().strip():
                self.refuse(Refusal(Reason.REASON_MISSING))
                self.why.setFocus()
                return
        super().enter()

    @override
    def summary(self) -> str:
        language = self.desk.language
        if self._sheet is None:
            minor = self._counted(self.float_field)
            money = language.money(minor) if isinstance(minor, int) else ""
            return self.tr("float {amount}").format(amount=money)
        total = sum(m for _c, _e, f, _s in self._live() if isinstance(m := self._counted(f), int))
        return self.tr("{amount} counted").format(amount=language.money(total))

    @override
    def confirm_words(self) -> str:
        return self.tr("Yes, close") if self._sheet is not None else self.tr("Yes, open")

    @override
    def finished(self, outcome: Outcome) -> None:
        super().finished(outcome)
        session = self.desk.session
        if isinstance(outcome, Done) and session is not None:
            mark = None
            if self._sheet is None:
                letter = str(outcome.facts.get("letter", ""))
                mark = ShiftMark(letter=letter, opened_at=outcome.slip.at)
            self.desk.session = replace(session, shift=mark)
            self.desk.session_changed.emit()


def boxed_grid(grid: QGridLayout) -> QWidget:
    """Put a grid into a widget, so that it can be hidden."""
    widget = QWidget()
    widget.setLayout(grid)
    return widget

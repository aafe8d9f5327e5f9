"""Void or refund (作废、退款): the last slips, what undoing one does, and why it is undone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.form import FormPage
from app.ui.kit.boxes import column, row
from app.ui.kit.fields import AmountField, Choice, Entry
from app.ui.kit.messages import sentence
from app.ui.kit.row_model import RowStyle
from app.ui.kit.rows import RowList
from app.ui.service.member_records import Command
from app.ui.service.records import SlipRow
from app.ui.service.requests import RefundDraft, VoidDraft
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState
from app.ui.serving.slip_sayings import slip_line, slip_title

_VOID, _REFUND = "void", "refund"


class UndoPage(FormPage):
    """Choose a slip; void it whole, or give part of a bill back."""

    name = PageName.UNDO
    command = Command.VOID
    needs_member = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._slips: dict[str, SlipRow] = {}
        self.slips = RowList(desk.theme, RowStyle(height=44, lead=86, one_line=True, note_at=250))
        self.say(self.slips.setAccessibleName, lambda: self.tr("Slips"))
        self.way = Choice(desk.theme)
        self.amount = AmountField(desk.theme, desk.language)
        self.why = Entry()
        body = self.form.body
        body.setSpacing(8)
        holder = column(0, (-14, 0, -14, 0))
        holder.addWidget(self.slips)
        body.addLayout(holder, 1)
        line = row(16)
        line.addWidget(self.field(self.way, lambda: self.tr("What is done")), 2)
        self._amount_box = self.field(self.amount, lambda: self.tr("Amount given back"))
        line.addWidget(self._amount_box, 2)
        line.addWidget(self.field(self.why, lambda: self.tr("Why")), 4)
        body.addLayout(line)
        body.addWidget(self.note)
        body.addWidget(self.strip)
        foot = row(12)
        prints = self.button(lambda: self.tr("Print again"), self._print, "F8", icon="printer")
        foot.addWidget(prints)
        foot.addStretch()
        foot.addWidget(self.primary)
        body.addLayout(foot)
        self.head.subject(self._subject)
        self.slips.moved.connect(self._moved)
        self.slips.chosen.connect(lambda _key: self.why.setFocus())
        self.way.currentIndexChanged.connect(self._way_changed)
        self.amount.changed.connect(self.look)
        self.why.textChanged.connect(lambda _text: self.note.say(""))

    def _subject(self) -> tuple[str, str, str]:
        slip = self._slip()
        if slip is None:
            return "undo", self.tr("Void or refund"), self.tr("Choose a slip")
        language = self.desk.language
        who = language.words(slip.member_name)
        note = " · ".join(
            t for t in (who, language.weekday(slip.business_date), language.clock(slip.at)) if t
        )
        return "undo", f"{slip.number}  {slip_title(slip, language)}", note

    def _slip(self) -> SlipRow | None:
        return self._slips.get(self.slips.current_key())

    def _print(self) -> None:
        slip = self._slip()
        if slip is not None:
            self.desk.print_asked.emit(slip)

    @override
    def shown(self) -> None:
        super().shown()
        service, panel = self.desk.service, self.desk.panel
        if panel is not None:
            self._fill(panel.slips)
        else:
            self.desk.tasks.run(service.day_slips, self._fill)

    def _fill(self, slips: tuple[SlipRow, ...]) -> None:
        self._slips = {slip.slip_id: slip for slip in slips}
        self._show_slips()
        wanted = self.desk.undo_slip
        self.desk.undo_slip = None
        if slips:
            self.slips.go(wanted if wanted in self._slips else slips[0].slip_id)
        (self.why if wanted in self._slips else self.slips).setFocus()

    def _show_slips(self) -> None:
        language, house = self.desk.language, self.desk.house
        rows = []
        for slip in self._slips.values():
            today = house is not None and slip.business_date == house.business_date
            lead = language.clock(slip.at) if today else language.day(slip.business_date)
            named = self.desk.panel is None
            row_of = slip_line(slip, language, lead=lead, named=named)
            rows.append(replace(row_of, details=()))  # Enter chooses here, it opens nothing
        self.slips.fill(tuple(rows))

    def _moved(self, _key: str) -> None:
        slip = self._slip()
        if slip is None or self.flow.state is not FlowState.EDITING:
            return
        self.desk.last_slip = slip
        self.head.refill()
        both = slip.refund_barred is None and bool(slip.amount_minor)
        ways = ((_VOID, self.tr("Void")), (_REFUND, self.tr("Refund")))
        self.way.offer(ways if both else ways[:1])
        if slip.void_barred is not None and both:
            self.way.choose(_REFUND)
        self._way_changed()

    def _way_changed(self) -> None:
        slip = self._slip()
        refund = self.way.code() == _REFUND
        self._amount_box.setVisible(refund)
        if refund and slip is not None and not self.amount.text():
            self.amount.set_minor(slip.amount_minor)
        self.look()

    @override
    def refill(self) -> None:
        super().refill()
        if self._slips and self.flow.state is FlowState.EDITING:
            key = self.slips.current_key()
            self._show_slips()
            self.slips.go(key)
            self._moved(key)

    @override
    def clear(self) -> None:
        self.why.clear()
        self.amount.clear()

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (self.slips, self.way, self.amount, self.why)

    @override
    def ask(self) -> Ask | None:
        slip = self._slip()
        if slip is None:
            return None
        why = self.why.text().strip()
        if self.way.code() != _REFUND:
            draft = VoidDraft(slip_id=slip.slip_id, reason=why)
            return Ask(request=draft, member_id=slip.member_id)
        minor = self.amount.minor()
        if not isinstance(minor, int):
            return None
        refund = RefundDraft(slip_id=slip.slip_id, amount_minor=minor, reason=why)
        return Ask(request=refund, member_id=slip.member_id)

    @override
    def look(self) -> None:
        slip = self._slip()
        barred = slip.void_barred if slip is not None and self.way.code() == _VOID else None
        if barred is not None:
            self.flow.look(None)
            self.note.say(sentence(barred, self.desk.language), tone="warning")
            return
        super().look()

    @override
    def enter(self) -> None:
        if self.flow.state is FlowState.EDITING and self._slip() is not None:
            self.amount.settle()
            if not self.why.text().strip():
                self.refuse(Refusal(Reason.REASON_MISSING))
                self.why.setFocus()
                return
        super().enter()

    @override
    def summary(self) -> str:
        slip = self._slip()
        number = slip.number if slip is not None else ""
        return f"{self.way.currentText()} {number} · {self.why.text().strip()}"

    @override
    def confirm_words(self) -> str:
        refund = self.way.code() == _REFUND
        return self.tr("Yes, refund") if refund else self.tr("Yes, void")

    @override
    def rest_words(self) -> tuple[str, str]:
        return self.tr("To give back"), ""

    @override
    def field_of(self, reason: Reason) -> QWidget | None:
        return self.why if reason is Reason.REASON_MISSING else None

"""Post spend (消费登记): bill, payment, PIN, done; what the guest gets is shown while typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.form import FormPage
from app.ui.desk.paying import Paying
from app.ui.kit.boxes import row
from app.ui.kit.fields import AmountField, Choice, Entry, Field, mark_refused
from app.ui.service.answers import PinPurpose, Preview
from app.ui.service.member_records import Command
from app.ui.service.records import SlipId
from app.ui.service.requests import SpendDraft
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState


class SpendPage(FormPage):
    """One bill. Enter goes from field to field, asks once, and posts."""

    name = PageName.SPEND
    command = Command.POST_SPEND
    ways_for = frozenset({Reason.BILL_USED})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme, language = desk.theme, desk.language
        self._used: SlipId | None = None
        self.outlet = Choice(theme)
        self.bill = Entry()
        self.bill.setMaxLength(24)
        self.amount = AmountField(theme, language)
        self.paying = Paying(desk)
        self.stored, self.points = self.paying.stored, self.paying.points
        self.voucher, self.rest = self.paying.voucher, self.paying.rest
        self._fill_form()
        states = (FlowState.EDITING, FlowState.CHECKING, FlowState.PIN, FlowState.DONE)
        self.head.show_steps(states, self._step_names)
        for signal in (
            self.outlet.currentIndexChanged,
            self.bill.textChanged,
            self.amount.changed,
            self.paying.changed,
        ):
            signal.connect(self.look)

    def _fill_form(self) -> None:
        theme = self.desk.theme
        line = row(16)
        for entry, words, stretch in (
            (self.outlet, lambda: self.tr("Outlet"), 3),
            (self.bill, lambda: self.tr("Bill number"), 2),
            (self.amount, lambda: self.tr("Amount"), 2),
        ):
            field = Field(theme, entry)
            self.say(field.name, words)
            line.addWidget(field, stretch)
        body = self.form.body
        body.setSpacing(0)
        body.addLayout(line)
        body.addSpacing(8)
        self._see = self.button(
            lambda: self.tr("See that slip"), self._see_slip, "Ctrl O", icon="chevron"
        )
        alter = self.button(lambda: self.tr("Change the number"), self._to_bill, "Alt B", "primary")
        self.note.offer(alter, self._see)
        body.addWidget(self.note)
        body.addSpacing(8)
        head = row()
        head.addWidget(self.text(lambda: self.tr("Tender"), "caption", "ink2", weight=600))
        head.addStretch()
        self._to_pay = self.text(role="caption", tone="ink2", right=True)
        head.addWidget(self._to_pay)
        body.addLayout(head)
        body.addWidget(self.paying)
        body.addStretch()
        body.addWidget(self.strip)
        foot = row()
        foot.addStretch()
        foot.addWidget(self.primary)
        body.addLayout(foot)
        self._bind_keys()

    def _bind_keys(self) -> None:
        """Give each tender its key; the caps beside the rows do the same."""
        paying = self.paying
        does: dict[str, Callable[[], None]] = {
            "Alt+S": self._toggle_stored,
            "Alt+P": lambda: paying.toggle_points(self.flow.preview),
            "Alt+V": lambda: paying.next_of(self.voucher),
            "Alt+O": lambda: paying.next_of(self.rest),
            "Alt+A": lambda: paying.split(self.flow.preview),
            "Alt+X": paying.unsplit,
        }
        for keys, do in does.items():
            self.on_key(keys, do)
        for row_of, keys in zip(paying.rows.values(), does, strict=False):
            row_of.toggled.connect(does[keys])
        paying.add.clicked.connect(lambda _checked=False: does["Alt+A"]())

    def _step_names(self) -> tuple[str, ...]:
        return (self.tr("Bill"), self.tr("Check"), self.tr("PIN"), self.tr("Done"))

    @override
    def refill(self) -> None:
        super().refill()
        house, panel, language = self.desk.house, self.desk.panel, self.desk.language
        if house is None or panel is None:
            return
        self.outlet.offer(tuple((o.code, language.words(o.name)) for o in house.outlets))
        self.paying.refill()
        if self.flow.state is FlowState.EDITING:
            self.paying.allow({})

    @override
    def clear(self) -> None:
        for entry in (self.bill, self.amount):
            entry.clear()
        self.paying.clear()
        self._to_pay.setText("")

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (self.bill, self.outlet, self.amount, *self.paying.fields())

    @override
    def ask(self) -> Ask | None:
        panel, minor = self.desk.panel, self.amount.minor()
        if panel is None or not isinstance(minor, int) or not self.bill.text().strip():
            return None
        paid = self.paying.paid()
        if paid is None:
            return None
        draft = SpendDraft(
            member_id=panel.member_id,
            outlet=self.outlet.code(),
            bill=self.bill.text().strip(),
            amount_minor=minor,
            stored_minor=paid.stored_minor,
            points=paid.points,
            vouchers=paid.vouchers,
            rest_tender=paid.rest,
            other_tenders=paid.parts,
            found_by=self.desk.found_by,
        )
        parts = [self.desk.language.money(paid.stored_minor)] if paid.stored_minor else []
        if draft.points:
            points = self.desk.language.count(draft.points)
            parts.append(self.tr("{points} points").format(points=points))
        return Ask(
            request=draft,
            member_id=panel.member_id,
            amount=" + ".join(parts),
            purpose=PinPurpose.PAY,
        )

    @override
    def summary(self) -> str:
        minor = self.amount.minor()
        money = self.desk.language.money(minor) if isinstance(minor, int) else ""
        return f"{self.outlet.currentText()} {self.bill.text().strip()} · {money}"

    @override
    def enter(self) -> None:
        if self.flow.state is FlowState.EDITING:
            self.amount.settle()
            if not self.bill.text().strip():
                self._refuse_field(self.bill, Reason.BILL_MISSING)
                return
            minor = self.amount.minor()
            if minor is None and self.focusWidget() is self.bill:
                self.amount.setFocus()
                return
            if not isinstance(minor, int):
                self._refuse_field(self.amount, minor or Reason.AMOUNT_MALFORMED)
                return
            if wrong := self.paying.wrong():
                self._refuse_field(*wrong)
                return
        super().enter()

    def _to_bill(self) -> None:
        self.bill.setFocus()
        self.bill.selectAll()

    def _see_slip(self) -> None:
        """Open the slip that has this bill number already."""
        if self._used is not None:
            self.desk.undo_slip = self._used
            self.desk.show_panel(None)
            self.desk.go.emit(PageName.UNDO)

    def _refuse_field(self, field: QLineEdit, reason: Reason) -> None:
        self.refuse(Refusal(reason))
        for each in (self.bill, self.amount, field):
            mark_refused(each, refused=each is field)
        field.setFocus()
        field.selectAll()

    @override
    def rest_words(self) -> tuple[str, str]:
        return self.tr("Still to pay"), self.rest.currentText()

    @override
    def previewed(self, found: Preview | Refusal | None) -> None:
        super().previewed(found)
        if isinstance(found, Refusal) and found.reason is Reason.BILL_USED:
            slip_id = found.facts.get("slip_id")
            self._used = SlipId(str(slip_id)) if slip_id else None
            self._see.setVisible(self._used is not None)
        if not isinstance(found, Preview):
            self._to_pay.setText("")
            return
        language = self.desk.language
        due = language.money(found.payable_minor)
        self._to_pay.setText(self.tr("{amount} to pay").format(amount=due))
        if self.flow.state is FlowState.EDITING:
            self.paying.allow(found.tender_notes)

    @override
    def field_of(self, reason: Reason) -> QWidget | None:
        match reason:
            case Reason.BILL_USED | Reason.BILL_MISSING:
                return self.bill
            case Reason.AMOUNT_MALFORMED | Reason.AMOUNT_NOT_POSITIVE | Reason.AMOUNT_TOO_LARGE:
                return self.amount
            case Reason.NOT_ENOUGH_STORED_VALUE | Reason.STORED_VALUE_LIMIT:
                return self.stored
            case Reason.TENDERS_DO_NOT_ADD_UP:
                return self.paying.likely_wrong()
            case Reason.NOT_ENOUGH_POINTS | Reason.POINTS_AS_MONEY_OFF:
                return self.points
            case _:
                return None

    def _toggle_stored(self) -> None:
        minor = self.amount.minor()
        self.paying.toggle_stored(self.flow.preview, minor if isinstance(minor, int) else 0)

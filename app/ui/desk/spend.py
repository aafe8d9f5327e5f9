"""Post spend (消费登记): bill, payment, PIN, done; what the guest gets is shown while typing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.answers import PinPurpose, Preview
from app.ui.desk.context import Desk, PageName
from app.ui.desk.flow import Ask, FlowState
from app.ui.desk.form import FormPage
from app.ui.desk.member_records import Command
from app.ui.desk.records import SlipId
from app.ui.desk.requests import SpendDraft
from app.ui.desk.tenders import PointsField, TenderRow
from app.ui.kit.boxes import Hairline, row
from app.ui.kit.fields import AmountField, Choice, Entry, Field
from app.ui.kit.messages import sentence


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
        self.stored = AmountField(theme, language)
        self.points = PointsField(desk)
        self.voucher = Choice(theme)
        self.rest = Choice(theme)
        self._rows = {
            "stored_value": TenderRow(desk, "wallet", "Alt S", self.stored),
            "points": TenderRow(desk, "star", "Alt P", self.points),
            "voucher": TenderRow(desk, "ticket", "Alt V", self.voucher),
            "rest": TenderRow(desk, "receipt", "Alt O", self.rest),
        }
        self._fill_form()
        states = (FlowState.EDITING, FlowState.CHECKING, FlowState.PIN, FlowState.DONE)
        self.head.show_steps(states, self._step_names)
        for signal in (
            self.outlet.currentIndexChanged,
            self.bill.textChanged,
            self.amount.changed,
            self.stored.changed,
            self.points.textChanged,
            self.voucher.currentIndexChanged,
            self.rest.currentIndexChanged,
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
        for i, each in enumerate(self._rows.values()):
            if i:
                body.addWidget(Hairline())
            body.addWidget(each)
        body.addStretch()
        body.addWidget(self.strip)
        foot = row()
        foot.addStretch()
        foot.addWidget(self.primary)
        body.addLayout(foot)
        self.on_key("Alt+S", self._toggle_stored)
        self.on_key("Alt+P", self._toggle_points)
        self.on_key("Alt+V", lambda: self._next(self.voucher))
        self.on_key("Alt+O", lambda: self._next(self.rest))
        self._rows["stored_value"].toggled.connect(self._toggle_stored)
        self._rows["points"].toggled.connect(self._toggle_points)
        self._rows["voucher"].toggled.connect(lambda: self._next(self.voucher))
        self._rows["rest"].toggled.connect(lambda: self._next(self.rest))

    def _step_names(self) -> tuple[str, ...]:
        return (self.tr("Bill"), self.tr("Check"), self.tr("PIN"), self.tr("Done"))

    @override
    def refill(self) -> None:
        super().refill()
        house, panel, language = self.desk.house, self.desk.panel, self.desk.language
        if house is None or panel is None:
            return
        self.outlet.offer(tuple((o.code, language.words(o.name)) for o in house.outlets))
        self.rest.offer(tuple((t.code, language.words(t.name)) for t in house.tenders))
        none = (("", self.tr("None")),)
        vouchers = {v.code: language.words(v.name) for v in panel.vouchers}
        self.voucher.offer(none + tuple(vouchers.items()))
        has = self.tr("Has {amount}").format(amount=language.money(panel.stored_minor))
        self._rows["stored_value"].name(self.tr("Stored value"), has)
        worth = self.tr("Has {count}").format(count=language.count(panel.points))
        if house.points_per_unit:
            rate = self.tr("{count} points are worth {amount}").format(
                count=house.points_per_unit, amount=language.money(10**house.scale)
            )
            worth = f"{worth} · {rate}"
        self._rows["points"].name(self.tr("Points"), worth)
        count = self.tr("%n in hand", "", len(panel.vouchers))
        self._rows["voucher"].name(self.tr("Voucher"), count)
        self._rows["rest"].name(self.tr("The rest"), self.tr("Taken at the till"))
        if self.flow.state is FlowState.EDITING:
            self._allow_tenders({})

    @override
    def clear(self) -> None:
        for entry in (self.bill, self.amount, self.stored, self.points):
            entry.clear()
        self.voucher.setCurrentIndex(0)
        self._to_pay.setText("")

    @override
    def fields(self) -> tuple[QWidget, ...]:
        pays = (self.stored, self.points, self.voucher, self.rest)
        return (self.bill, self.outlet, self.amount, *pays)

    @override
    def ask(self) -> Ask | None:
        panel, minor = self.desk.panel, self.amount.minor()
        if panel is None or not isinstance(minor, int) or not self.bill.text().strip():
            return None
        stored = self.stored.minor()
        if isinstance(stored, Reason) and stored is not Reason.AMOUNT_NOT_POSITIVE:
            return None
        stored_minor = stored if isinstance(stored, int) else 0
        draft = SpendDraft(
            member_id=panel.member_id,
            outlet=self.outlet.code(),
            bill=self.bill.text().strip(),
            amount_minor=minor,
            stored_minor=stored_minor,
            points=self.points.count(),
            vouchers=(self.voucher.code(),) if self.voucher.code() else (),
            rest_tender=self.rest.code(),
        )
        parts = [self.desk.language.money(stored_minor)] if stored_minor else []
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
            for field in (self.amount, self.stored):
                minor = field.minor()
                missing = minor is None and field is self.amount
                if missing and self.focusWidget() is self.bill:
                    self.amount.setFocus()
                    return
                if missing or isinstance(minor, Reason):
                    why = minor if isinstance(minor, Reason) else Reason.AMOUNT_MALFORMED
                    self._refuse_field(field, why)
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
            self._allow_tenders(found.tender_notes)

    def _allow_tenders(self, barred: Mapping[str, Refusal]) -> None:
        house, panel = self.desk.house, self.desk.panel
        if house is None or panel is None:
            return
        has = {
            "stored_value": panel.stored_minor > 0,
            "points": panel.points > 0 and house.points_per_unit > 0,
            "voucher": bool(panel.vouchers),
        }
        for code, offered in has.items():
            self._rows[code].allow(allowed=offered and code not in barred)
            if code in barred:
                self._rows[code].note.setText(sentence(barred[code], self.desk.language))

    @override
    def field_of(self, reason: Reason) -> QWidget | None:
        match reason:
            case Reason.BILL_USED | Reason.BILL_MISSING:
                return self.bill
            case Reason.AMOUNT_MALFORMED | Reason.AMOUNT_NOT_POSITIVE | Reason.AMOUNT_TOO_LARGE:
                return self.amount
            case Reason.NOT_ENOUGH_STORED_VALUE | Reason.STORED_VALUE_LIMIT:
                return self.stored
            case Reason.NOT_ENOUGH_POINTS | Reason.POINTS_AS_MONEY_OFF:
                return self.points
            case _:
                return None

    def _toggle_stored(self) -> None:
        """Take as much as there is, or nothing."""
        panel, preview = self.desk.panel, self.flow.preview
        if panel is None or not self.stored.isEnabled():
            return
        if self.stored.text():
            self.stored.clear()
            return
        minor = self.amount.minor()
        due = preview.payable_minor if preview else (minor if isinstance(minor, int) else 0)
        self.stored.set_minor(min(panel.stored_minor, due) or None)
        self.stored.setFocus()

    def _toggle_points(self) -> None:
        house, panel, preview = self.desk.house, self.desk.panel, self.flow.preview
        if house is None or panel is None or not self.points.isEnabled():
            return
        if self.points.text():
            self.points.clear()
            return
        worth = panel.points // house.points_per_unit if house.points_per_unit else 0
        due = (preview.rest_minor if preview else 0) // 10**house.scale
        points = min(worth, due) * house.points_per_unit
        self.points.setText(str(points) if points else "")
        self.points.setFocus()

    @staticmethod
    def _next(choice: Choice) -> None:
        if choice.isEnabled() and choice.count():
            choice.setCurrentIndex((choice.currentIndex() + 1) % choice.count())
            choice.setFocus()

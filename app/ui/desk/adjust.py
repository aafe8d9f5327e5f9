"""Adjust (调整): a supervisor puts points or stored value right by hand, with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.form import FormPage
from app.ui.kit.amounts import parse_amount
from app.ui.kit.boxes import row
from app.ui.kit.fields import Choice, Entry
from app.ui.service.member_records import Command
from app.ui.service.requests import AdjustAsset, AdjustDraft
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState


class AdjustPage(FormPage):
    """What, which way, how much, why."""

    name = PageName.ADJUST
    command = Command.ADJUST

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.asset = Choice(desk.theme)
        self.way = Choice(desk.theme)
        self.quantity = Entry()
        self.quantity.setProperty("role", "amount")
        self.why = Entry()
        line = row(16)
        line.addWidget(self.field(self.asset, lambda: self.tr("What")), 3)
        line.addWidget(self.field(self.way, lambda: self.tr("Which way")), 2)
        line.addWidget(self.field(self.quantity, lambda: self.tr("How much")), 3)
        self.form.body.addLayout(line)
        self.form.body.addWidget(self.field(self.why, lambda: self.tr("Why")))
        self.finish_form()
        states = (FlowState.EDITING, FlowState.CHECKING, FlowState.DONE)
        self.head.show_steps(states, self._step_names)
        for signal in (
            self.asset.currentIndexChanged,
            self.way.currentIndexChanged,
            self.quantity.textChanged,
            self.why.textChanged,
        ):
            signal.connect(self.look)

    def _step_names(self) -> tuple[str, ...]:
        return (self.tr("Adjustment"), self.tr("Check"), self.tr("Done"))

    @override
    def refill(self) -> None:
        super().refill()
        assets = (
            (AdjustAsset.POINTS.value, self.tr("Points")),
            (AdjustAsset.STORED_VALUE.value, self.tr("Stored value")),
        )
        self.asset.offer(assets)
        self.way.offer((("+", self.tr("Give")), ("-", self.tr("Take"))))

    @override
    def clear(self) -> None:
        self.quantity.clear()
        self.why.clear()

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (self.asset, self.way, self.quantity, self.why)

    def _signed(self) -> int | Reason:
        money = self.asset.code() == AdjustAsset.STORED_VALUE.value
        scale = self.desk.language.scale if money else 0
        parsed = parse_amount(self.quantity.text(), scale)
        if isinstance(parsed, Reason):
            return parsed
        return -parsed if self.way.code() == "-" else parsed

    @override
    def ask(self) -> Ask | None:
        panel, signed = self.desk.panel, self._signed()
        if panel is None or isinstance(signed, Reason):
            return None
        draft = AdjustDraft(
            member_id=panel.member_id,
            asset=AdjustAsset(self.asset.code()),
            quantity=signed,
            reason=self.why.text().strip(),
        )
        return Ask(request=draft, member_id=panel.member_id)

    @override
    def enter(self) -> None:
        if self.flow.state is FlowState.EDITING:
            signed = self._signed()
            if isinstance(signed, Reason):
                self.refuse(Refusal(signed))
                self.quantity.setFocus()
                return
            if not self.why.text().strip():
                self.refuse(Refusal(Reason.REASON_MISSING))
                self.why.setFocus()
                return
        super().enter()

    @override
    def summary(self) -> str:
        signed, language = self._signed(), self.desk.language
        if isinstance(signed, Reason):
            return ""
        money = self.asset.code() == AdjustAsset.STORED_VALUE.value
        figure = (
            language.money(signed, signed=True) if money else language.count(signed, signed=True)
        )
        return f"{self.asset.currentText()} {figure} · {self.why.text().strip()}"

    @override
    def field_of(self, reason: Reason) -> QWidget | None:
        return self.why if reason is Reason.REASON_MISSING else self.quantity

"""Top up (储值充值): money goes onto the card, paid by another tender."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.form import FormPage
from app.ui.kit.boxes import row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.fields import AmountField, Choice
from app.ui.service.member_records import Command
from app.ui.service.requests import TopUpDraft
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState

_USUAL = (20_000, 50_000, 100_000, 200_000)


class TopUpPage(FormPage):
    """Amount and tender; the usual amounts have keys."""

    name = PageName.TOP_UP
    command = Command.TOP_UP

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.amount = AmountField(desk.theme, desk.language)
        self.tender = Choice(desk.theme)
        line = row(16)
        line.addWidget(self.field(self.amount, lambda: self.tr("Amount")), 1)
        line.addWidget(self.field(self.tender, lambda: self.tr("Paid by")), 1)
        self.form.body.addLayout(line)
        usual = row(8)
        self._usual: list[KeyButton] = []
        for i, minor in enumerate(_USUAL):
            button = KeyButton(desk.theme, f"Alt {i + 1}", small=True)
            take = partial(self._take, minor)
            self.on_key(f"Alt+{i + 1}", take)
            button.clicked.connect(lambda _on=False, t=take: t())
            usual.addWidget(button)
            self._usual.append(button)
        usual.addStretch()
        self.form.body.addLayout(usual)
        self.finish_form()
        states = (FlowState.EDITING, FlowState.CHECKING, FlowState.DONE)
        self.head.show_steps(states, self._step_names)
        self.amount.changed.connect(self.look)
        self.tender.currentIndexChanged.connect(self.look)

    def _step_names(self) -> tuple[str, ...]:
        return (self.tr("Amount"), self.tr("Check"), self.tr("Done"))

    def _take(self, minor: int) -> None:
        self.amount.set_minor(minor)
        self.amount.setFocus()

    @override
    def refill(self) -> None:
        super().refill()
        house, language = self.desk.house, self.desk.language
        if house is not None:
            self.tender.offer(tuple((t.code, language.words(t.name)) for t in house.tenders))
        for button, minor in zip(self._usual, _USUAL, strict=True):
            button.set_words(language.money(minor).removesuffix(".00"))

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (self.amount, self.tender, *self._usual)

    @override
    def clear(self) -> None:
        self.amount.clear()

    @override
    def ask(self) -> Ask | None:
        panel, minor = self.desk.panel, self.amount.minor()
        if panel is None or not isinstance(minor, int):
            return None
        draft = TopUpDraft(member_id=panel.member_id, amount_minor=minor, tender=self.tender.code())
        return Ask(request=draft, member_id=panel.member_id)

    @override
    def enter(self) -> None:
        if self.flow.state is FlowState.EDITING:
            self.amount.settle()
            minor = self.amount.minor()
            if not isinstance(minor, int):
                self.refuse(Refusal(minor or Reason.AMOUNT_MALFORMED))
                self.amount.setFocus()
                return
        super().enter()

    @override
    def summary(self) -> str:
        minor = self.amount.minor()
        money = self.desk.language.money(minor) if isinstance(minor, int) else ""
        return self.tr("Top up {amount}, {tender}").format(
            amount=money, tender=self.tender.currentText()
        )

    @override
    def confirm_words(self) -> str:
        return self.tr("Yes, top up")

    @override
    def rest_words(self) -> tuple[str, str]:
        return self.tr("To collect"), self.tender.currentText()

    @override
    def field_of(self, reason: Reason) -> QWidget | None:
        return self.amount

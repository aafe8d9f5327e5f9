"""Redeem (兑换): the catalogue, what can be had first; quantity, PIN, done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.desk.form import FormPage
from app.ui.kit.boxes import column, row
from app.ui.kit.fields import Choice
from app.ui.kit.messages import sentence
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.service.answers import PinPurpose
from app.ui.service.member_records import Command, Reward
from app.ui.service.requests import RedeemDraft
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState


class RedeemPage(FormPage):
    """Choose with the arrows, Enter goes on."""

    name = PageName.REDEEM
    command = Command.REDEEM

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rewards: dict[str, Reward] = {}
        self.catalogue = RowList(desk.theme, RowStyle(height=54, mark=24))
        self.say(self.catalogue.setAccessibleName, lambda: self.tr("Rewards"))
        self.quantity = Choice(desk.theme)
        self.quantity.setFixedWidth(110)
        self.quantity.offer(tuple((str(n), f"× {n}") for n in range(1, 10)))
        body = self.form.body
        body.setSpacing(6)
        head = row(12)
        head.addWidget(self.text(lambda: self.tr("Rewards"), "caption", "ink2", weight=600))
        head.addStretch()
        self._has = self.text(role="caption", tone="ink2", right=True)
        head.addWidget(self._has)
        body.addLayout(head)
        holder = column(0, (-14, 0, -14, 0))
        holder.addWidget(self.catalogue)
        body.addLayout(holder, 1)
        body.addWidget(self.note)
        body.addWidget(self.strip)
        foot = row(12)
        many = self.text(lambda: self.tr("Quantity"), "caption", "ink2", weight=500)
        foot.addWidget(many)
        foot.addWidget(self.quantity)
        foot.addStretch()
        foot.addWidget(self.primary)
        body.addLayout(foot)
        self.say(self.quantity.setAccessibleName, lambda: self.tr("Quantity"))
        states = (FlowState.EDITING, FlowState.CHECKING, FlowState.PIN, FlowState.DONE)
        self.head.show_steps(states, self._step_names)
        self.catalogue.moved.connect(lambda _key: self.look())
        self.catalogue.chosen.connect(lambda _key: self.enter())
        self.quantity.currentIndexChanged.connect(self.look)

    def _step_names(self) -> tuple[str, ...]:
        return (self.tr("Reward"), self.tr("Check"), self.tr("PIN"), self.tr("Done"))

    @override
    def shown(self) -> None:
        super().shown()
        panel = self.desk.panel
        if panel is not None:
            service, member_id = self.desk.service, panel.member_id
            self.desk.tasks.run(lambda: service.rewards(member_id), self._fill)

    def _fill(self, rewards: tuple[Reward, ...]) -> None:
        self._rewards = {reward.code: reward for reward in rewards}
        self.catalogue.fill(tuple(self._row(reward) for reward in rewards))
        if rewards and not self.catalogue.current_key():
            self.catalogue.go(rewards[0].code)
        if self.flow.state is FlowState.EDITING:
            self.catalogue.setFocus(Qt.FocusReason.OtherFocusReason)
            self.look()

    def _row(self, reward: Reward) -> Row:
        language = self.desk.language
        note = language.words(reward.note)
        if reward.barred is not None:
            note = sentence(reward.barred, language)
        left = ""
        if reward.stock is not None:
            left = self.tr("%n left", "", reward.stock)
        return Row(
            key=reward.code,
            title=language.words(reward.name),
            note=note,
            icon=reward.icon,
            figure=language.count(reward.points),
            aside=left,
            dim=reward.barred is not None,
        )

    @override
    def refill(self) -> None:
        super().refill()
        panel, language = self.desk.panel, self.desk.language
        if panel is not None:
            self._has.setText(
                self.tr("{count} points available").format(count=language.count(panel.points))
            )
        if self._rewards:
            self.catalogue.fill(tuple(self._row(r) for r in self._rewards.values()))

    @override
    def clear(self) -> None:
        self.quantity.setCurrentIndex(0)

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (self.catalogue, self.quantity)

    @override
    def ask(self) -> Ask | None:
        panel, code = self.desk.panel, self.catalogue.current_key()
        if panel is None or code not in self._rewards:
            return None
        quantity = int(self.quantity.code() or 1)
        draft = RedeemDraft(
            member_id=panel.member_id,
            reward=code,
            quantity=quantity,
            found_by=self.desk.found_by,
        )
        points = self.desk.language.count(self._rewards[code].points * quantity)
        return Ask(
            request=draft,
            member_id=panel.member_id,
            amount=self.tr("{points} points").format(points=points),
            purpose=PinPurpose.REDEEM,
        )

    @override
    def summary(self) -> str:
        reward = self._rewards.get(self.catalogue.current_key())
        if reward is None:
            return ""
        language, quantity = self.desk.language, int(self.quantity.code() or 1)
        points = language.count(reward.points * quantity)
        many = f" × {quantity}" if quantity > 1 else ""
        points = self.tr("{points} points").format(points=points)
        return f"{language.words(reward.name)}{many} · {points}"

    @override
    def confirm_words(self) -> str:
        return self.tr("Yes, redeem")

"""The device page: each device, how it is, and what to do about it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.permissions import Act
from app.ui.kit.boxes import Card, Hairline, column, row
from app.ui.kit.lines import Line, Lines
from app.ui.kit.note import Note
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.service.station_records import DeviceLamp, DeviceRole, LampState
from app.ui.serving.context import Desk, PageName
from app.ui.serving.house_sayings import (
    DEVICE_ICONS,
    device_name,
    device_reason,
    device_remedy,
    link_words,
)
from app.ui.serving.page import Page

_TONES = {LampState.READY: "ready", LampState.WARNING: "warning", LampState.LOST: "refused"}


class DevicesPage(Page):
    """Choose with the arrows; Enter looks for the device again."""

    name = PageName.DEVICES

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self.list = RowList(theme, RowStyle(height=62, mark=24))
        self.say(self.list.setAccessibleName, lambda: self.tr("Devices"))
        card = Card(theme)
        card.body.addWidget(self.text(lambda: self.tr("Devices of this desk"), "lead", weight=500))
        card.body.addSpacing(6)
        card.body.addWidget(Hairline())
        holder = column(0, (-14, 4, -14, 0))
        holder.addWidget(self.list)
        card.body.addLayout(holder, 1)
        side = Card(theme, 8)
        side.setFixedWidth(theme.number("desk", "side"))
        self._title = self.text(role="lead", weight=500, elide=True)
        self._lines = Lines(theme, 30)
        self._remedy = Note(theme, "info")
        side.body.addWidget(self._title)
        side.body.addWidget(self._lines)
        side.body.addWidget(self._remedy)
        side.body.addStretch()
        foot = row()
        self._messages = self.button(
            lambda: self.tr("Messages"),
            lambda: desk.go.emit(PageName.MESSAGES),
            "Ctrl M",
            icon="message",
        )
        foot.addWidget(self._messages)
        foot.addStretch()
        again = self.button(
            lambda: self.tr("Look again"), self.enter, "⏎", "primary", icon="refresh"
        )
        foot.addWidget(again)
        side.body.addLayout(foot)
        body = row(16, (16, 0, 16, 0))
        body.addWidget(card, 1)
        body.addWidget(side)
        self.setLayout(body)
        self.list.moved.connect(lambda _key: self._show())
        self.list.chosen.connect(lambda _key: self.enter())
        desk.lamps_changed.connect(self.refill)

    @override
    def refill(self) -> None:
        rows = tuple(
            Row(
                key=lamp.device_id,
                title=device_name(lamp.role),
                note=" · ".join(t for t in (lamp.model, lamp.address) if t),
                icon=DEVICE_ICONS[lamp.role],
                aside=device_reason(lamp.reason),
                aside_tone=_TONES[lamp.state],
            )
            for lamp in self.desk.lamps
        )
        self.list.fill(rows)
        if rows and not self.list.current_key():
            worst = next((x for x in self.desk.lamps if x.state is not LampState.READY), None)
            self.list.go(worst.device_id if worst else rows[0].key)
        self._show()

    def _lamp(self) -> DeviceLamp | None:
        key = self.list.current_key()
        return next((x for x in self.desk.lamps if x.device_id == key), None)

    def _show(self) -> None:
        lamp = self._lamp()
        is_modem = lamp is not None and lamp.role is DeviceRole.MODEM
        self._messages.setVisible(is_modem and self.desk.may(Act.EXCHANGE))
        if lamp is None:
            self._title.setText(self.tr("No device is set up"))
            self._lines.fill(())
            self._remedy.say("")
            return
        self._title.setText(device_name(lamp.role))
        tone = _TONES[lamp.state]
        lines = [Line(self.tr("State"), device_reason(lamp.reason), tone)]
        if lamp.model:
            lines.append(Line(self.tr("Model"), lamp.model))
        if lamp.address:
            lines.append(Line(self.tr("Connected at"), lamp.address))
        if lamp.since is not None:
            lines.append(Line(self.tr("Since"), self.desk.language.clock(lamp.since)))
        lines.append(Line(self.tr("Books"), link_words(self.desk.link)[1]))
        self._lines.fill(tuple(lines))
        self._remedy.say(device_remedy(lamp.reason), tone=tone)

    @override
    def shown(self) -> None:
        self.list.setFocus()

    @override
    def enter(self) -> None:
        lamp = self._lamp()
        if lamp is not None:
            service, device_id = self.desk.service, lamp.device_id
            self.desk.tasks.run(lambda: service.retry_device(device_id), lambda _none: None)

"""Check in a walk-in (办理入住), or check out the open stay (退房)."""

from __future__ import annotations

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.form import FormPage
from app.ui.kit.boxes import boxed, row
from app.ui.kit.fields import Choice, Entry
from app.ui.kit.text import Paragraph
from app.ui.service.member_records import Command
from app.ui.service.records import EarnChoice
from app.ui.service.requests import CheckInDraft, CheckOutDraft
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState


class StayPage(FormPage):
    """Room, nights, rate and what the stay earns; or, for a guest in house, leaving."""

    name = PageName.STAY
    command = Command.CHECK_IN

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.room = Entry()
        self.room.setMaxLength(8)
        self.nights = Entry()
        self.nights.setValidator(QIntValidator(1, 365, self.nights))
        self.rate = Choice(desk.theme)
        self.earn = Choice(desk.theme)
        first, second = row(16), row(16)
        first.addWidget(self.field(self.room, lambda: self.tr("Room")), 1)
        first.addWidget(self.field(self.nights, lambda: self.tr("Nights")), 1)
        second.addWidget(self.field(self.rate, lambda: self.tr("Rate class")), 1)
        second.addWidget(self.field(self.earn, lambda: self.tr("The stay earns")), 1)
        self._in = [boxed(first), boxed(second)]
        for line in self._in:
            self.form.body.addWidget(line)
        self._out = Paragraph("ink")
        self.form.body.addWidget(self._out)
        self.finish_form()
        states = (FlowState.EDITING, FlowState.CHECKING, FlowState.DONE)
        self.head.show_steps(states, self._step_names)
        for signal in (
            self.room.textChanged,
            self.nights.textChanged,
            self.rate.currentIndexChanged,
            self.earn.currentIndexChanged,
        ):
            signal.connect(self.look)

    def _step_names(self) -> tuple[str, ...]:
        return (self.tr("Stay"), self.tr("Check"), self.tr("Done"))

    def _leaving(self) -> bool:
        panel = self.desk.panel
        return panel is not None and panel.stay is not None

    @override
    def refill(self) -> None:
        super().refill()
        house, panel, language = self.desk.house, self.desk.panel, self.desk.language
        if house is None or panel is None:
            return
        self.rate.offer(tuple((r.code, language.words(r.name)) for r in house.rate_classes))
        self.earn.offer(tuple((c.value, self._earns(c)) for c in house.earn_choices))
        if self.flow.state is FlowState.DONE:
            return
        for line in self._in:
            line.setVisible(panel.stay is None)
        self._out.setVisible(panel.stay is not None)
        if panel.stay is not None:
            arrived = language.day(panel.stay.arrived_on)
            nights = panel.stay.nights
            words = self.tr("Room {room}, %n nights, arrived {day}. Enter checks out.", "", nights)
            self._out.setText(words.format(room=panel.stay.room, day=arrived))

    def _earns(self, choice: EarnChoice) -> str:
        match choice:
            case EarnChoice.POINTS:
                return self.tr("Points")
            case EarnChoice.MILES:
                return self.tr("Airline miles")
            case EarnChoice.BOTH:
                return self.tr("Points and miles")

    @override
    def clear(self) -> None:
        self.room.clear()
        self.nights.setText("1")

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return () if self._leaving() else (self.room, self.nights, self.rate, self.earn)

    @override
    def shown(self) -> None:
        super().shown()
        if self._leaving():
            self.primary.setFocus()
            self.look()

    @override
    def ask(self) -> Ask | None:
        panel = self.desk.panel
        if panel is None:
            return None
        if panel.stay is not None:
            request = CheckOutDraft(member_id=panel.member_id)
            return Ask(request=request, member_id=panel.member_id)
        if not self.room.text().strip() or not self.nights.text().isdigit():
            return None
        draft = CheckInDraft(
            member_id=panel.member_id,
            room=self.room.text().strip(),
            nights=int(self.nights.text()),
            rate_class=self.rate.code(),
            earn=EarnChoice(self.earn.code() or EarnChoice.POINTS.value),
        )
        return Ask(request=draft, member_id=panel.member_id)

    @override
    def enter(self) -> None:
        if self.flow.state is FlowState.EDITING and not self._leaving():
            missing = next((f for f in (self.room, self.nights) if not f.text().strip()), None)
            if missing is not None:
                self.note.say(self.tr("Room and nights are needed."), tone="refused")
                missing.setFocus()
                return
        super().enter()

    @override
    def summary(self) -> str:
        panel = self.desk.panel
        if panel is not None and panel.stay is not None:
            return self.tr("Room {room} leaves").format(room=panel.stay.room)
        nights = int(self.nights.text()) if self.nights.text().isdigit() else 0
        words = self.tr("Room {room}, %n nights", "", nights).format(room=self.room.text().strip())
        return f"{words} · {self.rate.currentText()}"

    @override
    def confirm_words(self) -> str:
        return self.tr("Yes, check out") if self._leaving() else self.tr("Yes, check in")

    @override
    def refuse(self, refusal: Refusal) -> None:
        if refusal.reason is not Reason.MEMBER_UNKNOWN:
            super().refuse(refusal)

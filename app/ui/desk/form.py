"""What every page that changes something shares: fields left, preview right, one question, one answer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.desk.check_strip import CheckStrip
from app.ui.desk.form_head import FormHead
from app.ui.kit.boxes import Card, boxed, column, row
from app.ui.kit.fields import mark_refused
from app.ui.kit.messages import sentence
from app.ui.kit.note import Note
from app.ui.service.answers import (
    Done,
    Late,
    NoPin,
    Outcome,
    PinPurpose,
    Preview,
    SwipeToken,
)
from app.ui.serving.context import Desk, Told
from app.ui.serving.entered import Entered
from app.ui.serving.flow import Ask, FlowState, RequestFlow
from app.ui.serving.house_sayings import no_pin
from app.ui.serving.side import OverrideCard, PinCard, PreviewCard
from app.ui.serving.slip_kinds import kind_name
from app.ui.serving.slip_sayings import slip_title


class FormPage(Entered):
    """A request being entered. Pages add their fields to ``form`` and say what they ask for."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self.flow = RequestFlow(desk, self)
        self.head = FormHead(desk)
        self.form = Card(theme, 12)
        self.form.body.setContentsMargins(20, 14, 20, 14)
        self.note = Note(theme)
        self.strip = CheckStrip(theme)
        self.primary = self.button(self.primary_words, self.enter, "⏎", "primary")
        self.preview = PreviewCard(desk)
        self.pin = PinCard(desk)
        self.overriding = OverrideCard(desk)
        self._asked: tuple[str, Ask] | None = None
        left = column(16)
        left.addWidget(self.head)
        left.addWidget(self.form, 1)
        right = column(16)
        right.addWidget(self.preview, 1)
        right.addWidget(self.pin)
        right.addWidget(self.overriding)
        self.side = boxed(right)
        self.side.setFixedWidth(theme.number("desk", "side"))
        body = row(16, (16, 0, 16, 0))
        body.addLayout(left, 1)
        body.addWidget(self.side)
        self.setLayout(body)
        self._connect()

    def _connect(self) -> None:
        flow = self.flow
        flow.state_changed.connect(self._state_changed)
        flow.previewed.connect(self.previewed)
        flow.pin_asked.connect(self._pin_asked)
        flow.pin_ended.connect(self._pin_ended)
        flow.finished.connect(self.finished)
        flow.finished_away.connect(self._tell_away)
        self.strip.yes.connect(flow.confirm)
        self.strip.change.connect(self.change)
        self.pin.cancelled.connect(flow.cancel_pin)
        self.overriding.given.connect(flow.overridden)
        self.on_key("Alt+E", self.change)

    def finish_form(self) -> None:
        """Put note, question and button under the fields."""
        body = self.form.body
        body.addWidget(self.note)
        body.addStretch()
        body.addWidget(self.strip)
        foot = row()
        foot.addStretch()
        foot.addWidget(self.primary)
        body.addLayout(foot)

    def look(self) -> None:
        """Preview what is typed so far."""
        ask = self.ask()
        self.note.say("")
        self.primary.setVisible(self.flow.state is FlowState.EDITING)
        for field in self.fields():
            mark_refused(field, refused=False)
        self.flow.look(ask.request if ask is not None else None)

    def previewed(self, found: Preview | Refusal | None) -> None:
        """Show a preview, or why there is none."""
        rest, rest_note = self.rest_words()
        if isinstance(found, Refusal):
            self.refuse(found)
            self.preview.show_preview(None, rest="")
            return
        self.preview.show_preview(found, rest=rest, rest_note=rest_note)

    def refuse(self, refusal: Refusal) -> None:
        """Say why not, beside what caused it."""
        ways = refusal.reason in self.ways_for
        self.note.say(sentence(refusal, self.desk.language), tone="refused", ways=ways)
        self.primary.setVisible(not ways and self.flow.state is FlowState.EDITING)
        field = self.field_of(refusal.reason)
        if field is not None:
            mark_refused(field, refused=True)

    @override
    def enter(self) -> None:
        match self.flow.state:
            case FlowState.EDITING:
                ask = self.ask()
                if ask is not None:
                    self._asked = (self.summary(), ask)
                    self.flow.check(ask)
            case FlowState.CHECKING:
                self.flow.confirm()
            case FlowState.SUPERVISOR:
                self.overriding.sign()
            case FlowState.PIN | FlowState.SUBMITTING | FlowState.DONE:
                pass

    def _state_changed(self, state: FlowState) -> None:
        summary = self._asked[0] if self._asked else ""
        locked = state is not FlowState.EDITING
        for field in self.fields():
            field.setEnabled(not locked)
        self.primary.setVisible(not locked)
        self.head.go(state)
        if state is not FlowState.PIN:
            self.pin.end()
        self.overriding.hide()
        self.preview.setVisible(self.with_preview)
        match state:
            case FlowState.EDITING:
                self.strip.hide()
            case FlowState.CHECKING:
                self.strip.ask(summary, self.confirm_words())
            case FlowState.SUPERVISOR:
                self.strip.checked(summary)
                if self.flow.reason is not None:
                    self.overriding.ask(self.flow.reason)
            case FlowState.PIN | FlowState.SUBMITTING:
                self.strip.checked(summary)
            case FlowState.DONE:
                self.strip.hide()  # the line above the page says it, and stays

    def _pin_asked(self, purpose: PinPurpose, amount: str) -> None:
        self.note.say("")
        self.pin.ask(purpose, amount, self.desk.theme.number("duration", "pin_seconds"))
        self.pin.cancel.setFocus()

    def _pin_ended(self, end: NoPin) -> None:
        self.note.say(no_pin(end), tone="warning")

    def finished(self, outcome: Outcome) -> None:
        """Say what happened; it stays."""
        if not self.isVisible():
            self._tell_away(outcome)
        elif isinstance(outcome, Done):
            self._done(outcome)
        elif isinstance(outcome, Refusal):
            self.refuse(outcome)
        else:
            tone = "warning" if isinstance(outcome, Late) else "refused"
            self.note.say(self.undone(outcome), tone=tone)

    def _tell_away(self, outcome: Outcome) -> None:
        """Say what became of a request after its page was left."""
        if isinstance(outcome, Done):
            self._tell(outcome)
        else:
            self.desk.tell(Told(text=lambda: self.undone(outcome), tone="refused"))

    def _done(self, done: Done) -> None:
        rest, rest_note = self.rest_words()
        if self.flow.preview is not None:
            self.preview.show_preview(
                self.flow.preview, rest=rest, rest_note=rest_note, posted=done.slip.number
            )
        self._tell(done)
        self.setFocus()

    def _tell(self, done: Done) -> None:
        """Put the line above the page that says what was done."""
        language, slip = self.desk.language, done.slip

        def words() -> str:
            points = language.count(slip.points, signed=True) if slip.points else ""
            title = slip_title(slip, language)
            head = kind_name(slip.kind)
            parts = [slip.number, title if title.startswith(head) else f"{head}: {title}"]
            if points:
                parts.append(self.tr("{points} points").format(points=points))
            if done.provisional:
                parts.append(self.tr("saved, to be confirmed"))
            return " · ".join(parts)

        told = Told(text=words, slip=slip, can_print=done.can_print, can_undo=done.can_undo)
        self.desk.tell(told)

    def change(self) -> None:
        """Go back from the question to the fields."""
        if self.flow.state in (FlowState.CHECKING, FlowState.PIN, FlowState.SUPERVISOR):
            self.flow.edit()
            self.first_field().setFocus()

    @override
    def back(self) -> bool:
        match self.flow.state:
            case FlowState.PIN:
                self.flow.cancel_pin()
                return True
            case FlowState.SUPERVISOR | FlowState.CHECKING:
                self.change()
                return True
            case FlowState.SUBMITTING:
                return True
            case FlowState.EDITING | FlowState.DONE:
                return False

    @override
    def shown(self) -> None:
        self.flow.reset()
        self.note.say("")
        self.clear()
        self.refill()
        self.preview.show_preview(None, rest="")
        self.first_field().setFocus()

    @override
    def left(self) -> None:
        if self.flow.state is not FlowState.SUBMITTING:
            self.flow.reset()

    @override
    def refill(self) -> None:
        self.head.refill()

    @override
    def take_swipe(self, swipe: SwipeToken) -> bool:
        if self.flow.state is FlowState.SUPERVISOR:
            self.overriding.swiped(swipe)
            return True
        return False

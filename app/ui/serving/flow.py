"""One request on its way: previewed while typed, checked once, backed by supervisor and PIN, submitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, unique

from PySide6.QtCore import QObject, Signal

from app.loyalty.refusals import Reason, Refusal
from app.ui.kit.tasks import Latest
from app.ui.service.answers import (
    Backing,
    Done,
    Late,
    NoPin,
    Outcome,
    Override,
    PinEntered,
    PinPurpose,
    PinToken,
    Preview,
)
from app.ui.service.records import MemberId
from app.ui.service.requests import Request
from app.ui.serving.context import Desk

_OVERRIDABLE = frozenset({Reason.NEEDS_SUPERVISOR, Reason.NOT_PERMITTED, Reason.OVER_LIMIT})


@unique
class FlowState(Enum):
    """Where the request stands."""

    EDITING = "editing"
    CHECKING = "checking"  # "is this right?"
    SUPERVISOR = "supervisor"
    PIN = "pin"
    SUBMITTING = "submitting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request with what its PIN entry needs.

    Attributes:
        amount: What the pad shows.
        pins: Entries to ask for in any case; a preview that needs a PIN asks for ``purpose``.
    """

    request: Request
    member_id: MemberId | None = None
    amount: str = ""
    purpose: PinPurpose = PinPurpose.PAY
    pins: tuple[PinPurpose, ...] = ()


class RequestFlow(QObject):
    """Takes one request through its states; a page shows each."""

    state_changed = Signal(object)
    previewed = Signal(object)  # Preview | Refusal | None
    pin_asked = Signal(object, str)  # PinPurpose, amount
    pin_ended = Signal(object)  # NoPin
    finished = Signal(object)  # Outcome
    finished_away = Signal(object)  # Outcome of a request whose page has moved on

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = FlowState.EDITING
        self.preview: Preview | None = None
        self.reason: Refusal | None = None
        self._latest = Latest(desk.tasks, 60, self)
        self._ask: Ask | None = None
        self._override: Override | None = None
        self._pins: list[PinToken] = []
        self._to_ask: list[PinPurpose] = []
        self._run = 0
        self._entry = 0

    def _go(self, state: FlowState) -> None:
        self.state = state
        busy = state in (FlowState.PIN, FlowState.SUBMITTING, FlowState.SUPERVISOR)
        self._desk.set_busy(busy=busy)
        self.state_changed.emit(state)

    def look(self, request: Request | None) -> None:
        """Preview what is typed so far; None shows nothing."""
        if request is None:
            self._latest.cancel()
            self.preview = None
            self.previewed.emit(None)
            return
        service = self._desk.service
        self._latest.ask(lambda: service.preview(request), self._show)

    def _show(self, found: Preview | Refusal) -> None:
        self.preview = found if isinstance(found, Preview) else None
        self.previewed.emit(found)

    def check(self, ask: Ask) -> None:
        """Preview once more for certain, then ask "is this right?"; a refusal goes to the page."""
        self._latest.cancel()
        self._ask = ask
        service = self._desk.service

        def then(found: Preview | Refusal) -> None:
            self._show(found)
            if isinstance(found, Preview):
                self._go(FlowState.CHECKING)

        self._start(lambda: service.preview(ask.request), then)

    def _start(self, work: Callable[[], object], then: Callable[..., None]) -> None:
        self._run = self._desk.tasks.run(work, then, failed=self.reset)

    def confirm(self) -> None:
        """Go on after "yes, this is right"."""
        if self._ask is None or self.state is not FlowState.CHECKING:
            return
        preview = self.preview or Preview()
        self._pins.clear()
        self._to_ask = list(self._ask.pins)
        if preview.needs_pin and not self._to_ask:
            self._to_ask = [self._ask.purpose]
        if preview.needs_supervisor is not None and self._override is None:
            self._want_supervisor(preview.needs_supervisor)
            return
        self._next_pin()

    def _want_supervisor(self, why: Refusal) -> None:
        self.reason = why
        self._go(FlowState.SUPERVISOR)

    def overridden(self, override: Override) -> None:
        """Go on with a supervisor's word."""
        self._override = override
        self._next_pin()

    def _next_pin(self) -> None:
        if not self._to_ask:
            self._submit()
            return
        ask, purpose = self._ask, self._to_ask.pop(0)
        if ask is None:
            return
        self._go(FlowState.PIN)
        self.pin_asked.emit(purpose, ask.amount)
        service, seconds = self._desk.service, self._desk.theme.number("duration", "pin_seconds")
        member_id = ask.member_id or MemberId("")
        self._start(
            lambda: service.ask_pin(purpose, ask.amount, seconds, member_id), self._pin_came
        )

    def _pin_came(self, came: PinEntered | NoPin) -> None:
        if self.state is not FlowState.PIN:
            return
        if isinstance(came, PinEntered):
            self._pins.append(came.token)
            self._next_pin()
            return
        self._go(FlowState.CHECKING)
        self.pin_ended.emit(came)

    def _submit(self) -> None:
        ask = self._ask
        if ask is None:
            return
        self._go(FlowState.SUBMITTING)
        token = self._override.token if self._override else None
        backing = Backing(pins=tuple(self._pins), override=token)
        service, entry = self._desk.service, self._entry
        self._start(
            lambda: service.submit(ask.request, backing),
            lambda outcome: self._decided(outcome, entry),
        )

    def _decided(self, outcome: Outcome, entry: int) -> None:
        if entry != self._entry:  # somebody else is being served by now
            if isinstance(outcome, Done):
                self._desk.take_done(outcome)
            self.finished_away.emit(outcome)
            return
        if isinstance(outcome, Done):
            self._override = None
            self._go(FlowState.DONE)
            self._desk.take_done(outcome)
        elif isinstance(outcome, Late) and outcome.is_saved:
            self._override = None
            self._go(FlowState.DONE)  # it is not to be asked for again
        elif isinstance(outcome, Refusal) and self._ask is not None:
            if outcome.reason in _OVERRIDABLE and self._override is None:
                self._want_supervisor(outcome)
                return
            if outcome.reason is Reason.PIN_NEEDED and not self._pins:
                self._to_ask = [self._ask.purpose]
                self._next_pin()
                return
            again = outcome.reason is Reason.PIN_WRONG
            self._go(FlowState.CHECKING if again else FlowState.EDITING)
        else:
            self._go(FlowState.CHECKING)
        self.finished.emit(outcome)

    def edit(self) -> None:
        """Go back to the entry; ends a PIN entry under way, nothing is taken."""
        if self.state is FlowState.PIN:
            self._desk.tasks.run(self._desk.service.cancel_pin, lambda _none: None)
        if self.state in (FlowState.CHECKING, FlowState.PIN, FlowState.SUPERVISOR):
            self._override = None
            self._go(FlowState.EDITING)

    def cancel_pin(self) -> None:
        """Let the pad end the entry; the answer comes the usual way."""
        self._desk.tasks.run(self._desk.service.cancel_pin, lambda _none: None)

    def reset(self) -> None:
        """Begin anew. What was submitted goes on by itself and is told as a line."""
        self._entry += 1
        if self.state is FlowState.PIN:
            self._desk.tasks.forget(self._run)
            self.cancel_pin()
        self._latest.cancel()
        self._ask = self._override = self.preview = None
        self._go(FlowState.EDITING)

"""What the till does with one sale: previews it, posts it, voids the last; knows no widget."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.loyalty.refusals import Reason, Refusal
from app.ui.kit.messages import sentence
from app.ui.outlet.entering import Entering
from app.ui.outlet.sale import Sale, next_bill
from app.ui.service.answers import Done, Late, NoPin, NotSaved, Outcome, PinPurpose, Preview
from app.ui.service.records import SlipKind, SlipRow
from app.ui.service.requests import VoidDraft
from app.ui.serving.context import Desk
from app.ui.serving.flow import Ask, FlowState
from app.ui.serving.house_sayings import books_fault, no_pin


class Selling(Entering):
    """The sale under way, from the first key to the books."""

    bill_missing = Signal()
    done = Signal(object, bool)  # Done, whether it was a void

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._goes_on = False  # the next check is confirmed without a question
        flow = self.flow
        flow.previewed.connect(self._previewed)
        flow.state_changed.connect(self._state_changed)
        flow.pin_ended.connect(self._pin_ended)
        flow.finished.connect(self._finished)

    def post(self) -> None:
        """Post the sale, or say what is missing; a part being typed is taken first."""
        if self.sale.part is not None:
            self.take_part()
            return
        house, panel, language = self._desk.house, self._desk.panel, self._desk.language
        if house is None or panel is None:
            self.noted.emit(self.tr("Swipe the guest's card first."), "info")
            return
        draft = self.draft
        if draft is None:
            wrong = self.sale.minor(house.scale)
            has_bill = bool(self.sale.number)
            missing = Reason.AMOUNT_MALFORMED if has_bill else Reason.BILL_MISSING
            reason = wrong if isinstance(wrong, Reason) else missing
            self.noted.emit(sentence(Refusal(reason), language), "refused")
            if reason is Reason.BILL_MISSING:
                self.bill_missing.emit()
            return
        parts = [language.money(draft.stored_minor)] if draft.stored_minor else []
        if draft.points:
            parts.append(self.tr("{points} points").format(points=language.count(draft.points)))
        amount, member = " + ".join(parts), panel.member_id
        ask = Ask(request=draft, member_id=member, amount=amount, purpose=PinPurpose.PAY)
        if self.pos.open is None:
            self._check(ask)
        else:
            self.pos.begin(lambda: self._begun(ask))

    def _begun(self, ask: Ask) -> None:
        if ask.request == self.draft:
            self._check(ask)
        else:  # another card passed meanwhile
            self.pos.give_back()

    def begin_void(self) -> SlipRow | None:
        """Begin to void the last slip; None where there is none that could be."""
        slip = self._desk.last_slip
        if slip is None or slip.void_barred is not None or not self.is_editing:
            return None
        self.is_voiding = True
        self.noted.emit("", "")
        return slip

    def void(self, reason: str) -> None:
        """Void the last slip."""
        slip = self._desk.last_slip
        if slip is not None and self.is_voiding:
            request = VoidDraft(slip_id=slip.slip_id, reason=reason)
            self._check(Ask(request=request, member_id=slip.member_id))

    def back(self) -> None:
        """One step back: end the PIN entry, keep the slip, clear the entry, let the guest go."""
        self.noted.emit("", "")
        if self.flow.state is FlowState.PIN:
            self.flow.cancel_pin()
        elif self.flow.state in {FlowState.CHECKING, FlowState.SUPERVISOR}:
            self.flow.edit()
        elif self.is_voiding:
            self.is_voiding = False
        elif self.sale.part is not None or self.sale.first is not None:
            self.split()
        elif self.sale.pos is not None:
            self.pos.let_wait()
        elif self.sale.amount:
            self.change(amount="", payable_minor=None, with_stored=False, with_points=False)
        else:
            self._desk.show_panel(None)
        self.changed.emit()

    def _check(self, ask: Ask) -> None:
        self._goes_on = True
        self.flow.check(ask)

    def _state_changed(self, state: FlowState) -> None:
        if state is FlowState.CHECKING and self._goes_on:
            self._goes_on = False
            self.flow.confirm()
            return
        if state is FlowState.EDITING:
            self.pos.give_back()  # what was posted was answered before
        self.changed.emit()

    def _previewed(self, found: Preview | Refusal | None) -> None:
        if isinstance(found, Refusal):
            if self._goes_on:
                self.pos.give_back()
            self._goes_on = False
            self.noted.emit(sentence(found, self._desk.language), "refused")
        elif found is not None and not self.is_voiding:
            before = self.draft
            self.sale = replace(self.sale, payable_minor=found.payable_minor)
            if self.is_editing and self.draft != before:
                self.flow.look(self.draft)  # stored value and points pay of what is due now
        self.changed.emit()

    def _pin_ended(self, end: NoPin) -> None:
        self.flow.edit()
        self.noted.emit(no_pin(end), "warning")

    def _finished(self, outcome: Outcome) -> None:
        match outcome:
            case Done():
                self._posted(outcome)
            case Refusal():
                self.flow.edit()
                self.noted.emit(sentence(outcome, self._desk.language), "refused")
            case Late(is_saved=True):
                self._saved()
            case Late():
                self.flow.edit()
                words = self.tr("No answer in time: it was withdrawn, nothing was taken.")
                self.noted.emit(words, "warning")
            case NotSaved():
                self.flow.edit()
                self.noted.emit(books_fault(outcome.fault), "refused")

    def _saved(self) -> None:
        """Go on to the next bill: this one is on the terminal's disk, and must not be entered again."""
        bill, self.is_voiding = self.sale.bill, False
        self.sale = Sale(tender=self.sale.tender, bill=next_bill(bill), pos=self.pos.open)
        self._desk.show_panel(None)
        self.flow.reset()
        self.noted.emit(
            self.tr("Saved here; it will be confirmed when the line is back."), "warning"
        )
        self.changed.emit()

    def _posted(self, done: Done) -> None:
        was_void, self.is_voiding = done.slip.kind is SlipKind.VOID, False
        bill, was_pos = self.sale.bill, self.pos.is_begun
        self.pos.posted(done.slip.slip_id)
        bill = bill if was_void or was_pos else next_bill(bill)
        self.sale = Sale(tender=self.sale.tender, bill=bill, pos=self.pos.open)
        self._desk.show_panel(None)
        self.flow.reset()
        self.done.emit(done, was_void)
        self.changed.emit()

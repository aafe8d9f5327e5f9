"""What the till does with one sale: types it, previews it, posts it, voids the last; knows no widget."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.loyalty.refusals import Reason, Refusal
from app.ui.kit.messages import sentence
from app.ui.outlet.sale import Sale, next_bill, next_code, typed
from app.ui.outlet.tender_bar import POINTS, REST, STORED
from app.ui.service.answers import Done, Late, NoPin, NotSaved, Outcome, PinPurpose, Preview
from app.ui.service.records import SlipKind, SlipRow
from app.ui.service.requests import SpendDraft, VoidDraft
from app.ui.serving.context import Desk
from app.ui.serving.flow import Ask, FlowState, RequestFlow
from app.ui.serving.house_sayings import books_fault, no_pin


class Selling(QObject):
    """The sale under way.

    Attributes:
        sale: What was entered.
        flow: Its way through preview, PIN and books.
        is_voiding: Whether the last sale is asked about instead.
    """

    changed = Signal()  # anything that is shown
    noted = Signal(str, str)  # a sentence and its tone; empty takes it away
    bill_missing = Signal()
    done = Signal(object, bool)  # Done, whether it was a void

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sale = Sale()
        self.flow = RequestFlow(desk, self)
        self.is_voiding = False
        self._goes_on = False  # the next check is confirmed without a question
        flow = self.flow
        flow.previewed.connect(self._previewed)
        flow.state_changed.connect(self._state_changed)
        flow.pin_ended.connect(self._pin_ended)
        flow.finished.connect(self._finished)
        desk.panel_changed.connect(self._panel_changed)
        desk.house_changed.connect(self._house_changed)
        desk.today_changed.connect(self._first_bill)

    @property
    def draft(self) -> SpendDraft | None:
        """The request as it stands; None while a guest, a bill or an amount is missing."""
        house, panel = self._desk.house, self._desk.panel
        return self.sale.draft(panel, house) if house and panel else None

    @property
    def is_editing(self) -> bool:
        """Whether keys change the sale."""
        return self.flow.state is FlowState.EDITING and not self.is_voiding

    def type(self, key: str) -> None:
        """Take a key of the number pad."""
        if self.is_editing:
            self.change(amount=typed(self.sale.amount, key), payable_minor=None)

    def toggle(self, name: str) -> None:
        """Take the next of one way to pay, or turn it on and off."""
        house, panel, sale = self._desk.house, self._desk.panel, self.sale
        if house is None or not self.is_editing:
            return
        if name == REST:
            codes = tuple(one.code for one in house.tenders)
            self.change(tender=next_code(codes, sale.tender))
        elif panel is None:
            self.changed.emit()
        elif name == STORED:
            self.change(with_stored=not sale.with_stored and panel.stored_minor > 0)
        elif name == POINTS:
            self.change(with_points=not sale.with_points and house.points_per_unit > 0)
        else:
            codes = ("", *(one.code for one in panel.vouchers))
            self.change(voucher=next_code(codes, sale.voucher))

    def change(self, **changed: object) -> None:
        """Change the sale and look what it comes to."""
        self.sale = replace(self.sale, **changed)  # type: ignore[arg-type]
        self.noted.emit("", "")
        self.flow.look(self.draft)
        self.changed.emit()

    def post(self) -> None:
        """Post the sale, or say what is missing."""
        house, panel, language = self._desk.house, self._desk.panel, self._desk.language
        if house is None or panel is None:
            self.noted.emit(self.tr("Swipe the guest's card first."), "info")
            return
        draft = self.draft
        if draft is None:
            wrong = self.sale.minor(house.scale)
            has_bill = bool(self.sale.bill.strip())
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
        self._check(Ask(request=draft, member_id=member, amount=amount, purpose=PinPurpose.PAY))

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
        self.changed.emit()

    def _previewed(self, found: Preview | Refusal | None) -> None:
        if isinstance(found, Refusal):
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
            case Late():
                self.flow.edit()
                words = self.tr("No answer in time: it was withdrawn, nothing was taken.")
                self.noted.emit(words, "warning")
            case NotSaved():
                self.flow.edit()
                self.noted.emit(books_fault(outcome.fault), "refused")

    def _posted(self, done: Done) -> None:
        was_void, self.is_voiding = done.slip.kind is SlipKind.VOID, False
        bill = self.sale.bill
        self.sale = Sale(tender=self.sale.tender, bill=bill if was_void else next_bill(bill))
        self._desk.show_panel(None)
        self.flow.reset()
        self.done.emit(done, was_void)
        self.changed.emit()

    def _panel_changed(self) -> None:
        self.is_voiding = False
        self.change(with_stored=False, with_points=False, voucher="", payable_minor=None)

    def _house_changed(self) -> None:
        house = self._desk.house
        codes = tuple(one.code for one in house.tenders) if house else ()
        if codes and self.sale.tender not in codes:
            self.sale = replace(self.sale, tender=codes[0])
        self.changed.emit()

    def _first_bill(self) -> None:
        """Begin with the number behind the day's last bill; another is typed where that is wrong."""
        today = self._desk.today
        if self.sale.bill or today is None:
            return
        bills = [one for one in today.last_slips if one.kind is SlipKind.POST_SPEND]
        last = next((str(one.facts.get("bill", "")) for one in bills), "")
        self.sale = replace(self.sale, bill=next_bill(last))
        self.changed.emit()

"""Previews and submits: what a request would do, and doing it once."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import Connection

from app.desk_service.asking import Asked, asked
from app.desk_service.card_notes import NotNotedError, just_issued, noting
from app.desk_service.clock_watch import watch_clock
from app.desk_service.context import Counter, SignedOutError
from app.desk_service.panels import panel_in
from app.desk_service.people import shift_mark
from app.desk_service.posting import handed_in
from app.desk_service.previews import preview_of
from app.desk_service.slip_rows import kept_slip, slip_number, slip_rows
from app.loyalty.ids import MemberId
from app.loyalty.member import CardStatus
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason, Refusal
from app.operations.approve_member import ApproveMember
from app.operations.decision import Outcome as Came
from app.operations.guards import needs_pin
from app.operations.issue_card import IssueCard
from app.operations.pen import Draft, Pen
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.slip import Body
from app.operations.view import View
from app.operations.void import VOIDABLE
from app.poster.submission import Answer, PinEntry
from app.programme.pack import FROM_BOOKS
from app.station.news import CardWrite, Entered, Prompt
from app.store.card_works import DONE, ENCODE, standing_of
from app.ui.service.answers import (
    Backing,
    CardWritten,
    Done,
    HouseChanged,
    NoPin,
    Outcome,
    PinEntered,
    PinPurpose,
    PinToken,
    Preview,
)
from app.ui.service.member_records import MemberPanel
from app.ui.service.records import Fact, SlipRow
from app.ui.service.records import MemberId as FaceMember
from app.ui.service.requests import (
    CloseDayDraft,
    CloseShiftDraft,
    EnrolDraft,
    OpenShiftDraft,
    Request,
)

PROMPTS = {
    PinPurpose.PAY: Prompt.ENTER,
    PinPurpose.REDEEM: Prompt.ENTER,
    PinPurpose.OLD: Prompt.ENTER,
    PinPurpose.NEW: Prompt.NEW,
    PinPurpose.AGAIN: Prompt.AGAIN,
}
_UNPRINTED = frozenset({"set_pin", "amend_member", "report_lost", "open_shift"})
_WRITTEN = {
    CardWrite.DONE: CardWritten.WRITTEN,
    CardWrite.CANCELLED: CardWritten.CANCELLED,
    CardWrite.TIMED_OUT: CardWritten.TIMED_OUT,
    CardWrite.DIFFERS: CardWritten.DIFFERS,
    CardWrite.FAILED: CardWritten.FAILED,
    CardWrite.UNPLUGGED: CardWritten.UNPLUGGED,
    CardWrite.NO_WRITER: CardWritten.NO_WRITER,
}
NO_PIN = {
    "cancelled": NoPin.CANCELLED,
    "timed-out": NoPin.TIMED_OUT,
    "unplugged": NoPin.UNPLUGGED,
    "no-pad": NoPin.NO_PAD,
}


class Doing:
    """Answers for ``RequestService``."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def preview(self, request: Request) -> Preview | Refusal:
        """Tell what a request would do; changes nothing."""
        counter = self._counter
        found = asked(counter, request)
        if isinstance(found, Refusal):
            return found
        draft = self._draft(found, "", ())
        if isinstance(draft, Refusal):
            return draft
        slip, _ = Pen(property="hotel", terminal=counter.settings.terminal).write(
            draft, counter.clock().date(), 0
        )
        predicted = counter.predictor.predict(slip, counter.clock())
        refusal = predicted.decision.refusal
        if refusal is not None and refusal.reason not in {
            Reason.NEEDS_SUPERVISOR,
            Reason.PIN_NEEDED,
        }:
            return self._with_number(refusal)
        state = predicted.view.member(MemberId(found.member))
        how = _takes_value(found.body)
        asks = bool(how) and needs_pin(state, predicted.view, how)
        if asks and not (state.credential and state.credential.mac):
            return Refusal(Reason.PIN_NOT_SET)  # said before the guest is asked for one
        preview = preview_of(predicted, found.body)
        supervisor = refusal if refusal and refusal.reason is Reason.NEEDS_SUPERVISOR else None
        return replace(
            preview,
            needs_pin=asks,
            needs_supervisor=supervisor,
        )

    def submit(self, request: Request, backing: Backing) -> Outcome:
        """Do it once: make the slip, wait for the decision, say what happened."""
        counter = self._counter
        found = asked(counter, request)
        if isinstance(found, Refusal):
            return found
        asked_for = [counter.pins.pop(token, None) for token in backing.pins]
        # An entry proves only the guest who was asked for it.
        pins = tuple(kept[1] for kept in asked_for if kept and kept[0] == found.member)
        supervisor = counter.overrides.pop(backing.override, "") if backing.override else ""
        outcome = self._post(found, supervisor, pins)
        if isinstance(outcome, Done) and isinstance(request, EnrolDraft):
            outcome = self._after_enrolment(outcome, request, found)
        if isinstance(outcome, Done) and isinstance(
            request, (CloseDayDraft, OpenShiftDraft, CloseShiftDraft)
        ):
            counter.tell(HouseChanged())
        return outcome

    def ask_pin(
        self, purpose: PinPurpose, amount: str, seconds: int, member_id: FaceMember
    ) -> PinEntered | NoPin:
        """Let the guest enter a PIN on the pad, bound to the member's card or number."""
        del amount  # the pad shows prompts of its own list only
        counter = self._counter
        with counter.books.reading() as connection:
            state = counter.view(connection, MemberId(member_id)).member(MemberId(member_id))
        card = state.active_card()
        account = card.number if card else state.row.number if state.row else ""
        answer = counter.station.ask_pin(account.rjust(13, "0"), PROMPTS[purpose], seconds)
        if not isinstance(answer, Entered):
            return NO_PIN[answer.value]
        token = PinToken(answer.entry)
        entry = PinEntry(answer.entry, answer.block, answer.ksn, answer.account_digits)
        counter.pins[token] = (member_id, entry)
        return PinEntered(token=token)

    def cancel_pin(self) -> None:
        """End the entry under way."""
        self._counter.station.cancel_pin()

    def write_card(self, member_id: FaceMember, seconds: int) -> CardWritten:
        """Write the card just issued to a member; any other card needs a slip first."""
        counter = self._counter
        number = just_issued(counter, member_id)
        if not number:
            raise LookupError("no card was issued to this member today that is not written yet")
        try:
            with noting(counter, member_id, ENCODE, number) as noted:
                ended = counter.station.write_card(number, seconds)
                noted.end = DONE if ended is CardWrite.DONE else ended.value
        except NotNotedError:
            return CardWritten.FAILED
        return _WRITTEN[ended]

    def cancel_write(self) -> None:
        """End the writing under way."""
        self._counter.station.cancel_write()

    def _draft(self, found: Asked, supervisor: str, pins: tuple[PinEntry, ...]) -> Draft | Refusal:
        counter = self._counter
        try:
            operator = counter.who()
        except SignedOutError:
            return Refusal(Reason.NOT_PERMITTED, {"act": Act.SERVE.value})
        return counter.draft(
            found.kind,
            found.body,
            operator=operator,
            member=found.member,
            supervisor=supervisor,
            pin=pins[0].id if pins else "",
        )

    def _post(self, found: Asked, supervisor: str, pins: tuple[PinEntry, ...]) -> Outcome:
        counter = self._counter
        draft = self._draft(found, supervisor, pins)
        if isinstance(draft, Refusal):
            return draft
        answer = handed_in(counter, draft, found, pins)
        return self._said(answer, found) if isinstance(answer, Answer) else answer

    def _said(self, answer: Answer, found: Asked) -> Outcome:
        if answer.decision.outcome is not Came.POSTED:
            return self._with_number(answer.decision.refusal or Refusal(Reason.KIND_UNKNOWN))
        counter = self._counter
        watch_clock(counter)
        member = MemberId(found.member)
        facts: dict[str, Fact] = {}
        to_write = lies_there = False
        with counter.books.reading() as connection:
            view = counter.view(connection, member)
            panel = panel_in(counter, connection, view, member) if member else None
            shown = panel.slips if isinstance(panel, MemberPanel) else ()
            row = next((one for one in shown if one.slip_id == answer.slip_id), None)
            if row is None:
                row = _row_of(counter, connection, view, answer)
            card = view.member(member).active_card()
            mark = shift_mark(counter, view)
        if found.kind == "open_shift" and mark is not None:
            facts["letter"] = mark.letter
        if "card" in answer.decision.gives and card is not None:
            facts["card_no"] = card.number
            lies_there = counter.station.ic.card is not None
            to_write = counter.station.has_writer and not lies_there
        return Done(
            slip=row,
            can_print=found.kind not in _UNPRINTED,
            can_undo=found.kind in VOIDABLE,
            member_id=FaceMember(member) if member else None,
            facts=facts,
            panel=None if isinstance(panel, Refusal) else panel,
            to_write=to_write,
            to_personalise=lies_there,
            to_block=found.kind == "report_lost" and self._lies_there(member),
        )

    def _lies_there(self, member: MemberId) -> bool:
        """Tell whether a card of a member that opens nothing any more lies on the IC card reader."""
        counter = self._counter
        laid = counter.station.ic.card
        number = counter.station.ic.number_of(laid.token) if laid else ""
        with counter.books.reading() as connection:
            card = standing_of(counter.books, connection, number) if number else None
        return card is not None and card.member == member and card.status is not CardStatus.ACTIVE

    def _with_number(self, refusal: Refusal) -> Refusal:
        """Add what people call the slip that a refusal names."""
        slip = refusal.facts.get("slip_id")
        if not slip:
            return refusal
        counter = self._counter
        with counter.books.reading() as connection:
            kept = kept_slip(counter, connection, str(slip))
        number = slip_number(kept.terminal, kept.sequence) if kept else ""
        return Refusal(refusal.reason, {**refusal.facts, "slip": number})

    def _after_enrolment(self, done: Done, request: EnrolDraft, found: Asked) -> Outcome:
        """Go on at once where the house lets whoever is signed in: approve, and give the card."""
        if not request.issue_card or done.panel is None:
            return done
        status = done.panel.warnings
        needs_review = any(one.facts.get("status") == "applied" for one in status)
        kind = "approve_member" if needs_review else "issue_card"
        body = ApproveMember() if needs_review else IssueCard()
        following = self._post(Asked(kind=kind, body=body, member=found.member), "", ())
        # An applicant whom the cashier may not approve waits for the review; the enrolment stands.
        return following if isinstance(following, Done) else done


def _takes_value(body: Body) -> str:
    """Return how the member was found of whom a request takes value; empty where it takes none."""
    if isinstance(body, Redeem):
        return body.identify
    if isinstance(body, PostSpend) and any(part.kind in FROM_BOOKS for part in body.parts):
        return body.identified_by
    return ""


def _row_of(counter: Counter, connection: Connection, view: View, answer: Answer) -> SlipRow:
    kept = kept_slip(counter, connection, answer.slip_id)
    if kept is None:
        raise LookupError(answer.slip_id)
    return slip_rows(counter, connection, view, [kept])[0]

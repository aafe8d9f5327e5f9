"""What all parts of the kiosk's service share: the counter, the guest, and how a slip of theirs is posted."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from dataclasses import replace as changed
from datetime import date
from typing import Final

from msgspec.structs import replace

from app.desk_service.asking import Asked
from app.desk_service.context import RATE_CLASSES, Counter
from app.desk_service.e_cards import e_card_of
from app.desk_service.panels import panel_in
from app.desk_service.paper import receipt_of
from app.desk_service.posting import handed_in
from app.desk_service.sheets import put_on_paper
from app.desk_service.slip_rows import kept_slip, slip_rows
from app.kiosk_service.guest import VISIT, Guest, Tries
from app.loyalty.booking import BookingRow, BookingStatus
from app.loyalty.ids import MemberId
from app.loyalty.refusals import Reason, Refusal
from app.messaging.sender import Way
from app.operations.decision import Outcome
from app.operations.pen import Draft
from app.operations.view import View
from app.operations.void import VOIDABLE
from app.poster.pin_check import PinCheck
from app.poster.submission import Answer, PinEntry
from app.settings.terminal import PrintChoice
from app.ui.service.answers import Late, NotSaved, PinToken
from app.ui.service.kiosk import Booking, Visit
from app.ui.service.member_records import MemberPanel
from app.ui.service.records import NO_WORDS, SlipRow
from app.ui.service.station_records import PrintResult

_log = logging.getLogger(__name__)
_PHONES_A_MINUTE: Final = 10
_CALLS_A_MINUTE: Final = 2
_AWAITED = frozenset({BookingStatus.OPEN, BookingStatus.ARRIVED})
_PATIENCE_S: Final = 30.0  # for slips that nothing can undo: their end must be known
_RATES = {one.code: one.name for one in RATE_CLASSES}


@dataclass(slots=True, kw_only=True)
class Kiosk:
    """The parts of one kiosk.

    Attributes:
        counter: The books, the station, the settings; the operator is the kiosk's own.
        guest: Who stands here.
        phone_tries: Phones that may be claimed within a minute, whoever stands here.
        call_tries: Texts to staff within a minute; more calls are only shown.
        pins: Opens what the pad gave; the poster's own.
        mail: How a statement leaves by e-mail; None for a hotel that writes none.
    """

    counter: Counter
    guest: Guest = field(default_factory=Guest)
    phone_tries: Tries = field(default_factory=lambda: Tries(_PHONES_A_MINUTE))
    call_tries: Tries = field(default_factory=lambda: Tries(_CALLS_A_MINUTE))
    pins: PinCheck
    mail: Way | None = None

    def draft(self, found: Asked, pins: tuple[PinEntry, ...] = ()) -> Draft:
        """Make a slip's draft in the kiosk's name; its id is made here."""
        counter = self.counter
        return counter.draft(
            found.kind,
            found.body,
            operator=counter.who(),
            member=found.member,
            pin=pins[0].id if pins else "",
        )

    def posted(
        self, draft: Draft, found: Asked, pins: tuple[PinEntry, ...] = ()
    ) -> Answer | Refusal | Late | NotSaved:
        """Post a slip; one that nothing undoes is waited for until its end is known."""
        within = None if found.kind in VOIDABLE else _PATIENCE_S
        answer = handed_in(self.counter, draft, found, pins, within_s=within)
        if isinstance(answer, Answer) and answer.decision.outcome is not Outcome.POSTED:
            return answer.decision.refusal or Refusal(Reason.KIND_UNKNOWN)
        return answer

    def paid(self, pin: PinToken) -> tuple[str, PinEntry] | Refusal:
        """Return whose visit it is and the PIN entered for it; a refusal once the guest has left."""
        member = self.guest.member
        entry = self.guest.pin_of(pin, VISIT)
        if not member or entry is None:
            return Refusal(Reason.VISIT_OVER)
        return member, entry

    def put_out(self, slip: str, *, is_copy: bool) -> PrintResult:
        """Print a slip, with its QR code; whatever goes wrong is said, and raises nothing."""
        counter = self.counter
        try:
            choice = changed(counter.settings.print_format or PrintChoice(), qr=True)
            return put_on_paper(counter, receipt_of(counter, slip, choice, is_copy=is_copy))
        except Exception:  # noqa: BLE001 - whatever stands between points and paper, the points must go back
            _log.exception("a slip could not be printed")
            return PrintResult.PRINTER_LOST

    def member_with(self, claimed: str) -> MemberId | None:
        """Return who has a phone number, by its keyed hash."""
        books = self.counter.books
        sql = books.sql(
            "SELECT d.member FROM claims c JOIN decisions d ON d.slip = c.slip WHERE c.value = ?"
        )
        with books.reading() as connection:
            found = connection.exec_driver_sql(sql, (f"phone:{claimed}",)).scalar()
        return MemberId(str(found)) if found else None

    def visit_of(self, member: str) -> Visit | None:
        """Read a member as the kiosk shows them; None for nobody."""
        if not member:
            return None
        counter, one = self.counter, MemberId(member)
        with counter.books.reading() as connection:
            view = counter.view(connection, one)
            panel = panel_in(counter, connection, view, one)
        if not isinstance(panel, MemberPanel):
            return None
        state = view.member(one)
        return Visit(
            panel=replace(panel, note="", slips=()),
            bookings=_bookings(view, list(state.bookings.values()), self._today(view)),
            ecard=e_card_of(counter.books.keys, panel.member_no),
            email=panel.email_hint if self.mail is not None else "",
        )

    def must_visit(self, member: str) -> Visit:
        """Read a member who is there.

        Raises:
            LookupError: Nobody has this id.
        """
        visit = self.visit_of(member)
        if visit is None:
            raise LookupError(member)
        return visit

    def row_of(self, slip: str, member: str) -> SlipRow:
        """Read one slip as lists show it.

        Raises:
            LookupError: There is no such slip.
        """
        counter = self.counter
        with counter.books.reading() as connection:
            kept = kept_slip(counter, connection, slip)
            if kept is None:
                raise LookupError(slip)
            view = counter.view(connection, MemberId(member))
            return slip_rows(counter, connection, view, [kept])[0]

    def _today(self, view: View) -> date:
        return self.counter.local(self.counter.clock(), view).date()


def _bookings(view: View, rows: list[BookingRow], today: date) -> tuple[Booking, ...]:
    """List bookings that wait for their guest, the nearest first."""
    del view
    waiting = sorted(
        (one for one in rows if one.status in _AWAITED), key=lambda one: one.arrives_on
    )
    return tuple(
        Booking(
            booking=one.booking,
            arrives_on=one.arrives_on,
            nights=one.nights,
            rooms=one.rooms,
            rate_class=_RATES.get(one.rate_class, NO_WORDS),
            barred=Refusal(Reason.NOT_ARRIVAL_DAY, {"on": one.arrives_on.isoformat()})
            if today < one.arrives_on
            else None,
        )
        for one in waiting
    )

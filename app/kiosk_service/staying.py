"""Checking in a booking: the guest has arrived, the stay begins, and its slip is printed."""

from __future__ import annotations

from app.desk_service.asking import Asked
from app.kiosk_service.parts import Kiosk
from app.loyalty.booking import BookingStatus
from app.loyalty.ids import MemberId
from app.loyalty.refusals import Reason, Refusal
from app.operations.arrive import Arrive
from app.operations.check_in import CheckIn
from app.poster.submission import Answer
from app.ui.service.answers import Late, NotSaved
from app.ui.service.kiosk import Handed


class Staying:
    """What a guest with a booking does."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def check_in(self, booking: str) -> Handed | Refusal | Late | NotSaved:
        """Check a booking in and print its slip; a lost paper does not undo it.

        Where the machine dies between the two slips the booking has arrived, and is checked in by asking again.
        """
        kiosk, counter = self._kiosk, self._kiosk.counter
        member = kiosk.guest.member
        if not member:
            return Refusal(Reason.VISIT_OVER)
        with counter.books.reading() as connection:
            view = counter.view(connection, MemberId(member))
        row = view.member(MemberId(member)).bookings.get(booking)
        if row is None:
            return Refusal(Reason.BOOKING_UNKNOWN, {"booking": booking})
        steps = [Asked(kind="arrive", body=Arrive(booking=booking), member=member)]
        if row.status is BookingStatus.ARRIVED:
            steps.clear()
        choice = view.programme.pack.choices[0]
        stay = CheckIn(booking=booking, stay=booking, choice=choice)
        steps.append(Asked(kind="check_in", body=stay, member=member))
        slip = ""
        for found in steps:
            answer = kiosk.posted(kiosk.draft(found), found)
            if not isinstance(answer, Answer):
                return answer
            slip = answer.slip_id
        printed = kiosk.put_out(slip, is_copy=False)
        return Handed(
            slip=kiosk.row_of(slip, member), visit=kiosk.must_visit(member), printed=printed
        )

"""Bookings of guests still to come, and points held for them: taken aside, given back, or lost."""

from __future__ import annotations

from app.loyalty import accounts
from app.loyalty.booking import BookingRow, BookingStatus
from app.loyalty.refusals import Reason, Refusal
from app.operations.entry import Entry
from app.operations.view import MemberState, View


def awaited(label: str, state: MemberState) -> BookingRow | Refusal:
    """Return the booking of a guest who is still to come, or a refusal where there is none of this name."""
    booking = state.bookings.get(label)
    if booking is None or booking.status is not BookingStatus.OPEN:
        return Refusal(Reason.BOOKING_UNKNOWN, {"booking": label})
    return booking


def account_of(booking: str) -> str:
    """Return the account that holds a booking's guarantee points."""
    return accounts.held(f"booking:{booking}")


def held_for(entry: Entry, booking: str) -> int:
    """Return the points that are held for a booking."""
    return entry.balance("points", account_of(booking))


def release(entry: Entry, booking: str) -> int:
    """Give held points back to the lots they came from; returns how many."""
    points = held_for(entry, booking)
    if points:
        entry.debit("points", points, accounts.AVAILABLE, source=account_of(booking))
        entry.explain("released", booking, str(points), asset="points", held=-points)
    return points


def forfeit(entry: Entry, booking: BookingRow, view: View) -> int:
    """Let a booking's guarantee points go to the house; returns how many.

    Where the programme does not freeze them, what is left of them on the account is taken.
    """
    points, source = held_for(entry, booking.booking), account_of(booking.booking)
    rule = view.programme.pack.bookings.points_guarantee
    if rule is not None and view.programme.word(rule.freezes) != "true":
        due = int(view.programme.figure(rule.points)) * booking.hours
        points, source = min(due, entry.balance("points")), accounts.AVAILABLE
    if points:
        entry.debit("points", points, accounts.FORFEITED, source=source)
        held = 0 if source == accounts.AVAILABLE else -points
        entry.explain(
            "forfeited", booking.booking, str(points), asset="points", amount=-points, held=held
        )
    return points

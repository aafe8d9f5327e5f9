"""Sentences for what a programme refuses: tiers, bookings, games and gifts."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from app.loyalty.refusals import Reason

translate = QCoreApplication.translate
ProgrammeReason = Literal[
    Reason.STILL_OPEN,
    Reason.TIER_HELD,
    Reason.TIER_NOT_REACHED,
    Reason.BOOKING_UNKNOWN,
    Reason.BOOKING_EXISTS,
    Reason.ARRIVAL_PASSED,
    Reason.NOT_ARRIVAL_DAY,
    Reason.TOO_LATE,
    Reason.NOT_OFFERED,
    Reason.DONE_BEFORE,
    Reason.NOT_ELIGIBLE,
    Reason.MARKET_CLOSED,
    Reason.MARKET_NOT_OVER,
    Reason.MARKET_UNKNOWN,
    Reason.NOT_WHOLE_STAKES,
    Reason.DRAW_NOT_OVER,
    Reason.DRAWN_BEFORE,
    Reason.SEED_MISSING,
    Reason.NO_AGREEMENT,
    Reason.NO_CONSENT,
    Reason.NOT_TRANSFERABLE,
    Reason.APPEAL_OPEN,
    Reason.APPEAL_UNKNOWN,
    Reason.BILL_POSTED,
    Reason.SEGMENT_UNKNOWN,
    Reason.RECORD_INCOMPLETE,
    Reason.RESERVED_BEFORE,
    Reason.RESERVATION_UNKNOWN,
]


def programme_sentence(reason: ProgrammeReason) -> str:  # noqa: C901, PLR0911, PLR0912 (one case for each reason)
    """Give the sentence of a reason that comes from a programme's rules."""
    match reason:
        case Reason.STILL_OPEN:
            return translate(
                "messages",
                "Something of this member is still open: a stay, a booking, points set aside, a stake or an appeal. "
                "Finish it first.",
            )
        case Reason.TIER_HELD:
            return translate("messages", "The member has this tier already, or a higher one.")
        case Reason.TIER_NOT_REACHED:
            return translate(
                "messages",
                "The conditions of this tier are not met. Show the member what is missing.",
            )
        case Reason.BOOKING_UNKNOWN:
            return translate("messages", "There is no such booking open. Choose one from the list.")
        case Reason.BOOKING_EXISTS:
            return translate(
                "messages", "A booking of this name is open already. Use another name."
            )
        case Reason.ARRIVAL_PASSED:
            return translate(
                "messages", "The arrival lies in the past or too far ahead. Check the date."
            )
        case Reason.NOT_ARRIVAL_DAY:
            return translate("messages", "It is too early for this. Wait for the day itself.")
        case Reason.TOO_LATE:
            return translate("messages", "It is too late for this today.")
        case Reason.NOT_OFFERED:
            return translate("messages", "The house does not offer this.")
        case Reason.DONE_BEFORE:
            return translate("messages", "The member has had this already; it is given once.")
        case Reason.NOT_ELIGIBLE:
            return translate("messages", "The conditions for this are not met.")
        case Reason.MARKET_CLOSED:
            return translate("messages", "This game is closed. Choose another one.")
        case Reason.MARKET_NOT_OVER:
            return translate("messages", "This match has not begun yet. Settle it when it is over.")
        case Reason.MARKET_UNKNOWN:
            return translate("messages", "Nobody has staked on this match. Check its name.")
        case Reason.NOT_WHOLE_STAKES:
            return translate(
                "messages", "The points do not make whole stakes. Ask the member how many."
            )
        case Reason.DRAW_NOT_OVER:
            return translate(
                "messages", "This draw is not over yet. Close the day first, then draw up to it."
            )
        case Reason.DRAWN_BEFORE:
            return translate("messages", "This was drawn already. Choose a later last day.")
        case Reason.SEED_MISSING:
            return translate("messages", "No chance was drawn. Hold the draw again.")
        case Reason.NO_AGREEMENT:
            return translate("messages", "The member has not signed with this charity. Sign first.")
        case Reason.NO_CONSENT:
            return translate(
                "messages", "The member has not agreed to this. Ask for consent first."
            )
        case Reason.NOT_TRANSFERABLE:
            return translate("messages", "A membership cannot be handed to somebody else.")
        case Reason.APPEAL_OPEN:
            return translate("messages", "This bill is under appeal already. Answer that appeal.")
        case Reason.APPEAL_UNKNOWN:
            return translate(
                "messages", "There is no open appeal for this bill. Search by number or outlet."
            )
        case Reason.BILL_POSTED:
            return translate(
                "messages", "This bill is posted for the member already. Show them the slip."
            )
        case Reason.SEGMENT_UNKNOWN:
            return translate("messages", "This group of members is not known. Choose another one.")
        case Reason.RECORD_INCOMPLETE:
            return translate(
                "messages", "A record from the website is not complete. Fetch the records again."
            )
        case Reason.RESERVED_BEFORE:
            return translate("messages", "The member has this reward reserved already.")
        case Reason.RESERVATION_UNKNOWN:
            return translate("messages", "The member has not reserved this reward.")

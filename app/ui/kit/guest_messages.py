"""Sentences for what a guest hears who is alone at a kiosk: what is wrong, and the way out."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from app.loyalty.refusals import Reason

translate = QCoreApplication.translate
GuestReason = Literal[
    Reason.PHONE_OR_PIN_WRONG,
    Reason.TOO_MANY_TRIES,
    Reason.VISIT_OVER,
    Reason.CODE_WRONG,
    Reason.CODE_OVER,
    Reason.TEXT_NOT_SENT,
    Reason.NAME_MISSING,
    Reason.ALREADY_MEMBER,
    Reason.FRIEND_UNKNOWN,
    Reason.STAFF_PIN_WRONG,
]


def guest_sentence(reason: GuestReason) -> str:  # noqa: C901 (a case for each)
    """Return the sentence for a guest."""
    match reason:
        case Reason.PHONE_OR_PIN_WRONG:
            return translate(
                "messages",
                "Phone number and PIN do not match. Try again, use your card, or ask the front desk.",
            )
        case Reason.TOO_MANY_TRIES:
            return translate("messages", "Too many tries. Please wait a minute, then try again.")
        case Reason.VISIT_OVER:
            return translate("messages", "Your visit has ended. Please start again.")
        case Reason.CODE_WRONG:
            return translate("messages", "This is not the code of the text message. Try again.")
        case Reason.CODE_OVER:
            return translate("messages", "This code is no longer valid. Ask for a new one.")
        case Reason.TEXT_NOT_SENT:
            return translate(
                "messages",
                "The text message could not be sent. Try again later, or join at the front desk.",
            )
        case Reason.NAME_MISSING:
            return translate("messages", "Please enter your name.")
        case Reason.ALREADY_MEMBER:
            return translate(
                "messages",
                "This phone number is a member's already. Go back and use phone and PIN, or ask the front desk.",
            )
        case Reason.FRIEND_UNKNOWN:
            return translate(
                "messages",
                "No member has this phone or member number. Check the digits with your friend.",
            )
        case Reason.STAFF_PIN_WRONG:
            return translate("messages", "The staff PIN is wrong, or locked for five minutes.")

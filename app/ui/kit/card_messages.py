"""Sentences for what an IC card or its reader refuses."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from app.loyalty.refusals import Reason

translate = QCoreApplication.translate
CardReason = Literal[
    Reason.CARD_EMPTY,
    Reason.CARD_NOT_GENUINE,
    Reason.QR_NOT_GENUINE,
    Reason.CARD_UNREADABLE,
    Reason.CARD_NOT_THERE,
    Reason.CARD_SWAPPED,
    Reason.CARD_HELD,
    Reason.CARD_KEYED,
    Reason.CARD_LAST_TRY,
    Reason.CARD_LOCKED,
    Reason.CARD_DIFFERS,
    Reason.CARD_NOT_WRITTEN,
    Reason.CARD_OF_ANOTHER_MEMBER,
    Reason.CARD_NOT_NOTED,
    Reason.READER_GONE,
]


def card_sentence(reason: CardReason) -> str:  # noqa: C901, PLR0911, PLR0912 (a case for each)
    """Say why not and the way out; a reason without a sentence does not pass the type check."""
    match reason:
        case Reason.CARD_EMPTY:
            return translate(
                "messages",
                "Nothing of this house is on this IC card. Search by phone, or give it to a member (F7).",
            )
        case Reason.CARD_NOT_GENUINE:
            return translate(
                "messages",
                "This IC card is not genuine: copied, or damaged while written. Keep it, search by phone.",
            )
        case Reason.QR_NOT_GENUINE:
            return translate(
                "messages",
                "This QR code is none of this house. Swipe the card, or search by phone.",
            )
        case Reason.CARD_UNREADABLE:
            return translate(
                "messages", "The IC card cannot be read. Take it away and lay it on once more."
            )
        case Reason.CARD_NOT_THERE:
            return translate(
                "messages",
                "The IC card was taken away too soon. Lay it on, leave it there and write again.",
            )
        case Reason.CARD_SWAPPED:
            return translate(
                "messages",
                "Another IC card lies there now; nothing was written. Lay the right one on.",
            )
        case Reason.CARD_HELD:
            return translate(
                "messages",
                "This IC card belongs to another number or is blocked. Take a blank one, or re-personalise.",
            )
        case Reason.CARD_KEYED:
            return translate(
                "messages", "This IC card refuses our keys. Take another card; do not try again."
            )
        case Reason.CARD_LAST_TRY:
            return translate(
                "messages",
                "One more wrong code may lock this IC card. Take another, or a supervisor agrees.",
            )
        case Reason.CARD_LOCKED:
            return translate("messages", "This IC card is locked for good. Take another card.")
        case Reason.CARD_DIFFERS:
            return translate(
                "messages",
                "The IC card does not hold this member's number. Do not hand it out; write it again.",
            )
        case Reason.CARD_NOT_WRITTEN:
            return translate(
                "messages", "The IC card could not be written. Lay it on again, or take another."
            )
        case Reason.CARD_OF_ANOTHER_MEMBER:
            return translate(
                "messages",
                "This IC card belongs to another member; nothing was done. Lay it on at the home page, then F7.",
            )
        case Reason.CARD_NOT_NOTED:
            return translate(
                "messages", "The books did not answer, so the IC card was left as it is. Try again."
            )
        case Reason.READER_GONE:
            return translate(
                "messages", "No IC card reader answers. Plug it in, then lay the card on again."
            )

"""IC cards in words: what lies on the reader, what can be done to it, what was done."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.service.station_records import IcCard, IcDone, IcState, IcWork

translate = QCoreApplication.translate
_FAMILIES = {
    "mifare-classic": "MIFARE Classic",
    "desfire-ev1": "DESFire EV1",
    "sle4442": "SLE4442",
    "iso7816": "ISO 7816",
}


def ic_card_words(card: IcCard | None) -> str:
    """Say what lies on the reader."""
    if card is None:
        return translate("ic", "No IC card lies on the reader.")
    words = _state_words(card.state)
    if card.is_former and card.state is IcState.GENUINE:
        words = translate("ic", "{family} lies on the reader: card •••• {tail}, on the old key.")
    family = _FAMILIES.get(card.family, translate("ic", "IC card"))
    return words.format(family=family, tail=card.tail)


def _state_words(state: IcState) -> str:
    match state:
        case IcState.READING:
            return translate("ic", "{family} lies on the reader: being read.")
        case IcState.GENUINE:
            return translate("ic", "{family} lies on the reader: card •••• {tail}.")
        case IcState.BLOCKED:
            return translate("ic", "{family} lies on the reader: card •••• {tail}, blocked.")
        case IcState.NOT_GENUINE:
            return translate("ic", "{family} lies on the reader: not genuine, or half written.")
        case IcState.EMPTY:
            return translate("ic", "{family} lies on the reader: nothing of this house on it.")
        case IcState.UNREADABLE:
            return translate("ic", "{family} lies on the reader: it cannot be read.")


def ic_renewal() -> str:
    """Say that the card that was laid on wants the house's new key."""
    return translate("ic", "This IC card is on the old key: renew it on the card page (F7).")


def ic_work_name(work: IcWork) -> str:
    """Name a work as the cashier chooses it."""
    match work:
        case IcWork.PERSONALISE:
            return translate("ic", "Personalise")
        case IcWork.VERIFY:
            return translate("ic", "Verify")
        case IcWork.BLOCK:
            return translate("ic", "Block")
        case IcWork.RE_PERSONALISE:
            return translate("ic", "Re-personalise")
        case IcWork.RENEW:
            return translate("ic", "Renew the key")


def ic_work_means(work: IcWork) -> str:
    """Say what a work does, before it is done."""
    match work:
        case IcWork.PERSONALISE:
            return translate("ic", "The member's card number is written on a blank IC card.")
        case IcWork.VERIFY:
            return translate("ic", "The IC card is read and compared with the member's number.")
        case IcWork.BLOCK:
            return translate(
                "ic", "The card is reported lost, then the IC card is marked as no longer good."
            )
        case IcWork.RE_PERSONALISE:
            return translate("ic", "What is on the IC card gives way to the member's number.")
        case IcWork.RENEW:
            return translate("ic", "The IC card keeps its number and gets the house's new key.")


def ic_done(done: IcDone) -> str:
    """Say what was done to the card."""
    return _done_words(done.work).format(tail=done.tail)


def _done_words(work: IcWork) -> str:
    match work:
        case IcWork.PERSONALISE | IcWork.RE_PERSONALISE:
            return translate("ic", "IC card •••• {tail} written and verified")
        case IcWork.VERIFY:
            return translate("ic", "IC card •••• {tail} is genuine and holds the member's number")
        case IcWork.BLOCK:
            return translate("ic", "IC card •••• {tail} reported lost and blocked")
        case IcWork.RENEW:
            return translate("ic", "IC card •••• {tail} is on the new key")


def ic_running(work: IcWork) -> str:
    """Say what is being done to the card, and what not to do meanwhile."""
    if work is IcWork.VERIFY:
        return translate("ic", "The IC card is being read. Leave it on the reader.")
    return translate("ic", "The IC card is being written. Leave it on the reader.")

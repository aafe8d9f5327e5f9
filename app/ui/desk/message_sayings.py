"""Messages to members in words: how far they have come, and why they did not go."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.service.message_records import MessageStand

translate = QCoreApplication.translate

TONES = {
    MessageStand.WAITING: "info",
    MessageStand.SENDING: "info",
    MessageStand.SENT: "ready",
    MessageStand.FAILED: "refused",
    MessageStand.UNSURE: "warning",
    MessageStand.GIVEN_UP: "ink2",
}


def stand_words(stand: MessageStand) -> str:
    """Say how far a message has come."""
    match stand:
        case MessageStand.WAITING:
            return translate("letters", "Waiting")
        case MessageStand.SENDING:
            return translate("letters", "Being sent")
        case MessageStand.SENT:
            return translate("letters", "Sent")
        case MessageStand.FAILED:
            return translate("letters", "Refused")
        case MessageStand.UNSURE:
            return translate("letters", "Unsure")
        case MessageStand.GIVEN_UP:
            return translate("letters", "Given up")


def way_words(way: str) -> str:
    """Name a way."""
    return translate("letters", "Text") if way == "sms" else translate("letters", "E-mail")


def report_words(report: str) -> str:
    """Say what the network said of a text; empty where it was not asked."""
    match report:
        case "delivered":
            return translate("letters", "On the phone")
        case "failed":
            return translate("letters", "Never reached the phone")
        case "unknown":
            return translate("letters", "Nothing heard yet")
        case _:
            return ""


def why_words(code: str) -> str:
    """Say why a message did not go; a code that has no words is shown as it is."""
    known = {
        "too-late": translate("letters", "No way out for a whole day"),
        "no-record": translate("letters", "The member has no personal data"),
        "no-address": translate("letters", "The member has no number or address"),
        "no-consent": translate("letters", "The member does not agree to news"),
        "said-no": translate("letters", "The member wants no messages this way"),
        "too-many": translate("letters", "The member has had the day's messages"),
        "no-text": translate("letters", "Nobody has written this text"),
        "by-hand": translate("letters", "Given up by hand"),
        "stopped": translate("letters", "The program stopped in the middle"),
        "no-way": translate("letters", "The hotel has no way out of this kind"),
        "no-modem": translate("letters", "No modem is connected"),
        "modem-network": translate("letters", "The network did not take it"),
        "modem-number": translate("letters", "The network does not know the number"),
        "modem-unsure": translate("letters", "The modem gave no answer"),
        "mail-unreachable": translate("letters", "The mail server does not answer"),
        "mail-login": translate("letters", "The mail server refuses the password"),
        "mail-address": translate("letters", "The address cannot be right"),
    }
    return known.get(code, code)

"""Kinds of slips: each with its picture and its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.ui.service.records import SlipKind

_SHOWN: Final[Mapping[SlipKind, tuple[str, object]]] = {
    SlipKind.POST_SPEND: ("receipt", QT_TRANSLATE_NOOP("slips", "Spend")),
    SlipKind.REDEEM: ("gift", QT_TRANSLATE_NOOP("slips", "Redeemed")),
    SlipKind.TOP_UP: ("top-up", QT_TRANSLATE_NOOP("slips", "Top up")),
    SlipKind.VOID: ("undo", QT_TRANSLATE_NOOP("slips", "Void")),
    SlipKind.REFUND: ("undo", QT_TRANSLATE_NOOP("slips", "Refund")),
    SlipKind.CHECK_IN: ("door", QT_TRANSLATE_NOOP("slips", "Check in")),
    SlipKind.CHECK_OUT: ("door-out", QT_TRANSLATE_NOOP("slips", "Check out")),
    SlipKind.ENROL: ("user-plus", QT_TRANSLATE_NOOP("slips", "Enrolled")),
    SlipKind.APPROVE: ("check-circle", QT_TRANSLATE_NOOP("slips", "Approved")),
    SlipKind.AMEND: ("pencil", QT_TRANSLATE_NOOP("slips", "Data changed")),
    SlipKind.ISSUE_CARD: ("card", QT_TRANSLATE_NOOP("slips", "Card issued")),
    SlipKind.REPLACE_CARD: ("card", QT_TRANSLATE_NOOP("slips", "Card replaced")),
    SlipKind.REPORT_LOST: ("lost", QT_TRANSLATE_NOOP("slips", "Card reported lost")),
    SlipKind.PIN: ("key", QT_TRANSLATE_NOOP("slips", "PIN changed")),
    SlipKind.ADJUST: ("adjust", QT_TRANSLATE_NOOP("slips", "Adjusted")),
    SlipKind.OPEN_SHIFT: ("drawer", QT_TRANSLATE_NOOP("slips", "Shift opened")),
    SlipKind.CLOSE_SHIFT: ("shift", QT_TRANSLATE_NOOP("slips", "Shift closed")),
    SlipKind.CLOSE_DAY: ("moon", QT_TRANSLATE_NOOP("slips", "Day closed")),
    SlipKind.EXPIRY: ("clock", QT_TRANSLATE_NOOP("slips", "Points expired")),
    SlipKind.CARRY_OVER: ("swap", QT_TRANSLATE_NOOP("slips", "Carried over")),
    SlipKind.BOOK: ("calendar", QT_TRANSLATE_NOOP("slips", "Booked")),
    SlipKind.ARRIVE: ("door", QT_TRANSLATE_NOOP("slips", "Arrived")),
    SlipKind.CANCEL_BOOKING: ("close", QT_TRANSLATE_NOOP("slips", "Booking cancelled")),
    SlipKind.NO_SHOW: ("warning", QT_TRANSLATE_NOOP("slips", "No-show")),
    SlipKind.GUARANTEE: ("shield", QT_TRANSLATE_NOOP("slips", "Points guarantee")),
    SlipKind.EXTEND_STAY: ("bed", QT_TRANSLATE_NOOP("slips", "Stay extended")),
    SlipKind.PERK: ("star", QT_TRANSLATE_NOOP("slips", "Perk asked for")),
    SlipKind.CHEQUE: ("cash", QT_TRANSLATE_NOOP("slips", "Cheque cashed")),
    SlipKind.GIFT: ("gift", QT_TRANSLATE_NOOP("slips", "Points given")),
    SlipKind.RECEIVE_GIFT: ("gift", QT_TRANSLATE_NOOP("slips", "Points received")),
    SlipKind.STAKE: ("ticket", QT_TRANSLATE_NOOP("slips", "Points staked")),
    SlipKind.PAY_OUT: ("ticket", QT_TRANSLATE_NOOP("slips", "Stake won")),
    SlipKind.SETTLE_MARKET: ("ticket", QT_TRANSLATE_NOOP("slips", "Market settled")),
    SlipKind.CLAIM_PRIZE: ("gift", QT_TRANSLATE_NOOP("slips", "Prize claimed")),
    SlipKind.HOLD_DRAW: ("ticket", QT_TRANSLATE_NOOP("slips", "Draw held")),
    SlipKind.WIN_PRIZE: ("gift", QT_TRANSLATE_NOOP("slips", "Prize won")),
    SlipKind.DONATE: ("leaf", QT_TRANSLATE_NOOP("slips", "Points donated")),
    SlipKind.SIGN_AGREEMENT: ("leaf", QT_TRANSLATE_NOOP("slips", "Agreement signed")),
    SlipKind.CONVERT: ("swap", QT_TRANSLATE_NOOP("slips", "Points converted")),
    SlipKind.RESERVE_REWARD: ("gift", QT_TRANSLATE_NOOP("slips", "Reward reserved")),
    SlipKind.RELEASE_REWARD: ("gift", QT_TRANSLATE_NOOP("slips", "Reservation ended")),
    SlipKind.BUY_POINTS: ("wallet", QT_TRANSLATE_NOOP("slips", "Points bought")),
    SlipKind.BUY_TIER: ("star", QT_TRANSLATE_NOOP("slips", "Tier bought")),
    SlipKind.APPLY_TIER: ("star", QT_TRANSLATE_NOOP("slips", "Tier applied for")),
    SlipKind.ACCEPT_INVITATION: ("star", QT_TRANSLATE_NOOP("slips", "Invitation answered")),
    SlipKind.ACTION: ("check-circle", QT_TRANSLATE_NOOP("slips", "Activity")),
    SlipKind.REFERRAL: ("users", QT_TRANSLATE_NOOP("slips", "Referral")),
    SlipKind.CREDIT_COMPANY: ("building", QT_TRANSLATE_NOOP("slips", "Company's share")),
    SlipKind.APPEAL: ("message", QT_TRANSLATE_NOOP("slips", "Appeal")),
    SlipKind.DECIDE_APPEAL: ("message", QT_TRANSLATE_NOOP("slips", "Appeal answered")),
    SlipKind.TEXT: ("phone", QT_TRANSLATE_NOOP("slips", "Text message")),
    SlipKind.SUSPEND: ("lock", QT_TRANSLATE_NOOP("slips", "Membership suspended")),
    SlipKind.TERMINATE: ("lock", QT_TRANSLATE_NOOP("slips", "Membership ended")),
    SlipKind.MERGE: ("users", QT_TRANSLATE_NOOP("slips", "Merged")),
    SlipKind.RECEIVE_MERGE: ("users", QT_TRANSLATE_NOOP("slips", "Merged into this one")),
    SlipKind.DISCLOSE: ("id", QT_TRANSLATE_NOOP("slips", "Data disclosed")),
    SlipKind.LINK_BANK_CARD: ("link", QT_TRANSLATE_NOOP("slips", "Bank card linked")),
    SlipKind.UNLINK_BANK_CARD: ("link", QT_TRANSLATE_NOOP("slips", "Bank card unlinked")),
    SlipKind.CAMPAIGN: ("mail", QT_TRANSLATE_NOOP("slips", "Campaign")),
    SlipKind.EXPORT_WEB: ("globe", QT_TRANSLATE_NOOP("slips", "Sent to the website")),
    SlipKind.IMPORT_WEB: ("globe", QT_TRANSLATE_NOOP("slips", "Fetched from the website")),
    SlipKind.OTHER: ("list", QT_TRANSLATE_NOOP("slips", "Other slip")),
}


def kind_name(kind: SlipKind) -> str:
    """Name a kind of slip."""
    return QCoreApplication.translate("slips", str(_SHOWN[kind][1]))


def icon_of(kind: SlipKind) -> str:
    """Return the name of the picture of a kind of slip."""
    return _SHOWN[kind][0]

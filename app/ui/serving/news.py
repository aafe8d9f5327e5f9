"""News that means the same to desk and till: lamps, connection, the house, an IC card."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.service.answers import (
    CardWanted,
    HouseChanged,
    IcChanged,
    LampsChanged,
    LinkChanged,
)
from app.ui.serving.context import Desk

HouseNews = LampsChanged | LinkChanged | HouseChanged | CardWanted | IcChanged


def take_house_news(desk: Desk, event: HouseNews) -> None:
    """Keep what changed, and tell whoever shows it."""
    match event:
        case LampsChanged():
            desk.lamps = event.lamps
            desk.lamps_changed.emit()
        case LinkChanged():
            desk.link = event.link
            desk.link_changed.emit()
        case HouseChanged():
            desk.refresh_house()
            desk.refresh_today()
        case CardWanted():
            desk.card_wanted.emit(event.step)
        case IcChanged():
            desk.show_ic_card(event.card)


def unreadable_words() -> str:
    """Say that a card passed and could not be read."""
    return QCoreApplication.translate(
        "house", "The card could not be read. Swipe again, evenly and not too fast."
    )

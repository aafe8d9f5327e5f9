"""Builds what sends and takes messages: the modem by the station's door, the mail server of the settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.bootstrap.connected import AnyHotel
from app.messaging.inbound import Desk, Inbound, IncomingText
from app.messaging.letters import LetterBook
from app.messaging.mail_way import MailWay
from app.messaging.messenger import Messenger
from app.messaging.modem_way import ModemWay
from app.messaging.pace import Bounds
from app.messaging.reports import IncomingReport
from app.messaging.sender import POLL_S, NoWay, Sender, Way
from app.operations.sms_in import codes_of
from app.settings.mail import mail_password
from app.station.news import ReportCame, StationEvent, TextCame
from app.station.station import Station

OWN_TEXTS: Final = "messages"  # in the hotel's folder


def messenger_of(
    hotel: AnyHotel, station: Station, *, use_keyring: bool, poll_s: float = POLL_S
) -> Messenger:
    """Build the messenger of a desk; texts that come in reach it through the station from now on.

    Args:
        hotel: Opened and started.
        station: Not started yet, so that no text is told to nobody.
        use_keyring: False where no keyring answers.
        poll_s: How often the outbox is looked at.
    """
    texts = hotel.settings.texts
    bounds = {
        "sms": Bounds(a_day=texts.a_day, answers_a_day=texts.answers_a_day, a_minute=texts.a_minute)
    }
    letters = LetterBook(hotel.books, hotel.folder.path / OWN_TEXTS)
    ways: dict[str, Way] = {
        "sms": ModemWay(station.texts, wants_reports=texts.reports),
        "email": mail_way(hotel, hotel.clock, use_keyring=use_keyring),
    }
    senders = [
        Sender(
            hotel.books,
            name,
            way,
            letters,
            writing=hotel.line.between,
            clock=hotel.clock,
            poll_s=poll_s,
            bounds=bounds.get(name),
        )
        for name, way in ways.items()
    ]
    inbound = Inbound(hotel.books, _desk(hotel, station))

    def hear(event: StationEvent) -> None:
        match event:
            case TextCame():
                inbound.take(IncomingText(event.number, event.text, event.sent_at, event.token))
            case ReportCame():
                inbound.take(
                    IncomingReport(
                        event.reference,
                        event.number,
                        event.is_delivered,
                        event.taken_at,
                        event.done_at,
                        event.token,
                    )
                )
            case _:
                pass

    station.subscribe(hear)
    return Messenger(senders=senders, inbound=inbound)


def _desk(hotel: AnyHotel, station: Station) -> Desk:
    def codes() -> frozenset[str]:
        programme = hotel.poster.programme()
        return codes_of(hotel.poster.house(), programme) if programme else frozenset()

    return Desk(
        submit=hotel.line.submit,
        writing=hotel.line.between,
        codes=lambda: hotel.line.between(codes).result(),
        clock=hotel.clock,
        acknowledge=station.texts.acknowledge,
    )


def mail_way(hotel: AnyHotel, clock: Callable[[], datetime], *, use_keyring: bool) -> Way:
    """Return how e-mail leaves a hotel."""
    settings = hotel.settings.mail
    if settings is None:
        return NoWay()
    file = hotel.folder.mail_password
    return MailWay(settings, mail_password(settings, file, use_keyring=use_keyring), clock)

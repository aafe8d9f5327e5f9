"""Builds one kiosk: hotel, station, service; the face gets only the service."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.bootstrap.clock import system_clock
from app.bootstrap.connected import AnyHotel, ConnectedHotel, open_any
from app.bootstrap.desk import SimulatedDevices, counter_of, surroundings_of
from app.bootstrap.messages import mail_way
from app.desk_service.context import Operator
from app.kiosk_service.parts import Kiosk
from app.kiosk_service.service import KioskAnswers
from app.loyalty.permissions import Role
from app.messaging.messenger import Messenger
from app.programme.programme import Programme
from app.settings.terminal import TerminalSettings
from app.station.station import Station
from app.station.voice import EspeakVoice
from app.ui.service.kiosk import KioskWork
from app.ui.service.records import Words
from app.ui.service.voice import Reader

_LAST_LETTER_S = 5.0
_PICTURE = "picture.svg"


@dataclass(slots=True, kw_only=True)
class OpenKiosk:
    """A kiosk ready to be shown."""

    hotel: AnyHotel
    station: Station
    service: KioskAnswers
    messenger: Messenger
    simulators: SimulatedDevices | None = None
    ports: tempfile.TemporaryDirectory[str] | None = None
    voice: EspeakVoice | None = None

    @property
    def reader(self) -> Reader | None:
        """Who reads pages aloud; None where the settings say nobody."""
        always = self.hotel.settings.kiosk.voice == "always"
        return Reader(self.voice, always) if self.voice is not None else None

    def close(self) -> None:
        """Close in the order that loses nothing: service, messages, devices, books."""
        self.service.end_visit()
        if self.voice is not None:
            self.voice.close()
        self.service.close()
        self.messenger.stop()
        self.station.close()
        self.messenger.join(_LAST_LETTER_S)
        if self.simulators is not None:
            self.simulators.close()
        self.hotel.close()
        if self.ports is not None:
            self.ports.cleanup()


def open_kiosk(
    path: Path,
    *,
    simulate: bool = False,
    use_keyring: bool = True,
    clock: Callable[[], datetime] = system_clock,
) -> OpenKiosk:
    """Open the kiosk of a hotel; what a crash left without its paper is taken back first.

    Args:
        path: The hotel's folder.
        simulate: With simulated devices instead of those in the settings.
        use_keyring: False where no keyring answers.
        clock: Gives the time, aware.

    Raises:
        BooksError: The books cannot be opened; the fault says why.
        LookupError: Nobody has appointed the kiosk that the settings name.
    """
    hotel = open_any(path, clock, use_keyring=use_keyring, as_kiosk=True)
    around = surroundings_of(
        hotel, simulate=simulate, use_keyring=use_keyring, check=_must_be_appointed
    )
    around.station.start()
    if not isinstance(hotel, ConnectedHotel):
        around.messenger.start()
    at = hotel.settings.kiosk
    counter = counter_of(hotel, around.station)
    counter.operator = Operator(at.operator, Words(at.name_zh, at.name_en))
    kiosk = Kiosk(
        counter=counter,
        pins=hotel.pins,
        mail=mail_way(hotel, hotel.clock, use_keyring=use_keyring)
        if hotel.settings.mail is not None
        else None,
    )
    service = KioskAnswers(
        kiosk, offers=_offers(hotel, around.station), logo=_logo(hotel), picture=_picture(hotel)
    )
    service.settle()
    return OpenKiosk(
        hotel=hotel,
        station=around.station,
        service=service,
        messenger=around.messenger,
        simulators=around.simulators,
        ports=around.ports,
        voice=EspeakVoice(at.voice_device) if at.voice != "off" else None,
    )


def _must_be_appointed(hotel: AnyHotel) -> None:
    name = hotel.settings.kiosk.operator
    row = hotel.poster.house().operators.get(name)
    if row is None or not row.active or row.role is not Role.KIOSK:
        raise LookupError(
            f"nobody has appointed the kiosk {name!r}: run innpoint kiosk appoint {name}"
        )


def _offers(hotel: AnyHotel, station: Station) -> frozenset[KioskWork]:
    programme = hotel.poster.programme()
    if programme is None:
        raise LookupError("these books have no programme yet: run innpoint hotel new")
    offered = _by_programme(programme, hotel.settings)
    if _may_join_alone(programme) and station.texts.is_there:
        offered.add(KioskWork.ENROL)
    return frozenset(one for one in offered if one.value not in hotel.settings.kiosk.leave_out)


def _by_programme(programme: Programme, settings: TerminalSettings) -> set[KioskWork]:
    pack = programme.pack
    offered = {KioskWork.CHECK_IN}
    if "desk" in pack.redeems:
        offered.add(KioskWork.REDEEM)
    if programme.word(pack.gifts) == "true":
        offered.add(KioskWork.GIFT)
    if settings.mail is not None:
        offered.add(KioskWork.MAIL)
    return offered


def _may_join_alone(programme: Programme) -> bool:
    """Tell whether a guest can become a member here: a person, at once, without paying and uninvited."""
    one = programme.pack.membership
    waits = one.review and programme.word(one.review_at_kiosk) == "true"
    is_free = not programme.figure(one.fee) and not one.by_invitation
    return "person" in one.kinds and is_free and not waits


def _logo(hotel: AnyHotel) -> bytes:
    """Return the kiosk's own logo, or the one of the receipts; empty for none."""
    folder = hotel.folder
    for file in (
        folder.kiosk / "logo.svg",
        folder.kiosk / "logo.png",
        folder.receipts / "logo.png",
    ):
        if file.exists():
            return file.read_bytes()
    return b""


def _picture(hotel: AnyHotel) -> bytes:
    file = hotel.folder.kiosk / _PICTURE
    return file.read_bytes() if file.exists() else b""

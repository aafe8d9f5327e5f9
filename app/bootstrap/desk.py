"""Builds one desk: hotel, station, service; the faces get only the service."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.bootstrap.clock import system_clock
from app.bootstrap.connected import AnyHotel, ConnectedHotel, open_any
from app.bootstrap.hotel import PROPERTY, HotelFolder, open_hotel
from app.bootstrap.messages import OWN_TEXTS, messenger_of
from app.desk_service.clock_watch import link_of
from app.desk_service.context import Counter
from app.desk_service.service import DeskAnswers
from app.loyalty.business_day import hotel_time
from app.loyalty.forms import reader_of
from app.loyalty.ids import derived_id
from app.messaging.messenger import Messenger
from app.operations.card_numbers import template_of
from app.settings.terminal import TerminalSettings, write_settings
from app.station.station import Station
from app.store.books import Books
from app.store.staff import StaffTable
from app.ui.control_panel.bench import SimulatorBench
from app.ui.service.answers import LinkChanged
from app.ui.service.records import Words

if TYPE_CHECKING:
    from app.bootstrap.demo_house import DemoMember
    from app.bootstrap.sim_till import SimTill
    from app.exchange.pos.link import PosLink

DemoCards = tuple[tuple[str, Words, str, Words], ...]
"""Label, name, number, and what is to be expected of each."""
DEMO_ZONE = "Asia/Shanghai"
_LAST_LETTER_S = 5.0
_DEMO = Path(__file__).parents[2] / "resources" / "demo"
# Demo and simulators are imported where they are used: a real desk starts without them.


class SimulatedDevices(SimulatorBench, Protocol):
    """Simulated devices with their addresses, for demo, training and tour.

    Attributes:
        till: The till of another maker; None for none.
    """

    till: SimTill | None

    @property
    def uris(self) -> dict[str, str]:
        """URIs by the names that the station uses."""

    def close(self) -> None:
        """Pull every plug."""


@dataclass(slots=True, kw_only=True)
class OpenDesk:
    """A desk ready to be shown."""

    hotel: AnyHotel
    station: Station
    service: DeskAnswers
    messenger: Messenger
    pos: PosLink | None = None
    simulators: SimulatedDevices | None = None
    ports: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Close in the order that loses nothing: tills, service, messages, devices, books."""
        if self.pos is not None:
            self.pos.close()
        self.service.close()
        self.messenger.stop()
        self.station.close()  # a text under way ends now
        self.messenger.join(_LAST_LETTER_S)
        if self.simulators is not None:
            self.simulators.close()
        self.hotel.close()
        if self.ports is not None:
            self.ports.cleanup()


def ensure_demo(path: Path, *, members: int = 35, others: tuple[DemoMember, ...] = ()) -> None:
    """Make the demo hotel in a folder, unless it is there already.

    Args:
        path: The folder.
        members: How many are there beside those whom one can recognise.
        others: More of those.

    Raises:
        BooksError: The folder cannot be written.
    """
    folder = HotelFolder(path)
    if folder.books.exists():
        return
    from app.bootstrap.demo import demo_settings, make_demo

    folder.receipts.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_DEMO / "logo.png", folder.receipts / "logo.png")
    folder.kiosk.mkdir(exist_ok=True)
    shutil.copyfile(_DEMO / "mark.svg", folder.kiosk / "logo.svg")
    shutil.copyfile(_DEMO / "lakeside.svg", folder.kiosk / "picture.svg")
    write_settings(folder.settings, demo_settings(TerminalSettings()))
    today: date = hotel_time(system_clock(), DEMO_ZONE).date()
    hotel = open_hotel(path, system_clock, create=True, use_keyring=False)
    try:
        make_demo(hotel, today - timedelta(days=1), extra_members=members, others=others)
    except BaseException:
        hotel.close()
        folder.books.unlink(missing_ok=True)  # half a demo is no demo; made anew at the next start
        raise
    hotel.close()


def open_desk(
    path: Path,
    *,
    simulate: bool = False,
    training: bool = False,
    outlet: str = "",
    with_till: bool = False,
    use_keyring: bool = True,
    clock: Callable[[], datetime] = system_clock,
) -> OpenDesk:
    """Open the desk of a hotel, or what stands behind a till.

    Args:
        path: The hotel's folder.
        simulate: With simulated devices instead of those in the settings.
        training: Red frame; the folder must be one of its own.
        outlet: Code of the outlet that this terminal stands in; empty for the one in the settings.
        with_till: Hear a simulated till of another maker, beside simulated devices.
        use_keyring: False where no keyring answers.
        clock: Gives the time, aware.

    Raises:
        BooksError: The books cannot be opened; the fault says why.
    """
    hotel = open_any(path, clock, use_keyring=use_keyring)
    around = surroundings_of(hotel, simulate=simulate, use_keyring=use_keyring)
    settings = replace(hotel.settings, outlet=outlet or hotel.settings.outlet)
    pos = _pos_link(hotel, settings, around.simulators if with_till else None)
    around.station.start()
    if not isinstance(
        hotel, ConnectedHotel
    ):  # members are told by one sender of the house, not by each terminal
        around.messenger.start()
    if pos is not None:
        pos.start()
    counter = counter_of(hotel, around.station)
    counter.settings, counter.training, counter.pos = settings, training, pos
    # A till of another maker waits for what was decided: what comes late for it is taken back.
    counter.keeps_late = isinstance(hotel, ConnectedHotel) and pos is None
    return OpenDesk(
        hotel=hotel,
        station=around.station,
        service=DeskAnswers(counter),
        messenger=around.messenger,
        pos=pos,
        simulators=around.simulators,
        ports=around.ports,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around the books of any face: devices, and the senders of messages; not started yet."""

    station: Station
    messenger: Messenger
    simulators: SimulatedDevices | None = None
    ports: tempfile.TemporaryDirectory[str] | None = None


def surroundings_of(
    hotel: AnyHotel,
    *,
    simulate: bool,
    use_keyring: bool,
    check: Callable[[AnyHotel], None] = lambda _: None,
) -> Surroundings:
    """Start the books and build what stands around them; the books are closed again where that fails.

    Args:
        hotel: Opened, not started.
        simulate: With simulated devices instead of those in the settings.
        use_keyring: False where no keyring answers.
        check: Raises where these books cannot be worked with.
    """
    ports = tempfile.TemporaryDirectory(prefix="innpoint-ports-") if simulate else None
    try:
        hotel.start()
        check(hotel)
        simulators = _simulators(hotel, Path(ports.name)) if ports else None
        station = _station(hotel, simulators)
        messenger = messenger_of(hotel, station, use_keyring=use_keyring)
    except BaseException:
        hotel.close()
        if ports:
            ports.cleanup()
        raise
    return Surroundings(station=station, messenger=messenger, simulators=simulators, ports=ports)


def counter_of(hotel: AnyHotel, station: Station) -> Counter:
    """Bring together what a service of any face works with."""
    counter = Counter(
        books=hotel.books,
        line=hotel.line,
        predictor=hotel.predictor,
        search=hotel.search,
        station=station,
        staff=StaffTable(hotel.books, PROPERTY),
        settings=hotel.settings,
        clock=hotel.clock,
        draft=hotel.draft,
        save_settings=hotel.save_settings,
        chance=secrets.token_bytes,
        own_texts=hotel.folder.path / OWN_TEXTS,
        receipts=hotel.folder.receipts,
    )
    if isinstance(hotel, ConnectedHotel):
        counter.seek, counter.link = hotel.line.seek, hotel.link
        hotel.watch(lambda: counter.tell(LinkChanged(link_of(counter))))
    return counter


def demo_cards(hotel: AnyHotel) -> DemoCards:
    """Return the demo members' cards as they lie beside the simulated reader."""
    if hotel.folder.simulated_cards.exists():
        return reader_of(DemoCards).decode(hotel.folder.simulated_cards.read_bytes())
    return cards_in(hotel.books)


def cards_in(books: Books) -> DemoCards:
    """Return the demo members' cards as books have them."""
    from app.bootstrap.demo_house import LONG_NAMED, MEMBERS

    found = []
    with books.reading() as connection:
        for one in (*MEMBERS, LONG_NAMED):
            sql = books.sql("SELECT number FROM cards WHERE member = ? ORDER BY issued_on, number")
            number = connection.exec_driver_sql(sql, (derived_id("demo", one.label),)).scalar()
            if number:
                names = Words(one.record.name, one.record.latin_name)
                found.append((one.label, names, str(number), Words(one.expect_zh, one.expect_en)))
    return tuple(found)


def _simulators(hotel: AnyHotel, ports: Path) -> SimulatedDevices:
    from app.bootstrap.simulators import Simulators

    return Simulators(ports, demo_cards(hotel))


def _pos_link(
    hotel: AnyHotel, settings: TerminalSettings, with_till: SimulatedDevices | None
) -> PosLink | None:
    if settings.pos is None and with_till is None:
        return None
    # Few desks have one, and all start faster without.
    from app.bootstrap.pos import pos_link_of
    from app.settings.pos import PosSettings

    listen = settings.pos or PosSettings(listen="tcp://127.0.0.1:0")
    link = pos_link_of(hotel, listen, outlet=settings.outlet)
    programme = hotel.poster.programme()
    if with_till is not None and programme is not None:
        from app.bootstrap.sim_till import SimTill

        # Numbers of an earlier start would get their earlier answers.
        first = int(f"{hotel.clock():%H%M%S}")
        with_till.till = SimTill(lambda: link.port, programme.currency, first)
    return link


def _station(hotel: AnyHotel, simulators: SimulatedDevices | None) -> Station:
    programme = hotel.poster.programme()
    if programme is None:
        raise LookupError("these books have no programme yet: run innpoint hotel new")
    template = template_of(programme.pack)
    return Station(
        simulators.uris if simulators else hotel.settings.devices,
        card_prefix=template.prefix,
        card_length=template.length,
        bank_key=hotel.books.keys.bank,
        card_key=hotel.books.keys.cards,
        former_card_keys=hotel.books.keys.former_cards,
        working_key=hotel.working_key,
    )

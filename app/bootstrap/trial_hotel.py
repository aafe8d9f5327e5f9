"""The demo hotel at a centre on this computer: founded there once, with a poster, and terminals that join it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.bootstrap.central_posting import open_centre
from app.bootstrap.centre import Enrolled, enrol_terminal, reached
from app.bootstrap.demo import demo_settings, make_demo
from app.bootstrap.desk import cards_in
from app.bootstrap.hotel import PROPERTY, Hotel, HotelFolder
from app.bootstrap.joining import join_centre, safe_of
from app.bootstrap.trial_centre import DATABASE, TrialCentre
from app.loyalty.business_day import hotel_time
from app.settings.secrets import key_safe
from app.settings.terminal import TerminalSettings, read_settings, write_settings
from app.store.books import Books
from app.store.central_rights import POSTER
from app.store.central_terminals import Invitation, connections_of
from app.sync.terminal_file import TerminalFile

PADS = "pads.json"  # in the centre's folder: the keys of the terminals' PIN pads
_ZONE = "Asia/Shanghai"
_VALID = timedelta(hours=1)


def found_demo(centre: TrialCentre, clock: Callable[[], datetime], *, members: int = 35) -> None:
    """Make the demo hotel in a centre that holds none; nobody may post there yet.

    Args:
        centre: Running.
        clock: The time, aware.
        members: How many are there beside those whom one can recognise.

    Raises:
        BooksError: The centre's books cannot be written.
        FoundingError: Something is refused.
    """
    pads = centre.folder.path / PADS
    if not pads.exists():
        write_settings(pads, demo_settings(TerminalSettings()))
    safe = key_safe(centre.folder.keys, use_keyring=False, may_make=False)
    with Books.open(centre.server.url(DATABASE, POSTER), safe) as books:
        hotel = Hotel(HotelFolder(centre.folder.path), books, read_settings(pads), clock)
        if hotel.poster.house().property is None:
            yesterday = hotel_time(clock(), _ZONE).date() - timedelta(days=1)
            make_demo(hotel, yesterday, extra_members=members)


def invite_trial(centre: TrialCentre, terminal: str, face: str, now: datetime) -> Enrolled:
    """Invite a terminal, also one that is at work already.

    Raises:
        CentreError: The centre's database refuses.
    """
    invitation = Invitation(
        terminal=terminal, property=PROPERTY, face=face, password="", until=now + _VALID
    )
    return enrol_terminal(centre.settings, centre.folder, invitation, is_again=True)


def prepare_trial(centre: TrialCentre, path: Path) -> None:
    """Give a terminal's folder what its simulated devices need: the pad its key, the reader its cards.

    Raises:
        BooksError: The centre's books cannot be read.
    """
    folder = HotelFolder(path)
    pads, settings = read_settings(centre.folder.path / PADS), read_settings(folder.settings)
    # The session key opens PINs: it stays at the centre, and the pad gets it wrapped.
    keys = {"working_key": pads.pad_keys["working_key"]}
    write_settings(folder.settings, replace(settings, pad_keys=keys))
    safe = key_safe(centre.folder.keys, use_keyring=False, may_make=False)
    with Books.open(centre.server.url(DATABASE, POSTER), safe) as books:
        folder.simulated_cards.write_bytes(msgspec.json.encode(cards_in(books)))


def ensure_terminal(
    centre: TrialCentre, path: Path, name: str, face: str, clock: Callable[[], datetime]
) -> None:
    """See that a folder is that of a terminal which this centre knows, where it is now.

    Raises:
        CentreError: It did not join.
        BooksError: The folder cannot be written, or a face has it open.
    """
    folder = HotelFolder(path)
    if folder.terminal.exists():
        safe = safe_of(folder, name, use_keyring=False)
        with TerminalFile.open(folder.terminal, safe) as file:
            known = file.identity().centre
        if known.partition(":")[2].startswith(f"{centre.settings.port}/"):
            return
    done = invite_trial(centre, name, face, clock())
    join_centre(path, done.code, done.authority, clock, use_keyring=False)
    prepare_trial(centre, path)


@contextmanager
def posting(centre: TrialCentre, clock: Callable[[], datetime]) -> Iterator[threading.Event]:
    """Post for a trial centre on a thread of this process; setting the event given ends it early."""
    safe = key_safe(centre.folder.keys, use_keyring=False, may_make=False)
    opened = open_centre(
        centre.server.url(DATABASE, POSTER),
        safe,
        clock,
        property_id=PROPERTY,
        settings=read_settings(centre.folder.path / PADS),
    )
    stop = threading.Event()
    thread = threading.Thread(target=opened.service.run, args=(stop,), name="central", daemon=True)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()
        opened.close()


def connected_terminals(centre: TrialCentre, names: Sequence[str]) -> list[str]:
    """Return those of some terminals that have a line to the centre now.

    Raises:
        CentreError: The centre's database does not answer.
    """
    with reached(centre.server.url(DATABASE)) as connection:
        return [name for name in names if connections_of(connection, name)]

"""A hotel's folder: its books, keys and settings, opened together with the poster that owns them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.bootstrap.pad_opener import PadKeys, PadOpener
from app.bootstrap.scene import draw_seed
from app.loyalty.ids import MemberId, OperatorId
from app.operations.pen import Draft, new_slip_id
from app.operations.slip import Body
from app.poster.embedded import EmbeddedPoster, Settled
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.predict import Predictor
from app.poster.submission import Answer, PinEntry
from app.settings.secrets import key_safe
from app.settings.terminal import TerminalSettings, read_settings, write_settings
from app.store.birthdays import index_birthdays
from app.store.books import Books
from app.store.personal import SealedRecord
from app.store.search import Search

PROPERTY = "hotel"
PROGRAMMES = Path(__file__).parents[2] / "resources" / "programmes"


@dataclass(frozen=True, slots=True)
class HotelFolder:
    """Where a hotel's files lie."""

    path: Path

    @property
    def books(self) -> Path:
        """The embedded book."""
        return self.path / "books.db"

    @property
    def keys(self) -> Path:
        """The keys, where no keyring answers."""
        return self.path / "books.keys"

    @property
    def settings(self) -> Path:
        """This terminal's settings."""
        return self.path / "terminal.json"

    @property
    def receipts(self) -> Path:
        """The hotel's own receipts: logo, layout and words."""
        return self.path / "receipts"

    @property
    def kiosk(self) -> Path:
        """The kiosk's own pictures."""
        return self.path / "kiosk"

    @property
    def terminal(self) -> Path:
        """The terminal file of a terminal that joined a centre, or began to."""
        return self.path / "terminal.db"

    @property
    def replica(self) -> Path:
        """What that terminal holds of the centre's books."""
        return self.path / "replica.db"

    @property
    def authority(self) -> Path:
        """The certificate of the centre's authority."""
        return self.path / "centre-ca.crt"

    @property
    def simulated_cards(self) -> Path:
        """Cards beside the simulated reader of a terminal on trial, whose members it does not hold."""
        return self.path / "simulated-cards.json"

    @property
    def mail_password(self) -> Path:
        """The mail server's password, where no keyring answers."""
        return self.path / "mail.password"


class Hotel:
    """An opened hotel: books, poster on its thread, and what reads beside it."""

    def __init__(
        self,
        folder: HotelFolder,
        books: Books,
        settings: TerminalSettings,
        clock: Callable[[], datetime],
    ) -> None:
        self.folder = folder
        self.books = books
        self.settings = settings
        self.clock = clock
        pad = PadKeys.of(settings.devices, settings.pad_keys)
        self.working_key = pad.working_key
        opener = PadOpener(session_key=pad.session_key, base_key=pad.base_key)
        self.pins = PinCheck(books.keys.pin, opener)
        self.poster = Poster(books, clock, self.pins, draw_seed)
        self.line = EmbeddedPoster(self.poster, PROPERTY, settings.terminal, secrets.token_bytes)
        self.predictor = Predictor(books)
        self.search = Search(books)
        self.settled = Settled()

    def start(self) -> None:
        """Settle what a crash left behind and begin to take slips."""
        self.settled = self.line.start()

    def close(self) -> None:
        """Finish the slips under way and give the files back."""
        self.line.close()
        self.books.close()

    def draft(
        self,
        kind: str,
        body: Body,
        *,
        operator: str,
        member: str = "",
        supervisor: str = "",
        pin: str = "",
    ) -> Draft:
        """Make a slip's draft; its id is made here, before anything else happens."""
        return draft_of(
            self.clock(), kind, body, operator=operator, member=MemberId(member), supervisor=supervisor, pin=pin
        )  # fmt: skip

    def submit(
        self,
        draft: Draft,
        *,
        pins: tuple[PinEntry, ...] = (),
        record: SealedRecord | None = None,
        tokens: tuple[int, ...] = (),
    ) -> Future[Answer]:
        """Hand a slip to the poster."""
        return self.line.submit(draft, pins=pins, record=record, tokens=tokens)

    def save_settings(self, settings: TerminalSettings) -> None:
        """Keep this terminal's settings."""
        write_settings(self.folder.settings, settings)
        self.settings = settings


def draft_of(
    now: datetime,
    kind: str,
    body: Body,
    *,
    operator: str,
    member: MemberId,
    supervisor: str,
    pin: str,
) -> Draft:
    """Make a slip's draft with an id of its own."""
    return Draft(
        id=new_slip_id(now, secrets.token_bytes),
        kind=kind,
        body=body,
        operator=OperatorId(operator),
        occurred_at=now,
        member=member,
        supervisor=OperatorId(supervisor),
        pin=pin,
    )


def settings_of(folder: HotelFolder, *, as_kiosk: bool, terminal: str = "") -> TerminalSettings:
    """Read a folder's settings; as a kiosk's, with its names.

    Args:
        folder: Whose.
        as_kiosk: Of the kiosk that they describe.
        terminal: The name that a centre gave this terminal; empty for a kiosk's own.

    Raises:
        ValueError: The file is damaged.
    """
    settings = read_settings(folder.settings)
    if not as_kiosk:
        return settings
    at = settings.kiosk
    name = terminal or at.operator
    return replace(settings, terminal=name, name_zh=at.name_zh, name_en=at.name_en)


def open_hotel(
    path: Path,
    clock: Callable[[], datetime],
    *,
    create: bool = False,
    use_keyring: bool = True,
    alone: bool = True,
    as_kiosk: bool = False,
) -> Hotel:
    """Open the hotel in a folder.

    Args:
        path: The hotel's folder.
        clock: Gives the time, aware.
        create: Make new books where there are none.
        use_keyring: False where no keyring answers.
        alone: Take the books' lock, to write.
        as_kiosk: Slips are those of the kiosk that the settings describe.

    Raises:
        BooksError: The books cannot be opened; the fault says why.
        ValueError: The settings file is damaged.
    """
    folder = HotelFolder(path)
    settings = settings_of(folder, as_kiosk=as_kiosk)
    safe = key_safe(
        folder.keys, use_keyring=use_keyring, may_make=not folder.books.exists() and create
    )
    books = Books.open(str(folder.books), safe, create=create, alone=alone)
    if alone:
        try:
            index_birthdays(books)
        except BaseException:
            books.close()  # else its lock would keep everybody out
            raise
    return Hotel(folder, books, settings, clock)

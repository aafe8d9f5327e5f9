"""IC cards on the command line: list readers, read, verify, personalise, block and re-personalise a card."""

from __future__ import annotations

import getpass
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import PROPERTY, HotelFolder
from app.loyalty.member import CardStatus
from app.loyalty.permissions import Act, may
from app.settings.secrets import key_safe
from app.settings.terminal import read_settings
from app.station.ic_cards import IcCards
from app.station.news import CardRead, IcCard, IcEnd, IcOrder, IcState, IcWork
from app.store.books import Books
from app.store.keys import card_hash
from app.store.loading import Loader
from app.store.staff import StaffTable
from devices import ic_card
from devices.errors import DeviceError
from devices.events import DeviceEvent, WriteDone, WriteFailed
from devices.manager import DeviceManager
from devices.wire.pcsc import SystemPcsc

_WORKS: Final = {one.value: one for one in IcWork}
_READY_S = 5.0
_WRITE_S = 20
_STATES: Final = {
    IcState.GENUINE: "genuine",
    IcState.BLOCKED: "genuine, and blocked",
    IcState.NOT_GENUINE: "NOT genuine: copied, or damaged while it was written",
    IcState.EMPTY: "nothing of this house on it",
    IcState.UNREADABLE: "it cannot be read; take it away and lay it on once more",
    IcState.READING: "it did not answer in time; take it away and lay it on once more",
}
_ENDS: Final = {
    IcEnd.NO_READER: "No card reader answers: plug one in, or start pcscd.",
    IcEnd.NO_CARD: "The card was taken away too soon: lay it on, leave it there and try again.",
    IcEnd.SWAPPED: "Another card lies there now; nothing was written. Lay the right one on.",
    IcEnd.EMPTY: "Nothing of this house is on this card; there is nothing to do this to.",
    IcEnd.TAKEN: "The card belongs to another number or is blocked: take a blank one, or re-personalise.",
    IcEnd.KEY: "The card refuses our keys and counts: take another card, do not try again.",
    IcEnd.LAST_TRY: "One more wrong code may lock the card: take another, or let a supervisor agree (--supervisor).",
    IcEnd.LOCKED: "The card is locked for good: take another one.",
    IcEnd.DIFFERS: "The card does not hold this number: do not hand it out.",
    IcEnd.BUSY: "Another program holds the card: close it, then try again.",
    IcEnd.FAILED: "The card could not be written: lay it on again, or take another.",
}


class _Refused(Exception):  # noqa: N818 - an expected no, told in its sentence
    """Why nothing was done, in one sentence."""


def list_readers(reader: str) -> int:
    """Print every card reader that is plugged in, a line each; a mark before the one meant.

    Returns:
        Exit status: 1 where none answers.
    """
    try:
        context = SystemPcsc().establish()
    except DeviceError as error:
        return _no(f"There is no PC/SC service to ask: {error}.")
    try:
        names = context.readers()
    except DeviceError as error:
        return _no(f"The PC/SC service does not answer: {error}.")
    finally:
        context.close()
    meant = next((name for name in names if name.startswith(reader)), None)
    for name in names:
        print(f"{'*' if name == meant else ' '} {name}")
    return 0 if names else _no("No card reader is plugged in.")


def work_on_card(act: str, number: str, hotel: Path, reader: str, *, supervisor: bool) -> int:
    """Read the card that lies on a reader, or do one work on it.

    Args:
        act: ``read``, ``verify``, ``personalise``, ``block`` or ``re-personalise``.
        number: All digits of a card in the books; for verifying, empty takes any card of the books.
        hotel: The hotel's folder, with its keys.
        reader: How the reader's name begins; empty for the one in the settings, or the first.
        supervisor: Whether a supervisor signs here, for the last try of a card that counts.

    Returns:
        Exit status: 0, 1 where it was not done.

    Raises:
        BooksError: The books cannot be read.
    """
    folder = HotelFolder(hotel)
    try:
        uri = f"pcsc:{reader}" if reader else _uri_of(folder)
    except ValueError as error:
        return _no(f"The settings cannot be read: {error}. Put that right, then try again.")
    digits = "".join(number.split())
    safe = key_safe(folder.keys, may_make=False)
    with Books.open(str(folder.books), safe, alone=False) as books:
        try:
            if act in {"personalise", "re-personalise"}:
                _check_number(books, digits)
            signed = supervisor and _signed(books)
            with _Desk(uri, books.keys.cards) as desk:
                if act == "read":
                    return _told(desk)
                if act == "verify" and not digits:
                    digits = desk.number()
                    _check_number(books, digits)
                end = desk.work(_WORKS[act], digits, may_use_last_try=signed)
        except _Refused as refused:
            return _no(str(refused))
    if end is not IcEnd.DONE:
        return _no(_ENDS[end])
    print(_done(_WORKS[act], digits[-4:]))
    return 0


class _Desk:
    """One reader, opened for as long as a command takes."""

    def __init__(self, uri: str, key: bytes) -> None:
        self._reads: dict[str, CardRead] = {}
        self._moved = threading.Condition()
        self._manager = DeviceManager(self._take)
        self._cards = IcCards(
            self._manager, key, keep=self._reads.__setitem__, tell=lambda _news: self._wake()
        )
        self._uri = uri

    def __enter__(self) -> Self:
        self._manager.open("ic", self._uri)
        if self._wait(lambda: self._cards.is_ready):
            return self
        why = self._manager.status("ic").detail
        self._manager.close()
        raise _Refused(f"No card reader answers: {why}.")

    def __exit__(self, *_error: object) -> None:
        self._manager.close()

    def card(self) -> IcCard:
        """Wait for a card, and until it was read."""
        self._wait(lambda: self._cards.card is not None and self._is_read(self._cards.card))
        card = self._cards.card
        if card is None:
            raise _Refused("No IC card lies on the reader: lay one on, then try again.")
        return card

    def number(self) -> str:
        """Give the number on the card."""
        card = self.card()
        read = self._reads.get(card.token)
        if read is None or card.state is not IcState.GENUINE:
            raise _Refused(f"The card is no good: {_STATES[card.state]}.")
        return read.number

    def work(self, work: IcWork, number: str, *, may_use_last_try: bool) -> IcEnd:
        """Do one work on the card that lies there."""
        order = IcOrder(
            work=work, card=self.card().token, number=number, may_use_last_try=may_use_last_try
        )
        return self._cards.work(order, _WRITE_S)

    def _is_read(self, card: IcCard) -> bool:
        return card.state is not IcState.READING

    def _wait(self, found: Callable[[], bool]) -> bool:
        with self._moved:
            return self._moved.wait_for(found, _READY_S)

    def _take(self, event: DeviceEvent) -> None:
        match event:
            case (
                ic_card.CardInserted()
                | ic_card.CardRemoved()
                | ic_card.CardRead()
                | ic_card.CardReadFailed()
                | WriteDone()
                | WriteFailed()
            ):
                self._cards.take(event)
            case _:
                pass
        self._wake()

    def _wake(self) -> None:
        with self._moved:
            self._moved.notify_all()


def _uri_of(folder: HotelFolder) -> str:
    """Return the address of the reader in the settings; any reader where none stands there."""
    devices = read_settings(folder.settings).devices.values()
    return next((uri for uri in devices if uri.startswith("pcsc:")), "pcsc:")


def _check_number(books: Books, number: str) -> None:
    """Refuse a number that opens nobody's account: a card with it would be waste, or a copy of a lost one."""
    named = card_hash(books.keys, number)
    with books.reading() as connection:
        sql = books.sql("SELECT status FROM cards WHERE hash = ?")
        status = connection.exec_driver_sql(sql, (named,)).scalar()
    if status is None:
        raise _Refused("No card of this number is in the books: issue it at the desk first.")
    if status != CardStatus.ACTIVE.value:
        raise _Refused(f"The card of this number is {status} in the books: replace it at the desk.")


def _signed(books: Books) -> bool:
    """Ask a supervisor for name and password.

    Raises:
        _Refused: They are wrong, or the person may not agree to this.
    """
    name = input("Supervisor: ").strip().lower()
    secret = getpass.getpass("Password: ") if sys.stdin.isatty() else input("Password: ")
    staff = StaffTable(books, PROPERTY)
    with books.reading() as connection:
        row = staff.get(connection, name)
        known = Loader(books).house(connection).operators.get(name)
    if row is None or not staff.check(row, secret, system_clock()):
        raise _Refused("Operator or password is wrong: nothing was done.")
    if known is None or not known.active or not may(known.role, Act.OVERRIDE):
        raise _Refused("This person may not agree to it: ask a supervisor.")
    return True


def _told(desk: _Desk) -> int:
    card = desk.card()
    family = card.family or "unknown kind"
    tail = f"  **** {card.tail}" if card.tail else ""
    print(f"{family}{tail}  {_STATES[card.state]}")
    return 0 if card.state is IcState.GENUINE else 1


def _done(work: IcWork, tail: str) -> str:
    match work:
        case IcWork.VERIFY:
            return f"The card is genuine and holds the number that ends in {tail}."
        case IcWork.BLOCK:
            return "The card is blocked. Report it lost at the desk, too."
        case IcWork.PERSONALISE | IcWork.RE_PERSONALISE:
            return f"The card holds the number that ends in {tail}: written and verified."


def _no(why: str) -> int:
    """Print why not; returns exit status 1."""
    print(why, file=sys.stderr)
    return 1

"""IC cards on the command line: list readers, read, verify, personalise, block, renew and re-personalise a card."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Final

from app.bootstrap.hotel import HotelFolder
from app.cli.card_reader import STATES, CardDesk
from app.cli.signing import RefusedError, Signed, noted, signed_in
from app.loyalty.member import CardStatus
from app.loyalty.permissions import Act, may_give_number
from app.settings.secrets import key_safe
from app.settings.terminal import TerminalSettings, read_settings
from app.station.ic_cards import shown_key
from app.station.news import IcEnd, IcState, IcWork
from app.store.books import Books
from app.store.card_works import CARD_ACT, CardWork, Standing, is_written, standing_of, works_on
from app.store.loading import Loader
from devices.errors import DeviceError
from devices.wire.pcsc import SystemPcsc

_WORKS: Final = {one.value: one for one in IcWork}
_GIVES_A_NUMBER: Final = frozenset({IcWork.PERSONALISE, IcWork.RE_PERSONALISE})
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


def work_on_card(
    act: str,
    number: str,
    hotel: Path,
    reader: str,
    *,
    supervisor: bool,
    record: Path | None = None,
) -> int:
    """Read the card that lies on a reader, or do one work on it; whoever writes signs, and it is written down.

    Args:
        act: ``read``, ``verify``, ``personalise``, ``block``, ``renew`` or ``re-personalise``.
        number: All digits of a card in the books; for verifying, empty takes any card of the books.
        hotel: The hotel's folder, with its keys.
        reader: How the reader's name begins; empty for the one in the settings, or the first.
        supervisor: Whether a supervisor signs here, for the last try of a card that counts.
        record: A new file, ending in ``.wire``, for the talk with the reader; None for none.

    Returns:
        Exit status: 0, 1 where it was not done.

    Raises:
        BooksError: The books cannot be read or written.
    """
    folder = HotelFolder(hotel)
    try:
        settings = read_settings(folder.settings)
    except ValueError as error:
        return _no(f"The settings cannot be read: {error}. Put that right, then try again.")
    uri = f"pcsc:{reader}" if reader else _uri_of(settings)
    digits = "".join(number.split())
    with Books.open(str(folder.books), key_safe(folder.keys, may_make=False), alone=False) as books:
        try:
            if act in {"read", "verify"}:
                with CardDesk(uri, books.keys, record) as desk:
                    return _told(desk) if act == "read" else _verified(books, desk, digits)
            work = _WORKS[act]
            if work in _GIVES_A_NUMBER:
                _in_use(books, digits)
            who = signed_in(books, "Operator", Act.SERVE)
            desk = CardDesk(uri, books.keys, record)
            return _written(books, settings, desk, work, digits, who, is_risky=supervisor)
        except RefusedError as refused:
            return _no(str(refused))


def card_log(hotel: Path, number: str) -> int:
    """Print what was done to IC cards and their keys, the oldest first; of one card where its number is given."""
    folder = HotelFolder(hotel)
    with (
        Books.open(str(folder.books), key_safe(folder.keys, may_make=False), alone=False) as books,
        books.reading() as connection,
    ):
        card = standing_of(books, connection, "".join(number.split())) if number else None
        if number and card is None:
            return _no("No card of this number is in the books.")
        for one in works_on(books, connection, card.member if card else ""):
            if card is None or one.work.card == card.card:
                print(f"{one.at}  {one.terminal}  {one.operator}  {one.work.facts()}")
    return 0


def _verified(books: Books, desk: CardDesk, number: str) -> int:
    if not number:
        number = desk.number()
        _in_use(books, number)
    return _ended(IcWork.VERIFY, number, desk.work(IcWork.VERIFY, number, may_use_last_try=False))


def _written(
    books: Books,
    settings: TerminalSettings,
    opened: CardDesk,
    work: IcWork,
    number: str,
    who: Signed,
    *,
    is_risky: bool,
) -> int:
    """Do a work that writes, with the agreement that it needs, and write down who did it."""
    with opened as desk:
        desk.card()
        if work not in _GIVES_A_NUMBER:
            number = desk.number(may_be_blocked=True)
        card = _known(books, number)
        if work is IcWork.BLOCK and card.status is CardStatus.ACTIVE:
            raise RefusedError(
                "The card is in use in the books: report it lost at the desk first; with the card on the "
                "desk's reader that blocks it, too."
            )
        if work is IcWork.RENEW:
            _in_use(books, number)
        agreed = _agreed(books, work, card, who, is_risky=is_risky)

        def line(end: str) -> CardWork:
            return CardWork(
                work=work.value,
                end=end,
                tail=number[-4:],
                card=card.card,
                key=shown_key(books.keys.cards),
                supervisor=agreed,
            )

        with noted(
            books,
            terminal=settings.terminal,
            operator=who.operator,
            act=CARD_ACT,
            member=card.member,
            line=line,
        ) as ends:
            end = desk.work(work, number, may_use_last_try=is_risky)
            ends.append(end.value)
    return _ended(work, number, end)


def _agreed(books: Books, work: IcWork, card: Standing, who: Signed, *, is_risky: bool) -> str:
    """Have a supervisor sign where the desk would ask for one; returns who did, or nobody."""
    is_second = work in _GIVES_A_NUMBER and not may_give_number(
        who.role, is_fresh=_is_fresh(books, card)
    )
    if not is_second and not is_risky:
        return ""
    if is_second:
        print("This number may be on a card already: a supervisor agrees to another one.")
    return signed_in(books, "Supervisor", Act.OVERRIDE).operator


def _is_fresh(books: Books, card: Standing) -> bool:
    """Tell whether a number was given to its member today and is on no card yet."""
    with books.reading() as connection:
        house = Loader(books).house(connection).property
        today = house.business_date if house else date.min
        return card.issued_on == today and not is_written(books, connection, card.member, card.card)


def _uri_of(settings: TerminalSettings) -> str:
    """Return the address of the reader in the settings; any reader where none stands there."""
    return next((uri for uri in settings.devices.values() if uri.startswith("pcsc:")), "pcsc:")


def _known(books: Books, number: str) -> Standing:
    with books.reading() as connection:
        card = standing_of(books, connection, number)
    if card is None or card.status is CardStatus.POOL:
        raise RefusedError("No card of this number is in the books: issue it at the desk first.")
    return card


def _in_use(books: Books, number: str) -> None:
    """Refuse a number that opens nobody's account: a card with it would be waste, or a copy of a lost one."""
    card = _known(books, number)
    if card.status is not CardStatus.ACTIVE:
        raise RefusedError(
            f"The card of this number is {card.status.value} in the books: replace it at the desk."
        )


def _told(desk: CardDesk) -> int:
    card = desk.card()
    family = card.family or "unknown kind"
    tail = f"  **** {card.tail}" if card.tail else ""
    old = ", on the old key: renew it" if card.is_former else ""
    print(f"{family}{tail}  {STATES[card.state]}{old}")
    return 0 if card.state is IcState.GENUINE else 1


def _ended(work: IcWork, number: str, end: IcEnd) -> int:
    if end is not IcEnd.DONE:
        return _no(_ENDS[end])
    tail = number[-4:]
    match work:
        case IcWork.VERIFY:
            print(f"The card is genuine and holds the number that ends in {tail}.")
        case IcWork.BLOCK:
            print(f"The card that ends in {tail} is blocked.")
        case IcWork.RENEW:
            print(f"The card that ends in {tail} is on the house's present key.")
        case IcWork.PERSONALISE | IcWork.RE_PERSONALISE:
            print(f"The card holds the number that ends in {tail}: written and verified.")
    return 0


def _no(why: str) -> int:
    """Print why not; returns exit status 1."""
    print(why, file=sys.stderr)
    return 1

"""The outbox on the command line, for the office: what waits, what is unsure, send again, give up."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import HotelFolder
from app.bootstrap.messages import OWN_TEXTS
from app.messaging.plan import again, put_aside
from app.messaging.texts import faults_of
from app.settings.mail import keep_mail_password
from app.settings.secrets import key_safe
from app.settings.terminal import read_settings
from app.store.books import Books
from app.store.outbox import Message, MessageState, Outbox


def list_messages(hotel: Path, state: str | None) -> int:
    """Print messages, the oldest first, a line each; no name, number or address stands in it.

    Args:
        hotel: Folder of the hotel.
        state: Only those in this state; None for all.

    Raises:
        BooksError: The books cannot be read.
    """
    with _opened(hotel) as books, books.reading() as connection:
        outbox = Outbox(books)
        found = outbox.listed(connection, MessageState(state) if state else None)
        strangers = outbox.unknown_senders(connection)
        dropped = outbox.dropped(connection)
    for one in found:
        print(_line(one))
    print(f"{len(found)} messages; {strangers} texts from numbers that are nobody's")
    if dropped:
        print(f"{dropped} texts made no slip: a fault of the program, see its log")
    faults = faults_of(HotelFolder(hotel).path / OWN_TEXTS)
    if faults:
        print(f"{len(faults)} faults in the hotel's own sentences: see innpoint messages check")
    return 0


def check_texts(hotel: Path) -> int:
    """Print what is wrong with the hotel's own sentences; exit status 1 where the common ones stand in."""
    faults = faults_of(HotelFolder(hotel).path / OWN_TEXTS)
    for one in faults:
        print(one)
    print(f"{len(faults)} faults in the hotel's own sentences")
    return 1 if faults else 0


def retry_message(hotel: Path, message: str) -> int:
    """Have a message sent again, at once; exit status 1 where it was sent or is under way.

    Raises:
        BooksError: The books cannot be written.
    """
    return _moved(hotel, message, lambda one: again(one, system_clock()), "is sent again")


def give_up_message(hotel: Path, message: str) -> int:
    """Have a message not sent any more; exit status 1 where it is through or under way.

    Raises:
        BooksError: The books cannot be written.
    """
    return _moved(hotel, message, put_aside, "is given up")


def ask_mail_password(hotel: Path) -> int:
    """Read the mail server's password, from the terminal or a pipe, and keep it in the keyring or a 0600 file."""
    folder = HotelFolder(hotel)
    settings = read_settings(folder.settings).mail
    if settings is None:
        print(f'there is no "mail" in {folder.settings}', file=sys.stderr)
        return 1
    is_person = sys.stdin.isatty()
    password = getpass.getpass("Password: ") if is_person else sys.stdin.readline().rstrip("\n")
    where = keep_mail_password(settings, password, folder.mail_password)
    print(f"kept in the {where}; the desk reads it at its next start")
    return 0


def _moved(hotel: Path, message: str, move: Callable[[Message], Message | None], said: str) -> int:
    with _opened(hotel) as books, books.writing() as connection:
        outbox = Outbox(books)
        one = outbox.get(connection, message)
        if one is None:
            print(f"there is no message {message}", file=sys.stderr)
            return 1
        moved = move(one)
        if moved is None or not outbox.keep(connection, moved, before=one.state):
            print(f"{message} is {one.state.value}: nothing was changed", file=sys.stderr)
            return 1
    print(f"{message} {said}")
    return 0


def _opened(hotel: Path) -> Books:
    folder = HotelFolder(hotel)
    return Books.open(str(folder.books), key_safe(folder.keys, may_make=False), alone=False)


def _line(one: Message) -> str:
    at = (one.sent_at or one.made_at).isoformat(timespec="seconds")
    why = f"  {one.error}" if one.error else ""
    said = one.delivery.value or "-"
    return (
        f"{one.id}  {one.state.value:<8}  {at}  {one.way:<5}  {one.kind}  tries {one.tries}"
        f"  report {said}{why}"
    )

"""Who stands at the command line: an operator's name and password, and a supervisor's where two must agree."""

from __future__ import annotations

import getpass
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import PROPERTY
from app.loyalty.ids import uuid7
from app.loyalty.permissions import Act, Role, may
from app.store import audit
from app.store.books import Books
from app.store.card_works import BEGUN, CardWork
from app.store.loading import Loader
from app.store.staff import StaffTable

_WHOM = {Act.OVERRIDE: "a supervisor", Act.CONFIGURE: "an administrator"}


class RefusedError(Exception):
    """Why nothing was done, in one sentence."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed.

    Attributes:
        operator: Sign-in name.
        role: What they are at this property.
    """

    operator: str
    role: Role


def signed_in(books: Books, title: str, act: Act) -> Signed:
    """Ask somebody for name and password.

    Args:
        books: With the house's people.
        title: Whom to ask for, e.g. ``Operator``.
        act: What they must be allowed to do.

    Raises:
        RefusedError: Name or password is wrong, or the person may not do this.
    """
    try:
        name = input(f"{title}: ").strip().lower()
        secret = getpass.getpass("Password: ") if sys.stdin.isatty() else input("Password: ")
    except EOFError as error:
        raise RefusedError("Nobody signed: nothing was done.") from error
    staff = StaffTable(books, PROPERTY)
    with books.reading() as connection:
        row = staff.get(connection, name)
        known = Loader(books).house(connection).operators.get(name)
    if row is None or not staff.check(row, secret, system_clock()):
        raise RefusedError("Operator or password is wrong: nothing was done.")
    if known is None or not known.active or not may(known.role, act):
        whom = _WHOM.get(act, "somebody who serves guests")
        raise RefusedError(f"This person may not agree to it: ask {whom}.")
    return Signed(name, known.role)


@contextmanager
def noted(
    books: Books,
    *,
    terminal: str,
    operator: str,
    act: str,
    member: str,
    line: Callable[[str], CardWork],
) -> Iterator[list[str]]:
    """Write a work down before it begins, and its end behind it.

    Args:
        books: Where it stands.
        terminal: Of this computer.
        operator: Who does it.
        act: Kind of the line in the audit table.
        member: Whose card it is; empty for none.
        line: Makes the line from how it ended.

    Yields:
        A list whose last word is the end; ``failed`` where nothing else was added.
    """

    def write(end: str) -> None:
        now = system_clock()
        read = audit.Read(
            id=uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10)),
            at=now,
            terminal=terminal,
            operator=operator,
            act=act,
            member=member,
            facts=line(end).facts(),
        )
        with books.writing() as connection:
            audit.note(books, connection, read)

    write(BEGUN)
    ends = ["failed"]
    try:
        yield ends
    finally:
        write(ends[-1])

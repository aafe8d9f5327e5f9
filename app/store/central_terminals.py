"""Logins of a centre: one for each terminal, made when it is invited and closed when it is lost.

A password never stands in SQL, where a server's log may keep it: only what SCRAM compares with is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, unique
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.store.central_rights import LOGINS, TERMINALS

PREFIX: Final = "innpoint_t_"
FACES: Final = ("desk", "outlet", "kiosk")
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_CONNECTIONS: Final = 4
_NO_RIGHT: Final = "42501"
_SETTINGS: Final = {
    "idle_in_transaction_session_timeout": "5s",
    "statement_timeout": "30s",
    "lock_timeout": "2s",
}


@unique
class State(Enum):
    """How a terminal stands with its centre."""

    INVITED = "invited"  # its code is out; it has not joined
    ACTIVE = "active"
    FORKED = "forked"  # two terminals wrote under one name
    LOST = "lost"
    SIGNED_OUT = "signed-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A terminal that is to join.

    Attributes:
        terminal: Its name; small letters, digits and hyphens, to 40 characters.
        property: Whose it is.
        face: desk, outlet or kiosk.
        password: Of its login until it joins; long enough that nobody guesses it.
        until: When the code runs out; aware.
    """

    terminal: str
    property: str
    face: str
    password: str
    until: datetime


def is_name(terminal: str) -> bool:
    """Tell whether a terminal may be called so."""
    return _NAME.fullmatch(terminal) is not None


def login_of(terminal: str) -> str:
    """Return the login of a terminal; names with hyphens only, so no two have the same."""
    return PREFIX + terminal.replace("-", "_")


def code_hash(password: str) -> str:
    """Return what the books keep of a one-time password: SHA-256, hex; it has 80 bits of chance, so no salt."""
    return sha256(password.encode()).hexdigest()


def state_of(connection: Connection, terminal: str) -> State | None:
    """Return how a terminal stands; None for one that was never invited."""
    text = "SELECT state FROM terminals WHERE terminal = %s"
    found = connection.exec_driver_sql(text, (terminal,)).scalar()
    return None if found is None else State(found)


def invite(connection: Connection, invitation: Invitation) -> str:
    """Make the login of a terminal, or open it again with another password, within the caller's transaction.

    Whoever had the name before is cut off; the incarnation stays until the new one joins and gets the next.

    Returns:
        The login.

    Raises:
        ValueError: It may not be called so.
        ProgrammingError: This login may not make others.
    """
    name = invitation.terminal
    if not is_name(name) or invitation.face not in FACES:
        raise ValueError(f"no terminal can be called {name!r} with the face {invitation.face!r}")
    login = login_of(name)
    if not _has_role(connection, login):
        connection.exec_driver_sql(f"CREATE ROLE {login}")
    else:
        _cut_off(connection, login)
    connection.exec_driver_sql(
        f"ALTER ROLE {login} LOGIN INHERIT NOCREATEDB NOCREATEROLE "
        f"CONNECTION LIMIT {_CONNECTIONS} PASSWORD '{verifier(connection, login, invitation.password)}'"
    )
    for setting, value in _SETTINGS.items():
        connection.exec_driver_sql(f"ALTER ROLE {login} SET {setting} = '{value}'")
    connection.exec_driver_sql(f"GRANT {TERMINALS} TO {login}")
    until = invitation.until.astimezone(UTC).isoformat(timespec="seconds")
    connection.exec_driver_sql(
        "INSERT INTO terminals VALUES (%s,%s,%s,%s,0,'invited',%s,%s,'',0) ON CONFLICT (terminal) DO UPDATE "
        "SET property = excluded.property, face = excluded.face, state = 'invited', "
        "code_hash = excluded.code_hash, code_until = excluded.code_until",
        (name, invitation.property, invitation.face, login, code_hash(invitation.password), until),
    )
    return login


def lose(connection: Connection, terminal: str) -> State | None:
    """Close a terminal's login and cut its connections, within the caller's transaction.

    Returns:
        How it stood before; None where there is no such terminal, and nothing was done.
    """
    before = state_of(connection, terminal)
    if before is None:
        return None
    login = login_of(terminal)
    connection.exec_driver_sql(
        "UPDATE terminals SET state = 'lost', code_hash = '' WHERE terminal = %s", (terminal,)
    )
    if _has_role(connection, login):
        connection.exec_driver_sql(f"ALTER ROLE {login} NOLOGIN PASSWORD NULL")
        _cut_off(connection, login)
    return before


def connections_of(connection: Connection, terminal: str) -> int:
    """Count the connections that a terminal has."""
    text = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s"
    return int(connection.exec_driver_sql(text, (login_of(terminal),)).scalar_one())


def set_password(connection: Connection, role: str, password: str) -> None:
    """Give one of the centre's own logins a password.

    Raises:
        ValueError: There is no such login of the centre.
    """
    if role not in LOGINS:
        raise ValueError(f"{role} is none of {', '.join(LOGINS)}")
    connection.exec_driver_sql(
        f"ALTER ROLE {role} PASSWORD '{verifier(connection, role, password)}'"
    )


def verifier(connection: Connection, role: str, password: str) -> str:
    """Return what the server keeps of a password: made here, so that the password stays here.

    Args:
        connection: Any to the server, by psycopg.
        role: Whose password it is.
        password: Any text.
    """
    driver = connection.connection.driver_connection
    if driver is None:
        raise TypeError("this connection is closed")
    made: bytes = driver.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return made.decode("ascii")


def _has_role(connection: Connection, role: str) -> bool:
    text = "SELECT 1 FROM pg_roles WHERE rolname = %s"
    return connection.exec_driver_sql(text, (role,)).first() is not None


def _cut_off(connection: Connection, login: str) -> None:
    """End a login's connections; where this login may not, they stay until they end, and the caller says so."""
    text = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(text, (login,)).fetchall()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != _NO_RIGHT:
            raise

"""Makes and keeps a centre: its tables, roles, keys, certificates, and the logins of its terminals."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from app.bootstrap.centre_error import CentreError
from app.bootstrap.certificates import certify
from app.bootstrap.hotel import PROPERTY
from app.bootstrap.server_lines import write_lines
from app.settings.centre import CentreFolder, CentreSettings, write_centre
from app.settings.join_code import JoinCode, fingerprint
from app.settings.secrets import keep_keys, key_safe
from app.store.books import HEAD, Books
from app.store.central_rights import apply_rights, drop_views, may_make_roles
from app.store.central_terminals import Invitation, State, invite, state_of
from app.store.epoch import current_epoch
from app.store.keys import Keys
from app.store.sealed_box import public_of

_LEAST = 150000
_SECRET = 10  # bytes of chance in a one-time password
_DRIVER = "postgresql+psycopg"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Made:
    """What ``make_centre`` did.

    Attributes:
        is_new: There were no books before.
        book: Its id.
        epoch: Of the books.
        certificate_is_new: The server has to be given its certificate.
        config: Folder of the server's postgresql.conf; empty where this login may not ask.
        settings: As they were written down: without a password, with the server's port.
    """

    is_new: bool
    book: str
    epoch: int
    certificate_is_new: bool
    config: str
    settings: CentreSettings


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A terminal that is to join.

    Attributes:
        code: What it is given, once.
        authority: PEM of what it is to trust.
        until: When the code runs out.
    """

    code: JoinCode
    authority: str
    until: datetime


def address_of(text: str) -> URL:
    """Read the address of a centre's database.

    Raises:
        CentreError: It is none.
    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise CentreError(
            f"This is no address of a database: give {_DRIVER}://USER@HOST/DATABASE"
        ) from error
    if url.get_backend_name() != "postgresql" or not url.database:
        raise CentreError(f"A centre lies in PostgreSQL: give {_DRIVER}://USER@HOST/DATABASE")
    return url.set(drivername=_DRIVER)


@contextmanager
def reached(text: str) -> Iterator[Connection]:
    """Open one transaction on a centre's database; it commits at the end or leaves no trace.

    Args:
        text: Its address; a password may stand in PGPASSWORD or ~/.pgpass instead.

    Raises:
        CentreError: It cannot be reached, or this login may not do what was asked.
    """
    url = address_of(text)
    try:
        engine = create_engine(url, isolation_level="READ COMMITTED")
    except (ImportError, NoSuchModuleError) as error:
        raise CentreError(
            "The driver of PostgreSQL is not installed; install it with: pip install 'innpoint[central]'"
        ) from error
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise CentreError(_said(error, url)) from error
    finally:
        engine.dispose()


def make_centre(folder: CentreFolder, settings: CentreSettings, now: datetime) -> Made:
    """Make a centre of an empty database, or bring one that is there to what it should be.

    Args:
        folder: Where keys, certificates and settings lie, or are put.
        settings: What the IT person says; one host at least.
        now: The time.

    Raises:
        CentreError: Something is missing; what was done already does no harm, and the same command goes on.
        BooksError: Its keys are gone, or a newer InnPoint wrote it.
        OSError: The folder cannot be written.
    """
    with reached(settings.url) as connection:
        _check_server(connection)
        is_new = _schema(connection) == ""
        is_empty = is_new or _is_empty(connection)
        if _schema(connection) not in {"", HEAD}:
            drop_views(connection)
        config = _config(connection)
        port = settings.port or int(str(connection.exec_driver_sql("SHOW port").scalar_one()))
    book = _brought_up(folder, settings.url, may_make_keys=is_empty, create=True)
    with reached(settings.url) as connection:
        apply_rights(connection)
        epoch = current_epoch(connection)
    try:
        is_renewed = certify(folder, settings.hosts, now)
    except ValueError as error:
        raise CentreError(f"The centre's certificates cannot be made: {error}.") from error
    plain = address_of(settings.url)._replace(password=None)
    kept = CentreSettings(
        url=plain.render_as_string(hide_password=False),
        hosts=settings.hosts,
        port=port,
        addresses=settings.addresses,
    )
    write_centre(folder, kept)
    write_lines(folder, kept, str(plain.database), config)
    _give_to_owner(folder)
    return Made(is_new, book, epoch, is_renewed, config, kept)


def login_url(settings: CentreSettings, role: str) -> str:
    """Return the address of a centre's database for another login, e.g. the poster's.

    On the server's own computer it is the socket, where the service comes in by who it is; elsewhere the password is
    looked up by PostgreSQL's own ways (PGPASSFILE).
    """
    url = address_of(settings.url)
    if url.host in _LOOPBACK:
        url = url._replace(host=None, port=None).update_query_dict({"port": str(settings.port)})
    return url._replace(username=role, password=None).render_as_string(hide_password=False)


def _give_to_owner(folder: CentreFolder) -> None:
    """Give what root wrote to whoever has the folder: the poster's service must read it."""
    if os.name != "posix" or os.geteuid() != 0:
        return
    owner = folder.path.stat()
    for path in folder.path.iterdir():
        os.chown(path, owner.st_uid, owner.st_gid)


def upgrade_centre(folder: CentreFolder, url: str) -> str:
    """Bring a centre's tables to this InnPoint, and make views and rights anew.

    Returns:
        The schema before.

    Raises:
        CentreError: There is no centre, or this login may not do it.
        BooksError: As in ``make_centre``.
    """
    with reached(url) as connection:
        before = _schema(connection)
        if not before:
            raise CentreError(
                "There is no centre in this database: make one with `innpoint central init`."
            )
        if before != HEAD:
            drop_views(connection)
    _brought_up(folder, url, may_make_keys=False, create=False)
    _give_to_owner(folder)
    with reached(url) as connection:
        apply_rights(connection)
    return before


def enrol_terminal(
    settings: CentreSettings,
    folder: CentreFolder,
    invitation: Invitation,
    *,
    is_again: bool,
) -> Enrolled:
    """Invite a terminal: its row, its login, and the code that it is given once.

    Args:
        settings: Of the centre.
        folder: With the authority's certificate.
        invitation: Without password, and without property where the centre has but one.
        is_again: Also where one of that name is at work: it is cut off.

    Raises:
        CentreError: Nothing was done, and why.
    """
    if not folder.authority.exists() or not settings.hosts:
        raise CentreError(
            f"There is no centre in {folder.path}: make one with `innpoint central init`, or name its "
            "folder with --dir."
        )
    authority = folder.authority.read_text(encoding="ascii")
    secret = secrets.token_bytes(_SECRET)
    code = JoinCode(
        host=settings.hosts[0],
        port=settings.port,
        database=str(address_of(settings.url).database),
        terminal=invitation.terminal,
        authority=fingerprint(authority),
        secret=secret,
    )
    with reached(settings.url) as connection:
        if not may_make_roles(connection):
            raise CentreError("This login may not make logins: use one that may (CREATEROLE).")
        if state_of(connection, invitation.terminal) is State.ACTIVE and not is_again:
            raise CentreError(
                f"{invitation.terminal} is at work; say --again to cut it off and set it up anew, or take another name."
            )
        house = _property(connection, invitation.property)
        invite(connection, replace(invitation, property=house, password=code.password))
    return Enrolled(code, authority, invitation.until)


def _property(connection: Connection, named: str) -> str:
    """Return whose the terminal is."""
    found = connection.exec_driver_sql("SELECT property FROM properties ORDER BY property")
    known = [str(row[0]) for row in found]
    if named:
        if known and named not in known:
            raise CentreError(f"There is no property {named}; this centre has {', '.join(known)}.")
        return named
    if len(known) > 1:
        raise CentreError(f"Say which property it stands in: --property {' | '.join(known)}.")
    return known[0] if known else PROPERTY


def _brought_up(folder: CentreFolder, url: str, *, may_make_keys: bool, create: bool) -> str:
    """Bring the tables up to date and see that keys and tables belong together; returns the book's id."""
    folder.path.mkdir(parents=True, exist_ok=True)
    folder.path.chmod(0o700)
    safe = key_safe(folder.keys, use_keyring=False, may_make=may_make_keys)
    address = address_of(url).render_as_string(hide_password=False)
    with Books.open(address, safe, create=create) as books, books.writing() as connection:
        book = str(
            connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'book'").scalar_one()
        )
        _seal(folder, connection, book, books.keys)
    return book


def _seal(folder: CentreFolder, connection: Connection, book: str, keys: Keys) -> None:
    """See that the centre has the key that its terminals seal for."""
    text = "SELECT value FROM meta WHERE name = 'seal_key'"
    known = connection.exec_driver_sql(text).scalar()
    if known is not None:
        if not keys.seal or base64.b64encode(public_of(keys.seal)).decode() != known:
            raise CentreError(
                f"The keys in {folder.keys} are not this centre's: bring them back from where they are kept."
            )
        return
    if not keys.seal:
        keys = keys.with_seal(secrets.token_bytes(32))
        keep_keys(
            folder.keys, book, keys
        )  # before the books name it: nothing is sealed for a key that is lost
    connection.exec_driver_sql(
        "INSERT INTO meta (name, value) VALUES ('seal_key', %s)",
        (base64.b64encode(public_of(keys.seal)).decode(),),
    )


def _check_server(connection: Connection) -> None:
    number, said, encoding = connection.exec_driver_sql(
        "SELECT current_setting('server_version_num')::int, current_setting('server_version'), "
        "current_setting('server_encoding')"
    ).one()
    if number < _LEAST:
        raise CentreError(f"PostgreSQL {said} is too old: a centre needs 15 or newer.")
    if encoding != "UTF8":
        raise CentreError(
            f"This database is in {encoding}: make one with `createdb --encoding UTF8 --template template0`."
        )
    if not may_make_roles(connection):
        raise CentreError(
            "This login may not make logins: use a superuser, or the database's owner with CREATEROLE."
        )


def _config(connection: Connection) -> str:
    text = (
        "SELECT CASE WHEN pg_has_role(current_user, 'pg_read_all_settings', 'USAGE') "
        "THEN current_setting('config_file') ELSE '' END"
    )
    path = str(connection.exec_driver_sql(text).scalar_one())
    return path.rpartition("/")[0]


def _schema(connection: Connection) -> str:
    text = "SELECT to_regclass('public.alembic_version') IS NOT NULL"
    if not connection.exec_driver_sql(text).scalar():
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def _is_empty(connection: Connection) -> bool:
    """Tell whether nothing was ever written or sealed with the keys of these books."""
    text = (
        "SELECT NOT EXISTS (SELECT 1 FROM slips) "
        "AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'seal_key')"
    )
    return bool(connection.exec_driver_sql(text).scalar())


def _said(error: DBAPIError, url: URL) -> str:
    """Say what the server's refusal means."""
    detail = " ".join(str(error.orig).split())
    state = getattr(error.orig, "sqlstate", None)
    where = f"{url.host or 'this computer'}:{url.port or 5432}"
    if state == "42501":
        return f"This login may not do that: use a superuser, or the database's owner with CREATEROLE. ({detail})"
    if "does not exist" in detail and "database" in detail:
        return f"There is no such database; a superuser makes it with `createdb {url.database}`. ({detail})"
    if "password" in detail:
        return f"PostgreSQL does not take this login's password; put it into PGPASSWORD or ~/.pgpass. ({detail})"
    if "pg_hba.conf" in detail:
        return f"The server lets this login not in from here; see the lines for pg_hba.conf. ({detail})"
    if state is None:
        return f"No PostgreSQL answers at {where}; check the address and that the server runs. ({detail})"
    return f"PostgreSQL would not do it. ({detail})"

"""Who may do what in a centre's database: roles and rights as data, and the one function that puts them in force.

Roles belong to the whole PostgreSQL server, so one server holds one centre. A terminal's login is made by
``central_terminals``; all of them get their rights from the group ``innpoint_terminals``.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from app.store.central_views import MAY_INSERT, VIEW_OPTIONS, VIEWS
from app.store.metadata import METADATA
from app.store.tables import APPEND_ONLY

OWNER: Final = "innpoint_owner"  # owns everything; nobody signs in as it
MIGRATOR: Final = "innpoint_migrator"  # signs in to change tables, as the owner
POSTER: Final = "innpoint_poster"
OFFICE: Final = "innpoint_office"
AUDITOR: Final = "innpoint_auditor"
TERMINALS: Final = "innpoint_terminals"
LOGINS: Final = (MIGRATOR, POSTER, OFFICE, AUDITOR)  # each gets a password from a person, or none
_ROLES: Final = (OWNER, *LOGINS, TERMINALS)

VERSION: Final = "alembic_version"
TABLES: Final = (*METADATA.tables, VERSION)

# Columns that whoever only reads never sees: what PINs, passwords and codes are compared with, and keys.
SECRETS: Final = {
    "credentials": ("salt", "mac"),
    "staff": ("password_hash", "card_hash", "pin_hash"),
    "personal": ("wrapped_key",),
    "terminals": ("code_hash",),
}
# Nothing here tells who somebody is: people are asked for by a question, which is counted and limited.
OFFICE_READS: Final = (
    "members", "cards", "debts", "tallies", "stays", "bookings", "bills", "appeals", "web_members",
    "properties", "outlets", "rewards", "operators", "shifts", "days", "usage", "programmes", "counters",
    "slips", "undecided", "decisions", "transfers", "balances", "lots", "shard_heads", "staff", "kiosk_vouchers",
    "messages", "pos_bills", "meta", "terminals", "leases", "todos", VERSION,
)  # fmt: skip

_ALL: Final = "SELECT, INSERT, UPDATE, DELETE"
_APPENDS: Final = "SELECT, INSERT"
# What the poster may do where it is not everything: the journal only grows, terminals are enrolled by people.
_POSTER: Final = {
    **dict.fromkeys(APPEND_ONLY, _APPENDS),
    "audit": _APPENDS,
    "terminals": "SELECT, UPDATE",
    "chains": "SELECT, INSERT, UPDATE",
    **dict.fromkeys(MAY_INSERT, "SELECT, UPDATE, DELETE"),
    VERSION: "SELECT",
}
_SETTINGS: Final = {
    # A poster that stands still in a transaction must not keep the one that takes over waiting.
    POSTER: {"idle_in_transaction_session_timeout": "2s", "lock_timeout": "2s"},
    # Who reads and forgets to end it keeps the server from tidying up.
    OFFICE: {"default_transaction_read_only": "on", "idle_in_transaction_session_timeout": "60s"},
    AUDITOR: {"default_transaction_read_only": "on", "idle_in_transaction_session_timeout": "600s"},
    MIGRATOR: {"role": OWNER},
}
_NEEDS_ADMIN: Final = (
    160000  # from here on who makes roles may not give away what it does not administer
)
# Ways to fill the disk or the processor that every login has by itself.
_CLOSED: Final = (
    "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
    "REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC",
)


def apply_rights(connection: Connection) -> None:
    """Make roles, views and rights as they are declared, whatever they were before.

    Args:
        connection: Of the database's owner or a superuser, to a database whose schema is the newest; as somebody who
            may not make roles, they must be there. The caller's transaction holds all of it or nothing.

    Raises:
        ProgrammingError: This login may not do it; nothing was changed.
    """
    if may_make_roles(connection):
        _make_roles(connection)
    _take_over(connection)
    drop_views(connection)
    _close(connection)
    _open(connection)
    for view, text in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {view} {VIEW_OPTIONS} AS {text}")
        connection.exec_driver_sql(f"ALTER VIEW {view} OWNER TO {OWNER}")
        connection.exec_driver_sql(
            f"REVOKE ALL ON {view} FROM PUBLIC, {POSTER}, {OFFICE}, {AUDITOR}"
        )
        connection.exec_driver_sql(f"GRANT SELECT ON {view} TO {TERMINALS}")


def drop_views(connection: Connection) -> None:
    """Take the terminals' views away for a migration; ``apply_rights`` makes them again."""
    for view in reversed(VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view}")


def hidden_from(connection: Connection, table: str) -> frozenset[str]:
    """Return the columns of a table that this login may not read; none on an embedded book."""
    if connection.dialect.name != "postgresql":
        return frozenset()
    text = "SELECT has_column_privilege(%s, %s, 'SELECT')"
    return frozenset(
        name
        for name in SECRETS.get(table, ())
        if not connection.exec_driver_sql(text, (table, name)).scalar()
    )


def may_make_roles(connection: Connection) -> bool:
    """Tell whether this login may make logins for terminals."""
    return _is(connection, "rolsuper OR rolcreaterole")


def _is(connection: Connection, condition: str) -> bool:
    text = f"SELECT {condition} FROM pg_roles WHERE rolname = current_user"
    return bool(connection.exec_driver_sql(text).scalar())


def _make_roles(connection: Connection) -> None:
    text = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'innpoint%%'"
    there = {str(row[0]) for row in connection.exec_driver_sql(text)}
    for role in _ROLES:
        if role not in there:
            connection.exec_driver_sql(f"CREATE ROLE {role}")
        sign_in = "LOGIN" if role in LOGINS else "NOLOGIN"
        connection.exec_driver_sql(f"ALTER ROLE {role} {sign_in} NOCREATEDB NOCREATEROLE INHERIT")
        for name, value in _SETTINGS.get(role, {}).items():
            connection.exec_driver_sql(f"ALTER ROLE {role} SET {name} = '{value}'")
    connection.exec_driver_sql(f"GRANT {OWNER} TO {MIGRATOR}")
    if _is(connection, "rolsuper"):
        connection.exec_driver_sql(
            f"GRANT pg_monitor TO {AUDITOR}"
        )  # who copies the log, and how far
    else:
        # Who gives a table away must be able to act as the one who gets it.
        connection.exec_driver_sql(f"GRANT {OWNER} TO CURRENT_USER")
        if (
            connection.exec_driver_sql(
                "SELECT current_setting('server_version_num')::int"
            ).scalar_one()
            < _NEEDS_ADMIN
        ):
            connection.exec_driver_sql(
                "GRANT pg_signal_backend TO CURRENT_USER"
            )  # to cut off who is lost


def _take_over(connection: Connection) -> None:
    """Give the database and what stands in it to the owner's role."""
    database = _database(connection)
    connection.exec_driver_sql(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}")
    if _is(connection, "rolsuper OR rolcreatedb"):
        connection.exec_driver_sql(f"ALTER DATABASE {database} OWNER TO {OWNER}")
    text = (
        "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') "
        f"AND r.rolname <> '{OWNER}'"
    )
    ours = {*TABLES, *VIEWS}
    for (name,) in connection.exec_driver_sql(text).fetchall():
        if name in ours:
            connection.exec_driver_sql(f"ALTER TABLE {name} OWNER TO {OWNER}")
    for table in APPEND_ONLY:
        connection.exec_driver_sql(f"ALTER FUNCTION {table}_append_only() OWNER TO {OWNER}")


def _close(connection: Connection) -> None:
    """Take every right away that somebody has."""
    database = _database(connection)
    everybody = f"PUBLIC, {POSTER}, {OFFICE}, {AUDITOR}, {TERMINALS}"
    connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {database} FROM {everybody}")
    connection.exec_driver_sql(f"REVOKE ALL ON SCHEMA public FROM {everybody}")
    for table in TABLES:
        connection.exec_driver_sql(f'REVOKE ALL ON "{table}" FROM {everybody}')
    for table in APPEND_ONLY:
        connection.exec_driver_sql(f"REVOKE ALL ON FUNCTION {table}_append_only() FROM PUBLIC")
        connection.exec_driver_sql(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {OWNER}")
    if _is(connection, "rolsuper"):
        for text in _CLOSED:
            connection.exec_driver_sql(text)


def _open(connection: Connection) -> None:
    """Give the rights that are declared."""
    everybody = f"{MIGRATOR}, {POSTER}, {OFFICE}, {AUDITOR}, {TERMINALS}"
    connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {_database(connection)} TO {everybody}")
    # Many rows come in beside the table where they may be there already (``merging``).
    connection.exec_driver_sql(f"GRANT TEMPORARY ON DATABASE {_database(connection)} TO {POSTER}")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {everybody}")
    for table in TABLES:
        rights = _POSTER.get(table, _ALL)
        connection.exec_driver_sql(f'GRANT {rights} ON "{table}" TO {POSTER}')
        readers = f"{AUDITOR}, {OFFICE}" if table in OFFICE_READS else AUDITOR
        connection.exec_driver_sql(f'GRANT SELECT{_shown(table)} ON "{table}" TO {readers}')
    for table, columns in MAY_INSERT.items():
        connection.exec_driver_sql(f"GRANT INSERT ({_named(columns)}) ON {table} TO {TERMINALS}")


def _shown(table: str) -> str:
    """Return the columns that readers see, in brackets; nothing where they see all."""
    hidden = SECRETS.get(table)
    if hidden is None:
        return ""
    names = [column.name for column in METADATA.tables[table].columns if column.name not in hidden]
    return f" ({_named(names)})"


def _named(columns: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _database(connection: Connection) -> str:
    text = "SELECT quote_ident(current_database())"
    return str(connection.exec_driver_sql(text).scalar_one()).replace("%", "%%")

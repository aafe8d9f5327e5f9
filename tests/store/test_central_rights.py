"""Who may do what at a centre, asked of a real PostgreSQL: every role, every table and view, every act."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.exc import DBAPIError

from app.store.books import Books
from app.store.central_rights import SECRETS, TABLES, apply_rights, drop_views
from app.store.central_terminals import (
    State,
    lose,
)
from app.store.central_views import MAY_INSERT, VIEWS
from tests.support.book import KEYS
from tests.support.centre import as_user, connected, join, look, new_centre, new_database
from tests.support.postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]

_ACTS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE", "T": "TRUNCATE"}
_COLUMNS = ("owner", "poster", "office", "auditor", "terminal", "stranger")
# Letters as above; small for some columns only; - for nothing. Who migrates acts as the owner.
MATRIX = """
    slips            SI     SI     S   S   -   -
    decisions        SI     SI     S   S   -   -
    transfers        SI     SI     S   S   -   -
    audit            SIUDT  SI     -   S   -   -
    terminals        SIUDT  SU     s   s   -   -
    chains           SIUDT  SIU    -   S   -   -
    inbox            SIUDT  SUD    -   S   i   -
    pushes           SIUDT  SUD    -   S   i   -
    questions        SIUDT  SUD    -   S   i   -
    feed             SIUDT  SIUD   -   S   -   -
    feed_heads       SIUDT  SIUD   -   S   -   -
    leases           SIUDT  SIUD   S   S   -   -
    todos            SIUDT  SIUD   S   S   -   -
    members          SIUDT  SIUD   S   S   -   -
    cards            SIUDT  SIUD   S   S   -   -
    credentials      SIUDT  SIUD   -   s   -   -
    debts            SIUDT  SIUD   S   S   -   -
    tallies          SIUDT  SIUD   S   S   -   -
    stays            SIUDT  SIUD   S   S   -   -
    bookings         SIUDT  SIUD   S   S   -   -
    bills            SIUDT  SIUD   S   S   -   -
    appeals          SIUDT  SIUD   S   S   -   -
    web_members      SIUDT  SIUD   S   S   -   -
    properties       SIUDT  SIUD   S   S   -   -
    outlets          SIUDT  SIUD   S   S   -   -
    rewards          SIUDT  SIUD   S   S   -   -
    operators        SIUDT  SIUD   S   S   -   -
    shifts           SIUDT  SIUD   S   S   -   -
    days             SIUDT  SIUD   S   S   -   -
    usage            SIUDT  SIUD   S   S   -   -
    programmes       SIUDT  SIUD   S   S   -   -
    counters         SIUDT  SIUD   S   S   -   -
    undecided        SIUDT  SIUD   S   S   -   -
    balances         SIUDT  SIUD   S   S   -   -
    lots             SIUDT  SIUD   S   S   -   -
    claims           SIUDT  SIUD   -   S   -   -
    shard_heads      SIUDT  SIUD   S   S   -   -
    personal         SIUDT  SIUD   -   s   -   -
    tokens           SIUDT  SIUD   -   S   -   -
    bank_cards       SIUDT  SIUD   -   S   -   -
    staff            SIUDT  SIUD   s   s   -   -
    kiosk_vouchers   SIUDT  SIUD   S   S   -   -
    messages         SIUDT  SIUD   S   S   -   -
    pos_bills        SIUDT  SIUD   S   S   -   -
    meta             SIUDT  SIUD   S   S   -   -
    alembic_version  SIUDT  S      S   S   -   -
    my_terminal      SIUDT  -      -   -   S   -
    my_centre        SIUDT  -      -   -   S   -
    my_feed_heads    SIUDT  -      -   -   S   -
    my_feed          SIUDT  -      -   -   S   -
    my_answers       SIUDT  -      -   -   S   -
"""
EXPECTED = {
    words[0]: dict(zip(_COLUMNS, words[1:], strict=True))
    for words in (line.split() for line in MATRIX.strip().splitlines())
}


def roles() -> dict[str, str]:
    own = {name: f"innpoint_{name}" for name in ("owner", "poster", "office", "auditor")}
    return own | {"terminal": "innpoint_t_desk_1", "stranger": "stranger"}


def granted(connection: Connection, role: str, table: str) -> str:
    """Return what the server says that a role may do, in the letters of the matrix."""
    said = ""
    for letter, act in _ACTS.items():
        is_whole = connection.exec_driver_sql(
            "SELECT has_table_privilege(%s, %s, %s)", (role, table, act)
        ).scalar()
        is_part = (
            letter in "SIU"
            and connection.exec_driver_sql(
                "SELECT has_any_column_privilege(%s, %s, %s)", (role, table, act)
            ).scalar()
        )
        said += letter if is_whole else letter.lower() if is_part else ""
    return said or "-"


def test_the_matrix_names_everything_that_there_is(centre: str) -> None:
    with connected(centre) as connection:
        there = inspect(connection)
        assert {*there.get_table_names(), *there.get_view_names()} == set(EXPECTED)
    assert set(EXPECTED) == {*TABLES, *VIEWS}


def test_the_server_grants_what_the_matrix_says(centre: str) -> None:
    with connected(centre) as connection:
        found = {
            table: {name: granted(connection, role, table) for name, role in roles().items()}
            for table in EXPECTED
        }
    assert found == EXPECTED


def test_who_migrates_acts_as_the_owner(centre: str) -> None:
    with connected(as_user(centre, "innpoint_migrator")) as connection:
        assert connection.exec_driver_sql("SELECT current_user").scalar() == "innpoint_owner"
        connection.exec_driver_sql("CREATE TABLE tried (one int)")
        connection.exec_driver_sql("DROP TABLE tried")
        assert {table: granted(connection, "innpoint_migrator", table) for table in EXPECTED} == {
            table: row["owner"] for table, row in EXPECTED.items()
        }


@pytest.mark.parametrize("name", [name for name in _COLUMNS if name != "owner"])
def test_statements_are_refused_as_the_matrix_says(centre: str, name: str) -> None:
    """Not what the server says of itself, but what it does."""
    if name == "stranger":
        with (
            pytest.raises(DBAPIError, match="permission denied for database"),
            connected(as_user(centre, "stranger")),
        ):
            pass
        return
    with connected(as_user(centre, roles()[name])) as connection:
        connection.exec_driver_sql(
            "SET TRANSACTION READ WRITE"
        )  # what a reader is spared, not denied
        for table in TABLES:
            may = {letter for letter in _ACTS if tried(connection, table, letter)}
            assert may == set(EXPECTED[table][name].upper()) - {"-"}, table


def tried(connection: Connection, table: str, letter: str) -> bool:
    """Tell whether the server lets a statement through to what it would do; it is taken back."""
    column = {"alembic_version": "version_num"}.get(table) or _first_columns()[table]
    text = {
        "S": f'SELECT count(*) FROM "{table}"',
        "I": f'INSERT INTO "{table}" DEFAULT VALUES',
        "U": f'UPDATE "{table}" SET "{column}" = NULL WHERE false',
        "D": f'DELETE FROM "{table}" WHERE false',
        "T": f'TRUNCATE "{table}"',
    }[letter]
    kept = connection.begin_nested()
    try:
        connection.exec_driver_sql(text)
    except DBAPIError as error:
        return getattr(error.orig, "sqlstate", "") != "42501"
    finally:
        kept.rollback()
    return True


def _first_columns() -> dict[str, str]:
    from app.store.tables import METADATA

    return {name: next(iter(table.columns)).name for name, table in METADATA.tables.items()}


def test_a_terminal_fills_no_column_of_the_server_s(centre: str) -> None:
    with connected(as_user(centre, roles()["terminal"])) as connection:
        for table in MAY_INSERT:
            for column in ("login", "arrived"):
                text = f"INSERT INTO {table} (id, terminal, {column}) VALUES ('x', 'desk-1', %s)"
                assert is_refused(connection, text, ("postgres" if column == "login" else 1,))
        assert is_refused(connection, "INSERT INTO inbox (id, waits) VALUES ('x', 'no')", ())


def is_refused(connection: Connection, text: str, values: tuple[object, ...]) -> bool:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(text, values)
    except DBAPIError as error:
        return getattr(error.orig, "sqlstate", "") == "42501"
    return False


def test_the_server_writes_who_handed_a_slip_in(centre: str) -> None:
    with connected(as_user(centre, roles()["terminal"])) as connection:
        connection.exec_driver_sql(
            "INSERT INTO inbox (id, terminal, incarnation, sequence, push, text) "
            "VALUES ('forged', 'desk-2', 1, 1, 'p', '\\x00')"
        )
        connection.exec_driver_sql("SELECT 1")
    with connected(centre) as connection:
        found = connection.exec_driver_sql(
            "SELECT login, waits, abs(extract(epoch FROM clock_timestamp()) * 1000000 - arrived) "
            "< 60000000 FROM inbox WHERE id = 'forged'"
        ).one()
        connection.exec_driver_sql("DELETE FROM inbox")
    assert tuple(found) == ("innpoint_t_desk_1", "", True)


def test_a_terminal_hands_in_again_without_reading_what_is_there(centre: str) -> None:
    columns = ", ".join(MAY_INSERT["inbox"])
    values = "('again', 'desk-1', 1, 1, 'p', '\\x00', NULL)"
    insert = f"INSERT INTO inbox ({columns}) VALUES {values}"
    with connected(as_user(centre, roles()["terminal"])) as connection:
        for _ in range(2):
            connection.exec_driver_sql(f"{insert} ON CONFLICT DO NOTHING")
        # To name the column that conflicts, or to get a row back, is to read.
        assert is_refused(connection, f"{insert} ON CONFLICT (id) DO NOTHING", ())
        assert is_refused(connection, f"{insert} ON CONFLICT DO NOTHING RETURNING id", ())
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor, cursor.copy(f"COPY inbox ({columns}) FROM STDIN") as copy:
            copy.write_row(("copied", "desk-1", 1, 2, "p", b"\0", None))
    with connected(centre) as connection:
        found = connection.exec_driver_sql("DELETE FROM inbox RETURNING id, login").fetchall()
    assert sorted(map(tuple, found)) == [
        ("again", "innpoint_t_desk_1"),
        ("copied", "innpoint_t_desk_1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE mine (one int)",
        "CREATE TEMP TABLE mine (one int)",
        "CREATE SCHEMA mine",
        "DO $$ BEGIN END $$",
        "SELECT lo_create(0)",
        "SELECT slips_append_only()",
        "SET ROLE innpoint_owner",
        "SET ROLE innpoint_poster",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "ALTER ROLE innpoint_t_desk_1 CONNECTION LIMIT 100",
    ],
)
def test_a_terminal_makes_and_becomes_nothing(centre: str, text: str) -> None:
    with connected(as_user(centre, roles()["terminal"])) as connection:
        assert is_refused(connection, text, ())


def test_no_reader_sees_what_pins_and_passwords_are_compared_with(centre: str) -> None:
    for role in ("innpoint_office", "innpoint_auditor"):
        with connected(as_user(centre, role)) as connection:
            for table, columns in SECRETS.items():
                for column in columns:
                    assert is_refused(connection, f"SELECT {column} FROM {table}", ())
    with connected(as_user(centre, "innpoint_auditor")) as connection:
        connection.exec_driver_sql("SELECT member, tries, blocked FROM credentials")


def test_limits_and_timeouts_are_the_login_s(cluster: str, centre: str) -> None:
    seen = {}
    for role in ("innpoint_t_desk_1", "innpoint_poster"):
        with connected(as_user(centre, role)) as connection:
            seen[role] = [
                connection.exec_driver_sql(f"SHOW {name}").scalar()
                for name in (
                    "idle_in_transaction_session_timeout",
                    "statement_timeout",
                    "lock_timeout",
                )
            ]
    assert seen["innpoint_t_desk_1"] == ["5s", "30s", "2s"]
    assert seen["innpoint_poster"] == ["2s", "0", "2s"]
    with connected(centre) as connection:
        limit = "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'innpoint_t_desk_1'"
        assert connection.exec_driver_sql(limit).scalar() == 4


# ---- what a terminal sees


def test_doing_it_twice_changes_nothing_and_mends_what_was_changed(cluster: str) -> None:
    url = new_centre(cluster, "twice")
    with connected(url) as connection:
        first = everything(connection)
        apply_rights(connection)
        assert everything(connection) == first
        connection.exec_driver_sql("GRANT ALL ON slips, members TO PUBLIC, innpoint_terminals")
        connection.exec_driver_sql("GRANT SELECT (salt) ON credentials TO innpoint_auditor")
        connection.exec_driver_sql("DROP VIEW my_answers")
        connection.exec_driver_sql("GRANT CREATE ON SCHEMA public TO PUBLIC")
        assert everything(connection) != first
        apply_rights(connection)
        assert everything(connection) == first


def everything(connection: Connection) -> list[tuple[str, ...]]:
    here = "relnamespace = 'public'::regnamespace"
    texts = (
        f"SELECT relname, relkind, relowner, relacl::text FROM pg_class WHERE {here}",
        f"SELECT relname, attname, attacl::text FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE {here}",
        "SELECT nspacl::text FROM pg_namespace WHERE nspname = 'public'",
        "SELECT rolname, rolcanlogin, rolconfig::text FROM pg_roles WHERE rolname LIKE 'innpoint_%%'",
    )
    return sorted(
        tuple(map(str, row)) for text in texts for row in connection.exec_driver_sql(text)
    )


def test_an_owner_without_all_power_makes_a_centre_and_who_migrates_keeps_it(cluster: str) -> None:
    with connected(cluster) as connection:
        connection.exec_driver_sql("CREATE ROLE house_it LOGIN CREATEROLE CREATEDB")
    url = as_user(new_database(cluster, "managed"), "house_it")
    with connected(as_user(url, "innpoint")) as connection:
        connection.exec_driver_sql("ALTER DATABASE managed OWNER TO house_it")
        # Roles are the whole server's: those of the other tests are in the way of one who may not do all.
        for role in ("owner", "migrator", "poster", "office", "auditor", "terminals"):
            connection.exec_driver_sql(f"GRANT innpoint_{role} TO house_it WITH ADMIN OPTION")
    Books.open(url, lambda _: KEYS, create=True).close()
    with connected(url) as connection:
        apply_rights(connection)
    join(url, "managed-1")
    with connected(as_user(url, "innpoint")) as connection:
        assert granted(connection, "innpoint_poster", "slips") == "SI"
        assert granted(connection, "innpoint_t_managed_1", "inbox") == "i"
    with connected(as_user(url, "innpoint_migrator")) as connection:
        drop_views(connection)
        apply_rights(connection)
    assert look(url, "managed-1", "SELECT terminal FROM my_terminal") == {"managed-1"}
    held = create_engine(as_user(url, "innpoint_t_managed_1")).connect()
    held.exec_driver_sql("SELECT 1")
    with connected(url) as connection:
        assert lose(connection, "managed-1") is State.ACTIVE
    with pytest.raises(DBAPIError, match=r"terminating connection|server closed"):
        held.exec_driver_sql("SELECT 1")
    held.close()
    held.engine.dispose()


# ---- logins

"""Logins of a centre: invited, joined, lost; whoever looks after it may have less than all power."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from app.store.central_terminals import (
    Invitation,
    State,
    code_hash,
    connections_of,
    invite,
    lose,
    state_of,
)
from tests.support.centre import as_user, connected, join, new_centre
from tests.support.postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


def test_who_may_not_cut_a_connection_closes_the_login_all_the_same(cluster: str) -> None:
    url = new_centre(cluster, "weak")
    held = create_engine(join(url, "weak-1")).connect()
    held.exec_driver_sql("SELECT 1")
    with connected(url) as connection:
        connection.exec_driver_sql("CREATE ROLE weak LOGIN CREATEROLE IN ROLE innpoint_poster")
    with connected(as_user(url, "weak")) as connection:
        assert lose(connection, "weak-1") is State.ACTIVE
    with connected(url) as connection:
        assert connections_of(connection, "weak-1") == 1
        assert state_of(connection, "weak-1") is State.LOST
        assert lose(connection, "weak-1") is State.LOST
    with pytest.raises(DBAPIError, match=r"terminating connection|server closed"):
        held.exec_driver_sql("SELECT 1")
    held.close()
    held.engine.dispose()
    with (
        pytest.raises(DBAPIError, match="not permitted"),
        connected(as_user(url, "innpoint_t_weak_1")),
    ):
        pass


def test_an_invited_terminal_signs_in_until_it_is_lost(cluster: str) -> None:
    url = new_centre(cluster, "lost")
    own = join(url, "kiosk-7")
    with connected(url) as connection:
        kept = "SELECT rolpassword FROM pg_authid WHERE rolname = 'innpoint_t_kiosk_7'"
        assert str(connection.exec_driver_sql(kept).scalar()).startswith("SCRAM-SHA-256$")
    held = create_engine(own).connect()
    assert held.exec_driver_sql("SELECT count(*) FROM my_terminal").scalar() == 1
    with connected(url) as connection:
        assert lose(connection, "kiosk-7") is State.ACTIVE
    with pytest.raises(DBAPIError, match=r"terminating connection|server closed"):
        held.exec_driver_sql("SELECT 1")
    held.close()
    held.engine.dispose()
    with pytest.raises(DBAPIError, match="not permitted to log in"), connected(own):
        pass
    with connected(url) as connection:
        assert state_of(connection, "kiosk-7") is State.LOST
        assert lose(connection, "nobody") is None
        assert state_of(connection, "nobody") is None
    invited_again(url)


def invited_again(url: str) -> None:
    """One that is found, or set up anew, is invited as before and keeps its incarnation until it joins."""
    until = datetime.now(UTC) + timedelta(hours=24)
    with connected(url) as connection:
        login = invite(
            connection,
            Invitation(
                terminal="kiosk-7", property="hotel", face="kiosk", password="new", until=until
            ),
        )
        row = connection.exec_driver_sql(
            "SELECT state, incarnation, face, code_hash FROM terminals WHERE terminal = 'kiosk-7'"
        ).one()
    assert tuple(row) == ("invited", 1, "kiosk", code_hash("new"))
    with connected(as_user(url, login)) as connection:
        state = connection.exec_driver_sql("SELECT state FROM my_terminal").scalar()
    assert state == "invited"


@pytest.mark.parametrize("name", ["", "Desk", "a_b", "x; DROP", "-a", "a-", "a" * 41, "a\n"])
def test_no_terminal_has_a_name_that_is_none(centre: str, name: str) -> None:
    with connected(centre) as connection, pytest.raises(ValueError, match="called"):
        invite(
            connection,
            Invitation(
                terminal=name, property="hotel", face="desk", password="x",
                until=datetime.now(UTC),
            ),
        )  # fmt: skip

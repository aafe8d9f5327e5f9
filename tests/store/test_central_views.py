"""What a terminal's login sees of a centre: itself, its answers, its own feed and its hotel's."""

from __future__ import annotations

import pytest

from app.store.central_views import VIEWS
from tests.support.centre import connected, join, look, new_centre
from tests.support.postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


@pytest.fixture(scope="module")
def seen(cluster: str) -> str:
    """Two terminals of one hotel and one of another; the first was set up twice."""
    url = new_centre(cluster, "views")
    for terminal, incarnation, house in (
        ("till-1", 2, "hotel"),
        ("till-2", 1, "hotel"),
        ("far", 1, "other"),
    ):
        join(url, terminal, incarnation=incarnation, property_id=house)
    with connected(url) as connection:
        for terminal, incarnation in (("till-1", 1), ("till-1", 2), ("till-2", 1), ("far", 1)):
            connection.exec_driver_sql(
                "INSERT INTO chains VALUES (%s, %s, '', '', %s, %s, '')",
                (terminal, incarnation, 10 * incarnation, f"{terminal}.{incarnation}"),
            )
            slip = f"slip-{terminal}-{incarnation}"
            connection.exec_driver_sql(
                "INSERT INTO slips VALUES (%s, %s, %s, 1, '', 'm', 'k', '', '')",
                (slip, terminal, incarnation),
            )
            connection.exec_driver_sql(
                "INSERT INTO decisions VALUES (7, 'm', %s, 1, 1, 'k', %s, 'o', '', '', 'posted', '', 1, '')",
                (slip, terminal),
            )
        for address in ("hotel", "other", "terminal:till-1", "terminal:till-2", "terminal:far"):
            connection.exec_driver_sql(
                "INSERT INTO feed VALUES (7, %s, 1, 'k', '', '', '')", (address,)
            )
            connection.exec_driver_sql("INSERT INTO feed_heads VALUES (%s, 7, 1)", (address,))
        connection.exec_driver_sql("INSERT INTO meta VALUES ('private', 'x'), ('seal_key', 's')")
    return url


@pytest.mark.parametrize("view", ["my_feed", "my_feed_heads"])
def test_a_terminal_sees_its_own_feed_and_its_hotel_s(seen: str, view: str) -> None:
    text = f"SELECT address FROM {view}"
    assert look(seen, "till-1", text) == {"hotel", "terminal:till-1"}
    assert look(seen, "far", text) == {"other", "terminal:far"}
    assert look(seen, "till-1", f"{text} WHERE address = 'terminal:till-2'") == set()


def test_a_terminal_sees_the_answers_of_all_it_was_and_the_chain_of_its_newest_self(
    seen: str,
) -> None:
    assert look(seen, "till-1", "SELECT slip FROM my_answers") == {"slip-till-1-1", "slip-till-1-2"}
    assert look(seen, "till-2", "SELECT slip FROM my_answers") == {"slip-till-2-1"}
    assert look(seen, "till-1", "SELECT slip FROM my_answers WHERE slip LIKE '%%till-2%%'") == set()
    assert look(seen, "till-1", "SELECT head FROM my_terminal") == {"till-1.2"}
    assert look(seen, "till-1", "SELECT terminal FROM my_terminal") == {"till-1"}
    assert look(seen, "till-1", "SELECT name FROM my_centre") == {
        "book",
        "epoch",
        "seal_key",
        "now",
    }


def test_no_condition_of_its_own_is_asked_of_another_s_rows(seen: str) -> None:
    """Without security_barrier a cheap condition would be tried on every row, and its error tell of them."""
    leak = "SELECT terminal FROM my_terminal WHERE 1 / (CASE WHEN terminal = 'till-2' THEN 0 ELSE 1 END) = 1"
    assert look(seen, "till-1", leak) == {"till-1"}


@pytest.mark.parametrize("state", ["forked", "lost", "signed-out", "late"])
def test_who_is_not_welcome_sees_nothing(seen: str, state: str) -> None:
    change = "UPDATE terminals SET state = %s, code_until = '2001-01-01T00:00:00+00:00' WHERE terminal = 'far'"
    with connected(seen) as connection:
        connection.exec_driver_sql(change, ("invited" if state == "late" else state,))
    try:
        for view in VIEWS:
            if view != "my_centre":
                assert look(seen, "far", f"SELECT 1 FROM {view}") == set(), view
    finally:
        with connected(seen) as connection:
            connection.exec_driver_sql(change, ("active",))


# ---- again, and by less than a superuser

"""How a terminal stands when it connects: known, put back, shut out, set up elsewhere, its clock off."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from app.sync.greeting import Refused
from app.sync.terminal_line import State
from tests.support.postgres import INSTALL, binaries
from tests.sync.centre import Centre, Desk, until
from tests.sync.terminals import fresh_keys, who

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


def test_a_centre_put_back_to_an_earlier_day_gets_its_slips_again(
    desk: Desk, centre: Centre, cluster: str
) -> None:
    # The day before: the centre as it stood with one slip.
    desk.line.start()
    first = desk.top_up(1_00)
    until(lambda: centre.decide() + 1 and first.answer.done())
    desk.line.close()
    centre.book.books.engine.dispose()
    name = "put_back"
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        was = make_url(centre.url).database
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {was}")
    admin.dispose()
    desk.line = desk.made()
    desk.line.start()
    lost = [desk.top_up(1_00), desk.top_up(1_00)]
    until(lambda: centre.decide() + 1 and all(one.answer.done() for one in lost))
    assert desk.line.outbox.is_empty()
    desk.line.close()
    centre.book.books.close()
    centre.url = cluster.replace("/postgres?", f"/{name}?")
    centre.book.path = centre.url  # type: ignore[assignment]
    centre.book._open()
    with centre.book.books.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE name = 'epoch'")
    assert centre.book.balance("li", "CNY") == 1_00
    desk.line = desk.made()
    desk.line.start()
    until(lambda: not desk.line.outbox.is_empty() or centre.book.balance("li", "CNY") > 1_00)
    until(lambda: centre.decide() + 1 and desk.line.outbox.is_empty())
    assert centre.book.balance("li", "CNY") == 3_00
    assert desk.terminal.file.fact("epoch") == "2"


def test_who_is_not_admitted_hands_nothing_in(desk: Desk, centre: Centre) -> None:
    def state(value: str) -> None:
        with centre.book.books.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE terminals SET state = %s", (value,))

    saved = desk.top_up()
    state("lost")
    desk.line.start()
    until(lambda: desk.line.status.refused is Refused.NOT_ADMITTED)
    assert centre.book.one("SELECT COUNT(*) FROM inbox") == 0
    state("active")
    centre.start()
    desk.line.wake()
    assert saved.answer.result(20).outcome == "posted"


def test_a_terminal_that_was_set_up_elsewhere_since_hands_nothing_in(
    desk: Desk, centre: Centre
) -> None:
    centre.admit("desk-2", fresh_keys(), incarnation=2)
    desk.top_up()
    desk.line.start()
    until(lambda: desk.line.status.refused is Refused.SET_UP_ELSEWHERE)
    assert centre.book.one("SELECT COUNT(*) FROM inbox") == 0


def test_slips_of_an_older_chain_are_handed_in_with_its_own_keys(
    desk: Desk, centre: Centre
) -> None:
    old = desk.top_up()
    keys = fresh_keys()
    centre.admit("desk-2", keys, incarnation=2)
    desk.terminal.file.join(who("desk-2"), 2, keys, "")
    new = desk.top_up()
    desk.read_too()  # decisions of earlier chains come with the feed alone
    new_answer = desk.line.answers.awaited(new.slip.id)
    old_answer = desk.line.answers.awaited(old.slip.id)
    desk.line.start()
    until(lambda: desk.line.status.state is State.CONNECTED)
    centre.start()
    assert new_answer.result(20).outcome == "posted"
    assert old_answer.result(20).outcome == "posted"
    assert desk.line.outbox.is_empty()
    assert (old.slip.incarnation, new.slip.incarnation) == (1, 2)


def test_how_far_the_clock_is_off_is_measured(desk: Desk, centre: Centre) -> None:
    desk.line.start()
    until(lambda: desk.line.status.state is State.CONNECTED)
    ahead = desk.line.status.clock_ahead
    real = desk.terminal.now.timestamp() - time.time()
    assert abs(ahead.total_seconds() - real) < 10

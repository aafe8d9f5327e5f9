"""A terminal that reads: whom it asked for is held and stays up to date, a gap shows."""

from __future__ import annotations

import time
from datetime import date

import pytest

from app.loyalty.ids import shard_of
from app.operations.amend_member import AmendMember
from app.store.questions import By, Found
from app.store.snapshot import member_snapshot
from app.sync.replica import Replica, Standing
from tests.support.postgres import INSTALL, binaries
from tests.sync.centre import Centre, Desk, until
from tests.sync.days import held_here, member_of

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


def same(centre: Centre, replica: Replica, member: str = "li") -> bool:
    """Tell whether a replica has the centre's rows of a member."""
    if replica.standing(member) is not Standing.CURRENT:
        return False
    return held_here(replica, member) == member_of(centre.book, member).tables


def test_who_is_asked_for_is_held_and_stays_up_to_date(desk: Desk, centre: Centre) -> None:
    replica = desk.read_too()
    centre.start()
    desk.line.start()
    looked = desk.line.ask(By.MEMBER, "li").result(20)
    assert (looked.found, looked.member) == (Found.FOUND, "li")
    assert same(centre, replica)
    assert desk.line.ask(By.NUMBER, "no such number").result(20).found is Found.NOBODY
    until(lambda: not replica.house_is_behind())
    assert replica.house().rewards["mug"].points == 100
    assert replica.seen(date(2000, 1, 1)) == (centre.book.business_date, 1)
    asked = centre.questions
    for n in range(5):
        assert desk.top_up(n + 1).answer.result(20).outcome == "posted"
    centre.stop()
    until(lambda: same(centre, replica))
    assert replica.books.is_embedded
    assert centre.questions == asked, "the feed would have been enough"


def test_slips_of_another_terminal_come_with_the_feed(
    desk: Desk, centre: Centre, tmp_path_factory: pytest.TempPathFactory
) -> None:
    replica = desk.read_too()
    other = Desk(tmp_path_factory.mktemp("other"), centre, name="till-9")
    centre.start()
    desk.line.start()
    other.line.start()
    desk.line.ask(By.MEMBER, "li").result(20)
    started = time.monotonic()
    other.top_up(9_00).answer.result(20)
    centre.stop()
    until(lambda: same(centre, replica))
    assert time.monotonic() - started < 4
    other.close()


def test_a_member_who_is_behind_is_asked_for_again(desk: Desk, centre: Centre) -> None:
    replica = desk.read_too()
    centre.start()
    desk.line.start()
    desk.line.ask(By.MEMBER, "li").result(20)
    until(lambda: not replica.house_is_behind())
    centre.stop()
    centre.book.must("amend_member", AmendMember(personal="rec-9", personal_hash="x"), member="li")
    centre.feed()
    until(lambda: replica.standing("li") is Standing.BEHIND)
    desk.line.wake()
    centre.start()
    until(lambda: replica.standing("li") is Standing.CURRENT)
    centre.stop()
    assert same(centre, replica)


def test_a_row_that_is_missing_is_read_again_and_never_skipped(desk: Desk, centre: Centre) -> None:
    replica = desk.read_too()
    centre.start()
    desk.line.start()
    desk.line.ask(By.MEMBER, "li").result(20)
    until(lambda: not replica.house_is_behind())
    centre.stop()
    until(lambda: same(centre, replica))
    reading = desk.reading
    assert reading is not None
    shard = shard_of("li")
    # Two decisions, of which one row is held back.
    centre.book.top_up("li", 1_00)
    centre.book.top_up("li", 2_00)
    with centre.book.books.engine.begin() as connection:
        run = connection.exec_driver_sql
        slips = [row[0] for row in run("SELECT slip FROM decisions ORDER BY position DESC LIMIT 2")]
        (head,) = run(
            "SELECT number FROM feed_heads WHERE address = 'hotel' AND shard = %s", (shard,)
        ).one()
        run(
            "INSERT INTO feed VALUES (%s,'hotel',%s,'decision',%s,'',NULL)",
            (shard, head + 2, slips[0]),
        )
        run(
            "UPDATE feed_heads SET number = number + 2 WHERE address = 'hotel' AND shard = %s",
            (shard,),
        )
    until(lambda: reading.gaps > 0)
    assert replica.places()["hotel", shard] == head
    with centre.book.books.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO feed VALUES (%s,'hotel',%s,'decision',%s,'',NULL)",
            (shard, head + 1, slips[1]),
        )
    until(lambda: replica.places()["hotel", shard] == head + 2)
    assert reading.afresh == 1, "only the first time of all"
    assert same(centre, replica)


def test_a_row_that_never_comes_is_made_up_for_by_snapshots(desk: Desk, centre: Centre) -> None:
    replica = desk.read_too()
    centre.start()
    desk.line.start()
    desk.line.ask(By.MEMBER, "li").result(20)
    until(lambda: not replica.house_is_behind())
    centre.stop()
    reading = desk.reading
    assert reading is not None
    centre.book.top_up("li", 1_00)
    centre.feed()
    with centre.book.books.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM feed WHERE shard = %s", (shard_of("li"),))
        connection.exec_driver_sql(
            "UPDATE feed_heads SET number = number + 5 WHERE shard = %s AND address = 'hotel'",
            (shard_of("li"),),
        )
    until(lambda: reading.afresh == 2)
    centre.start()
    until(lambda: replica.standing("li") is Standing.CURRENT)
    centre.stop()
    assert same(centre, replica)
    centre.book.top_up("li", 2_00)
    centre.feed()
    until(lambda: same(centre, replica))


def test_another_epoch_begins_afresh(desk: Desk, centre: Centre) -> None:
    replica = desk.read_too()
    centre.start()
    desk.line.start()
    desk.line.ask(By.MEMBER, "li").result(20)
    until(lambda: not replica.house_is_behind())
    centre.stop()
    desk.line.close()
    with centre.book.books.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE name = 'epoch'")
    desk.line = desk.made()
    desk.line.start()
    until(lambda: replica.epoch() == "2")
    assert replica.standing("li") is Standing.BEHIND
    assert replica.house_is_behind()
    centre.start()
    until(lambda: replica.standing("li") is Standing.CURRENT and not replica.house_is_behind())
    centre.stop()
    assert same(centre, replica)


def test_answers_for_somebody_else_are_not_read(desk: Desk, centre: Centre) -> None:
    replica = desk.read_too()
    centre.start()
    desk.line.start()
    until(lambda: not replica.house_is_behind())
    reading = desk.reading
    assert reading is not None
    centre.tell("terminal:desk-2", "answer", "no question", b"\0" * 80)
    until(lambda: reading.unread == 1)
    with centre.book.books.reading() as connection:
        assert member_snapshot(centre.book.books, connection, "nobody") is None  # type: ignore[arg-type]


def test_a_person_who_is_erased_leaves_the_replica(desk: Desk, centre: Centre) -> None:
    replica = desk.read_too()
    with centre.book.books.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO personal VALUES (%s,'li','rec-1',%s,%s)", (shard_of("li"), b"k", b"c")
        )
    centre.start()
    desk.line.start()
    desk.line.ask(By.MEMBER, "li").result(20)

    def people() -> int:
        with replica.books.reading() as connection:
            return int(connection.exec_driver_sql("SELECT COUNT(*) FROM personal").scalar_one())

    assert people() == 1
    centre.tell("hotel", "erase", "", b"li")
    until(lambda: people() == 0)
    with centre.book.books.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM personal")

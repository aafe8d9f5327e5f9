"""What a replica holds of people: their records, nothing that proves a PIN, and nobody for longer than asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.loyalty.ids import MemberId
from app.operations.amend_member import AmendMember
from app.poster.submission import Submission
from app.store.personal import PersonalRecord, seal
from app.store.search import Search, pieces, tokens_of
from app.store.snapshot import KEPT_PIN
from app.sync.feed_reader import FeedRow
from app.sync.replica import Replica, Standing
from tests.poster.busy import MEMBERS, prepared
from tests.store.test_personal import enrolled
from tests.support.book import KEYS, Book
from tests.sync.days import (
    TERMINAL_KEYS,
    feed_of,
    house_of,
    member_of,
    opened,
    places_of,
)

AT = "2026-11-22T09:00:00+00:00"


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Replica]:
    with opened(tmp_path) as made:
        yield made


def hold(replica: Replica, book: Book, *members: str) -> None:
    for member in members:
        replica.put(member_of(book, member), AT)


def test_a_new_personal_record_is_asked_for_and_an_erased_one_is_gone(
    book: Book, replica: Replica
) -> None:
    enrolled(book, "gu", PersonalRecord(name="顾一", phone="+8613800138001"))
    replica.start_afresh("1", {})
    replica.put(house_of(book), AT)
    hold(replica, book, "gu")
    with replica.books.reading() as connection:
        assert [one.member for one in Search(replica.books).find(connection, "顾一")] == ["gu"]
    sealed = seal(KEYS.personal, "rec-2", MemberId("gu"), PersonalRecord(name="顾二"))
    mark = len(feed_of(book))
    made = book.submission(
        "amend_member", AmendMember(personal=sealed.record, personal_hash=sealed.hash), member="gu"
    )
    tokens = tokens_of(KEYS.index, pieces(PersonalRecord(name="顾二")))
    (answer,) = book.poster.post([Submission(slip=made.slip, record=sealed, tokens=tokens)])
    assert answer.decision.outcome.value == "posted", answer.decision.refusal
    rows = feed_of(book)[mark:]
    assert replica.apply(rows, places_of(rows)).behind == {"gu"}
    hold(replica, book, "gu")
    with replica.books.reading() as connection:
        assert [one.member for one in Search(replica.books).find(connection, "顾二")] == ["gu"]
        assert Search(replica.books).find(connection, "顾一") == []
    erase = FeedRow(address="hotel", shard=0, number=1, kind="erase", payload=b"gu")
    replica.apply([erase], places_of([erase]))
    with replica.books.reading() as connection:
        assert Search(replica.books).find(connection, "顾二") == []
        for table in ("personal", "tokens"):
            assert connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() == 0


def test_no_snapshot_tells_what_proves_a_pin(book: Book, replica: Replica) -> None:
    prepared(book)
    found = member_of(book, "li").tables["credentials"]
    (row,) = found.rows
    values = dict(zip(found.columns, row, strict=True))
    assert values["salt"] == ""
    replica.start_afresh("1", {})
    replica.put(house_of(book), AT)
    hold(replica, book, "li")
    with replica.books.reading() as connection:
        kept = connection.exec_driver_sql("SELECT salt, mac FROM credentials").fetchall()
    assert [(bytes(one[0]), bytes(one[1])) for one in kept] == [(b"", KEPT_PIN)]
    assert TERMINAL_KEYS.pin != KEYS.pin


def test_members_that_nobody_asked_for_leave_with_all_their_rows(
    book: Book, replica: Replica
) -> None:
    prepared(book)
    for member in MEMBERS:
        book.top_up(member, 1_00)
    replica.start_afresh("1", {})
    replica.put(house_of(book), AT)
    hold(replica, book, *MEMBERS)
    replica.use("wu", "2026-11-25T00:00:00+00:00")
    assert replica.drop_unused("2026-11-24T00:00:00+00:00", keep=["he"]) == ["li"]
    assert [replica.standing(one) for one in ("li", "wu", "he")] == [
        Standing.NOT_HELD, Standing.CURRENT, Standing.CURRENT,
    ]  # fmt: skip
    with replica.books.reading() as connection:
        for table in ("members", "slips", "decisions", "transfers", "balances", "credentials"):
            sql = f"SELECT COUNT(*) FROM {table} WHERE member = 'li'"
            assert connection.exec_driver_sql(sql).scalar() == 0, table


def test_the_replica_cannot_be_read_without_its_key(book: Book, tmp_path: Path) -> None:
    prepared(book)
    with opened(tmp_path) as replica:
        replica.start_afresh("1", {})
        hold(replica, book, "li")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(tmp_path / "replica").execute("SELECT * FROM members")
    with opened(tmp_path) as replica:
        assert replica.standing("li") is Standing.CURRENT
        assert replica.epoch() == "1"

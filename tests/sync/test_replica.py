"""The replica: however the feed is cut, it has the centre's rows of the members it holds, or knows that it has not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.loyalty.ids import MemberId, shard_of
from app.operations.gift import Gift
from app.operations.merge_member import MergeMember
from app.operations.redeem import Redeem
from app.operations.report_lost import ReportLost
from app.operations.void import Void
from app.sync.applying import TOUCHES_HOUSE
from app.sync.feed_reader import FeedRow
from app.sync.replica import Replica, Standing
from tests.poster.busy import MEMBERS, prepared
from tests.support.book import Book
from tests.sync.days import (
    feed_of,
    held_here,
    house_here,
    house_of,
    member_of,
    mixed_day,
    opened,
    places_of,
)

AT = "2026-11-22T09:00:00+00:00"


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Replica]:
    with opened(tmp_path) as made:
        yield made


def cut(rows: list[FeedRow], chance: random.Random) -> list[list[FeedRow]]:
    """Cut a feed into pieces: each place in its order, the places against one another in any."""
    by_shard: dict[int, list[FeedRow]] = {}
    for row in rows:
        by_shard.setdefault(row.shard, []).append(row)
    pieces_: list[list[FeedRow]] = []
    while any(by_shard.values()):
        piece: list[FeedRow] = []
        for waiting in by_shard.values():
            size = chance.choice((0, 1, 3, len(waiting)))
            piece += waiting[:size]
            del waiting[:size]
        pieces_.append(piece)
    return pieces_


def hold(replica: Replica, book: Book, *members: str) -> None:
    for member in members:
        replica.put(member_of(book, member), AT)


def test_hardly_any_decision_needs_a_snapshot(book: Book, replica: Replica) -> None:
    prepared(book)
    read = len(feed_of(book))
    replica.start_afresh("1", places_of(feed_of(book)))
    replica.put(house_of(book), AT)
    hold(replica, book, "li", "wu")
    chance = random.Random(3)
    mine = behind = 0
    for _ in range(40):
        mixed_day(book, chance, 3)
        rows = feed_of(book)[read:]
        read += len(rows)
        for row in rows:
            applied = replica.apply([row], places_of([row]))
            mine += row.shard in {shard_of("li"), shard_of("wu")}
            behind += len(applied.behind)
        for member in ("li", "wu"):
            if replica.standing(member) is Standing.BEHIND:
                hold(replica, book, member)
            assert held_here(replica, member) == member_of(book, member).tables
    assert mine > 90
    # What is left: slips that name one of somebody who is not held, and card numbers given to such.
    assert behind <= 0.05 * mine


@pytest.mark.parametrize("kind", ["plain", "gifts"])
def test_what_can_be_followed_is_followed_to_the_end(
    make_book: Callable[..., Book], replica: Replica, kind: str
) -> None:
    book = make_book(settings={"gifts": True})
    prepared(book)
    replica.start_afresh("1", places_of(before := feed_of(book)))
    replica.put(house_of(book), AT)
    hold(replica, book, *MEMBERS)
    book.give_points("li", 5_000)
    book.top_up("li", 300_00)
    book.put_reward("cup", 50, stock=3)
    bill = book.spend("li", 80_00, rest="stored_value", pin="1234")
    book.must("redeem", Redeem(reward="cup"), member="li", pin="1234")
    book.do("redeem", Redeem(reward="cup"), member="li", pin="0000")
    book.must("void", Void(of=bill.slip_id), member="li", supervisor="sue")
    if kind == "gifts":
        book.must("gift", Gift(to=MemberId("wu"), points=70), member="li", pin="1234")
    book.close_day()
    book.top_up("wu", 1_00)
    rows = feed_of(book)[len(before) :]
    applied = replica.apply(rows, places_of(rows))
    assert (applied.followed, applied.behind) == (len(rows), frozenset())
    for member in MEMBERS:
        assert held_here(replica, member) == member_of(book, member).tables
    assert not replica.house_is_behind()
    assert house_here(replica) == house_of(book).tables
    assert replica.house().rewards["cup"].stock == 2


@given(st.integers(0, 10**6))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],  # a smaller seed is no simpler day
)  # fmt: skip
def test_however_the_feed_is_cut_the_replica_has_the_centres_rows(
    founded: object, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    chance = random.Random(seed)
    book: Book = founded().clone(folder / "centre.books")  # type: ignore[operator]
    prepared(book)
    with opened(folder) as replica:
        replica.start_afresh("1", places_of(before := feed_of(book)))
        held = chance.sample(MEMBERS, chance.randrange(1, 4))
        first, second = chance.randrange(0, 30), chance.randrange(5, 40)
        mixed_day(book, chance, first)
        # Snapshots are taken in the middle of what the feed has not brought yet.
        house = house_of(book)
        snapshots = [member_of(book, member) for member in held]
        mixed_day(book, chance, second)
        replica.put(house, AT)
        for one in snapshots:
            replica.put(one, AT)
        rows = feed_of(book)[len(before) :]
        for piece in cut(rows, chance):
            replica.apply(piece, places_of(piece))
            if chance.random() < 0.2:
                replica.apply([], {})
        assert replica.places() == places_of(before) | places_of(rows)
        for member in held:
            if replica.standing(member) is Standing.BEHIND:
                assert replica.put(member_of(book, member), AT) is Standing.CURRENT
            assert held_here(replica, member) == member_of(book, member).tables, member
        for member in set(MEMBERS) - set(held):
            assert replica.standing(member) is Standing.NOT_HELD
            with replica.books.reading() as connection:
                sql = "SELECT COUNT(*) FROM transfers WHERE member = ?"
                assert connection.exec_driver_sql(sql, (member,)).scalar() == 0
        if replica.house_is_behind():
            replica.put(house_of(book), AT)
        assert house_here(replica) == house_of(book).tables
        # From here on both are current: the rest of a day is followed, or known not to be.
        mark = len(rows) + len(before)
        book.top_up(held[0], 5_00)
        tail = feed_of(book)[mark:]
        assert replica.apply(tail, places_of(tail)).followed == 1
        assert held_here(replica, held[0]) == member_of(book, held[0]).tables
    assert book.broken() == []
    book.close()


def test_rows_that_come_twice_are_taken_once(book: Book, replica: Replica) -> None:
    prepared(book)
    replica.start_afresh("1", {})
    replica.put(house_of(book), AT)
    hold(replica, book, "li")
    mark = len(feed_of(book))
    book.top_up("li", 7_00)
    book.put_reward("cup", 50)
    rows = feed_of(book)[mark:]
    assert replica.apply(rows, places_of(rows)).followed == 2
    again = replica.apply(rows, places_of(rows))
    assert (again.followed, again.behind) == (0, frozenset())
    assert not replica.house_is_behind()
    assert held_here(replica, "li") == member_of(book, "li").tables


def test_rows_that_a_snapshot_brought_already_leave_nobody_behind(
    book: Book, replica: Replica
) -> None:
    prepared(book)
    replica.start_afresh("1", {})
    mark = len(feed_of(book))
    book.give_points("li", 500)
    book.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    book.give_points("wu", 500)
    early = member_of(book, "wu")
    book.must("redeem", Redeem(reward="mug"), member="wu", pin="1234")
    book.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    replica.put(house_of(book), AT)
    hold(replica, book, "li")
    replica.put(early, AT)
    rows = feed_of(book)[mark:]
    applied = replica.apply(rows, places_of(rows))
    # Of her two redemptions wu's snapshot had none; the stock is the newer one that the house told.
    assert (applied.followed, applied.behind) == (1, frozenset())
    assert replica.house().rewards["mug"].stock == 1
    for member in ("li", "wu"):
        assert held_here(replica, member) == member_of(book, member).tables


@pytest.mark.parametrize("held", [("li",), ("wu",), ("li", "wu")])
def test_a_merge_leaves_whom_it_concerns_right_or_behind(
    book: Book, replica: Replica, held: tuple[str, ...]
) -> None:
    prepared(book)
    for member in ("li", "wu"):
        book.give_points(member, 100)
    book.must("report_lost", ReportLost(), member="li")  # so that the double's card comes to her
    replica.start_afresh("1", {})
    replica.put(house_of(book), AT)
    hold(replica, book, *held)
    mark = len(feed_of(book))
    body = MergeMember(into=MemberId("li"), reason="enrolled twice")
    book.must("merge_member", body, member="wu", operator="max")
    rows = feed_of(book)[mark:]
    replica.apply(rows, places_of(rows))
    for member in held:
        if replica.standing(member) is Standing.CURRENT:
            assert held_here(replica, member) == member_of(book, member).tables
    assert book.one("SELECT COUNT(*) FROM cards WHERE member = 'li'") == 2
    for member in {"li", "wu"} - set(held):
        assert replica.standing(member) is Standing.NOT_HELD
        with replica.books.reading() as connection:
            sql = "SELECT COUNT(*) FROM cards WHERE member = ?"
            assert connection.exec_driver_sql(sql, (member,)).scalar() == 0


def test_a_snapshot_that_is_older_than_the_feed_is_not_believed(
    book: Book, replica: Replica
) -> None:
    prepared(book)
    replica.start_afresh("1", {})
    replica.put(house_of(book), AT)
    old = member_of(book, "li")
    mark = len(feed_of(book))
    book.top_up("li", 7_00)
    rows = feed_of(book)[mark:]
    replica.apply(rows, places_of(rows))  # nobody held her yet
    assert replica.put(old, AT) is Standing.BEHIND
    assert replica.behind() == ["li"]
    assert replica.put(member_of(book, "li"), AT) is Standing.CURRENT


def test_a_slip_of_a_kind_that_nobody_knows_here_leaves_its_member_behind(
    book: Book, replica: Replica
) -> None:
    prepared(book)
    replica.start_afresh("1", {})
    replica.put(house_of(book), AT)
    hold(replica, book, "li", "wu")
    mark = len(feed_of(book))
    book.top_up("li", 7_00)
    (row,) = feed_of(book)[mark:]
    assert row.slip_text is not None
    later = replace_text(row, b'"kind":"top_up"', b'"kind":"wash_up"')
    assert replica.apply([later], places_of([later])).behind == {"li"}
    assert replica.standing("wu") is Standing.CURRENT


def replace_text(row: FeedRow, old: bytes, new: bytes) -> FeedRow:
    import dataclasses

    assert row.slip_text is not None
    assert old in row.slip_text
    return dataclasses.replace(row, slip_text=row.slip_text.replace(old, new))


def test_a_decision_told_otherwise_than_it_comes_out_is_not_written(
    book: Book, replica: Replica
) -> None:
    prepared(book)
    replica.start_afresh("1", {})
    replica.put(house_of(book), AT)
    hold(replica, book, "li")
    before = held_here(replica, "li")
    mark = len(feed_of(book))
    book.top_up("li", 7_00)
    (row,) = feed_of(book)[mark:]
    other = replace_text(row, b'"amount_minor":700', b'"amount_minor":800')
    applied = replica.apply([other], places_of([other]))
    assert (applied.followed, applied.behind) == (0, {"li"})
    assert held_here(replica, "li") == before


def test_what_touches_the_house_is_named(book: Book) -> None:
    """Every kind whose decision for a member changed a reference row on a mixed day stands in the list."""
    from app.operations.decision import Decision
    from app.store import writing

    seen: set[str] = set()
    decide = writing.Batch.decide

    def listening(
        self: writing.Batch, slip: object, decision: Decision, *more: object, **words: object
    ) -> None:
        if slip.member and any(not hasattr(row, "member") for row in decision.rows):  # type: ignore[attr-defined]
            seen.add(slip.kind)  # type: ignore[attr-defined]
        decide(self, slip, decision, *more, **words)  # type: ignore[arg-type]

    writing.Batch.decide = listening  # type: ignore[method-assign]
    try:
        mixed_day(book, random.Random(5), 150)
        book.brought("old", points=5)
    finally:
        writing.Batch.decide = decide  # type: ignore[method-assign]
    assert {"redeem", "adjust"} <= seen <= TOUCHES_HOUSE

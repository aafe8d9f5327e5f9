"""Rows of the feed are taken as far as they follow one another."""

from __future__ import annotations

from app.sync.feed_reader import FeedRow, without_gaps

AT = "2026-11-22T09:00:00+00:00"


def feed_rows(*numbers: int) -> list[FeedRow]:
    return [
        FeedRow(
            address="hotel", shard=3, number=n, kind="decision", slip_text=b"", decision_text=b""
        )
        for n in numbers
    ]


def test_what_stands_behind_a_gap_is_not_taken() -> None:
    place = ("hotel", 3)
    found = without_gaps(feed_rows(5, 6, 8, 9), [(place, 4, 9)], {place: 9})
    assert [row.number for row in found.rows] == [5, 6]
    assert (found.places, found.gaps) == ({place: 6}, {place: 7})
    found = without_gaps(feed_rows(6), [(place, 4, 6)], {place: 6})
    assert (found.rows, found.places, found.gaps) == ((), {place: 4}, {place: 5})
    whole = without_gaps(feed_rows(5, 6), [(place, 4, 6)], {place: 9})
    assert (whole.gaps, whole.is_all) == ({}, False)
    hole = [FeedRow(address="hotel", shard=3, number=5, kind="decision")]
    assert without_gaps(hole, [(place, 4, 5)], {place: 5}).gaps == {place: 5}

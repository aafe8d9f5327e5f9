"""Lots: soonest to expire first, then oldest, and never more than is there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.loyalty.lots import Lot, soonest_first, take


def lot(name: str, left: int, earned: str = "2026-01-01", ends: str | None = None) -> Lot:
    return Lot(
        name,
        "member:available",
        "points",
        left,
        date.fromisoformat(earned),
        date.fromisoformat(ends) if ends else None,
    )


def test_the_soonest_to_expire_goes_first_and_what_never_expires_last() -> None:
    lots = [
        lot("never", 1),
        lot("late", 1, ends="2027-06-01"),
        lot("soon", 1, "2026-01-02", "2027-01-01"),
    ]
    assert [one.lot for one in soonest_first(lots)] == ["soon", "late", "never"]


def test_of_lots_that_end_together_the_oldest_goes_first_then_by_id() -> None:
    lots = [
        lot("b", 1, "2026-02-01", "2027-01-01"),
        lot("c", 1, "2026-01-01", "2027-01-01"),
        lot("a", 1, "2026-02-01", "2027-01-01"),
    ]
    assert [one.lot for one in soonest_first(lots)] == ["c", "a", "b"]


def test_a_debit_drains_lots_in_order() -> None:
    lots = [lot("a", 50, ends="2027-01-01"), lot("b", 50, ends="2027-02-01"), lot("c", 50)]
    assert [(one.lot, part) for one, part in take(lots, 70)] == [("a", 50), ("b", 20)]


def test_a_named_lot_is_used_before_all_others() -> None:
    lots = [lot("a", 50, ends="2027-01-01"), lot("b", 50, ends="2027-02-01")]
    assert [(one.lot, part) for one, part in take(lots, 60, first="b")] == [("b", 50), ("a", 10)]
    assert [(one.lot, part) for one, part in take(lots, 10, first="gone")] == [("a", 10)]


def test_empty_lots_are_passed_over_and_nothing_takes_nothing() -> None:
    assert [(one.lot, part) for one, part in take([lot("a", 0), lot("b", 5)], 5)] == [("b", 5)]
    assert take([lot("a", 5)], 0) == []


def test_more_than_the_lots_hold_is_a_fault() -> None:
    with pytest.raises(ValueError, match="hold less"):
        take([lot("a", 5)], 6)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 28)), max_size=8), st.integers(0, 400))
def test_what_is_taken_is_exactly_what_was_asked(parts: list[tuple[int, int]], amount: int) -> None:
    lots = [lot(str(n), left, ends=f"2027-01-{day:02}") for n, (left, day) in enumerate(parts)]
    if amount > sum(left for left, _ in parts):
        with pytest.raises(ValueError, match="hold less"):
            take(lots, amount)
        return
    used = take(lots, amount)
    assert sum(part for _, part in used) == amount
    assert all(0 < part <= one.remaining for one, part in used)
    assert len({one.lot for one, _ in used}) == len(used)

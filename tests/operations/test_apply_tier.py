"""Applying for a tier: every condition on the day of the application, and what is missing is said."""

from datetime import date

import pytest

from app.operations.apply_tier import ApplyTier
from app.operations.carry_over import OpeningCount
from tests.support.book import DAY, Book


def brought(book: Book, **counts: int) -> Book:
    listed = tuple(OpeningCount(metric, DAY, amount) for metric, amount in counts.items())
    book.brought("gao", counts=listed)
    return book


def test_who_meets_every_condition_has_the_tier_at_once(make_book) -> None:
    book = brought(make_book(pack="seven-days"), channel_stays=1, own_room_nights=7)
    book.must("apply_tier", ApplyTier(tier="gold"), member="gao")
    assert book.rows("SELECT tier, tier_since FROM members") == [("gold", DAY.isoformat())]


@pytest.mark.parametrize(
    ("counts", "facts"),
    [
        (
            {"channel_stays": 1, "own_room_nights": 6},
            {"metric": "own_room_nights", "needs": 7, "has": 6},
        ),
        ({"own_room_nights": 40}, {"metric": "channel_stays", "needs": 1, "has": 0}),
        (
            {"channel_stays": 1, "own_room_nights": 7, "no_shows": 1},
            {"metric": "no_shows", "needs": 0, "has": 1},
        ),
    ],
)
def test_what_is_missing_is_named(
    make_book, counts: dict[str, int], facts: dict[str, object]
) -> None:
    book = brought(make_book(pack="seven-days"), **counts)
    said = book.refuse("apply_tier", ApplyTier(tier="gold"), "tier-not-reached", member="gao")
    assert said == {"tier": "gold", **facts}


@pytest.mark.parametrize(
    ("last", "anniversary", "reason"),
    [
        (date(2026, 5, 21), "inside", ""),
        (date(2026, 5, 22), "inside", "tier-not-reached"),
        (date(2026, 5, 22), "outside", ""),
        (date(2026, 5, 23), "outside", "tier-not-reached"),
    ],
)
def test_the_six_months_without_a_no_show_have_two_sides(
    make_book, last: date, anniversary: str, reason: str
) -> None:
    book = make_book(pack="seven-days", settings={"no_show_anniversary": anniversary})
    counts = (
        OpeningCount("channel_stays", DAY, 1),
        OpeningCount("own_room_nights", DAY, 7),
        OpeningCount("no_shows", last, 1),
    )
    book.brought("gao", counts=counts)
    if reason:
        book.refuse("apply_tier", ApplyTier(tier="gold"), reason, member="gao")
    else:
        book.must("apply_tier", ApplyTier(tier="gold"), member="gao")


def test_a_tier_that_is_held_or_not_applied_for_is_refused(make_book) -> None:
    book = brought(make_book(pack="seven-days"), channel_stays=5, own_room_nights=40)
    book.must("apply_tier", ApplyTier(tier="gold"), member="gao")
    book.refuse("apply_tier", ApplyTier(tier="gold"), "tier-held", member="gao")
    book.refuse("apply_tier", ApplyTier(tier="silver"), "not-in-programme", member="gao")
    book.refuse("apply_tier", ApplyTier(tier="brass"), "not-in-programme", member="gao")

"""What if: other rules for days gone by, beside what they came to; the real books stay as they are."""

from datetime import timedelta

import pytest

from app.operations.redeem import Redeem
from app.poster.what_if import Refused, what_if
from tests.support.book import DAY, PROGRAMMES, Book

PACK = (PROGRAMMES / "gloria.toml").read_text(encoding="utf-8")
DOUBLED = PACK.replace("per_unit = 1\n", "per_unit = 2\n", 1)


@pytest.fixture
def days(make_book) -> Book:
    book: Book = make_book(pack="gloria")
    for member in ("fan", "mei"):
        book.brought(member)
        book.set_pin(member)
    book.put_reward("mug", 100)
    book.spend("fan", 500_00)
    book.close_day()
    book.spend("fan", 5_000_00)
    book.must("redeem", Redeem(reward="mug"), member="fan", pin="1234")
    book.close_day()
    book.spend("mei", 300_00)
    return book


def test_the_same_rules_come_to_the_same(days: Book) -> None:
    found = what_if(days.books, PACK, DAY, DAY + timedelta(days=9))
    assert found.now == found.then
    assert (found.now.issued, found.now.redeemed, found.now.liability) == (5_800, 100, 5_700)
    assert found.moved == ()


def test_other_rules_hold_from_their_first_day_only(days: Book) -> None:
    assert DOUBLED != PACK
    tomorrow = DAY + timedelta(days=1)
    found = what_if(days.books, DOUBLED, tomorrow, tomorrow)
    assert (found.now.issued, found.then.issued) == (5_000, 10_000)
    assert (found.now.liability, found.then.liability) == (5_400, 10_400)


def test_members_whose_tier_would_change_are_named(days: Book) -> None:
    at_once = DOUBLED.replace(
        'invitation_needs_acceptance = { setting = "invitation_needs_acceptance" }',
        'invitation_needs_acceptance = "false"',
    )
    found = what_if(days.books, at_once, DAY, DAY + timedelta(days=9))
    assert found.moved == (("fan", "base", "gold"),)
    assert found.then.tiers == {"base": 1, "gold": 1}


def test_nothing_is_written(days: Book) -> None:
    before = days.rows("SELECT COUNT(*), MAX(position) FROM decisions")
    what_if(days.books, DOUBLED, DAY, DAY)
    assert days.rows("SELECT COUNT(*), MAX(position) FROM decisions") == before


def test_a_pack_that_cannot_be_used_says_why(days: Book) -> None:
    with pytest.raises(Refused, match="unknown key"):
        what_if(days.books, PACK.replace("per_unit = 1\n", "per_unti = 1\n", 1), DAY, DAY)
    with pytest.raises(Refused, match="no TOML"):
        what_if(days.books, "id = ", DAY, DAY)


def test_days_the_wrong_way_round_are_refused(days: Book) -> None:
    with pytest.raises(Refused, match="lies before"):
        what_if(days.books, PACK, DAY, DAY - timedelta(days=1))

"""The tier review that follows every slip that counts: it only raises."""

import pytest

from app.operations.void import Void
from tests.support.book import Book


@pytest.mark.parametrize(("yuan", "tier"), [(4_999, "basic"), (5_000, "gold")])
def test_gold_begins_at_its_figure(book: Book, yuan: int, tier: str) -> None:
    book.enrol("li")
    book.spend("li", yuan * 100)
    assert book.one("SELECT tier FROM members") == tier


def test_the_slip_that_brings_a_tier_is_reckoned_with_the_tier_before(book: Book) -> None:
    book.enrol("li")
    answer = book.spend("li", 10_000_00)
    assert (answer.decision.gives["points"], answer.decision.gives["tier"]) == (10_000, "gold")
    assert book.spend("li", 100_00).decision.gives["points"] == 120
    assert [line.step for line in answer.decision.trace][-1] == "tier"


def test_an_adjustment_brings_no_tier(book: Book) -> None:
    book.enrol("li")
    book.give_points("li", 50_000)
    book.spend("li", 1_00)
    assert book.one("SELECT tier FROM members") == "basic"


def test_a_void_takes_its_count_back_before_the_tier_is_reached(book: Book) -> None:
    book.enrol("li")
    bill = book.spend("li", 4_000_00)
    book.must("void", Void(of=bill.slip_id), member="li")
    book.spend("li", 4_000_00)
    assert book.one("SELECT tier FROM members") == "basic"
    book.spend("li", 1_000_00)
    assert book.one("SELECT tier FROM members") == "gold"


def test_a_tier_that_was_reached_is_not_taken_by_a_void(book: Book) -> None:
    book.enrol("li")
    bill = book.spend("li", 5_000_00)
    book.must("void", Void(of=bill.slip_id), member="li")
    book.spend("li", 1_00)
    assert book.one("SELECT tier FROM members") == "gold"


def test_a_row_that_does_not_change_keeps_its_version(book: Book) -> None:
    book.enrol("li")
    version = book.one("SELECT version FROM members")
    book.spend("li", 1_00)
    assert book.one("SELECT version FROM members") == version

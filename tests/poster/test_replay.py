"""Replay: slips decided anew on empty books give the same transfers, byte for byte."""

import random
import sqlite3

import pytest

from app.operations.redeem import Redeem
from app.poster.replay import replay
from tests.poster.busy import OTHER, PLAIN, play
from tests.support.book import Book


@pytest.mark.parametrize(
    "rules", [PLAIN | {"points_valid_months": 1}, OTHER], ids=["plain", "other"]
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_busy_book_is_replayed_to_the_very_same_entries(
    make_book, seed: int, rules: dict[str, object]
) -> None:
    book = make_book(settings=rules)
    play(book, random.Random(seed), 150)
    book.close_day()
    play(book, random.Random(seed + 100), 50)
    done = replay(book.books)
    assert done.differing == ()
    assert done.slips == book.one("SELECT COUNT(*) FROM decisions")
    assert done.transfers == book.transfers() > 50


def test_a_replay_asks_no_pin_and_no_clock(book: Book) -> None:
    book.enrol("li")
    book.set_pin("li")
    book.top_up("li", 100_00)
    book.do("redeem", Redeem(reward="x"), member="li", pin="9")
    book.spend("li", 50_00, rest="stored_value", pin="1234")
    assert replay(book.books).differing == ()


def test_a_replay_over_a_change_of_the_programme_uses_each_version_in_its_time(book: Book) -> None:
    from tests.operations.test_publish_programme import published

    book.enrol("li")
    book.spend("li", 100_00)
    book.must("publish_programme", published({"points_per_unit": {"rooms": "3"}}), operator="admin")
    book.spend("li", 100_00)
    assert replay(book.books).differing == ()


def test_a_transfer_that_was_altered_is_named(tmp_path) -> None:
    book = Book(tmp_path / "house.books")
    book.enrol("li")
    bill = book.spend("li", 100_00)
    book.close()
    raw = sqlite3.connect(book.path)
    raw.execute("DROP TRIGGER transfers_no_update")
    raw.execute(
        "UPDATE transfers SET amount = 101 WHERE slip = ? AND asset = 'points'", (bill.slip_id,)
    )
    raw.commit()
    raw.close()
    book.reopen()
    assert [one.slip for one in replay(book.books).differing] == [bill.slip_id]
    book.close()


def test_a_pin_that_was_blocked_is_blocked_in_the_replay_too(book: Book) -> None:
    book.enrol("li")
    book.set_pin("li")
    book.give_points("li", 100)
    book.put_reward("mug", 10)
    for _ in range(3):
        book.do("redeem", Redeem(reward="mug"), member="li", pin="0000")
    book.refuse("redeem", Redeem(reward="mug"), "pin-blocked", member="li", pin="1234")
    assert replay(book.books).differing == ()

"""The poster: an id counts once, unknown kinds block nothing, numbers have no gap."""

import itertools

import msgspec
import pytest
from msgspec.structs import replace

from app.operations.post_spend import PostSpend
from app.operations.slip import canonical
from app.operations.top_up import TopUp
from app.poster.day_end import end_day
from app.poster.submission import Submission
from app.store.chain import slip_from
from tests.support.book import DAY, Book


def test_the_same_id_with_other_content_is_refused_and_changes_nothing(book: Book) -> None:
    book.enrol("li")
    first = book.submission("top_up", TopUp(amount_minor=100), member="li")
    book.poster.post([first])
    other = replace(first.slip, body=TopUp(amount_minor=999))
    answer = book.poster.post([Submission(slip=other)])[0]
    assert answer.decision.refusal is not None
    assert answer.decision.refusal.reason.value == "same-id-other-content"
    assert answer.is_repeat
    assert book.balance("li", "CNY") == 100


def test_the_same_id_with_other_content_in_one_batch_is_refused_too(book: Book) -> None:
    book.enrol("li")
    first = book.submission("top_up", TopUp(amount_minor=100), member="li")
    other = replace(first.slip, body=TopUp(amount_minor=999))
    answers = book.poster.post([first, Submission(slip=other), first])
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused", "posted"]
    assert book.balance("li", "CNY") == 100


def test_an_unknown_kind_or_version_is_referred_and_blocks_nothing_behind_it(book: Book) -> None:
    book.enrol("li")
    deposit = book.submission("top_up", TopUp(amount_minor=100), member="li")
    outside = replace(deposit.slip, terminal="", sequence=0, previous="")
    strange = replace(outside, id="strange", kind="teleport")  # type: ignore[arg-type]
    newer = replace(outside, id="newer", version=99)  # type: ignore[arg-type]
    answers = book.poster.post([Submission(slip=strange), Submission(slip=newer), deposit])
    assert [one.decision.outcome.value for one in answers] == ["referred", "referred", "posted"]
    assert answers[0].decision.refusal is not None
    assert answers[0].decision.refusal.reason.value == "kind-unknown"
    assert book.balance("li", "CNY") == 100
    with book.books.reading() as connection:
        kept = connection.exec_driver_sql(
            "SELECT COUNT(*) FROM decisions WHERE outcome = 'referred'"
        ).scalar()
    assert kept == 2


def test_a_kept_slip_is_read_back_as_it_was_written(book: Book) -> None:
    book.enrol("li")
    made = book.submission("top_up", TopUp(amount_minor=100), member="li")
    book.poster.post([made])
    text = bytes(book.one("SELECT text FROM slips WHERE id = ?", made.slip.id))
    assert text == canonical(made.slip)
    assert slip_from(text) == made.slip
    assert text == msgspec.json.encode(msgspec.json.decode(text), order="sorted")


def test_numbers_of_every_shard_are_gapless_over_refusals_and_restarts(book: Book) -> None:
    book.enrol("li")
    for n in range(6):
        book.do("top_up", TopUp(amount_minor=n - 2), member="li")
        if n == 3:
            book.reopen()
    for shard, numbers in (
        (
            shard,
            [
                row[0]
                for row in book.rows(
                    "SELECT number FROM decisions WHERE shard = ? ORDER BY number", shard
                )
            ],
        )
        for (shard,) in book.rows("SELECT DISTINCT shard FROM decisions")
    ):
        assert numbers == list(range(1, len(numbers) + 1)), shard


def test_positions_rise_even_when_the_clock_is_set_back(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 100)
    book.now = book.now.replace(year=2020)
    book.top_up("li", 100)
    book.reopen()
    book.top_up("li", 100)
    kinds = [
        row[0]
        for row in book.rows("SELECT position FROM decisions WHERE kind = 'top_up' ORDER BY number")
    ]
    assert kinds == sorted(set(kinds))


def test_each_slip_names_the_hash_of_the_one_before(book: Book) -> None:
    book.enrol("li")
    for _ in range(3):
        book.top_up("li", 1)
    rows = book.rows("SELECT text, hash FROM slips WHERE sequence > 0 ORDER BY sequence")
    for (_, digest), (text, _) in itertools.pairwise(rows):
        assert msgspec.json.decode(text)["previous"] == bytes(digest).hex()


def test_a_failure_in_the_middle_of_a_batch_leaves_no_trace(book: Book) -> None:
    book.enrol("li")
    before = book.one("SELECT COUNT(*) FROM slips")
    pen = book.pen
    batch = [book.submission("top_up", TopUp(amount_minor=100), member="li") for _ in range(3)]
    broken = replace(batch[1].slip, body=object())  # type: ignore[arg-type]
    with pytest.raises((AttributeError, TypeError)):
        book.poster.post([batch[0], Submission(slip=broken), batch[2]])
    book.pen = pen
    assert book.one("SELECT COUNT(*) FROM slips") == before
    assert book.balance("li", "CNY") == 0
    book.top_up("li", 100)


def test_the_derived_day_end_is_the_same_slip_whenever_it_is_asked(make_book) -> None:
    from datetime import date

    from app.operations.carry_over import CarryOver, OpeningLot

    book = make_book(settings={"points_valid_months": 12})
    lots = (OpeningLot(100, date(2025, 11, 22)),)
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    cause = book.close_day().slip_id
    ids = book.rows("SELECT id FROM slips WHERE kind = 'end_member_day'")
    for _ in range(3):
        book.reopen()
        assert not end_day(book.poster, cause, DAY)
    assert book.rows("SELECT id FROM slips WHERE kind = 'end_member_day'") == ids
    assert book.balance("li") == 0


def test_a_posting_says_by_which_rule_its_points_came(book: Book) -> None:
    book.enrol("li")
    answer = book.must(
        "post_spend", PostSpend(outlet="rooms", bill="1", amount_minor=188_00), member="li"
    )
    line = answer.decision.trace[0]
    assert (line.rule, line.text, line.result) == ("earn.outlet", "188.00 × 1", "188")

"""Each kind of damage to a copy of a book is found, and the entry that is hit is named."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.operations.redeem import Redeem
from app.operations.tenders import TenderPart
from app.operations.void import Void
from app.store.books import Books
from app.store.verify import Report, verify
from tests.support.book import KEYS, Book
from tests.support.tampering import altered


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a book with every kind of entry and close it."""
    book = Book(tmp_path_factory.mktemp("busy") / "house.books")
    for member in ("li", "wu"):
        book.enrol(member)
        book.set_pin(member)
        book.top_up(member, 500_00)
        book.give_points(member, 1_000)
    book.put_reward("mug", 100, stock=5)
    bill = book.spend("li", 100_00, parts=(TenderPart("stored_value", 50_00),), pin="1234")
    book.must("redeem", Redeem(reward="mug"), member="li", pin="1234")
    book.must("void", Void(of=bill.slip_id), member="li")
    book.close_day()
    book.spend("wu", 70_00)
    assert book.broken() == []
    with book.books.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    book.close()
    return Path(book.path)


@pytest.fixture
def tampered(busy: Path, tmp_path: Path) -> Callable[..., Report]:
    """Change a copy behind the program's back and check it."""

    def tamper(*statements: str, acked: tuple[str, ...] = ()) -> Report:
        copy = altered(busy, tmp_path / "copy.books", *statements)
        with Books.open(str(copy), lambda _: KEYS) as books:
            return verify(books, acked)

    return tamper


def test_a_start_settles_only_what_is_noted_as_undecided(tampered, busy: Path) -> None:
    one = slip(busy, "post_spend")
    report = tampered(
        f"INSERT INTO undecided VALUES ('{one}')", "INSERT INTO undecided VALUES ('x')"
    )
    assert [(bad.check, bad.entry) for bad in report.broken] == [
        ("a decision for every slip", one),
        ("a decision for every slip", "x"),
    ]
    assert {bad.why for bad in report.broken} == {"noted as undecided, but decided or not there"}


def slip(busy: Path, kind: str) -> str:
    raw = sqlite3.connect(busy)
    found = raw.execute(
        "SELECT id FROM slips WHERE kind = ? ORDER BY id LIMIT 1", (kind,)
    ).fetchone()[0]
    raw.close()
    return str(found)


def test_an_untouched_copy_is_whole_and_says_how_much_was_read(tampered, busy: Path) -> None:
    report = tampered("UPDATE meta SET value = value", acked=(slip(busy, "post_spend"),))
    assert report.ok
    assert report.checked["acknowledged"] == 1
    assert (
        report.checked["slips"] == report.checked["decisions"] == report.checked["hash chain"] > 15
    )
    assert report.warnings == ["keys lie in a file beside the books: no keyring answered"]


LI = "member = 'li' AND asset = 'points' AND account = 'member:available'"


@pytest.mark.parametrize(
    ("statement", "check", "entry"),
    [
        (
            f"UPDATE balances SET in_total = in_total + 1 WHERE {LI}",
            "balance = sum of transfers",
            "li points",
        ),
        (
            f"UPDATE balances SET out_total = out_total + 1 WHERE {LI}",
            "balance = sum of transfers",
            "li points",
        ),
        (f"DELETE FROM balances WHERE {LI}", "balance = sum of transfers", "li points"),
        (
            "INSERT INTO balances VALUES (1, 'eve', 'points', 'member:available', 5, 0)",
            "balance = sum of transfers",
            "eve points",
        ),
        (
            f"UPDATE balances SET out_total = in_total + 1 WHERE {LI}",
            "member accounts not below zero",
            "li points",
        ),
        (
            "UPDATE lots SET remaining = remaining + 1 WHERE member = 'wu'",
            "lots = transfers",
            "wu ",
        ),
        (
            "UPDATE lots SET remaining = remaining + 1 WHERE member = 'wu'",
            "lots = balances",
            "wu points",
        ),
        ("DELETE FROM lots WHERE member = 'wu'", "lots = transfers", "wu "),
        (
            "UPDATE transfers SET amount = amount + 1 WHERE member = 'li' AND asset = 'points'",
            "balance = sum of transfers",
            "li points",
        ),
        (
            "UPDATE transfers SET amount = amount + 1 WHERE member = 'li' AND source = 'house:adjusted'",
            "lots = transfers",
            "li ",
        ),
        (
            "UPDATE transfers SET member = 'wu' WHERE member = 'li' AND asset = 'CNY' AND target = 'member:available'",
            "balance = sum of transfers",
            "CNY",
        ),
        (
            "UPDATE cards SET status = 'active', member = 'li'",
            "one active card number, one member",
            "li",
        ),
        ("UPDATE shard_heads SET number = number + 1", "shard numbers without gap", "shard "),
        ("DELETE FROM shard_heads", "shard numbers without gap", "shard "),
    ],
)
def test_a_changed_row_is_found_and_named(tampered, statement: str, check: str, entry: str) -> None:
    found = [one for one in tampered(statement).broken if one.check == check]
    assert found
    assert any(entry in one.entry for one in found)


def test_a_removed_decision_is_found(tampered, busy: Path) -> None:
    gone = slip(busy, "post_spend")
    report = tampered(f"DELETE FROM decisions WHERE slip = '{gone}'", acked=(gone,))
    named = {one.check for one in report.broken if one.entry == gone}
    assert {"a decision for every slip", "a slip for every decision", "acknowledged"} <= named
    assert "shard numbers without gap" in {one.check for one in report.broken}


def test_a_removed_slip_is_found_by_its_decision_and_by_the_chain(tampered, busy: Path) -> None:
    gone = slip(busy, "top_up")
    report = tampered(f"DELETE FROM slips WHERE id = '{gone}'")
    assert ("a slip for every decision", gone) in {(one.check, one.entry) for one in report.broken}
    assert "hash chain" in {one.check for one in report.broken}


def test_one_flipped_byte_of_a_slip_is_found(tampered, busy: Path) -> None:
    hit = slip(busy, "top_up")
    text = f"UPDATE slips SET text = CAST(replace(CAST(text AS TEXT), '50000', '50001') AS BLOB) WHERE id = '{hit}'"
    broken = tampered(text).broken
    assert ("hash chain", hit) in {(one.check, one.entry) for one in broken}


def test_a_slip_that_was_rewritten_with_its_hash_breaks_the_chain_behind_it(
    tampered, busy: Path
) -> None:
    from hashlib import sha256

    hit = slip(busy, "top_up")
    raw = sqlite3.connect(busy)
    text = bytes(raw.execute("SELECT text FROM slips WHERE id = ?", (hit,)).fetchone()[0]).replace(
        b"50000", b"50001"
    )
    raw.close()
    statement = f"UPDATE slips SET text = x'{text.hex()}', hash = x'{sha256(text).hexdigest()}' WHERE id = '{hit}'"
    broken = [one for one in tampered(statement).broken if one.check == "hash chain"]
    assert broken
    assert "does not follow" in broken[0].why


def test_an_entry_on_a_date_that_was_closed_is_found(tampered, busy: Path) -> None:
    raw = sqlite3.connect(busy)
    late, day = raw.execute(
        "SELECT d.slip, y.business_date FROM decisions d, days y WHERE d.kind = 'post_spend' ORDER BY d.position DESC"
    ).fetchone()
    raw.close()
    report = tampered(f"UPDATE decisions SET business_date = '{day}' WHERE slip = '{late}'")
    assert ("closed dates take no entry", late) in {(one.check, one.entry) for one in report.broken}


def test_a_claim_of_a_slip_that_was_not_posted_is_found(tampered) -> None:
    report = tampered("INSERT INTO claims VALUES ('bill:x', 'nobody')")
    assert ("claims belong to posted slips", "nobody") in {
        (one.check, one.entry) for one in report.broken
    }


def test_something_under_way_is_found(tampered, busy: Path) -> None:
    hit = slip(busy, "post_spend")
    report = tampered(
        f"INSERT INTO transfers VALUES (7, 'li', '{hit}', 99, 'CNY', 5, 'house:issued', 'house:in-transit', NULL, "
        "'2026-11-22')"
    )
    assert ("in transit = 0", "house:in-transit CNY") in {
        (one.check, one.entry) for one in report.broken
    }


def test_an_acknowledged_slip_that_is_not_there_is_named(tampered) -> None:
    report = tampered("UPDATE meta SET value = value", acked=("lost-slip",))
    assert [(one.check, one.entry) for one in report.broken] == [("acknowledged", "lost-slip")]

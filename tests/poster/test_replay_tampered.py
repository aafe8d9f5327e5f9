"""What a hand changes in a rich book is named: by the checks of the tables, or by deciding its slips again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.loyalty.member import MemberKind
from app.operations.adjust import Adjust
from app.operations.approve_member import ApproveMember
from app.operations.book import Book as Booking
from app.operations.enrol_member import EnrolMember
from app.operations.gift import Gift
from app.operations.guarantee import Guarantee
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.replace_card import ReplaceCard
from app.operations.report_lost import ReportLost
from app.operations.settle_market import SettleMarket
from app.operations.slip import slip_hash
from app.operations.stake import Stake
from app.operations.top_up import TopUp
from app.operations.void import Void
from app.poster.replay import replay
from app.poster.submission import Submission
from app.store.books import Books
from app.store.personal import PersonalRecord, seal
from app.store.verify import verify
from tests.support.book import DAY, KEYS, START, Book
from tests.support.tampering import altered

Named = set[tuple[str, str]]


def enrol_by_name(book: Book, member: str) -> None:
    """Enrol somebody with a personal record and a phone."""
    sealed = seal(KEYS.personal, f"rec-{member}", member, PersonalRecord(name=member))
    body = EnrolMember(
        kind=MemberKind.PERSON,
        personal=sealed.record,
        personal_hash=sealed.hash,
        phone_claim=f"p-{member}",
    )
    made = book.submission("enrol_member", body, member=member, slip_id=f"enrol-{member}")
    book.poster.post([Submission(slip=made.slip, record=sealed)])
    book.must("approve_member", ApproveMember(), member=member, operator="sue")


def play(book: Book) -> None:
    """Let a desk do what changes every kind of row; slips that are asked for later have names."""
    for member in ("li", "wu"):
        enrol_by_name(book, member)
        book.set_pin(member)
        book.give_points(member, 5_000)
    book.put_reward("mug", 100, stock=5)
    book.must("top_up", TopUp(amount_minor=500_00), member="li", slip_id="top-up")
    book.must("report_lost", ReportLost(), member="wu")
    book.must("replace_card", ReplaceCard(), member="wu")
    book.spend("li", 300_00, rest="card", slip_id="bill-1")
    book.spend("li", 200_00, outlet="restaurant", rest="cash", slip_id="bill-2")
    book.spend("wu", 100_00, rest="card", slip_id="bill-3")
    book.must("void", Void(of="bill-1"), member="li", operator="sue", slip_id="void")
    book.must("refund", Refund(of="bill-2", amount_minor=50_00), member="li", operator="sue")
    book.must("redeem", Redeem(reward="mug"), member="wu", pin="1234")
    refused = book.do("redeem", Redeem(reward="hat"), member="wu", pin="1234", slip_id="refused")
    assert refused.decision.refusal is not None
    book.close_day()
    book.must(
        "adjust", Adjust(asset="points", quantity=-300, reason="x"), member="wu", operator="max"
    )
    book.spend("wu", 70_00, slip_id="bill-4")
    book.close_day()
    book.spend("li", 90_00, slip_id="last")


def named(path: Path) -> Named:
    """Check a book as ``innpoint books verify`` does: by its tables, and by its slips."""
    with Books.open(str(path), lambda _: KEYS, alone=False) as books:
        report = verify(books, thorough=True)
        again = replay(books)
    found = {(one.check, one.entry) for one in report.broken}
    found |= {("replay", one.slip) for one in again.differing}
    return found | {("told", one.slip) for one in again.told}


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = Book(tmp_path_factory.mktemp("rich") / "house.books")
    play(book)
    with book.books.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    book.close()
    return Path(book.path)


@pytest.fixture
def tampered(rich: Path, tmp_path: Path) -> Callable[..., Named]:
    """Change a copy behind the program's back, leave its triggers as they were, and check it."""

    def tamper(*statements: str) -> Named:
        return named(altered(rich, tmp_path / "copy.books", *statements))

    return tamper


def test_a_rich_book_is_whole(rich: Path) -> None:
    assert named(rich) == set()


def test_a_rich_book_of_seven_days_is_whole(make_book) -> None:
    book = make_book(pack="seven-days")
    book.brought("deng", points=5000)
    book.must("book", Booking(booking="b1", arrives_on=DAY), member="deng")
    book.must("guarantee", Guarantee(booking="b1", hours=2), member="deng")
    assert named(book.path) == set()
    book.close_day()
    assert named(book.path) == set()


def test_a_rich_book_of_huazhu_is_whole(make_book) -> None:
    book = make_book(pack="huazhu")
    for member in ("ma", "hu"):
        book.brought(member, points=2000)
    words = {"market": "final", "kickoff": START + timedelta(hours=5)}
    book.must("stake", Stake(outcome="brazil", points=100, **words), member="ma")
    book.must("stake", Stake(outcome="peru", points=200, **words), member="hu")
    book.do("gift", Gift(to="hu", points=100), member="ma")
    assert named(book.path) == set()
    body = SettleMarket(market="final", outcome="peru")
    book.now = START + timedelta(hours=5)
    book.must("settle_market", body, operator="max")
    book.close_day()
    assert named(book.path) == set()


HOUSE_LEG = "slip = 'bill-3' AND source = 'tender:card'"
KIND, TEXT = "values are of their column's kind", "slips are as their text says"
DECIDED, ENTRY = "decisions are as their text says", "transfers belong to posted slips"
LOT = "(SELECT lot FROM lots WHERE member = 'li' AND remaining > 0 ORDER BY lot LIMIT 1)"


@pytest.mark.parametrize(
    ("statement", "check", "entry"),
    [
        # Transfers
        (f"DELETE FROM transfers WHERE {HOUSE_LEG}", "replay", "bill-3"),
        (f"UPDATE transfers SET amount = amount + 1 WHERE {HOUSE_LEG}", "replay", "bill-3"),
        (f"UPDATE transfers SET source = 'tender:cash' WHERE {HOUSE_LEG}", "replay", "bill-3"),
        (
            ("INSERT INTO transfers SELECT shard, member, slip, 50, asset, 1, 'house:issued', 'house:fees', NULL, "
            f"business_date FROM transfers WHERE {HOUSE_LEG}"), "replay", "bill-3",
        ),
        (f"UPDATE transfers SET business_date = '2020-01-01' WHERE {HOUSE_LEG}", ENTRY, "bill-3"),
        (f"UPDATE transfers SET slip = 'refused' WHERE {HOUSE_LEG}", ENTRY, "refused"),
        (f"UPDATE transfers SET slip = 'bill-4', line = 60 WHERE {HOUSE_LEG}", "replay", "bill-4"),
        ("UPDATE transfers SET lot = NULL WHERE slip = 'bill-3'", "replay", "bill-3"),
        ("UPDATE transfers SET amount = 1 WHERE slip = 'bill-4' AND asset = 'points'", "trace = transfers", "bill-4"),
        ("UPDATE transfers SET amount = -1 WHERE slip = 'bill-3'", ENTRY, "bill-3"),
        # Lots and balances
        (f"UPDATE lots SET expires_on = '2099-01-01' WHERE lot = {LOT}", "replay", "lots li"),
        (f"UPDATE lots SET earned_on = '2020-01-01' WHERE lot = {LOT}", "replay", "lots li"),
        (("INSERT INTO lots SELECT shard, member, 'new', account, asset, 0, earned_on, expires_on FROM lots "
         f"WHERE lot = {LOT}"), "lots = transfers", "li new"),
        (("INSERT INTO lots SELECT shard, member, 'new', account, 'miles', 7, earned_on, expires_on FROM lots "
         f"WHERE lot = {LOT}"), "lots = balances", "li miles"),
        (("INSERT INTO balances SELECT shard, member, 'miles', account, 0, 0 FROM balances WHERE member = 'li' "
         "AND asset = 'points'"), "balance = sum of transfers", "li miles"),
        (("INSERT INTO balances SELECT shard, member, 'points', 'member:held:booking:b1', 9, 0 FROM balances "
         "WHERE member = 'li' AND asset = 'points'"), "held = what is open", "li points member:held:booking:b1"),
        # Claims
        ("DELETE FROM claims WHERE slip = 'bill-3'", "replay", "claim bill"),
        ("DELETE FROM claims WHERE value LIKE 'phone:%'", "replay", "claim phone"),
        ("DELETE FROM claims WHERE slip = 'void'", "replay", "claim void"),
        ("UPDATE claims SET slip = 'top-up' WHERE slip = 'bill-3'", "claims are those that were taken", "top-up"),
        # Decisions
        ("UPDATE decisions SET text = x'00' WHERE slip = 'bill-3'", DECIDED, "bill-3"),
        ("UPDATE decisions SET text = CAST('{}' AS BLOB) WHERE slip = 'bill-3'", DECIDED, "bill-3"),
        ("UPDATE decisions SET text = CAST(text AS TEXT) WHERE slip = 'bill-3'", KIND, "bill-3"),
        ("UPDATE decisions SET outcome = 'posted', reason = '' WHERE slip = 'refused'", "replay", "refused"),
        ("UPDATE decisions SET outcome = 'maybe' WHERE slip = 'bill-3'", DECIDED, "bill-3"),
        ("UPDATE decisions SET business_date = '2020-01-01' WHERE slip = 'refused'", DECIDED, "refused"),
        ("UPDATE decisions SET operator = 'max' WHERE slip = 'bill-3'", "replay", "bill-3"),
        ("UPDATE decisions SET position = (SELECT position FROM decisions WHERE slip = 'void') WHERE slip = 'last'",
         "decisions stand in one order", "last"),
        ("UPDATE decisions SET position = 7 WHERE slip = 'last'", DECIDED, "last"),
        ("UPDATE decisions SET position = 'x' WHERE slip = 'last'", KIND, "last"),
        (("UPDATE decisions SET text = CAST(replace(CAST(text AS TEXT), '100.00', '999.00') AS BLOB) "
         "WHERE slip = 'bill-3'"), "told", "bill-3"),
        # Slips
        ("UPDATE slips SET text = replace(CAST(text AS TEXT), '7000', '7001') WHERE id = 'bill-4'", KIND, "bill-4"),
        ("UPDATE slips SET text = CAST(text AS TEXT) WHERE id = 'bill-4'", "hash chain", "bill-4"),
        ("UPDATE slips SET hash = 'x' WHERE id = 'bill-4'", "hash chain", "bill-4"),
        ("UPDATE slips SET kind = 'void' WHERE id = 'bill-4'", TEXT, "bill-4"),
        ("UPDATE slips SET member = 'wu' WHERE id = 'last'", TEXT, "last"),
        ("UPDATE slips SET terminal = 'zz' WHERE id = 'last'", TEXT, "last"),
        ("UPDATE slips SET sequence = 0 WHERE id = 'last'", TEXT, "last"),
        ("UPDATE slips SET sequence = 'x' WHERE id = 'last'", TEXT, "last"),
        ("UPDATE slips SET arrived_at = '1999' WHERE id = 'last'", TEXT, "last"),
        ("UPDATE slips SET arrived_at = '1999-01-01T00:00:00+00:00' WHERE id = 'last'", TEXT, "last"),
        ("UPDATE slips SET kind = CAST(x'ff' AS TEXT) WHERE id = 'last'", "texts are UTF-8", "last"),
        # What belongs to members and to the house
        ("DELETE FROM members WHERE member = 'li'", "members are there", "li"),
        ("UPDATE members SET tier = 'gold' WHERE member = 'wu'", "replay", "members wu"),
        ("DELETE FROM cards WHERE member = 'li'", "replay", "card …"),
        ("DELETE FROM personal WHERE member = 'li'", "personal records are whole", "li"),
        ("UPDATE personal SET ciphertext = zeroblob(50) WHERE member = 'wu'", "personal records are whole", "wu"),
        ("DELETE FROM bills WHERE slip = 'bill-3'", "replay", "bill-3"),
        ("UPDATE credentials SET tries = 2 WHERE member = 'wu'", "replay", "credentials wu"),
        ("DELETE FROM credentials WHERE member = 'wu'", "replay", "credentials wu"),
        ("DELETE FROM days WHERE business_date = '2026-11-22'", "replay", "days hotel 2026-11-22"),
        ("UPDATE properties SET business_date = '2026-11-22'", "the open date is behind the closed ones", "hotel"),
        ("UPDATE members SET shard = shard + 1 WHERE member = 'li'", "rows stand in their shard", "li"),
        ("INSERT INTO shard_heads SELECT MAX(shard) + 1, 7, 0 FROM shard_heads", "shard numbers without gap", "shard "),
        ("DROP TABLE bills", "every table is there", "bills"),
        ("DROP TABLE tallies", "every table is there", "tallies"),
        ("ALTER TABLE tallies RENAME COLUMN amount TO much", "every table is there", "tallies.amount"),
        ("UPDATE balances SET in_total = 'much' WHERE member = 'li'", KIND, "balances li"),
        ("UPDATE transfers SET amount = x'01' WHERE slip = 'bill-3'", KIND, "bill-3"),
        ("UPDATE lots SET remaining = 1.5 WHERE member = 'li'", KIND, "lots li"),
        ("UPDATE members SET joined_on = x'00' WHERE member = 'li'", KIND, "members li"),
        ("UPDATE programmes SET source = 'no pack'", "replay", "programmes hotel 1"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(tampered, statement: str, check: str, entry: str) -> None:
    found = tampered(statement)
    assert any(one == check and hit.startswith(entry) for one, hit in found), found


@pytest.mark.parametrize("change", ["DROP TRIGGER slips_no_delete", "other"])
def test_a_journal_that_no_longer_refuses_changes_is_named(
    rich: Path, tmp_path: Path, change: str
) -> None:
    copy = tmp_path / "copy.books"
    shutil.copy(rich, copy)
    raw = sqlite3.connect(copy)
    raw.execute("DROP TRIGGER slips_no_delete")
    if change == "other":
        raw.execute("CREATE TRIGGER slips_no_delete BEFORE DELETE ON slips BEGIN SELECT 1; END")
    raw.commit()
    raw.close()
    assert named(copy) == {("the journal refuses changes", "slips_no_delete")}


def test_a_last_slip_rewritten_with_its_hash_is_named_by_what_it_does_now(
    tampered, rich: Path
) -> None:
    raw = sqlite3.connect(rich)
    text = bytes(raw.execute("SELECT text FROM slips WHERE id = 'last'").fetchone()[0])
    raw.close()
    text = text.replace(b"9000", b"9100")
    found = tampered(
        f"UPDATE slips SET text = x'{text.hex()}', hash = x'{slip_hash(text).hex()}' WHERE id = 'last'"
    )
    assert ("replay", "last") in found


def test_a_replay_reads_one_moment_while_another_posts(
    make_book, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.poster import replay as room

    book = make_book()
    book.enrol("li")
    book.spend("li", 100_00)
    differences, asked = room.differences, []

    def posting(*words: object) -> object:
        asked.append(book.spend("li", 50_00))
        return differences(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "differences", posting)
    with Books.open(str(book.path), lambda _: KEYS, alone=False) as reader:
        assert replay(reader).differing == ()
    assert asked


def test_what_follows_from_a_slip_is_decided_with_it(make_book, monkeypatch) -> None:
    from app.poster import replay as room

    monkeypatch.setattr(room, "_BATCH", 1)
    test_a_rich_book_of_huazhu_is_whole(make_book)

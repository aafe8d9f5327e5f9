"""The same books on PostgreSQL: schema, a day's posting, the same answers byte for byte."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from app.loyalty.ids import MemberId
from app.operations.appeal import Appeal
from app.operations.campaign import Campaign
from app.operations.carry_over import CarryOver
from app.operations.export_web import ExportWeb
from app.operations.import_web import ImportWeb, WebAppeal
from app.operations.top_up import TopUp
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.replay import replay
from app.poster.submission import Submission
from app.store.bill_search import Conditions, find_appeals, find_spends
from app.store.books import Books, BooksError, Fault
from app.store.chain import slip_from
from app.store.decided import decided_from
from app.store.personal import PersonalRecord
from app.store.search import Search
from app.store.verify import verify
from tests.poster.busy import play
from tests.store.test_personal import enrolled
from tests.support.book import DAY, KEYS, Book, ClearOpener
from tests.support.postgres import INSTALL, binaries, server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
_SAME = (
    "slips", "decisions", "transfers", "balances", "lots", "claims", "shard_heads", "members", "cards", "tallies",
    "bills", "debts", "appeals", "web_members", "rewards", "usage", "counters", "properties", "operators", "programmes",
)  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
def url(cluster: str, request: pytest.FixtureRequest) -> str:
    """Give each test a database of its own."""
    name = f"t{abs(hash(request.node.name))}"
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return cluster.replace("/postgres?", f"/{name}?")


@pytest.fixture
def central(url: str) -> Iterator[Book]:
    book = Book(url)
    yield book
    assert book.broken() == []
    book.close()


def test_a_cashiers_day_is_posted_and_the_books_are_whole(central: Book) -> None:
    play(central, random.Random(15), 120)
    central.close_day()
    play(central, random.Random(16), 30)
    central.reopen()
    assert central.transfers() > 60
    assert replay(central.books).differing == ()


def test_both_engines_hold_the_same_rows_after_the_same_slips(url: str, tmp_path: Path) -> None:
    book = Book(tmp_path / "house.books", settings={"points_valid_months": 3, "clawback": "debt"})
    play(book, random.Random(4), 150)
    book.close_day()
    play(book, random.Random(5), 30)
    text = (
        "SELECT s.text, d.text FROM decisions d JOIN slips s ON s.id = d.slip ORDER BY d.position"
    )
    seen = [
        (slip_from(bytes(one)), decided_from(bytes(two)).observed) for one, two in book.rows(text)
    ]
    with Books.open(url, lambda _: KEYS, create=True) as books:
        clock = {"now": seen[0][1].at}
        poster = Poster(books, lambda: clock["now"], PinCheck(KEYS.pin, ClearOpener()))
        for start in range(0, len(seen), 16):
            part = [
                (slip, observed) for slip, observed in seen[start : start + 16] if slip is not None
            ]
            poster.post(
                [Submission(slip=slip) for slip, _ in part],
                {slip.id: observed for slip, observed in part},
            )
        assert verify(books).broken == []
        for table in _SAME:
            ours = sorted(map(_plain, book.rows(f"SELECT {_columns(table)} FROM {table}")))
            with books.reading() as connection:
                asked = connection.exec_driver_sql(f"SELECT {_columns(table)} FROM {table}")
                theirs = sorted(_plain(tuple(row)) for row in asked)
            assert theirs == ours, table
    book.close()


def _columns(table: str) -> str:
    from app.store.tables import METADATA

    own = {"arrived_at", "position"}  # of each poster's own clock
    return ",".join(
        f'"{column.name}"' for column in METADATA.tables[table].columns if column.name not in own
    )


def _plain(row: tuple[object, ...]) -> tuple[str, ...]:
    """Write values alike: SQLite keeps true and false as numbers."""
    return tuple(
        str(bytes(one))
        if isinstance(one, (bytes, memoryview))
        else str(int(one) if isinstance(one, bool) else one)
        for one in row
    )


def test_the_readings_of_the_office_work_alike(central: Book) -> None:
    for member in ("li", "wu"):
        central.must(
            "carry_over", CarryOver(points=500, consent=True), member=member, operator="max"
        )
    bill = Appeal(outlet="bar", bill="B1", billed_on=DAY, amount_minor=100_00)
    central.must("appeal", bill, member="li")
    central.spend("wu", 100_00, outlet="bar", bill="B2")
    second = Appeal(outlet="bar", bill="B2", billed_on=DAY, amount_minor=100_00)
    central.refuse("appeal", second, "bill-posted", member="wu")
    look, send = ExportWeb(confirmed=False), ExportWeb(confirmed=True)
    assert central.must("export_web", look, operator="sue").decision.gives["preview"] == 2
    assert central.must("export_web", send, operator="sue").decision.gives["transferred"] == 2
    assert central.must("export_web", send, operator="sue").decision.gives["transferred"] == 0
    letter = Campaign(segment="basic", content="rewards")
    assert central.must("campaign", letter, operator="sue").decision.gives["sent"] == 2
    records = (WebAppeal(reference="w1", member=MemberId("wu"), outlet="bar", bill="B3",
                         billed_on=DAY, amount_minor=1),)  # fmt: skip
    central.must("import_web", ImportWeb(confirmed=True, appeals=records), operator="sue")
    with central.books.reading() as connection:
        by = Conditions(outlet="bar", month=f"{DAY:%Y-%m}")
        assert [row.bill for row in find_appeals(central.books, connection, by)] == ["B1", "B3"]
        assert [row.bill for row in find_spends(central.books, connection, by)] == ["B2"]
    assert replay(central.books).differing == ()


@pytest.mark.parametrize("table", ["slips", "decisions", "transfers"])
@pytest.mark.parametrize("act", ["UPDATE {} SET member = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_journal_refuses_changes(central: Book, table: str, act: str) -> None:
    central.enrol("li")
    central.top_up("li", 100)
    with (
        pytest.raises((DBAPIError, BooksError), match="append-only"),
        central.books.writing() as connection,
    ):
        connection.exec_driver_sql(act.format(table))
    assert central.balance("li", "CNY") == 100


def test_people_are_found_by_name_and_phone(central: Book) -> None:
    enrolled(central, "wang", PersonalRecord(name="王小明", phone="+8613800138000"))
    enrolled(central, "odd", PersonalRecord(name="O'Neill 100%_"))
    for text, member in (
        ("小明", "wang"),
        ("wxm", "wang"),
        ("13800138000", "wang"),
        ("o'neill 1", "odd"),
    ):
        with central.books.reading() as connection:
            assert [hit.member for hit in Search(central.books).find(connection, text)] == [member]


def test_slips_that_were_decided_are_known_after_a_reconnect(central: Book) -> None:
    central.enrol("li")
    one = central.submission("top_up", TopUp(amount_minor=100), member="li")
    central.poster.post([one])
    central.reopen()
    assert central.poster.post([one])[0].is_repeat
    assert central.balance("li", "CNY") == 100


def test_a_server_that_is_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(BooksError) as caught:
        Books.open(f"postgresql+psycopg://x@/x?host={tmp_path}", lambda _: KEYS)
    assert caught.value.fault is Fault.UNREACHABLE

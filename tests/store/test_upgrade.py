"""Books of an earlier version: the schema is brought up, and what needs the key is filled in."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from app.store import books as books_module
from app.store.books import HEAD, Books
from app.store.keys import card_hash
from tests.support.book import KEYS, Book


def first_version(path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(books_module._MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('book', 'b-1')")
        connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('epoch', '1')")
        connection.exec_driver_sql(
            "INSERT INTO cards (number, member, status, issued_on, replaced_by) "
            "VALUES ('8821000000000013', '', 'pool', '2026-01-01', '')"
        )
        connection.exec_driver_sql(
            "INSERT INTO stays (shard, member, stay, room, rate_class, brand, channel, choice, nights, "
            "rooms, arrived_on, arrived_at, status) VALUES (1, 'li', 's1', '808', 'qualifying', '', 'desk', "
            "'points', 1, 1, '2026-01-01', '2026-01-01T12:00:00+00:00', 'open')"
        )
        connection.commit()
    engine.dispose()


def test_a_first_book_opens_with_its_cards_hashed_and_its_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "old.books"
    first_version(path)
    for _ in range(2):  # the second time there is nothing left to do
        with Books.open(str(path), lambda _: KEYS) as books, books.reading() as connection:
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
            assert version.scalar() == HEAD
            found = connection.exec_driver_sql("SELECT hash FROM cards").scalar()
            assert found == card_hash(KEYS, "8821000000000013")
            columns = "booked_by, self_stayed, overnight, prepaid, idle_nights, booking"
            stay = connection.exec_driver_sql(f"SELECT {columns} FROM stays").one()
            assert tuple(stay) == ("self", 1, 1, 0, 0, "")


def test_a_damaged_hash_is_named_by_verify(book: Book) -> None:
    book.enrol("li")
    with book.books.writing() as connection:
        connection.exec_driver_sql("UPDATE cards SET hash = 'x'")
    (broken,) = book.broken()
    assert broken.check == "slips find cards by their hash"
    with book.books.writing() as connection:
        number = connection.exec_driver_sql("SELECT number FROM cards").scalar_one()
        connection.exec_driver_sql(f"UPDATE cards SET hash = '{card_hash(KEYS, str(number))}'")


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_members_of_every_older_schema_were_brought_by_nobody(
    tmp_path: Path, revision: str
) -> None:
    path = tmp_path / "old.books"
    engine = sa.create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(books_module._MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('book', 'b-1')")
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(members)")]
        marks = ",".join("1" if name in {"shard", "version"} else "'old'" for name in columns)
        connection.exec_driver_sql(f"INSERT INTO members VALUES ({marks})")
        connection.commit()
    engine.dispose()
    with Books.open(str(path), lambda _: KEYS) as books, books.reading() as connection:
        found = connection.exec_driver_sql("SELECT member, referrer FROM members").fetchall()
        assert [tuple(row) for row in found] == [("old", "")]
        for table in ("appeals", "web_members"):
            assert connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() == 0


def test_slips_that_waited_in_an_older_schema_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "old.books"
    engine = sa.create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(books_module._MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('book', 'b-1')")
        for slip in ("s-1", "s-2"):
            connection.exec_driver_sql(
                f"INSERT INTO slips VALUES ('{slip}', 'desk-1', 1, 1, x'00', 'li', 'redeem', 'at', x'00')"
            )
        connection.exec_driver_sql(
            "INSERT INTO decisions VALUES (1, 'li', 's-1', 1, 1, 'redeem', 'desk-1', 'chen', '2026-01-01', "
            "'at', 'posted', '', 1, x'00')"
        )
        connection.commit()
    engine.dispose()
    with Books.open(str(path), lambda _: KEYS) as books, books.reading() as connection:
        assert [*connection.exec_driver_sql("SELECT slip FROM undecided").scalars()] == ["s-2"]


def test_what_was_spent_is_counted_in_minor_units_from_now_on(tmp_path: Path) -> None:
    path = tmp_path / "old.books"
    first_version(path)
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        for metric in ("spend", "stays"):
            connection.exec_driver_sql(
                'INSERT INTO tallies (shard, member, metric, "on", amount) '
                f"VALUES (1, 'li', '{metric}', '2026-01-01', 7)"
            )
        connection.commit()
    engine.dispose()
    with Books.open(str(path), lambda _: KEYS) as books, books.reading() as connection:
        rows = connection.exec_driver_sql("SELECT metric, amount FROM tallies ORDER BY metric")
        assert [tuple(row) for row in rows] == [("spend", 700), ("stays", 7)]

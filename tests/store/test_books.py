"""Opening books: pragmas in force, one writer, append-only journal, faults that say what is wrong."""

from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.store.books import Books, BooksError, Fault, book_id
from app.store.keys import Keys
from tests.support.book import KEYS, Book


def fault(url: str, *, create: bool = False, alone: bool = True) -> Fault:
    with pytest.raises(BooksError) as caught:
        Books.open(url, lambda _: KEYS, create=create, alone=alone)
    assert caught.value.detail or caught.value.fault
    return caught.value.fault


@pytest.mark.parametrize("table", ["slips", "decisions", "transfers"])
@pytest.mark.parametrize("act", ["UPDATE {} SET member = 'x'", "DELETE FROM {}"])
def test_the_journal_refuses_changes(book: Book, table: str, act: str) -> None:
    book.enrol("li")
    book.top_up("li", 100)
    count = book.one(f"SELECT COUNT(*) FROM {table}")
    with (
        pytest.raises((DatabaseError, BooksError), match="append-only"),
        book.books.writing() as connection,
    ):
        connection.exec_driver_sql(act.format(table))
    assert book.one(f"SELECT COUNT(*) FROM {table}") == count > 0


def test_the_tables_refuse_what_must_not_be(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 100)
    for text in (
        "UPDATE balances SET out_total = in_total + 1",
        "INSERT INTO transfers VALUES (0, 'li', 's', 0, 'CNY', 0, 'a', 'b', NULL, '2026-11-22')",
        "INSERT INTO transfers VALUES (0, 'li', 's', 0, 'CNY', -5, 'a', 'b', NULL, '2026-11-22')",
        "INSERT INTO transfers VALUES (0, 'li', 's', 0, 'CNY', 5, 'a', 'a', NULL, '2026-11-22')",
        "INSERT INTO lots VALUES (0, 'li', 'l', 'member:available', 'points', -1, '2026-11-22', NULL)",
    ):
        with pytest.raises(IntegrityError), book.books.writing() as connection:
            connection.exec_driver_sql(text)


def test_every_connection_writes_ahead_and_syncs_fully(book: Book) -> None:
    for connect in (book.books.reading, book.books.writing, book.books.reading):
        with connect() as connection:
            asked = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
            }
        assert asked == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "trusted_schema": 0,
        }


def test_a_second_desk_on_the_same_file_is_told_that_it_is_taken(book: Book) -> None:
    assert fault(str(book.path)) is Fault.LOCKED
    with (
        Books.open(str(book.path), lambda _: KEYS, alone=False) as beside,
        beside.reading() as connection,
    ):
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM slips").scalar_one() > 0


def test_a_file_that_was_closed_can_be_opened_again(book: Book) -> None:
    book.enrol("li")
    for _ in range(3):
        book.reopen()
    book.top_up("li", 100)


def test_a_file_that_is_not_there_is_missing_and_not_made(tmp_path: Path) -> None:
    assert fault(str(tmp_path / "none.books")) is Fault.MISSING
    assert list(tmp_path.iterdir()) == []


def test_a_newer_schema_is_named_and_left_alone(tmp_path: Path) -> None:
    book = Book(tmp_path / "house.books")
    with book.books.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    book.close()
    before = book.path.read_bytes() if isinstance(book.path, Path) else b""
    assert fault(str(book.path)) is Fault.NEWER
    assert Path(book.path).read_bytes() == before


def test_without_its_keys_a_book_is_not_opened(tmp_path: Path) -> None:
    book = Book(tmp_path / "house.books")
    book.close()

    def gone(_: str) -> Keys:
        raise ValueError("no key file")

    with pytest.raises(BooksError) as caught:
        Books.open(str(book.path), gone)
    assert caught.value.fault is Fault.NO_KEYS
    Books.open(str(book.path), lambda _: KEYS).close()


def test_every_new_book_has_an_id_of_its_own(tmp_path: Path) -> None:
    seen = set()
    for name in ("a", "b"):
        with (
            Books.open(str(tmp_path / name), lambda _: KEYS, create=True) as made,
            made.reading() as connection,
        ):
            seen.add(book_id(connection))
    assert len(seen) == 2


def test_the_migrations_make_the_very_tables_that_are_declared(book: Book) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from app.store.tables import METADATA

    with book.books.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert differences == []


def test_member_tables_begin_their_key_with_the_shard_and_have_no_foreign_key() -> None:
    from app.store.tables import METADATA

    for table in METADATA.tables.values():
        assert not table.foreign_keys
        key = [column.name for column in table.primary_key.columns]
        if "member" in key and table.name != "tokens":
            assert key[:2] == ["shard", "member"], table.name

"""kill -9 while books are made or brought to a newer schema: the next opening finishes it, and nothing is half."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.store import books as books_module
from app.store.books import Books, BooksError
from app.store.verify import verify
from tests.poster.busy import prepared
from tests.store.test_failpoints import Rounds, spread
from tests.support.book import KEYS, Book

NEXT = '''
"""A later schema: a column, a table with what can be reckoned from others, and an index."""

import sqlalchemy as sa
from alembic import op

revision = "%(head)s"
down_revision = "%(before)s"


def upgrade() -> None:
    op.add_column("members", sa.Column("nickname", sa.Text, nullable=False, server_default="-"))
    op.create_table(
        "spent", sa.Column("member", sa.Text, primary_key=True), sa.Column("minor", sa.BigInteger)
    )
    op.execute("INSERT INTO spent SELECT member, SUM(payable_minor) FROM bills GROUP BY member")
    op.create_index("spent_by_minor", "spent", ["minor"])
    op.execute("UPDATE members SET nickname = number")
'''
LATER = "9999"


@pytest.fixture(scope="module")
def rounds() -> Iterator[Rounds]:
    made = Rounds()
    yield made
    made.close()


def opened(path: Path) -> Books:
    return Books.open(str(path), lambda _: KEYS, create=True)


def said_without_asking_for_new_ones(path: Path) -> str:
    try:
        Books.open(str(path), lambda _: KEYS).close()
    except BooksError as error:
        return str(error)
    return ""


def ask(path: Path, text: str) -> list[tuple[Any, ...]]:
    with opened(path) as books, books.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(text)]


def test_books_that_were_killed_while_they_were_made_are_made_at_the_next_opening(
    rounds: Rounds, tmp_path: Path, is_long: bool
) -> None:
    seen = rounds.play(work="opening", book=str(tmp_path / "whole"))["seen"]
    whole = ask(tmp_path / "whole", "SELECT type, name, sql FROM sqlite_master ORDER BY name")
    for point in ("statement", "tick", "commit", "committed"):
        for nth in spread(seen[point], 200 if is_long else 7):
            path = tmp_path / f"{point}-{nth}"
            told = rounds.play(work="opening", book=str(path), point=point, nth=nth)
            assert told["ended"] == "SIGKILL", (point, nth)
            assert said_without_asking_for_new_ones(path) in {
                "",
                "damaged: the file holds no books",
            }
            with opened(path) as books:
                assert verify(books).broken == [], (point, nth)
            assert ask(path, "SELECT type, name, sql FROM sqlite_master ORDER BY name") == whole
            assert ask(path, "SELECT name FROM meta ORDER BY name") == [("book",), ("epoch",)]


def test_books_that_were_killed_while_they_were_brought_up_to_date_lose_nothing(
    rounds: Rounds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_long: bool
) -> None:
    old = Book(tmp_path / "old.books")
    prepared(old)
    acked = tuple(old.spend("li", 1_000 + n).slip_id for n in range(30))
    old.clone(tmp_path / "base.books").close()
    old.close()
    migrations = tmp_path / "migrations"
    shutil.copytree(
        books_module._MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__")
    )
    words = {"head": LATER, "before": books_module.HEAD}
    (migrations / "versions" / "9999_later.py").write_text(NEXT % words, encoding="utf-8")
    facts = {"work": "opening", "migrations": str(migrations), "head": LATER}
    shutil.copy(tmp_path / "base.books", tmp_path / "whole")
    seen = rounds.play(**facts, book=str(tmp_path / "whole"))["seen"]
    monkeypatch.setattr(books_module, "_MIGRATIONS", migrations)
    monkeypatch.setattr(books_module, "HEAD", LATER)
    for point in ("statement", "tick", "commit", "committed"):
        for nth in spread(seen[point], 200 if is_long else 9):
            path = tmp_path / f"{point}-{nth}"
            shutil.copy(tmp_path / "base.books", path)
            told = rounds.play(**facts, book=str(path), point=point, nth=nth)
            assert told["ended"] == "SIGKILL", (point, nth)
            with opened(path) as books:
                report = verify(books, acked)
            assert report.broken == [], (point, nth)
            assert ask(path, "SELECT version_num FROM alembic_version") == [(LATER,)]
            assert ask(path, "SELECT minor FROM spent") == [(sum(range(1_000, 1_030)),)]
            assert ask(path, "SELECT COUNT(*) FROM members WHERE nickname <> number") == [(0,)]

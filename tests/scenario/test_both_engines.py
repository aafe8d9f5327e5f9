"""Every story's slips on PostgreSQL: the same transfers, lots and balances byte for byte as in an embedded book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from typing_extensions import override

from app.operations.decision import Observed
from app.operations.slip import Body, Slip
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.submission import Submission
from app.scenario import run
from app.scenario.stage import Stage
from app.scenario.words import Story, read_stories
from app.store.books import Books
from app.store.chain import slip_from
from app.store.decided import decided_from
from app.store.metadata import METADATA
from tests.scenario.test_stories import FILES, PACKS
from tests.support.book import KEYS, ClearOpener
from tests.support.postgres import INSTALL, binaries, server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres-stories"),
]
_COMPARED = {
    "transfers": "shard, member, slip, line, asset, amount, source, target, lot, business_date",
    "balances": "shard, member, asset, account, in_total, out_total",
    "lots": "shard, member, lot, account, asset, remaining, earned_on, expires_on",
    "decisions": "shard, member, slip, number, kind, outcome, reason, programme, text",
}
_AT_ONCE = 32
Row = tuple[Any, ...]


class Kept(Stage):
    """A stage that keeps what its books hold before they are given back."""

    kept: ClassVar[list[tuple[list[tuple[Slip[Body], Observed]], dict[str, list[Row]]]]]

    @override
    def close(self) -> None:
        text = "SELECT s.text, d.text FROM decisions d JOIN slips s ON s.id = d.slip ORDER BY d.position"
        with self.books.reading() as connection:
            found = [(bytes(one), bytes(two)) for one, two in connection.exec_driver_sql(text)]
        slips = [(slip_from(one), decided_from(two).observed) for one, two in found]
        known = [(slip, observed) for slip, observed in slips if slip is not None]
        self.kept.append((known, rows_of(self.books)))
        super().close()


def rows_of(books: Books) -> dict[str, list[Row]]:
    """Read what is compared, in the order of its keys."""
    with books.reading() as connection:
        return {
            table: sorted(
                tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
                for row in connection.exec_driver_sql(f"SELECT {columns} FROM {table}")
            )
            for table, columns in _COMPARED.items()
        }  # fmt: skip


@pytest.fixture(scope="module")
def central() -> Iterator[Books]:
    with server() as url, Books.open(url, lambda _: KEYS, create=True) as books:
        yield books


def emptied(books: Books) -> None:
    """Take everything out but what every book holds; the journal's triggers are asleep meanwhile."""
    with books.writing() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in METADATA.tables:
            if table != "meta":
                connection.exec_driver_sql(f"DELETE FROM {table}")


def posted(books: Books, slips: list[tuple[Slip[Body], Observed]]) -> None:
    """Decide the slips again, in their order, with what was observed then."""
    recorded = {slip.id: observed for slip, observed in slips}
    poster = Poster(books, lambda: slips[0][1].at, PinCheck(KEYS.pin, ClearOpener()))
    for start in range(0, len(slips), _AT_ONCE):
        part = [Submission(slip=slip) for slip, _ in slips[start : start + _AT_ONCE]]
        poster.post(part, recorded)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_stories_of_a_programme_give_the_same_books_on_both_engines(
    file: Path, central: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories: list[Story] = list(read_stories(file))
    kept: list[tuple[list[tuple[Slip[Body], Observed]], dict[str, list[Row]]]] = []
    monkeypatch.setattr(run, "Stage", type("Stage", (Kept,), {"kept": kept}))
    for story in stories:
        kept.clear()
        run.run_story(story, PACKS)
        for slips, ours in kept:
            emptied(central)
            posted(central, slips)
            theirs = rows_of(central)
            for table in _COMPARED:
                assert theirs[table] == ours[table], f"{story.id}: {table}"

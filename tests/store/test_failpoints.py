"""kill -9 at every named point of a posting: what was acknowledged stands, a batch is whole or not there, and
whoever sends again what was not answered has the same books as if nothing had happened."""

from __future__ import annotations

import json
import pickle
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.poster.submission import Submission
from tests.poster.busy import prepared, slips
from tests.poster.clones import held
from tests.support.book import Book

ROOT = Path(__file__).parents[2]
BATCHES = (3, 1, 4, 2)


class Rounds:
    """A process that plays rounds in children that die."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.dying"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
        )  # fmt: skip

    def play(self, **one: Any) -> dict[str, Any]:
        """Play one round and return how it ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(one) + "\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """Let the process end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)


@pytest.fixture(scope="module")
def rounds() -> Iterator[Rounds]:
    made = Rounds()
    yield made
    made.close()


@dataclass
class Day:
    """A day at a desk as it is written beforehand, and the books that must come of it."""

    base: Book
    batches: list[list[Submission]]
    held: dict[str, list[tuple[Any, ...]]]
    file: Path
    keeps: bool

    def end(self, book: Book) -> None:
        """Send the whole day again and compare with the books of a day without trouble."""
        for batch in self.batches:
            book.poster.post(batch)
        assert book.broken() == []
        assert held(book) == self.held


@pytest.fixture(scope="module", params=[False, True], ids=["posted", "kept first"])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("day")
    base = Book(folder / "base.books")
    prepared(base)
    for member in ("li", "wu"):
        base.top_up(member, 200_00)
        base.give_points(member, 500)
    made = list(slips(base, random.Random(11), sum(BATCHES)))
    batches = [[made.pop(0) for _ in range(size)] for size in BATCHES]
    facts = {"now": base.now, "batches": batches, "keeps": request.param}
    (folder / "slips").write_bytes(pickle.dumps(facts))
    undisturbed = base.clone(folder / "undisturbed.books")
    for batch in batches:
        undisturbed.poster.post(batch)
    ready = Day(base, batches, held(undisturbed), folder / "slips", request.param)
    undisturbed.close()
    yield ready
    base.close()


def died(day: Day, rounds: Rounds, folder: Path, point: str = "", nth: int = 0) -> dict[str, Any]:
    """Let a child post the day on a copy of the books, and look at what it left."""
    folder.mkdir()
    book = day.base.clone(folder / "house.books")
    book.close()
    acked = folder / "acked"
    acked.touch()
    told = rounds.play(
        work="posting", book=str(book.path), slips=str(day.file), acked=str(acked),
        point=point, nth=nth,
    )  # fmt: skip
    if point:
        assert told["ended"] == ("SIGXFSZ" if point == "byte" else "SIGKILL"), (point, nth)
    book.reopen()
    ids = tuple(acked.read_text("ascii").split())
    kept = {str(row[0]) for row in book.rows("SELECT id FROM slips")}
    decided = {str(row[0]) for row in book.rows("SELECT slip FROM decisions")}
    broken = [one for one in book.broken(ids) if not (day.keeps and one.entry in kept - decided)]
    assert broken == [], (point, nth)
    whole = [{one.slip.id for one in batch} for batch in day.batches]
    assert [ids & decided for ids in whole if ids & decided not in (set(), ids)] == [], (point, nth)
    late = [ids_ for ids_ in whole if ids_ & decided and not ids_ & set(ids)]
    assert len(late) <= 1, "more than the batch under way was written and not acknowledged"
    day.end(book)
    book.close()
    shutil.rmtree(folder)
    return told


def spread(count: int, most: int) -> list[int]:
    """Choose so many of 1..count, first and last among them."""
    if count <= most:
        return list(range(1, count + 1))
    return sorted({1 + round(n * (count - 1) / (most - 1)) for n in range(most)})


def test_a_poster_killed_at_any_named_point_loses_and_doubles_nothing(
    day: Day, rounds: Rounds, tmp_path: Path, is_long: bool
) -> None:
    passed = died(day, rounds, tmp_path / "whole")
    seen, names = passed["seen"], passed["names"]
    assert passed["ended"] == "lived"
    assert {"BEGIN IMMEDIATE", "INSERT INTO slips", "INSERT INTO decisions"} <= set(names)
    assert seen["commit"] == seen["committed"] == len(BATCHES) * (2 if day.keeps else 1)
    points = ["commit", "committed", "answered", "acknowledged", "statement", "tick"]
    points += ["kept"] if day.keeps else []
    for point in points:
        most = 10_000 if is_long and point != "tick" else 150 if is_long else 8
        for nth in spread(seen[point], most):
            died(day, rounds, tmp_path / f"{point}-{nth}", point, nth)


def test_a_poster_killed_at_any_byte_of_the_log_loses_and_doubles_nothing(
    day: Day, rounds: Rounds, tmp_path: Path, is_long: bool
) -> None:
    size = died(day, rounds, tmp_path / "whole")["seen"]["byte"]
    chance = random.Random(7)
    for _ in range(150 if is_long else 12):
        nth = chance.randrange(33, size)
        died(day, rounds, tmp_path / f"byte-{nth}", "byte", nth)

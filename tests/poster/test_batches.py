"""A batch of one and a batch of many give the same books; so do repeats, in any order."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.poster.submission import Submission
from tests.poster.busy import OTHER, PLAIN, prepared, slips
from tests.poster.clones import held
from tests.support.book import Book

FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module", params=[PLAIN, OTHER], ids=["plain", "other"])
def base(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Book]:
    book = Book(tmp_path_factory.mktemp("base") / "base.books", settings=request.param)
    prepared(book)
    for member in ("li", "wu"):
        book.top_up(member, 200_00)
        book.give_points(member, 500)
    yield book
    book.close()


def written(base: Book, seed: int, count: int) -> list[Submission]:
    pen, now = base.pen, base.now
    made = list(slips(base, random.Random(seed), count))
    base.pen, base.now = pen, now
    return made


def posted(
    base: Book, path: Path, batches: list[list[Submission]]
) -> dict[str, list[tuple[object, ...]]]:
    book = base.clone(path)
    try:
        book.now = max(one.slip.occurred_at for batch in batches for one in batch)
        for batch in batches:
            book.poster.post(batch)
        assert book.broken() == []
        return held(book)
    finally:
        book.close()


@FEW
@given(seed=st.integers(0, 10_000), count=st.integers(2, 40), cut=st.integers(1, 9))
def test_slips_one_by_one_in_parts_or_at_once_give_the_same_books(
    base: Book, tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, cut: int
) -> None:
    made = written(base, seed, count)
    folder = tmp_path_factory.mktemp("batches")
    one_by_one = posted(base, folder / "one", [[one] for one in made])
    at_once = posted(base, folder / "all", [made])
    in_parts = posted(base, folder / "part", [made[i : i + cut] for i in range(0, count, cut)])
    assert one_by_one == at_once
    assert one_by_one == in_parts


@FEW
@given(seed=st.integers(0, 10_000), chance=st.randoms(use_true_random=False))
def test_every_slip_delivered_up_to_three_times_counts_once(
    base: Book, tmp_path_factory: pytest.TempPathFactory, seed: int, chance: random.Random
) -> None:
    made = written(base, seed, 25)
    folder = tmp_path_factory.mktemp("repeats")
    once = posted(base, folder / "once", [made])
    repeated: list[Submission] = []
    for place, one in enumerate(made):
        repeated.append(one)
        again = chance.sample(made[: place + 1], min(place + 1, chance.randrange(3)))
        repeated += again
    cut = chance.randrange(1, 9)
    several = posted(
        base, folder / "more", [repeated[i : i + cut] for i in range(0, len(repeated), cut)]
    )
    assert several == once
    assert posted(base, folder / "all", [repeated]) == once


@FEW
@given(seed=st.integers(0, 10_000))
def test_a_replay_of_any_day_gives_the_same_transfers(
    base: Book, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    from app.poster.replay import replay

    book = base.clone(tmp_path_factory.mktemp("replay") / "book")
    book.poster.post(written(base, seed, 40))
    assert replay(book.books).differing == ()
    book.close()


def test_an_answer_to_a_repeat_is_the_first_answer(base: Book, tmp_path: Path) -> None:
    book = base.clone(tmp_path / "book")
    made = written(base, 5, 20)
    book.now = made[-1].slip.occurred_at
    first = book.poster.post(made)
    book.reopen()
    again = book.poster.post(made)
    for one, other in zip(first, again, strict=True):
        assert other.is_repeat
        assert not one.is_repeat
        assert (one.decision.outcome, one.decision.refusal) == (
            other.decision.outcome,
            other.decision.refusal,
        )
        assert dict(one.decision.gives) == dict(other.decision.gives)
        assert dict(one.decision.receipt) == dict(other.decision.receipt)
        assert one.decision.trace == other.decision.trace
    book.close()

"""The power goes at every sync boundary: acknowledged commits are there, and half a commit never is."""

import random
from pathlib import Path

import pytest

from app.store.books import Books
from app.store.verify import verify
from tests.poster.busy import prepared, slips
from tests.support.book import KEYS, Book
from tests.support.power_cut import Cut, Recording, cuts


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Recording]:
    """A book as it stood, and everything the poster wrote to it since."""
    folder = tmp_path_factory.mktemp("power")
    base = Book(folder / "base.books")
    prepared(base)
    book = base.clone(folder / "copy.books")
    base.close()
    recording = Recording()
    recording.listen(book.books.engine)
    chance = random.Random(8)
    made = list(slips(book, chance, 90))
    while made:
        batch, made = made[: (size := chance.randrange(1, 5))], made[size:]
        book.poster.post(batch)
    book.close()
    return folder / "base.books", recording


def lost(cut: Cut, folder: Path) -> list[str]:
    """Open what is left of a book and return the acknowledged slips that are not in it."""
    for file in folder.iterdir():
        file.unlink()
    for name, content in cut.left.items():
        (folder / name).write_bytes(content)
    with Books.open(str(folder / "house.books"), lambda _: KEYS) as books:
        broken = verify(books, cut.acked).broken
    assert [one for one in broken if one.check != "acknowledged"] == []
    return [one.entry for one in broken if one.check == "acknowledged"]


def test_nothing_acknowledged_is_lost_wherever_the_power_goes(
    played: tuple[Path, Recording], tmp_path: Path
) -> None:
    base, recording = played
    (tmp_path / "disk").mkdir()
    (tmp_path / "left").mkdir()
    found = cuts(base, tmp_path / "disk", recording, "FULL")
    assert len(found) > 50
    assert len(found[-1].acked) == 90
    for number, cut in enumerate(found):
        assert lost(cut, tmp_path / "left") == [], f"cut {number}"


def test_the_same_disk_loses_commits_where_the_book_does_not_sync_fully(
    played: tuple[Path, Recording], tmp_path: Path
) -> None:
    base, recording = played
    (tmp_path / "disk").mkdir()
    (tmp_path / "left").mkdir()
    found = cuts(base, tmp_path / "disk", recording, "NORMAL")
    assert len(lost(found[-1], tmp_path / "left")) > 40


def test_half_of_what_was_not_synced_makes_no_half_commit(
    played: tuple[Path, Recording], tmp_path: Path
) -> None:
    base, recording = played
    (tmp_path / "disk").mkdir()
    (tmp_path / "left").mkdir()
    found = cuts(base, tmp_path / "disk", recording, "FULL")
    whole = found[-1].left["house.books-wal"]
    chance = random.Random(3)
    for cut in found[10:-1:9]:
        synced = cut.left.get("house.books-wal", b"")
        if not whole.startswith(synced[:4096]):
            continue
        torn = whole[: len(synced) + chance.randrange(1, 9_000)]
        assert lost(Cut(cut.left | {"house.books-wal": torn}, cut.acked), tmp_path / "left") == []

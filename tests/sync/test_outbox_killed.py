"""kill -9 and power cuts at a terminal: what was acknowledged stands, and no place in the chain is given twice."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.store.chain import chain_of
from app.sync.terminal_file import SCHEMA, Standing
from tests.store.test_failpoints import Rounds, spread
from tests.support.power_cut import Cut, Recording, cuts
from tests.sync.terminals import Terminal

SLIPS = 7


@pytest.fixture(scope="module")
def rounds() -> Iterator[Rounds]:
    made = Rounds()
    yield made
    made.close()


def died(rounds: Rounds, folder: Path, base: Path, point: str = "", nth: int = 0) -> dict[str, Any]:
    """Let a child write slips on a copy of a terminal's folder, and look at what it left."""
    shutil.copytree(base, folder)
    acked = folder / "acked"
    acked.touch()
    told = rounds.play(
        work="terminal", folder=str(folder), acked=str(acked), count=SLIPS, point=point, nth=nth
    )
    if point:
        assert told["ended"] == ("SIGXFSZ" if point == "byte" else "SIGKILL"), (point, nth)
    known = dict(line.split() for line in acked.read_text("ascii").splitlines())
    terminal = Terminal(folder)
    assert terminal.file.standing() is Standing.CURRENT, (point, nth)
    kept = terminal.outbox.kept_after(1, 0)
    assert [one.sequence for one in kept] == list(range(1, len(kept) + 1))
    ids = {str(one.sequence): one.id for one in kept}
    assert {n: ids.get(n) for n in known} == known, "an acknowledged slip was lost"
    assert len(kept) <= len(known) + 3, "more than the one under way was written"
    heads = ["", *(one.hash.hex() for one in kept)]
    assert [chain_of(one.text) for one in kept] == heads[:-1]
    # The chain goes on, and every sequence stands for one slip only.
    following = terminal.top_up()
    assert following.sequence == len(kept) + 1
    assert following.previous == heads[-1]
    assert terminal.safe.place() == (1, following.sequence)
    terminal.close()
    shutil.rmtree(folder)
    return told


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A terminal that has written two slips."""
    folder = tmp_path_factory.mktemp("terminal") / "base"
    folder.mkdir()
    terminal = Terminal(folder)
    terminal.top_up()
    terminal.top_up()
    terminal.close()
    return folder


def test_a_terminal_killed_at_any_named_point_loses_nothing_and_repeats_no_number(
    rounds: Rounds, base: Path, tmp_path: Path, is_long: bool
) -> None:
    passed = died(rounds, tmp_path / "whole", base)
    seen, names = passed["seen"], passed["names"]
    assert passed["ended"] == "lived"
    assert {"BEGIN IMMEDIATE", "INSERT INTO outbox", "UPDATE pen SET"} <= set(names)
    assert seen["commit"] >= SLIPS
    for point in ("commit", "committed", "written", "acknowledged", "statement", "tick"):
        for nth in spread(seen.get(point, 0), 150 if is_long else 6):
            died(rounds, tmp_path / f"{point}-{nth}", base, point, nth)


def test_a_terminal_killed_at_any_byte_of_the_log_loses_nothing(
    rounds: Rounds, base: Path, tmp_path: Path, is_long: bool
) -> None:
    size = died(rounds, tmp_path / "whole", base)["seen"]["byte"]
    chance = random.Random(7)
    for _ in range(150 if is_long else 10):
        nth = chance.randrange(
            4_200, size
        )  # beyond what the 0600 files and the acknowledgements need
        died(rounds, tmp_path / f"byte-{nth}", base, "byte", nth)


@pytest.fixture
def played(tmp_path: Path) -> tuple[Path, Recording]:
    """A terminal's tables as they stood, and everything that was written to them since.

    The disk that forgets is one of plain SQLite: pages are encrypted above the file system and below the log.
    """
    plain = tmp_path / "plain"
    with sqlite3.connect(plain) as connection:
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO identity VALUES (1,'desk-1','hotel','desk','','','',x'00')")
        connection.execute("INSERT INTO pen VALUES (1, 1, 0, '')")
    terminal = Terminal(tmp_path)
    recording = Recording()
    recording.listen(terminal.file.engine)
    for n in range(40):
        slip = terminal.top_up(n + 1)
        if n % 4 == 0:
            terminal.outbox.mark_sent([slip.id])
    terminal.close()
    return plain, recording


def left_of(cut: Cut, folder: Path) -> tuple[list[str], int]:
    """Open what is left and return the acknowledged slips that are missing, and the pen's sequence."""
    for file in folder.iterdir():
        file.unlink()
    for name, content in cut.left.items():
        (folder / name).write_bytes(content)
    connection = sqlite3.connect(folder / "house.books")
    rows = connection.execute("SELECT id, sequence FROM outbox ORDER BY sequence").fetchall()
    (sequence,) = connection.execute("SELECT sequence FROM pen").fetchone()
    connection.close()
    assert [row[1] for row in rows] == list(range(1, sequence + 1))
    return [one for one in cut.acked if one not in {row[0] for row in rows}], sequence


def test_nothing_acknowledged_is_lost_wherever_the_power_goes(
    played: tuple[Path, Recording], tmp_path: Path
) -> None:
    base, recording = played
    (tmp_path / "disk").mkdir()
    (tmp_path / "left").mkdir()
    found = cuts(base, tmp_path / "disk", recording, "FULL")
    assert len(found) > 40
    assert len(found[-1].acked) == 40
    for number, cut in enumerate(found):
        missing, sequence = left_of(cut, tmp_path / "left")
        assert missing == [], f"cut {number}"
        assert sequence >= len(cut.acked), "the next slip would take a place that was given"


def test_the_same_disk_loses_slips_where_the_file_does_not_sync_fully(
    played: tuple[Path, Recording], tmp_path: Path
) -> None:
    base, recording = played
    (tmp_path / "disk").mkdir()
    (tmp_path / "left").mkdir()
    found = cuts(base, tmp_path / "disk", recording, "NORMAL")
    missing, sequence = left_of(found[-1], tmp_path / "left")
    assert len(missing) > 20
    assert sequence < 20

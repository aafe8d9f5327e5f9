"""``innpoint hotel trial``: a centre, its poster and three faces, each a process, at work and gone again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.private_postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="innpoint-trial-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def trial(place: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    known.pop("QT_QPA_PLATFORM", None)
    words = ["hotel", "trial", str(place), *(["--headless"] if not environment else [])]
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT, env=known | environment, capture_output=True, text=True, timeout=150, check=False,
    )  # fmt: skip


def still_there(place: Path) -> list[str]:
    """Return the processes that name the folder."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = one.read_bytes().decode(errors="replace")
        except OSError:
            continue
        if str(place) in words and "pytest" not in words:
            found.append(words)
    return found


def test_a_hotel_with_a_centre_is_at_work_and_goes_on_at_the_next_start(place: Path) -> None:
    for _ in range(2):
        done = trial(place)
        assert done.returncode == 0, done.stderr
        assert "At work at the centre: desk-1, till-1, kiosk-1." in done.stdout
        assert still_there(place) == []


def test_without_a_display_it_says_so_before_anything_is_made(place: Path) -> None:
    done = trial(place, HERE="1")
    assert done.returncode == 1
    assert "no display" in done.stderr
    assert list(place.iterdir()) == []

"""The whole tour once: each face's day in real windows, in both languages, judged by what it wrote down."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LANGUAGES = ("zh_CN", "en")
LONGEST_S = 180
LEAST_STEPS = {"desk": 25, "outlet": 20, "kiosk": 30}
LEAST_RECEIPTS = {"desk": 3, "outlet": 5, "kiosk": 2}

pytestmark = [
    pytest.mark.story,
    pytest.mark.xdist_group("tour"),
    pytest.mark.skipif(
        shutil.which("Xvfb") is None,
        reason="the tour needs a virtual screen; install it: apt-get install xvfb",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toured:
    """What one tour left behind."""

    folder: Path
    status: int
    said: str
    told: dict[str, Any]
    took_s: float


def played(tmp_path: Path) -> Toured:
    """Play the whole tour."""
    folder = tmp_path / "tour"
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "app", "tour", "--headless", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST_S * 2,
        check=False,
    )
    took = time.monotonic() - started
    file = folder / "tour.json"
    told = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return Toured(
        folder=folder,
        status=done.returncode,
        said=done.stdout + done.stderr,
        told=told,
        took_s=took,
    )


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Toured:
    return played(tmp_path_factory.mktemp("toured"))


def told_of(toured: Toured, face: str, language: str) -> dict[str, Any]:
    """What stands in the report of one face's day; the desk's stands where it always stood."""
    return toured.told["languages" if face == "desk" else face][language]


def test_the_whole_tour_is_as_it_must_be_within_its_time(toured: Toured) -> None:
    assert toured.status == 0, toured.said
    assert toured.told["ok"] is True
    assert toured.told.keys() == {"ok", "languages", "outlet", "kiosk"}
    assert toured.told["languages"].keys() == set(LANGUAGES)
    assert toured.took_s < LONGEST_S


@pytest.mark.parametrize("face", LEAST_STEPS)
def test_each_face_sees_what_must_be_seen_in_both_languages(toured: Toured, face: str) -> None:
    for language in LANGUAGES:
        told = told_of(toured, face, language)
        assert (told["ok"], told["wrong"]) == (True, [])
        assert len(told["steps"]) >= LEAST_STEPS[face]
        assert told["books"]["slips"] > 0
        for step in told["steps"]:
            assert is_picture(toured.folder / step["picture"]), step
        assert len(told["receipts"]) >= LEAST_RECEIPTS[face]
        for stem in told["receipts"]:
            assert is_picture(toured.folder / f"{stem}.png")
            paper = (toured.folder / f"{stem}.bin").read_bytes()
            assert b"\x1dV" in paper  # it was cut
        if face != "kiosk":
            assert told["swipe_to_panel_ms"]
    zh, en = (
        [step["name"] for step in told_of(toured, face, language)["steps"]]
        for language in LANGUAGES
    )
    assert zh == en


def step_of(toured: Toured, face: str, name: str) -> dict[str, Any]:
    return next(one for one in told_of(toured, face, "zh_CN")["steps"] if one["name"] == name)


def test_who_walks_away_from_the_pad_loses_nothing(toured: Toured) -> None:
    asked = step_of(toured, "kiosk", "left-at-the-pad")["seen"]
    gone = step_of(toured, "kiosk", "walked-away")
    assert asked["pad"] == "ENTER PIN"
    assert gone["seen"]["points"] == gone["before"]["points"] == asked["points"]
    assert gone["seen"]["nobody"] is True


def test_a_jam_leaves_the_balance_as_it_was(toured: Toured) -> None:
    jammed = step_of(toured, "kiosk", "taken-back")
    assert jammed["seen"] == jammed["before"] | {"said": True}


def is_picture(file: Path) -> bool:
    return file.read_bytes().startswith(b"\x89PNG") and file.stat().st_size > 2_000

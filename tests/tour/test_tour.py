"""The whole tour once: a cashier's day in real windows, in both languages, judged by what it wrote down."""

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
LONGEST_S = 90

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


def test_the_tour_sees_what_must_be_seen_in_both_languages_within_its_time(tmp_path):
    toured = played(tmp_path)
    assert toured.status == 0, toured.said
    assert toured.told["ok"] is True
    assert toured.told["languages"].keys() == set(LANGUAGES)
    assert toured.took_s < LONGEST_S
    for language in LANGUAGES:
        told = toured.told["languages"][language]
        assert (told["ok"], told["wrong"]) == (True, [])
        assert len(told["steps"]) >= 10
        assert told["books"]["slips"] > 0
        assert told["swipe_to_panel_ms"]
        for step in told["steps"]:
            assert is_picture(toured.folder / step["picture"]), step
        assert len(told["receipts"]) >= 3
        for stem in told["receipts"]:
            assert is_picture(toured.folder / f"{stem}.png")
            paper = (toured.folder / f"{stem}.bin").read_bytes()
            assert b"\x1dV" in paper  # it was cut
    zh, en = (
        [step["name"] for step in toured.told["languages"][one]["steps"]] for one in LANGUAGES
    )
    assert zh == en


def is_picture(file: Path) -> bool:
    return file.read_bytes().startswith(b"\x89PNG") and file.stat().st_size > 2_000

"""Runs one face in a process of its own, where no other test's windows, threads or caches are counted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_SCREEN = ROOT / "tests" / "support" / "screen.json"


def played(
    module: str, *words: str, hotel: Path, within_s: float, **environment: str
) -> dict[str, Any]:
    """Run a module of this folder on a copy of a hotel; returns what it wrote down.

    Args:
        module: Its name.
        words: What it is told before the hotel's folder and the report's file.
        hotel: Is copied, never opened.
        within_s: How long it may take.
        environment: Variables beside the usual ones.
    """
    own = hotel.parent / f"{module}-{'-'.join(words)}"
    shutil.copytree(hotel, own)
    report = own / "report.json"
    around = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={_SCREEN}"} | environment
    around.pop("PCSCLITE_CSOCK_NAME", None)  # simulated card readers of its own
    done = subprocess.run(
        [sys.executable, "-m", f"tests.endurance.{module}", *words, str(own), str(report)],
        cwd=ROOT,
        env=around,
        capture_output=True,
        text=True,
        timeout=within_s,
        check=False,
    )
    said = f"{done.stdout[-4_000:]}\n{done.stderr[-12_000:]}"
    assert report.exists(), f"{module} {' '.join(words)} ended with {done.returncode}: {said}"
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    told["said"] = said
    shutil.rmtree(own)
    return told

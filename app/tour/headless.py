"""Runs the tour under a virtual screen of its own, once in each language, and judges what it saw."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LANGUAGES = ("zh_CN", "en")
_SCREEN = "1920x1080x24"
_LONGEST_S = 80
_ROOT = Path(__file__).parents[2]


def run_headless(folder: Path) -> int:
    """Play the tour in both languages.

    Args:
        folder: Where pictures, receipts and ``tour.json`` go; what an earlier tour left there is replaced.

    Returns:
        0 when everything was as it must be, else 1; ``tour.json`` says what differed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.which("Xvfb") is None:
        print("The tour needs a virtual screen. Install it: apt-get install xvfb", file=sys.stderr)
        return 1
    told: dict[str, Any] = {}
    with _screen() as display:
        for language in LANGUAGES:
            told[language] = _play(folder, language, display)
    ok = all(one.get("ok") for one in told.values())
    (folder / "tour.json").write_text(
        json.dumps({"ok": ok, "languages": told}, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    for language, one in told.items():
        for wrong in one.get("wrong", []):
            print(f"{language}: {wrong}", file=sys.stderr)
    steps = sum(len(one.get("steps", [])) for one in told.values())
    print(
        f"{steps} steps in {len(told)} languages: {'as it must be' if ok else 'NOT as it must be'}; see {folder}"
    )
    return 0 if ok else 1


def _play(folder: Path, language: str, display: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="innpoint-tour-") as home:
        environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": home,
            "LANG": "C.UTF-8",
        }
        environment.pop("WAYLAND_DISPLAY", None)
        # Of the folder one stands in nothing is imported: there may be another "app".
        environment["PYTHONPATH"] = os.pathsep.join((str(_ROOT), os.environ.get("PYTHONPATH", "")))
        report = Path(home) / "report.json"
        command = [
            sys.executable,
            "-P",
            "-m",
            "app.tour.play",
            str(folder),
            language,
            str(report),
            home,
        ]
        try:
            done = subprocess.run(command, env=environment, timeout=_LONGEST_S, check=False)
        except subprocess.TimeoutExpired:
            return {"ok": False, "wrong": [f"the tour did not end within {_LONGEST_S} s"]}
        if not report.exists():
            return {
                "ok": False,
                "wrong": [f"the tour ended by itself with status {done.returncode}"],
            }
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


@contextmanager
def _screen() -> Iterator[str]:
    """Start a virtual X server on a free display; it is stopped by its pid."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", _SCREEN, "-nolisten", "tcp"],
        pass_fds=(write_end,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(timeout=10)

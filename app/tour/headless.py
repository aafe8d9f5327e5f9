"""Runs the tour, each face's day in each language, under virtual screens, and judges what it saw."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("zh_CN", "en")
FACES: Final = ("desk", "outlet", "kiosk")
_SCREENS: Final = {"desk": "1920x1080x24", "outlet": "1920x1080x24", "kiosk": "1920x1920x24"}
_LONGEST_S: Final = 120
_AT_ONCE: Final = 2
_ROOT = Path(__file__).parents[2]


def run_headless(folder: Path) -> int:
    """Play each face's day in both languages, two at once.

    Args:
        folder: Where pictures, receipts and ``tour.json`` go; what an earlier tour left there is replaced.

    Returns:
        0 when everything was as it must be, else 1; ``tour.json`` says what differed: the desk's day under
        ``languages``, the others' under their own names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.which("Xvfb") is None:
        print("The tour needs a virtual screen. Install it: apt-get install xvfb", file=sys.stderr)
        return 1
    days = [(face, language) for face in FACES for language in LANGUAGES]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        ended = pool.map(lambda day: _play(folder, *day), days)
        told = dict(zip(days, ended, strict=True))
    ok = all(one.get("ok") for one in told.values())
    by_face = {face: {language: told[face, language] for language in LANGUAGES} for face in FACES}
    whole = {"ok": ok, "languages": by_face.pop("desk")} | by_face
    (folder / "tour.json").write_text(
        json.dumps(whole, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    for (face, language), one in told.items():
        for wrong in one.get("wrong", []):
            print(f"{face} {language}: {wrong}", file=sys.stderr)
    steps = sum(len(one.get("steps", [])) for one in told.values())
    said = "as it must be" if ok else "NOT as it must be"
    print(
        f"{steps} steps on {len(FACES)} faces in {len(LANGUAGES)} languages: {said}; see {folder}"
    )
    return 0 if ok else 1


def _play(folder: Path, face: str, language: str) -> dict[str, Any]:
    """Play one day in a process of its own, on a screen of its own: windows there would take keys away."""
    with tempfile.TemporaryDirectory(prefix="innpoint-tour-") as home, _screen(face) as display:
        environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": home,
            "LANG": "C.UTF-8",
        }
        environment.pop("WAYLAND_DISPLAY", None)
        environment.pop(
            "PCSCLITE_CSOCK_NAME", None
        )  # each day has simulated card readers of its own
        # Of the folder one stands in nothing is imported: there may be another "app".
        environment["PYTHONPATH"] = os.pathsep.join((str(_ROOT), os.environ.get("PYTHONPATH", "")))
        report = Path(home) / "report.json"
        words = [face, str(folder), language, str(report), home]
        command = [sys.executable, "-P", "-m", "app.tour.play", *words]
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
def _screen(face: str) -> Iterator[str]:
    """Start a virtual X server on a free display; it is stopped by its pid."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", _SCREENS[face], "-nolisten", "tcp"],
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

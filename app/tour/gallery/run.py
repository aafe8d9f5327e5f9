"""Takes the gallery's pictures: walks each face once in each language and looks at every stop in every look."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from app.tour.gallery.index import write_index

LANGUAGES: Final = ("zh_CN", "en")
_LONGEST_S: Final = 900
_ROOT = Path(__file__).parents[3]
_SCREEN: Final = {
    "synchronousWindowSystemEvents": False,
    "windowFrameMargins": False,
    "screens": [
        {"name": "wall", "x": 0, "y": 0, "width": 2880, "height": 2880, "logicalDpi": 96,
         "logicalBaseDpi": 96, "dpr": 1}
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture of the gallery."""

    file: str
    face: str
    stop: str
    language: str
    look: str


def run_gallery(folder: Path, faces: tuple[str, ...]) -> int:
    """Make the gallery.

    Args:
        folder: Where pictures and ``index.html`` go.
        faces: Of ``desk``, ``outlet`` and ``kiosk``; a walk of its own, one after the other.

    Returns:
        0 when every walk went to its end, else 1; the pictures of those that did are there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pictures: list[Picture] = []
    ok = True
    with tempfile.TemporaryDirectory(prefix="innpoint-gallery-") as home:
        screen = Path(home) / "screen.json"
        screen.write_text(json.dumps(_SCREEN), encoding="utf-8")
        for face in faces:
            for language in LANGUAGES:
                print(f"{face} {language} …", flush=True)
                found, ended = _walk(face, language, folder, Path(home))
                pictures += found
                ok = ok and ended
    write_index(folder / "index.html", [asdict(one) for one in pictures])
    print(f"{len(pictures)} pictures: {folder / 'index.html'}")
    return 0 if ok else 1


def _walk(face: str, language: str, folder: Path, home: Path) -> tuple[list[Picture], bool]:
    """Walk one face in a process of its own: a face's fonts, style and language are its process's."""
    report = home / f"{face}-{language}.json"
    environment = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={home / 'screen.json'}",
        "QT_LOGGING_RULES": "qt.qpa.*=false;default.warning=false",
        "PYTHONPATH": os.pathsep.join((str(_ROOT), os.environ.get("PYTHONPATH", ""))),
    }
    words = [face, language, str(folder), str(report), str(home / f"{face}-{language}")]
    command = [sys.executable, "-P", "-m", "app.tour.gallery.take", *words]
    try:
        done = subprocess.run(command, env=environment, timeout=_LONGEST_S, check=False)
        ended = done.returncode == 0
    except subprocess.TimeoutExpired:
        ended = False
    if not report.exists():
        return [], False
    told = json.loads(report.read_text(encoding="utf-8"))
    return [Picture(**one) for one in told], ended

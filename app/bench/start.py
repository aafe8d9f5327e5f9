"""Start: from the process's birth to the desk painted, beside a bare window with SQLAlchemy imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from app.bench.hotels import sample_hotel
from app.bench.result import Result, middle

_BARE = """
import json, sys, time
import sqlalchemy, sqlalchemy.dialects.sqlite
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
app.processEvents()
"""
_DESK = """
import json, sys, time
from pathlib import Path
from app.bootstrap.desk import open_desk
desk = open_desk(Path(sys.argv[1]), simulate=False, use_keyring=False)
from app.ui.opening import open_faces
faces = open_faces(desk.service)
app = faces.app
app.processEvents()
"""
_TELL = """
import os
pages = int(open("/proc/self/statm").read().split()[1])
print(json.dumps({"at": time.time(), "rss": pages * os.sysconf("SC_PAGE_SIZE") / 1024}), flush=True)
os._exit(0)
"""
_MEMBERS = 200


def bench_start(rounds: int) -> Result:
    """Measure start and memory of the desk and of a bare window, in turn."""
    with tempfile.TemporaryDirectory(prefix="innpoint-bench-") as name:
        folder = Path(name) / "hotel"
        sample_hotel(folder, _MEMBERS).close()
        pairs = [(_run(_DESK, str(folder)), _run(_BARE, "")) for _ in range(rounds + 1)][1:]
    result = Result(name="start")
    result.figures = {
        "desk_painted_ms": middle([desk[0] for desk, _ in pairs]),
        "bare_window_ms": middle([bare[0] for _, bare in pairs]),
        "ratio_to_bare_window": middle([desk[0] / bare[0] for desk, bare in pairs]),
        "desk_resident_mib": middle([desk[1] for desk, _ in pairs]),
        "bare_resident_mib": middle([bare[1] for _, bare in pairs]),
        "memory_ratio_to_bare_window": middle([desk[1] / bare[1] for desk, bare in pairs]),
    }
    result.targets = {
        "ratio_to_bare_window": {"at_most": 2.5},
        "memory_ratio_to_bare_window": {"at_most": 2.5},
    }
    return result


def _run(code: str, argument: str) -> tuple[float, float]:
    """Run a script to its first painted window; returns milliseconds and MiB."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    import time

    started = time.time()  # noqa: TID251 - two processes share no monotonic origin
    done = subprocess.run(
        [sys.executable, "-c", code + _TELL, argument],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return (told["at"] - started) * 1000, told["rss"] / 1024

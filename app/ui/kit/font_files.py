"""Reads the files of the fonts ahead: a font first drawn from a cold disk stops the whole program for 100 to 300 ms."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_WEIGHTS = ("medium", "demibold", "bold")
_CHUNK = 1 << 20
_LONGEST_S = 5


def read_ahead(families: tuple[str, ...]) -> int:
    """Read the files of these families, so that drawing finds them in memory; blocks, for a worker thread.

    Drawing on a worker thread would not do: it holds the interpreter while it waits for the disk, and
    the window with it. Where fontconfig does not say the files (Windows, macOS) nothing is read.

    Args:
        families: As in the tokens; a family that is not installed gives its replacement's file.

    Returns:
        How many files were read.
    """
    finder = shutil.which("fc-match")
    if finder is None:
        return 0
    patterns = [f"{family}:{weight}" for family in families for weight in _WEIGHTS]
    found = {path for pattern in patterns if (path := _file_of(finder, pattern)) is not None}
    for path in sorted(found):
        with path.open("rb", buffering=0) as file:
            while file.read(_CHUNK):
                pass
    return len(found)


def _file_of(finder: str, pattern: str) -> Path | None:
    command = [finder, "-f", "%{file}", pattern]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_LONGEST_S, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    path = Path(done.stdout.decode("utf-8", "replace").strip())
    return path if path.is_file() else None

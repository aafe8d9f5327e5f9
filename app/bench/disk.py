"""What the disk costs at least: the limit beside which windows are measured."""

from __future__ import annotations

import os
import time
from pathlib import Path


def append_and_sync(folder: Path) -> float:
    """Append 4 KiB to a file in a folder and fdatasync; returns milliseconds."""
    descriptor = os.open(folder / "probe", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        started = time.perf_counter()
        os.write(descriptor, b"x" * 4096)
        os.fdatasync(descriptor)
        return (time.perf_counter() - started) * 1000
    finally:
        os.close(descriptor)

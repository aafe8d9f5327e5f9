"""Waiting for what another thread does, with a deadline and a name."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

PATIENCE_S = 20.0


def until(is_so: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> Any:
    """Wait until something is so, looking often; fail with its name when it does not come."""
    end = time.monotonic() + patience_s
    pause = threading.Event()
    while not (found := is_so()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        pause.wait(0.002)
    return found

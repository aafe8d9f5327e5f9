"""How often this process looks for cycles: rarely, and never again through what was there at the start."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 100


def collect_rarely() -> None:
    """Let Python look for cycles at a slower pace than its own, for the whole process.

    Nearly everything here is freed by counting references. At Python's own pace the search costs the
    poster a quarter of its time, and a full one stops the faces for a tenth of a second.
    """
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def leave_out_what_is_there() -> None:
    """Leave everything that was made so far out of all later searches: it lives as long as the process."""
    gc.freeze()

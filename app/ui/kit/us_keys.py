"""Keys by their place: what a key gives on a US keyboard, whatever layout the computer has."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtGui import QKeyEvent, Qt

# Places of the main block as Linux numbers them; the PC's own scan codes, which Windows tells, are the same.
_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_PLAIN: Final = {first + n: key for first, row, _ in _ROWS for n, key in enumerate(row)}
_SHIFTED: Final = {first + n: key for first, _, row in _ROWS for n, key in enumerate(row)}
_X11_OFFSET: Final = 8  # X11 and Wayland count the same places from eight on


def us_text(event: QKeyEvent) -> str:
    """Return what a key gives on a US keyboard; empty for others, and where the system tells no place."""
    is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return place_text(event.nativeScanCode(), is_shifted=is_shifted)


def place_text(place: int, *, is_shifted: bool) -> str:
    """Return what a place gives on a US keyboard; empty for places outside the main block.

    Args:
        place: As the system numbers it: scan codes, on X11 and Wayland from eight on.
        is_shifted: Whether Shift is held.
    """
    if sys.platform.startswith("linux"):
        place -= _X11_OFFSET
    return (_SHIFTED if is_shifted else _PLAIN).get(place, "")

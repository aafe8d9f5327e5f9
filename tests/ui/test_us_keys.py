"""Keys by their place on the keyboard: what a reader meant, whatever layout the computer has."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, Qt

from app.ui.kit.us_keys import us_text

# Where X11 counts them; taken from a PC keyboard's own numbering, plus eight.
PLACES = {
    ";": (47, False), "%": (14, True), "+": (21, True), "?": (61, True), "=": (21, False), "^": (15, True),
    "/": (61, False), "0": (19, False), "1": (10, False), "9": (18, False), "A": (38, True), "Z": (52, True),
    "m": (58, False), "\\": (51, False), " ": (65, False), "`": (49, False),
}  # fmt: skip


def event(place: int, *, shifted: bool = False, text: str = "") -> QKeyEvent:
    modifiers = Qt.KeyboardModifier.ShiftModifier if shifted else Qt.KeyboardModifier.NoModifier
    kind = QEvent.Type.KeyPress
    return QKeyEvent(kind, int(Qt.Key.Key_unknown), modifiers, place, 0, 0, text)


@pytest.mark.parametrize("meant", PLACES)
def test_a_place_is_read_as_on_a_us_keyboard(qapp, meant: str) -> None:
    place, shifted = PLACES[meant]
    assert us_text(event(place, shifted=shifted, text="ö")) == meant


@pytest.mark.parametrize("place", [0, 9, 36, 50, 67, 111, 300])
def test_other_keys_and_no_place_give_nothing(qapp, place: int) -> None:
    assert us_text(event(place, text="x")) == ""

"""Colours are changed at the desk while it runs, and remembered for its next start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app.bootstrap.hotel import HotelFolder
from app.settings.terminal import read_settings
from tests.support.at_desk import AtDesk
from tests.ui.conftest import Seat, SeatMaker

CTRL = Qt.KeyboardModifier.ControlModifier


def ground(seat: Seat) -> str:
    """Tell the colour that the window is painted with."""
    return seat.window.grab().toImage().pixelColor(4, seat.window.height() // 2).name()


def test_a_key_takes_the_next_colours_and_comes_round(seat: Seat) -> None:
    seen = []
    for _ in range(3):
        seat.key(Qt.Key.Key_T, CTRL)
        theme = seat.desk.theme
        seen.append(theme.name)
        assert ground(seat) == theme.colour("paper").name()
        assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.colour("paper")
        assert theme.colour("ink").name() in seat.window.styleSheet()
        assert seat.service.colours == theme.name
    assert seen == ["dark", "high_contrast", "light"]


def test_the_button_on_the_bar_does_the_same_and_says_what_is_in_use(seat: Seat) -> None:
    button = seat.window.bar._colours
    assert "浅色" in button.accessibleName()
    seat.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    seat.settle()
    assert "深色" in button.accessibleName()
    assert seat.desk.theme.name == "dark"
    seat.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    seat.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    seat.settle()


@pytest.mark.parametrize("times", [1, 2])
def test_a_real_desk_remembers_its_colours(
    seat_for: SeatMaker, at_desk: AtDesk, times: int
) -> None:
    seat = seat_for(real=at_desk)
    for _ in range(times):
        seat.key(Qt.Key.Key_T, CTRL)
    kept = read_settings(HotelFolder(at_desk.path).settings)
    assert kept.theme == seat.desk.theme.name != "light"
    assert kept.print_format is not None

"""Every page in both languages: reached by keys, nothing cut off, everything named."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from app.ui.kit.buttons import ActionButton, KeyButton
from app.ui.kit.text import Text
from app.ui.service.answers import LampsChanged
from app.ui.service.station_records import DeviceRole, Link, LinkState
from tests.ui.conftest import SeatMaker
from tests.ui.visits import every_page


def _in_scroll_area(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _text_cut(label: QLabel) -> bool:
    if isinstance(label, Text):
        return not label.elides and label.sizeHint().width() - 1 > label.width()
    need = label.heightForWidth(label.width()) if label.wordWrap() else 0
    return need > label.height() + 1


def _sticks_out(child: QWidget, window: QWidget) -> bool:
    parent = child.parentWidget()
    if parent is None or child.isWindow() or _in_scroll_area(child) or child.size().isEmpty():
        return False
    corner = child.mapTo(window, QPoint(0, 0))
    shown = window.rect().contains(QRect(corner, child.size()))
    inside = parent.rect().adjusted(-1, -1, 1, 1).contains(child.geometry())
    return not shown or (parent is not window and not inside)


def cut_off(window: QWidget) -> list[str]:
    """List what is wider than its room or sticks out of its parent."""
    labels = [w for w in window.findChildren(QLabel) if w.isVisible() and w.text()]
    buttons = window.findChildren(KeyButton) + window.findChildren(ActionButton)
    rest = [w for w in window.findChildren(QWidget) if w.isVisible()]
    return [
        *(f"text {w.text()!r} in {w.size()}" for w in labels if _text_cut(w)),
        *(f"button {w.text()!r}" for w in buttons if w.isVisible() and w.overflows()),
        *(f"{w} {w.geometry()} outside" for w in rest if _sticks_out(w, window)),
    ]


def unnamed(window: QWidget) -> list[str]:
    """List what takes the keyboard and has no name for screen readers."""
    found = []
    for widget in window.findChildren(QWidget):
        takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
        if not takes_keys or widget.focusProxy() is not None:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name):
            found.append(repr(widget))
    return found


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_every_page_is_reached_by_keys_fits_and_names_its_widgets(
    seat_for: SeatMaker, code: str
) -> None:
    seat = seat_for(code)
    assert (seat.window.width(), seat.window.height()) == (1366, 768)
    problems = {}
    for where in every_page(seat):
        seat.settle()
        if found := cut_off(seat.window) + unnamed(seat.window):
            problems[where] = found
    assert problems == {}


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_every_page_fits_under_the_offline_banner(seat_for: SeatMaker, code: str) -> None:
    seat = seat_for(code, link=Link(state=LinkState.OFFLINE, waiting_slips=12))
    problems = {}
    for where in every_page(seat):
        seat.settle()
        if found := cut_off(seat.window):
            problems[where] = found
    assert problems == {}


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_that_the_keypad_does_not_encrypt_stays_on_every_page(
    seat_for: SeatMaker, code: str
) -> None:
    seat = seat_for(code)
    lamps = tuple(
        replace(lamp, encrypts=lamp.role is not DeviceRole.PIN_PAD) for lamp in seat.service.lamps
    )
    seat.service.send(LampsChanged(lamps))
    problems = {}
    for where in every_page(seat):
        seat.settle()
        assert seat.window.banner.isVisible() or seat.window.desk.session is None, where
        if found := cut_off(seat.window):
            problems[where] = found
    assert problems == {}


def test_the_language_changes_on_an_open_page(seat_for: SeatMaker) -> None:
    seat = seat_for("zh_CN")
    seat.sign_in()
    seat.swipe("lin")
    assert seat.window.actions_bar.buttons["F3"].text() == "消费登记"
    seat.language.choose("en")
    seat.settle()
    assert seat.window.actions_bar.buttons["F3"].text() == "Post spend"
    assert cut_off(seat.window) == []

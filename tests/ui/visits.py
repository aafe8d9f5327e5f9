"""Goes to every page of the desk by keys alone."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt

from app.ui.serving.context import PageName
from tests.ui.conftest import Seat

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def every_page(seat: Seat) -> Iterator[str]:
    """Sign in, then open each page; yields what is shown now."""
    yield "sign-in"
    seat.sign_in("2001")
    yield "waiting"
    seat.key(Qt.Key.Key_F6)
    assert seat.at() is PageName.UNDO
    yield "undo of the day"
    seat.key(Qt.Key.Key_F7)
    assert seat.at() is PageName.CARD
    yield "enrol"
    seat.key(Qt.Key.Key_Down)
    yield "review applicants"
    seat.key(Qt.Key.Key_F12, SHIFT)
    assert seat.at() is PageName.SHIFT
    yield "shift"
    seat.key(Qt.Key.Key_D, CTRL | SHIFT)
    assert seat.at() is PageName.DAY
    yield "day"
    seat.key(Qt.Key.Key_D, CTRL)
    assert seat.at() is PageName.DEVICES
    yield "devices"
    seat.key(Qt.Key.Key_M, CTRL)
    assert seat.at() is PageName.MESSAGES
    yield "messages"
    seat.swipe("lin")
    assert seat.at() is PageName.MEMBER
    yield "member"
    yield from _member_pages(seat)


def _member_pages(seat: Seat) -> Iterator[str]:
    seat.key(Qt.Key.Key_F3)
    assert seat.at() is PageName.SPEND
    seat.enter_bill("20-1190", "428+260=")
    yield "spend"
    seat.key(Qt.Key.Key_Return)
    yield "spend, checked"
    seat.key(Qt.Key.Key_Return)
    yield "spend, done"
    for key, name in (
        (Qt.Key.Key_F4, PageName.REDEEM),
        (Qt.Key.Key_F5, PageName.TOP_UP),
        (Qt.Key.Key_F2, PageName.STAY),
        (Qt.Key.Key_F6, PageName.UNDO),
        (Qt.Key.Key_F7, PageName.CARD),
    ):
        seat.key(key)
        assert seat.at() is name
        yield name.value
    for _task in range(5):
        seat.key(Qt.Key.Key_Down)
        yield f"card, task {_task}"
    seat.key(Qt.Key.Key_J, CTRL)
    assert seat.at() is PageName.ADJUST
    yield "adjust"
    seat.service.format = None
    seat.key(Qt.Key.Key_F8)
    assert seat.at() is PageName.FORMAT
    yield "print format"
    seat.swipe("shen")
    seat.key(Qt.Key.Key_F2)
    assert seat.at() is PageName.STAY
    yield "check in"
    seat.swipe("lost")
    yield "member with a lost card"

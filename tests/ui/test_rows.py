"""Lists show whole rows: whatever is chosen, scrolled or made shorter, the row at the top is not cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.desk.redeem import RedeemPage
from app.ui.kit.paint import split_line
from app.ui.kit.row_model import Detail, Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.kit.theme import Theme
from tests.ui.conftest import Seat

HIGH = 54


@pytest.fixture
def rows(qtbot: QtBot, theme: Theme) -> RowList:
    made = RowList(theme, RowStyle(height=HIGH))
    qtbot.addWidget(made)
    made.resize(400, 5 * HIGH + 31)
    opens = (Detail(title="188.00 × 5"),)
    made.fill(tuple(Row(key=str(i), title=f"row {i}", details=opens) for i in range(20)))
    with qtbot.waitExposed(made):
        made.show()
    return made


def top_of(rows: RowList) -> int:
    """Tell how far the row at the top is cut; 0 when it is whole."""
    return rows.visualRect(rows.indexAt(QPoint(9, 1))).top()


def is_whole(rows: RowList, key: str) -> bool:
    at = next(i for i, row in enumerate(rows.rows.rows) if row.key == key)
    return rows.viewport().rect().contains(rows.visualRect(rows.rows.index(at)))


def test_going_down_leaves_whole_rows(rows: RowList) -> None:
    for key in ("7", "19", "3", "12", "0"):
        rows.go(key)
        assert is_whole(rows, key)
        assert top_of(rows) == 0


def test_the_wheel_and_the_handle_stop_at_whole_rows(rows: RowList) -> None:
    middle = QPointF(50, 50)
    for turn in (-120, -40, -70, 30):
        wheel = QWheelEvent(
            middle,
            rows.mapToGlobal(middle),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(rows.viewport(), wheel)
        assert top_of(rows) == 0
    for value in (1, 200, 401, 10_000):
        rows.verticalScrollBar().setValue(value)
        assert top_of(rows) == 0
    assert is_whole(rows, "19")


def test_a_list_made_shorter_keeps_its_row_and_its_top_whole(rows: RowList) -> None:
    rows.go("11")
    for height in (5 * HIGH - 20, 3 * HIGH + 7, 4 * HIGH):
        rows.resize(400, height)
        assert is_whole(rows, "11")
        assert top_of(rows) == 0


def test_an_opened_row_may_be_scrolled_freely_and_closing_it_makes_rows_whole(
    rows: RowList,
) -> None:
    rows.go("5")
    rows.toggle("5")
    QApplication.processEvents()
    rows.verticalScrollBar().setValue(31)
    assert rows.verticalScrollBar().value() == 31
    rows.toggle("5")
    QApplication.processEvents()
    rows.go("9")
    assert top_of(rows) == 0


@pytest.mark.parametrize("height", [700, 740, 768, 900])
def test_a_refused_reward_leaves_whole_rows_above_it(seat: Seat, height: int) -> None:
    seat.window.resize(1366, height)
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F4)
    page = seat.page
    assert isinstance(page, RedeemPage)
    page.catalogue.setFocus()
    seat.key(Qt.Key.Key_End)
    assert page.note.isVisible()
    assert is_whole(page.catalogue, page.catalogue.current_key())
    assert top_of(page.catalogue) == 0


def test_a_long_line_of_a_trace_stands_in_two(rows: RowList) -> None:
    def height(title: str, note: str) -> int:
        rows.fill(
            (Row(key="0", title="row", details=(Detail(title=title, note=note, figure="1"),)),)
        )
        rows.toggle("0")
        QApplication.processEvents()
        return rows.visualRect(rows.rows.index(0)).height()

    long = "Towards the bill, of stored value that was topped up before"
    for note in ("", "Rule discount.gold, programme version 1"):
        assert height(long, note) > height("188.00 × 5", note)


def test_a_text_is_broken_once_and_nothing_of_it_is_lost(theme: Theme) -> None:
    font = theme.font("body")
    for text, space in (("one two three four", " "), ("抵付账单二十元用储值", "")):
        lines = split_line(font, text, 90)
        assert len(lines) == 2
        assert space.join(lines) == text
    assert split_line(font, "short", 900) == ("short",)


def test_an_open_row_leaves_whole_rows_under_it(rows: RowList) -> None:
    for high in range(4 * HIGH, 8 * HIGH, 17):
        rows.resize(400, high)
        rows.go("0")
        rows.toggle("0")
        QApplication.processEvents()
        inside = rows.viewport().rect()
        shown = [rows.visualRect(rows.rows.index(at)) for at in range(len(rows.rows.rows))]
        assert all(inside.contains(one) or not inside.intersects(one) for one in shown)
        assert sum(inside.contains(one) for one in shown) >= 2
        rows.toggle("0")


def test_an_open_row_that_is_taller_than_the_list_is_shown_all_the_same(rows: RowList) -> None:
    tall = tuple(Detail(title=f"line {n}") for n in range(20))
    rows.fill((Row(key="a", title="a"), Row(key="b", title="b", details=tall)))
    rows.toggle("b")
    QApplication.processEvents()
    shown = rows.viewport().rect().intersected(rows.visualRect(rows.rows.index(1)))
    assert shown.height() > 3 * HIGH

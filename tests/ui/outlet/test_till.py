"""The till's page in a real window over real books and simulated devices, by keys and by touch, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.outlet.window import LEAST
from app.ui.serving.flow import FlowState
from tests.support.at_desk import PIN
from tests.ui.outlet.waiter import KEY, TillMaker


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_a_sale_by_keys_with_stored_value_and_pin(till_for: TillMaker, code: str) -> None:
    till = till_for(code)
    before = till.at.balances()
    assert till.problems() == []
    till.swipe()
    till.page.amount.bill.setText("")
    till.page.selling.change(bill="20-1193")
    till.type("428")
    till.previewed()
    assert till.rest() == "¥385.20"  # ten in a hundred off
    assert till.problems() == []
    till.key(KEY.Key_F2)
    till.until(lambda: till.rest() == "¥0.00")
    assert till.problems() == []
    till.key(KEY.Key_Return)
    till.until(lambda: till.at.simulators.pad.is_asking)
    till.until(lambda: till.page.middle.currentWidget() is till.page.pin)
    assert till.problems() == []
    till.at.simulators.type_pin(PIN)
    till.wait_posted()
    points, stored = till.at.balances()
    assert (points - before[0], before[1] - stored) == (2_118, 38_520)
    assert "20-1193" in till.at.printed()
    assert till.window.desk.panel is None
    assert till.page.selling.sale.bill == "20-1194"
    assert till.page.last.words.text().startswith("A-")
    assert till.problems() == []


def test_a_sale_by_touch_in_cash(till_for: TillMaker) -> None:
    till = till_for()
    points, stored = till.at.balances()
    till.swipe()
    till.touch("1", "00", "+", "5", "0", ".", "5", "back", "back")
    assert till.page.selling.sale.amount == "100+50"
    till.previewed()
    assert till.rest() == "¥135.00"
    till.qtbot.mouseClick(till.page.go, Qt.MouseButton.LeftButton)
    till.wait_posted()
    assert till.at.balances() == (points + 742, stored)


def test_the_last_sale_is_voided_with_a_reason(till_for: TillMaker) -> None:
    till = till_for()
    before = till.at.balances()
    till.swipe()
    till.type("88")
    till.previewed()
    till.key(KEY.Key_Return)
    till.wait_posted()
    till.key(KEY.Key_F6)
    till.until(lambda: till.page.middle.currentWidget() is till.page.undoing)
    assert till.problems() == []
    till.qtbot.mouseClick(till.page.undoing.reasons[0], Qt.MouseButton.LeftButton)
    till.wait_posted(2)
    assert till.at.balances() == before
    assert "已作废" in till.page.last.words.text()


def test_a_guest_who_cancels_the_pin_pays_nothing_and_the_sale_stays(till_for: TillMaker) -> None:
    till = till_for()
    before = till.at.balances()
    till.swipe()
    till.type("50")
    till.previewed()
    till.key(KEY.Key_F2)
    till.until(lambda: till.rest() == "¥0.00")
    till.key(KEY.Key_Return)
    till.until(lambda: till.at.simulators.pad.is_asking)
    till.at.simulators.cancel_pin()
    till.until(lambda: till.state is FlowState.EDITING)
    assert till.page.note.isVisible()
    assert till.page.selling.sale.amount == "50"
    assert till.at.balances() == before


def test_what_is_missing_is_said_with_the_way_out(till_for: TillMaker) -> None:
    till = till_for("en")
    till.key(KEY.Key_Return)
    assert "Swipe" in till.page.note.title.text()
    till.swipe()
    assert not till.page.note.isVisible()
    till.key(KEY.Key_Return)
    assert till.page.note.isVisible()
    till.page.selling.change(amount="10", bill="")
    till.page.setFocus()
    till.key(KEY.Key_Return)
    assert till.focus() is till.page.amount.bill
    till.key(KEY.Key_Escape)
    till.key(KEY.Key_Escape)
    assert till.window.desk.panel is None


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_a_lost_card_sells_nothing(till_for: TillMaker, code: str) -> None:
    till = till_for(code)
    till.at.simulators.swipe("he")
    till.until(till.page.note.isVisible)
    assert till.window.desk.panel is None
    assert not till.page.go.isEnabled()
    assert till.problems() == []


def test_a_bill_used_before_is_refused_and_said(till_for: TillMaker) -> None:
    till = till_for()
    for _ in range(2):
        till.swipe()
        till.page.selling.change(bill="20-7")
        till.page.setFocus()
        till.type("10")
        till.until(till.window.desk.tasks.idle)
        if till.page.note.isVisible():
            break
        till.previewed()
        till.key(KEY.Key_Return)
        till.wait_posted()
    till.until(till.page.note.isVisible)
    assert till.page.selling.sale.bill == "20-7"


def test_locking_clears_the_guest_and_the_language_changes_while_it_runs(
    till_for: TillMaker,
) -> None:
    till = till_for()
    till.swipe()
    till.type("12")
    till.window.desk.language.choose("en")
    assert till.page.go.text() == "Post and print"
    assert till.problems() == []
    till.key(KEY.Key_F12)
    till.until(lambda: till.window.page is till.window.sign_in)
    assert till.window.desk.panel is None
    assert till.page.selling.sale.amount == ""


def test_the_smallest_window_is_as_small_as_it_says(till_for: TillMaker) -> None:
    till = till_for("en")
    assert (till.window.width(), till.window.height()) == LEAST
    least = 42  # eleven millimetres at 96 dots to the inch
    for key in till.page.pad.keys.values():
        assert min(key.width(), key.height()) >= least, key.key

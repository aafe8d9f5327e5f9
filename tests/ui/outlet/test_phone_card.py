"""A guest without a card is found by phone number at the till, by keys and by touch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.bootstrap.demo import MEMBERS
from app.ui.service.requests import FoundBy
from tests.support.at_desk import PIN, member_of
from tests.ui.outlet.waiter import KEY, Till, TillMaker

PHONES = {one.label: one.record.phone.removeprefix("+86") for one in MEMBERS}


def opened(till: Till, label: str) -> bool:
    panel = till.window.desk.panel
    return panel is not None and panel.member_id == member_of(label)


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_a_whole_number_opens_its_member(till_for: TillMaker, code: str) -> None:
    till = till_for(code)
    till.key(KEY.Key_F5)
    assert till.page.middle.currentWidget() is till.page.phone
    assert till.problems() == []
    till.type(PHONES["lin"])
    till.until(lambda: len(till.page.phone.hits) == 1)
    assert till.problems() == []
    till.key(KEY.Key_Return)
    till.until(lambda: opened(till, "lin"))
    assert till.window.desk.found_by is FoundBy.PHONE
    assert till.page.selling.sale.amount == ""
    assert till.page.middle.currentWidget() is till.page.sums


def test_by_touch_and_a_choice_among_several(till_for: TillMaker) -> None:
    till = till_for()
    till.qtbot.mouseClick(till.page.who.by_phone, Qt.MouseButton.LeftButton)
    till.touch("9", "back", "1", "3", "8", "0")
    till.until(lambda: len(till.page.phone.hits) > 1)
    hits = till.page.phone.hits
    till.key(KEY.Key_Return)
    assert till.page.note.isVisible()
    assert till.window.desk.panel is None
    till.qtbot.mouseClick(till.page.phone.rows[1], Qt.MouseButton.LeftButton)
    till.until(lambda: till.window.desk.panel is not None)
    assert till.window.desk.panel is not None
    assert till.window.desk.panel.member_id == hits[1].member_id


def test_value_of_one_found_by_phone_is_paid_by_pin_and_says_so(till_for: TillMaker) -> None:
    till = till_for()
    till.key(KEY.Key_F5)
    till.type(PHONES["lin"])
    till.until(lambda: len(till.page.phone.hits) == 1)
    till.key(KEY.Key_Return)
    till.until(lambda: opened(till, "lin"))
    till.type("50")
    till.previewed()
    till.key(KEY.Key_F2)
    till.until(lambda: till.rest() == "¥0.00")
    till.key(KEY.Key_Return)
    till.until(lambda: till.at.simulators.pad.is_asking)
    till.at.simulators.type_pin(PIN)
    till.wait_posted()
    rows = till.at.rows(
        "SELECT text FROM slips WHERE kind = 'post_spend' ORDER BY arrived_at DESC LIMIT 1"
    )
    assert b'"identify":"mobile"' in bytes(rows[0][0])


def test_a_number_of_nobody_is_said_and_esc_goes_back_to_the_sale(till_for: TillMaker) -> None:
    till = till_for("en")
    till.type("12")
    till.qtbot.keyClick(till.focus(), KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    till.type("19999999999")
    till.qtbot.wait(150)
    till.until(till.window.desk.tasks.idle)
    till.key(KEY.Key_Return)
    till.until(till.page.note.isVisible)
    assert "No member" in till.page.note.title.text()
    till.key(KEY.Key_Escape)
    assert not till.page.phone.is_open
    assert till.page.selling.sale.amount == "12"


def test_a_card_that_is_read_meanwhile_ends_the_search(till_for: TillMaker) -> None:
    till = till_for()
    till.key(KEY.Key_F5)
    till.type("138")
    till.swipe()
    assert not till.page.phone.is_open
    assert till.window.desk.found_by is FoundBy.CARD
    till.type("5")
    assert till.page.selling.sale.amount == "5"

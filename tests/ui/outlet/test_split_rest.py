"""The rest of a bill in two ways at the till, by keys and by touch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.outlet.sale import Sale
from tests.support.desk_samples import HOUSE, LIN
from tests.ui.outlet.waiter import KEY, Till, TillMaker


def sums(till: Till) -> str:
    return till.page.sums.findChild(type(till.page.sums._lines)).accessibleName()


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_part_in_cash_and_the_rest_by_card(till_for: TillMaker, code: str) -> None:
    till = till_for(code)
    till.swipe()
    till.type("428")
    till.previewed()
    till.key(KEY.Key_F10)
    till.type("100")
    assert till.problems() == []
    assert till.page.selling.sale.amount == "428"
    till.key(KEY.Key_Return)
    till.until(lambda: till.rest() == "¥285.20")
    assert till.page.tenders.tiles["rest"].text() in {"银行卡", "Bank card"}
    assert "100.00" in sums(till)
    assert till.problems() == []
    till.key(KEY.Key_Return)
    till.wait_posted()
    printed = till.at.printed()
    assert "100.00" in printed
    assert "285.20" in printed
    sums_by = till.at.rows(
        "SELECT source, amount FROM transfers WHERE source LIKE 'tender:%' ORDER BY amount"
    )
    assert ("tender:cash", 10_000) in sums_by
    assert ("tender:card", 28_520) in sums_by


def test_by_touch_beside_stored_value_and_back_to_one_way(till_for: TillMaker) -> None:
    till = till_for()
    till.swipe("shen")
    till.touch("9", "00")
    till.previewed()
    whole = till.rest()
    till.qtbot.mouseClick(till.page.sums.split, Qt.MouseButton.LeftButton)
    till.touch("5", "0")
    till.qtbot.mouseClick(till.page.go, Qt.MouseButton.LeftButton)
    till.until(lambda: till.page.selling.sale.first == ("cash", 5_000))
    till.until(lambda: till.rest() not in {"", whole})
    till.key(KEY.Key_F1)
    assert till.page.selling.sale.tender != "cash"
    till.qtbot.mouseClick(till.page.sums.split, Qt.MouseButton.LeftButton)
    till.until(lambda: till.rest() == whole)
    assert till.page.selling.sale.first is None


@pytest.mark.parametrize("part", ["385.20", "500", "0", "", "1+"])
def test_a_part_that_is_no_part_is_said(till_for: TillMaker, part: str) -> None:
    till = till_for()
    till.swipe()
    till.type("428")
    till.previewed()
    till.key(KEY.Key_F10)
    till.type(part)
    till.key(KEY.Key_Return)
    assert till.page.note.isVisible()
    assert till.page.selling.sale.first is None
    till.key(KEY.Key_Escape)
    assert till.page.selling.sale.part is None
    assert till.page.selling.sale.amount == "428"


def test_another_amount_or_guest_is_paid_in_one_way_again(till_for: TillMaker) -> None:
    till = till_for()
    till.swipe()
    till.type("428")
    till.previewed()
    till.key(KEY.Key_F10)
    till.type("100")
    till.key(KEY.Key_Return)
    assert till.page.selling.sale.first is not None
    till.type("0")
    assert till.page.selling.sale.first is None


def test_stored_value_and_points_leave_room_for_the_first_part() -> None:
    sale = Sale(amount="428", bill="7", with_stored=True, with_points=True, payable_minor=38_520)
    whole = sale.draft(LIN, HOUSE)
    assert whole is not None
    assert whole.stored_minor == 38_520
    first = Sale(
        amount="428", bill="7", with_stored=True, payable_minor=38_520, first=("cash", 10_000)
    ).draft(LIN, HOUSE)
    assert first is not None
    assert (first.stored_minor, first.other_tenders) == (28_520, (("cash", 10_000),))

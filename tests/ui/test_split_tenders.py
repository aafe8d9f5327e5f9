"""What remains of a bill is split over several tenders: by keys, by mouse, and on a real desk's receipt."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.ui.desk.spend import SpendPage
from app.ui.service.requests import SpendDraft
from app.ui.serving.context import PageName
from app.ui.serving.flow import FlowState
from tests.support.at_desk import AtDesk
from tests.support.waiting import PATIENCE_S
from tests.ui.conftest import Seat, SeatMaker

ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


def bill(seat: Seat) -> SpendPage:
    """Enter a bill of 688.00, of which a gold member pays 619.20."""
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F3)
    seat.enter_bill("20-1190", "688")
    assert isinstance(seat.page, SpendPage)
    return seat.page


def drafted(page: SpendPage) -> SpendDraft:
    ask = page.ask()
    assert ask is not None
    assert isinstance(ask.request, SpendDraft)
    return ask.request


def test_a_part_takes_all_that_is_left_and_what_is_typed_over_it_leaves_a_rest(seat: Seat) -> None:
    page = bill(seat)
    seat.key(Qt.Key.Key_A, ALT)
    (part,) = page.paying.splits.used
    assert seat.focus() is part.amount
    assert part.amount.minor() == 61_920
    assert drafted(page).rest_tender == "card"
    seat.type("200")
    assert drafted(page).other_tenders == (("cash", 20_000),)
    assert page.flow.preview is not None
    assert page.flow.preview.rest_minor == 41_920


def test_each_further_part_is_paid_by_the_next_tender(seat: Seat) -> None:
    page = bill(seat)
    for amount in ("200", "150"):
        seat.key(Qt.Key.Key_A, ALT)
        seat.type(amount)
    draft = drafted(page)
    assert draft.other_tenders == (("cash", 20_000), ("card", 15_000))
    assert draft.rest_tender == "alipay"
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    assert page.flow.state is FlowState.DONE
    assert seat.service.submitted[0][0] == draft


def test_no_more_parts_than_there_are_tenders(seat: Seat) -> None:
    page = bill(seat)
    for _ in range(9):
        seat.key(Qt.Key.Key_A, ALT)
        seat.type("10")
    house = seat.desk.house
    assert house is not None
    assert len(page.paying.splits.used) == min(4, len(house.tenders) - 1)


def test_the_part_with_the_keyboard_is_taken_away_and_the_others_close_up(seat: Seat) -> None:
    page = bill(seat)
    for amount in ("200", "150"):
        seat.key(Qt.Key.Key_A, ALT)
        seat.type(amount)
    page.paying.splits.parts[0].amount.setFocus()
    seat.key(Qt.Key.Key_X, ALT)
    assert drafted(page).other_tenders == (("card", 15_000),)
    seat.key(Qt.Key.Key_X, ALT)
    assert drafted(page).other_tenders == ()
    assert not page.paying.splits.isVisible()
    assert seat.focus().isVisible()


def test_parts_are_added_and_removed_by_mouse(seat: Seat) -> None:
    page = bill(seat)
    seat.qtbot.mouseClick(page.paying.add, LEFT)
    seat.settle()
    (part,) = page.paying.splits.used
    assert part.isVisible()
    seat.qtbot.mouseClick(part.remove, LEFT)
    seat.settle()
    assert page.paying.splits.used == ()


def test_a_part_that_is_no_amount_is_refused_where_it_stands(seat: Seat) -> None:
    page = bill(seat)
    seat.key(Qt.Key.Key_A, ALT)
    seat.type("12.345")
    seat.key(Qt.Key.Key_Return)
    assert page.flow.state is FlowState.EDITING
    assert "两位小数" in page.note.title.text()
    assert seat.focus() is page.paying.splits.used[0].amount
    assert seat.focus().property("refused")


def test_parts_over_the_bill_are_refused_where_they_were_typed(seat: Seat) -> None:
    page = bill(seat)
    seat.key(Qt.Key.Key_A, ALT)
    seat.type("700")
    assert page.note.isVisible()
    assert page.paying.splits.used[0].amount.property("refused")
    seat.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    seat.type("100")
    assert not page.note.isVisible()
    assert not page.paying.splits.used[0].amount.property("refused")


def test_a_new_bill_begins_without_parts(seat: Seat) -> None:
    page = bill(seat)
    seat.key(Qt.Key.Key_A, ALT)
    seat.key(Qt.Key.Key_Escape)
    seat.key(Qt.Key.Key_F3)
    assert page.paying.splits.used == ()
    assert page.rest.code() == "cash"


def test_a_checked_bill_keeps_its_parts_as_they_are(seat: Seat) -> None:
    page = bill(seat)
    seat.key(Qt.Key.Key_A, ALT)
    seat.type("200")
    seat.key(Qt.Key.Key_Return)
    assert page.flow.state is FlowState.CHECKING
    seat.key(Qt.Key.Key_X, ALT)
    seat.key(Qt.Key.Key_A, ALT)
    assert drafted(page).other_tenders == (("cash", 20_000),)


def test_a_real_desk_posts_the_parts_and_prints_each(seat_for: SeatMaker, at_desk: AtDesk) -> None:
    seat = seat_for(real=at_desk)
    seat.desk.session = at_desk.service.sign_in("chen", "jinting-chen")
    seat.desk.session_changed.emit()
    seat.window.router.go(PageName.WAITING)
    at_desk.simulators.swipe("lin")
    seat.qtbot.waitUntil(lambda: seat.at() is PageName.MEMBER, timeout=10_000)
    seat.key(Qt.Key.Key_F3)
    seat.enter_bill("20-1190", "688")
    page = seat.page
    assert isinstance(page, SpendPage)
    seat.qtbot.waitUntil(lambda: page.flow.preview is not None, timeout=10_000)
    for amount in ("200", "150"):
        seat.key(Qt.Key.Key_A, ALT)
        seat.type(amount)
        seat.qtbot.wait(80)
        seat.settle()
    seat.qtbot.waitUntil(
        lambda: page.flow.preview is not None and page.flow.preview.rest_minor == 26_920,
        timeout=10_000,
    )
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: page.flow.state is FlowState.DONE, timeout=10_000)
    seat.key(Qt.Key.Key_F8)
    assert at_desk.simulators.printer.wait_for_cut(1, PATIENCE_S)
    lines = [line.split() for line in at_desk.printed().splitlines()]
    found = {
        line[0]: line[-1] for line in lines if line and line[0] in {"现金", "银行卡", "支付宝"}
    }
    assert {name: figure.strip("￥¥") for name, figure in found.items()} == {
        "现金": "200.00",
        "银行卡": "150.00",
        "支付宝": "269.20",
    }

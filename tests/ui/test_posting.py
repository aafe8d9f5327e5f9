"""A cashier posts, takes stored value, redeems and undoes, with keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.spend import SpendPage
from app.ui.service.answers import BooksFault, Late, NoPin, NotSaved, Outcome, PinEntered, PinToken
from app.ui.service.records import MemberId
from app.ui.service.requests import (
    AdjustAsset,
    AdjustDraft,
    CloseShiftDraft,
    PinChange,
    PinDraft,
    RedeemDraft,
    SpendDraft,
    TopUpDraft,
    VoidDraft,
)
from app.ui.service.station_records import PrintResult
from app.ui.serving.context import PageName
from app.ui.serving.flow import FlowState
from tests.ui.conftest import Seat, SeatMaker

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LIN = MemberId("lin")


def spend(seat: Seat) -> SpendPage:
    page = seat.page
    assert isinstance(page, SpendPage)
    return page


def open_bill(seat: Seat, *, stored: bool) -> SpendPage:
    """Enter a bill of 688.00, half a question before it is posted."""
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F3)
    seat.enter_bill("20-1190", "428+260=")
    if stored:
        seat.key(Qt.Key.Key_S, ALT)
        seat.key(Qt.Key.Key_A, CTRL)
        seat.type("300")
    seat.key(Qt.Key.Key_Return)
    page = spend(seat)
    assert page.flow.state is FlowState.CHECKING
    return page


def said(seat: Seat) -> str:
    now = seat.window.result.now
    return now.text() if now is not None else ""


def test_a_bill_is_posted_with_keys_and_the_line_stays(seat: Seat) -> None:
    open_bill(seat, stored=False)
    seat.key(Qt.Key.Key_Return)
    request, backing = seat.service.submitted[0]
    assert request == SpendDraft(
        member_id=LIN, outlet="cuiting", bill="20-1190", amount_minor=68_800, rest_tender="cash"
    )
    assert backing.pins == ()
    assert "A-0047" in said(seat)
    seat.key(Qt.Key.Key_Escape)
    assert seat.at() is PageName.MEMBER
    assert seat.window.result.isVisible()
    seat.key(Qt.Key.Key_F8)
    assert seat.service.printed == [("A-0047", False)]
    seat.key(Qt.Key.Key_F8)
    assert seat.service.printed[1] == ("A-0047", True)


def test_stored_value_is_taken_with_the_pin_of_the_guest(seat: Seat) -> None:
    seat.service.pin_waits = True
    page = open_bill(seat, stored=True)
    seat.qtbot.keyClick(seat.focus(), Qt.Key.Key_Return)
    seat.qtbot.waitUntil(page.pin.isVisible)
    assert not seat.window.actions_bar.buttons["F4"].isEnabled()
    seat.service.answer_pin(PinEntered(token=PinToken("block-7")))
    seat.settle()
    request, backing = seat.service.submitted[0]
    assert isinstance(request, SpendDraft)
    assert request.stored_minor == 30_000
    assert backing.pins == (PinToken("block-7"),)


@pytest.mark.parametrize("end", list(NoPin))
def test_without_a_pin_nothing_was_taken(seat: Seat, end: NoPin) -> None:
    seat.service.pin_answer = end
    page = open_bill(seat, stored=True)
    seat.key(Qt.Key.Key_Return)
    assert seat.service.submitted == []
    assert page.note.isVisible()
    assert "没有扣款" in page.note.title.text()
    assert page.flow.state is FlowState.CHECKING


def test_escape_ends_a_pin_entry_and_stays_on_the_bill(seat: Seat) -> None:
    seat.service.pin_waits = True
    page = open_bill(seat, stored=True)
    seat.qtbot.keyClick(seat.focus(), Qt.Key.Key_Return)
    seat.qtbot.waitUntil(page.pin.isVisible)
    seat.key(Qt.Key.Key_Escape)
    assert seat.at() is PageName.SPEND
    assert "没有扣款" in page.note.title.text()
    assert seat.service.submitted == []


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Late(), "没有扣款"),
        (Late(is_saved=True), "线路恢复后确认"),
        (NotSaved(BooksFault.DISK_FULL), "磁盘已满"),
        (NotSaved(BooksFault.READ_ONLY), "只读"),
        (Refusal(Reason.PIN_WRONG, {"left": 2}), "还可试 2 次"),
    ],
)
def test_what_was_not_done_is_said_beside_the_entry(
    seat: Seat, outcome: Outcome, words: str
) -> None:
    seat.service.outcome = outcome
    page = open_bill(seat, stored=False)
    seat.key(Qt.Key.Key_Return)
    assert words in page.note.title.text()
    assert said(seat) == ""


def test_a_bill_that_was_saved_is_not_posted_by_another_return(seat: Seat) -> None:
    seat.service.outcome = Late(is_saved=True)
    page = open_bill(seat, stored=False)
    seat.key(Qt.Key.Key_Return)
    assert page.flow.state is FlowState.DONE
    seat.key(Qt.Key.Key_Return)
    assert len(seat.service.submitted) == 1


def test_a_bill_number_used_before_is_refused_with_the_way_to_it(seat: Seat) -> None:
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F3)
    seat.enter_bill("20-1187", "688")
    page = spend(seat)
    assert "A-0031" in page.note.title.text()
    seat.key(Qt.Key.Key_B, ALT)
    assert seat.focus() is page.bill
    seat.key(Qt.Key.Key_O, CTRL)
    assert seat.at() is PageName.UNDO


@pytest.mark.parametrize(
    ("amount", "words"),
    [("0", "大于零"), ("-5", "大于零"), ("12.345", "两位小数"), ("9999999999", "过大")],
)
def test_an_absurd_amount_is_refused_before_it_leaves_the_desk(
    seat: Seat, amount: str, words: str
) -> None:
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F3)
    seat.enter_bill("20-1190", amount)
    seat.key(Qt.Key.Key_Return)
    page = spend(seat)
    assert words in page.note.title.text()
    assert page.flow.state is FlowState.EDITING


def test_a_reward_is_redeemed_with_the_arrow_keys(seat: Seat) -> None:
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F4)
    seat.key(Qt.Key.Key_Down)
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    request, backing = seat.service.submitted[0]
    assert request == RedeemDraft(member_id=LIN, reward="breakfast")
    assert len(backing.pins) == 1


def test_money_is_put_on_the_card(seat: Seat) -> None:
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F5)
    seat.key(Qt.Key.Key_2, ALT)
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    assert seat.service.submitted[0][0] == TopUpDraft(
        member_id=LIN, amount_minor=50_000, tender="cash"
    )


def test_undo_leads_to_the_void_of_that_slip_with_a_reason(seat: Seat) -> None:
    seat.key(Qt.Key.Key_F6)
    seat.key(Qt.Key.Key_Return)  # from the list to the reason
    seat.type("wrong guest")
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    assert seat.service.submitted[0][0] == VoidDraft(slip_id="A-0031", reason="wrong guest")


def test_a_supervisor_answers_in_place_with_the_own_card(seat: Seat) -> None:
    seat.swipe("lin")
    seat.key(Qt.Key.Key_J, CTRL)
    page = seat.page
    seat.key(Qt.Key.Key_Tab)
    seat.key(Qt.Key.Key_Tab)
    seat.type("500")
    seat.key(Qt.Key.Key_Tab)
    seat.type("breakfast twice")
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    assert seat.page is page
    seat.swipe("staff")
    request, backing = seat.service.submitted[0]
    assert request == AdjustDraft(
        member_id=LIN, asset=AdjustAsset.POINTS, quantity=500, reason="breakfast twice"
    )
    assert backing.override == "by-2001"


def test_a_new_pin_is_asked_for_twice(seat: Seat) -> None:
    seat.swipe("shen")
    seat.key(Qt.Key.Key_F7)
    for _step in range(3):
        seat.key(Qt.Key.Key_Down)
    seat.page.enter()
    seat.settle()
    seat.key(Qt.Key.Key_Return)
    request, backing = seat.service.submitted[0]
    assert request == PinDraft(member_id=MemberId("shen"), change=PinChange.SET)
    assert len(backing.pins) == 2


def test_a_shift_that_differs_needs_an_explanation(seat: Seat) -> None:
    seat.key(Qt.Key.Key_F12, SHIFT)
    for counted in ("4100.50", "12500", "8204", "6982"):
        seat.type(counted)
        seat.key(Qt.Key.Key_Tab)
    seat.key(Qt.Key.Key_Return)
    assert seat.service.submitted == []
    seat.type("wrong change")
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    assert seat.service.submitted[0][0] == CloseShiftDraft(
        counted=(("cash", 410_050), ("card", 1_250_000), ("alipay", 820_400), ("wechat", 698_200)),
        explanation="wrong change",
    )
    assert seat.desk.session is not None
    assert seat.desk.session.shift is None


def test_the_first_print_asks_for_the_format_then_prints(seat: Seat) -> None:
    seat.service.format = None
    open_bill(seat, stored=False)
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_F8)
    assert seat.at() is PageName.FORMAT
    seat.key(Qt.Key.Key_Return)
    seat.settle()
    assert seat.service.printed == [("A-0047", False)]
    assert seat.at() is PageName.MEMBER


def test_no_paper_is_said_and_the_slip_can_be_printed_again(seat_for: SeatMaker) -> None:
    seat = seat_for("en", print_result=PrintResult.NO_PAPER)
    seat.sign_in()
    open_bill(seat, stored=False)
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_F8)
    assert "out of paper" in said(seat)
    seat.service.print_result = PrintResult.PRINTED
    seat.key(Qt.Key.Key_F8)
    assert seat.service.printed[-1] == ("A-0047", False)


def test_no_window_opens_over_the_desk(seat: Seat) -> None:
    open_bill(seat, stored=True)
    seat.key(Qt.Key.Key_Return)
    visible = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert visible == [seat.window]
    assert QApplication.activeModalWidget() is None

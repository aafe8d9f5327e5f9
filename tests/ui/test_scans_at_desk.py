"""QR codes at the desk: from any page to the member, and the PIN for what is taken then."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.service.answers import ScanSeen, SwipeToken
from app.ui.service.requests import FoundBy
from app.ui.serving.context import PageName
from tests.ui.conftest import Seat


@pytest.mark.parametrize("page", [PageName.WAITING, PageName.SHIFT, PageName.SPEND])
def test_a_code_leads_from_any_page_to_the_member(seat: Seat, page: PageName) -> None:
    seat.swipe("shen")
    seat.desk.go.emit(page)
    seat.settle()
    seat.service.send(ScanSeen(SwipeToken("lin"), 1))
    seat.settle()
    assert seat.at() is PageName.MEMBER
    assert seat.desk.panel is not None
    assert seat.desk.found_by is FoundBy.QR


def test_what_is_asked_for_says_how_the_member_was_found(seat: Seat) -> None:
    seat.service.send(ScanSeen(SwipeToken("lin"), 1))
    seat.settle()
    seat.desk.go.emit(PageName.SPEND)
    seat.settle()
    seat.enter_bill("20-1", "10")
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    seat.settle()
    ((request, _backing),) = seat.service.submitted
    assert request.found_by is FoundBy.QR  # type: ignore[union-attr]


def test_the_e_card_of_the_open_member_is_printed(seat: Seat) -> None:
    seat.swipe("lin")
    seat.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert seat.desk.panel is not None
    assert seat.service.printed == [(f"e-card {seat.desk.panel.member_id}", False)]

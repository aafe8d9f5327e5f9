"""The card page links a bank card by its swipe: real bytes, the real desk, and no number kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.desk.card_page import CardPage
from app.ui.serving.context import PageName
from app.ui.serving.flow import FlowState
from tests.support.at_desk import AtDesk
from tests.ui.conftest import Seat, SeatMaker


@pytest.fixture
def seat(seat_for: SeatMaker, at_desk: AtDesk) -> Seat:
    """A cashier at a real desk, with a guest's card swiped and the card page open."""
    seat = seat_for(real=at_desk)
    seat.desk.session = at_desk.service.sign_in("chen", "jinting-chen")
    seat.desk.session_changed.emit()
    seat.window.router.go(PageName.WAITING)
    seat.settle()
    open_page(seat, at_desk, "lin")
    return seat


def open_page(seat: Seat, at_desk: AtDesk, card: str) -> CardPage:
    before = seat.desk.swipe
    at_desk.simulators.swipe(card)
    seat.qtbot.waitUntil(lambda: seat.desk.swipe not in (None, before), timeout=10_000)
    seat.settle()
    seat.key(Qt.Key.Key_F7)
    assert isinstance(seat.page, CardPage)
    return seat.page


def link(seat: Seat, at_desk: AtDesk) -> CardPage:
    page = seat.page
    assert isinstance(page, CardPage)
    page.menu.go("bank")
    at_desk.simulators.swipe("bank")
    seat.qtbot.waitUntil(page.strip.isVisible, timeout=10_000)
    page.enter()
    seat.qtbot.waitUntil(
        lambda: seat.desk.panel is not None and bool(seat.desk.panel.bank_tail), timeout=10_000
    )
    seat.settle()
    return page


def test_a_swipe_on_the_page_links_the_card_and_it_opens_the_member_then(seat, at_desk):
    link(seat, at_desk)
    member = seat.desk.panel.member_id
    seat.window.router.escape()
    seat.settle()
    open_page(seat, at_desk, "shen")
    open_page(seat, at_desk, "bank")
    assert seat.desk.panel.member_id == member


def test_a_linked_card_is_offered_to_be_unlinked_and_is_a_stranger_afterwards(seat, at_desk):
    page = link(seat, at_desk)
    seat.window.router.escape()
    seat.settle()
    seat.key(Qt.Key.Key_F7)
    assert "bank-off" in page.menu.offered()
    assert "bank" not in page.menu.offered()
    page.menu.go("bank-off")
    seat.settle()
    assert seat.desk.panel.bank_tail in page._tasks["bank-off"]._words.text()
    page.primary.setFocus()
    page.enter()
    seat.settle()
    page.enter()
    seat.qtbot.waitUntil(lambda: not seat.desk.panel.bank_tail, timeout=10_000)
    assert at_desk.rows("SELECT COUNT(*) FROM bank_cards WHERE member <> ''") == [(0,)]


def test_a_member_card_on_this_page_is_told_and_links_nothing(seat, at_desk):
    page = seat.page
    page.menu.go("bank")
    at_desk.simulators.swipe("lin")
    seat.qtbot.waitUntil(page.note.isVisible, timeout=10_000)
    seat.settle()
    assert at_desk.rows("SELECT COUNT(*) FROM bank_cards") == [(0,)]


def test_enter_without_a_swipe_says_what_is_missing(seat, at_desk):
    page = seat.page
    page.menu.go("bank")
    page.enter()
    seat.settle()
    assert page.note.isVisible()
    assert not page.strip.isVisible()


def test_after_a_no_the_card_is_swiped_anew(seat, at_desk):
    page = seat.page
    page.menu.go("bank")
    at_desk.simulators.swipe("bank")
    seat.qtbot.waitUntil(page.strip.isVisible, timeout=10_000)
    seat.settle()
    seat.key(Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert page.flow.state is FlowState.EDITING
    assert page.ask() is None
    seat.key(Qt.Key.Key_Return)
    assert "请先刷银行卡" in page.note.title.text()
    assert not page.strip.isVisible()
    at_desk.simulators.swipe("bank")
    seat.qtbot.waitUntil(page.strip.isVisible, timeout=10_000)
    assert not page.note.isVisible()


def test_a_card_of_another_member_is_refused_and_asked_about_once(seat, at_desk):
    link(seat, at_desk)
    seat.window.router.escape()
    seat.settle()
    page = open_page(seat, at_desk, "shen")
    page.menu.go("bank")
    at_desk.simulators.swipe("bank")
    seat.qtbot.waitUntil(page.note.isVisible, timeout=10_000)
    seat.settle()
    refused = page.note.title.text()
    assert page.ask() is None
    page.enter()
    seat.settle()
    assert page.note.title.text() != refused
    assert not page.strip.isVisible()

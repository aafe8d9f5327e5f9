"""A card is issued and written: the desk shows each step, over a real encoder's bytes and in memory."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.desk.card_page import CardPage
from app.ui.service.answers import CardStep, CardWanted, CardWritten
from app.ui.serving.context import PageName
from app.ui.serving.house_sayings import card_written
from tests.support.at_desk import AtDesk
from tests.support.waiting import until
from tests.ui.conftest import Seat, SeatMaker

ALT = Qt.KeyboardModifier.AltModifier
WRITE, READ = 0x77, 0x72


def card_page(seat: Seat) -> CardPage:
    assert isinstance(seat.page, CardPage)
    return seat.page


def enrol(seat: Seat) -> CardPage:
    """Enrol a guest with a card, up to the wait for it."""
    seat.key(Qt.Key.Key_F7)
    page = card_page(seat)
    page.menu.go("enrol")
    task = page._tasks["enrol"]
    task.kind.choose("person")
    task.named.setText("顾青禾")
    task.named.setFocus()
    seat.key(Qt.Key.Key_Return)
    seat.qtbot.keyClick(seat.focus(), Qt.Key.Key_Return)
    return page


def said(seat: Seat) -> str:
    now = seat.window.result.now
    return now.text() if now is not None else ""


@pytest.fixture
def at_encoder(seat_for: SeatMaker, at_desk: AtDesk) -> Seat:
    """A manager at a real desk with a simulated encoder: what is enrolled is approved at once."""
    until(lambda: at_desk.desk.station.has_writer, "the encoder")
    seat = seat_for(real=at_desk)
    seat.desk.session = at_desk.service.sign_in("wang", "jinting-wang")
    seat.desk.session_changed.emit()
    seat.window.router.go(PageName.WAITING)
    seat.settle()
    return seat


def issue(seat: Seat, at_desk: AtDesk) -> CardPage:
    """Replace the card of a demo member, up to the wait for the encoder."""
    at_desk.simulators.swipe("lin")
    seat.qtbot.waitUntil(lambda: seat.desk.panel is not None, timeout=10_000)
    seat.key(Qt.Key.Key_F7)
    page = card_page(seat)
    page.menu.go("replace")
    seat.key(Qt.Key.Key_Return)
    page.primary.setFocus()
    page.enter()
    seat.settle()
    page.enter()
    seat.qtbot.waitUntil(lambda: page.writing.is_running, timeout=10_000)
    return page


def test_the_desk_leads_through_both_steps_over_the_encoder_s_own_bytes(at_encoder, at_desk):
    seat, encoder = at_encoder, at_desk.simulators.encoder
    page = issue(seat, at_desk)
    assert page.writing.isVisible()
    assert "空白卡" in page.writing.title.text()
    assert encoder.wait_until_waiting(WRITE)
    at_desk.simulators.pull_card()
    seat.qtbot.waitUntil(lambda: "再划一次" in page.writing.title.text(), timeout=10_000)
    assert encoder.wait_until_waiting(READ)
    at_desk.simulators.pull_card()
    seat.qtbot.waitUntil(lambda: not page.writing.is_running, timeout=10_000)
    assert not page.writing.isVisible()
    assert "已写好并核对" in said(seat)
    tail = at_desk.panel("lin").card_tail
    assert encoder.card.tracks[1].endswith(f"{tail}?")
    # the new card opens the member it was written for
    seat.key(Qt.Key.Key_Escape)
    seat.key(Qt.Key.Key_Escape)
    assert encoder.wait_until_waiting(READ)
    at_desk.simulators.pull_card()
    seat.qtbot.waitUntil(lambda: seat.at() is PageName.MEMBER, timeout=10_000)


def test_a_worn_card_is_told_and_the_next_one_is_written(at_encoder, at_desk):
    seat, encoder = at_encoder, at_desk.simulators.encoder
    at_desk.simulators.take_card(worn=True)
    page = issue(seat, at_desk)
    for command in (WRITE, READ):
        assert encoder.wait_until_waiting(command)
        at_desk.simulators.pull_card()
    seat.qtbot.waitUntil(page.note.isVisible, timeout=10_000)
    assert "不符" in page.note.title.text()
    at_desk.simulators.take_card(worn=False)
    seat.qtbot.keyClick(seat.focus(), Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: page.writing.is_running, timeout=10_000)
    assert not page.note.isVisible()
    for command in (WRITE, READ):
        assert encoder.wait_until_waiting(command)
        at_desk.simulators.pull_card()
    seat.qtbot.waitUntil(lambda: "已写好并核对" in said(seat), timeout=10_000)
    assert len(at_desk.rows("SELECT 1 FROM slips WHERE kind = 'replace_card'")) == 1


def test_escape_ends_the_wait_and_stays_on_the_page(at_encoder, at_desk):
    seat = at_encoder
    page = issue(seat, at_desk)
    assert at_desk.simulators.encoder.wait_until_waiting(WRITE)
    seat.qtbot.keyClick(seat.focus(), Qt.Key.Key_Escape)
    seat.qtbot.waitUntil(page.note.isVisible, timeout=10_000)
    assert seat.at() is PageName.CARD
    assert "请勿交给客人" in page.note.title.text()
    assert seat.focus() is page.writing.again
    assert not seat.desk.busy


def test_an_encoder_unplugged_while_it_waits_is_told(at_encoder, at_desk):
    seat = at_encoder
    page = issue(seat, at_desk)
    assert at_desk.simulators.encoder.wait_until_waiting(WRITE)
    at_desk.simulators.plug("encoder", plugged=False)
    seat.qtbot.waitUntil(page.note.isVisible, timeout=10_000)
    assert "写卡器" in page.note.title.text()


@pytest.mark.parametrize("end", [one for one in CardWritten if one is not CardWritten.WRITTEN])
def test_every_end_but_the_good_one_says_the_way_out(seat_for, end):
    seat = seat_for(has_encoder=True, card_answer=end)
    seat.sign_in("2001")
    page = enrol(seat)
    seat.settle()
    assert page.note.title.text() == card_written(end)
    seat.service.card_answer = CardWritten.WRITTEN
    seat.key(Qt.Key.Key_W, ALT)
    assert len(seat.service.writes) == 2
    assert card_written(CardWritten.WRITTEN) in said(seat)


def test_other_commands_and_swipes_wait_for_the_card(seat_for):
    seat = seat_for(has_encoder=True, card_waits=True)
    seat.sign_in("2001")
    page = enrol(seat)
    seat.qtbot.waitUntil(lambda: page.writing.is_running)
    assert not seat.window.actions_bar.buttons["F3"].isEnabled()
    seat.service.swipe("shen")
    seat.qtbot.wait(30)
    assert seat.at() is PageName.CARD
    assert page.note.isVisible()
    seat.service.send(CardWanted(CardStep.VERIFY))
    seat.qtbot.waitUntil(lambda: "再划一次" in page.writing.title.text())
    seat.service.answer_card(CardWritten.WRITTEN)
    seat.settle()
    assert "8821" in said(seat)


def test_a_desk_that_is_locked_meanwhile_stops_and_shows_no_number(seat_for):
    seat = seat_for(has_encoder=True, card_waits=True)
    seat.sign_in("2001")
    page = enrol(seat)
    seat.qtbot.waitUntil(lambda: page.writing.is_running)
    seat.key(Qt.Key.Key_F12)
    assert seat.at() is PageName.SIGN_IN
    assert not page.writing.is_running
    assert said(seat) == ""

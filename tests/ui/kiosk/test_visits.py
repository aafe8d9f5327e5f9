"""Visits from the first touch to everything cleared, in real windows over real books."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.kiosk.attract import AttractPage
from app.ui.kiosk.confirm import ConfirmPage
from app.ui.kiosk.done import DonePage
from app.ui.kiosk.home import HomePage
from app.ui.kiosk.identify import IdentifyPage
from app.ui.kiosk.rewards import RewardsPage
from app.ui.kiosk.state import KioskPage
from app.ui.kiosk.statement import StatementPage
from app.ui.kit.wedge_filter import WedgeFilter
from tests.ui.kiosk.conftest import PORTRAIT, Guest, GuestMaker


def _home(guest: Guest) -> HomePage:
    page = guest.page
    assert isinstance(page, HomePage)
    return page


def _all_texts(guest: Guest) -> str:
    return " ".join(label.text() for label in guest.window.findChildren(QLabel))


@pytest.mark.parametrize("size", [PORTRAIT, (1280, 800)], ids=["stands", "lies"])
def test_a_card_and_a_pin_show_the_guest_and_finish_clears_everything(
    guest_for: GuestMaker, size: tuple[int, int]
) -> None:
    guest = guest_for(size=size)
    guest.come("lin")
    assert "林语晴" in guest.texts()
    assert "18,244" in guest.texts()
    guest.touch(guest.window.head.end_button)
    guest.is_at(KioskPage.ATTRACT)
    guest.settle()
    assert "林语晴" not in _all_texts(guest)
    assert guest.kiosk.visit is None
    assert guest.at.service.visit() is None


def test_nothing_of_a_guest_is_told_before_the_pin(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.swipe("lin")
    guest.is_asked()
    assert "林" not in _all_texts(guest)
    guest.at.simulators.type_pin("111111")
    guest.is_at(KioskPage.PHONE)
    assert "密码不对，还可以试 2 次" in guest.texts()
    assert "林" not in _all_texts(guest)


def test_a_phone_number_is_touched_in_and_opens_the_visit(guest_for: GuestMaker) -> None:
    guest = guest_for("en")
    page = guest.page
    assert isinstance(page, AttractPage)
    guest.touch(page.starts[1])
    guest.is_at(KioskPage.PHONE)
    page = guest.page
    assert isinstance(page, IdentifyPage)
    for digit in "13812342217":
        guest.touch(page.pad.keys[digit])
    assert page.phone == "13812342217"
    guest.touch(page.next)
    guest.type_pin()
    guest.is_at(KioskPage.HOME)
    assert "Hello, Ms Lin Yuqing" in guest.texts()


def test_a_number_that_nobody_has_is_asked_for_its_pin_like_any_other(
    guest_for: GuestMaker,
) -> None:
    guest = guest_for()
    guest.kiosk.go.emit(KioskPage.PHONE)
    guest.qtbot.keyClicks(guest.page, "13911112222")
    guest.qtbot.keyClick(guest.page, Qt.Key.Key_Return)
    guest.type_pin("135790")
    guest.is_at(KioskPage.PHONE)
    assert "139" not in _all_texts(guest)


def _redeem(guest: Guest) -> ConfirmPage:
    guest.touch(_home(guest).tiles[KioskPage.REWARDS])
    guest.is_at(KioskPage.REWARDS)
    page = guest.page
    assert isinstance(page, RewardsPage)
    guest.until(lambda: page.cards[0].reward is not None)
    guest.touch(page.cards[0])
    guest.is_at(KioskPage.CONFIRM)
    confirm = guest.page
    assert isinstance(confirm, ConfirmPage)
    return confirm


def test_a_reward_is_redeemed_with_the_voucher_in_the_tray(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("lin")
    before = guest.at.points()
    confirm = _redeem(guest)
    reward = guest.kiosk.pending.reward
    assert reward is not None
    guest.touch(confirm.more)
    guest.touch(confirm.take)
    guest.type_pin()
    guest.is_at(KioskPage.DONE)
    assert guest.at.points() == before - 2 * reward.points
    assert reward.name.zh in guest.at.printed()
    done = guest.page
    assert isinstance(done, DonePage)
    assert "兑换成功" in guest.texts()
    guest.touch(done.home)
    guest.is_at(KioskPage.HOME)


def test_a_jam_takes_the_redemption_back_and_says_so(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("lin")
    before = guest.at.points()
    confirm = _redeem(guest)
    guest.touch(confirm.take)
    guest.is_asked()
    guest.at.simulators.printer.turn(is_jammed=True)
    guest.at.simulators.type_pin("246810")
    guest.is_at(KioskPage.DONE)
    assert "没有出券，没有扣分" in guest.texts()
    assert guest.at.points() == before


def test_who_walks_away_is_asked_and_then_cleared(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.window.leaving.set_times(ask_ms=300, clear_ms=400)
    guest.come("lin")
    guest.until(guest.window.still_there.isVisible)
    assert guest.kiosk.visit is not None
    guest.touch(guest.window.still_there.stay)
    assert not guest.window.still_there.isVisible()
    guest.until(guest.window.still_there.isVisible)
    guest.is_at(KioskPage.ATTRACT)
    guest.settle()
    assert "林语晴" not in _all_texts(guest)


def test_who_walks_away_from_the_pad_takes_nothing(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("lin")
    before = guest.at.points()
    confirm = _redeem(guest)
    guest.touch(confirm.take)
    guest.is_asked()
    guest.touch(guest.window.head.end_button)
    guest.is_at(KioskPage.ATTRACT)
    guest.until(lambda: not guest.at.simulators.pad.is_asking)
    guest.come("lin")
    assert guest.at.points() == before


def test_there_is_no_way_out_by_keys_or_the_window_system(guest_for: GuestMaker) -> None:
    guest = guest_for()
    for key, modifier in (
        (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        guest.qtbot.keyClick(guest.window, key, modifier)
    assert guest.window.isVisible()


def test_large_text_contrast_and_language_hold_for_one_visit(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("lin")
    for name in ("large", "contrast", "language"):
        guest.touch(guest.window.foot.buttons[name])
    assert guest.kiosk.theme.face == "kiosk_wide_large"
    assert guest.kiosk.theme.name == "high_contrast"
    assert "Hello, Ms Lin Yuqing" in guest.texts()
    guest.touch(guest.window.head.end_button)
    guest.is_at(KioskPage.ATTRACT)
    assert guest.kiosk.theme.face == "kiosk_wide"
    assert guest.kiosk.theme.name == "light"
    assert guest.kiosk.language.chinese


def test_out_of_paper_says_what_still_works(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("lin")
    guest.at.simulators.printer.set_paper(out=True)
    tile = _home(guest).tiles[KioskPage.REWARDS]
    guest.until(lambda: not tile.isEnabled())
    assert tile.note == "打印机缺纸"
    assert _home(guest).tiles[KioskPage.HISTORY].isEnabled()


def test_the_code_of_the_card_on_a_phone_opens_the_visit_with_the_pin(
    guest_for: GuestMaker, qapp: QApplication
) -> None:
    guest = guest_for()
    guest.come("lin")
    visit = guest.kiosk.visit
    assert visit is not None
    code = visit.ecard
    guest.window.end()
    guest.is_at(KioskPage.ATTRACT)
    wedge = WedgeFilter(guest.at.kiosk.station.wedge())
    wedge.watch(qapp)
    try:
        window = guest.window.windowHandle()
        for character in code:
            guest.qtbot.keyClick(window, character)
        guest.qtbot.keyClick(window, Qt.Key.Key_Return)
        guest.type_pin()
        guest.is_at(KioskPage.HOME)
        assert "林语晴" in guest.texts()
    finally:
        wedge.unwatch(qapp)


def test_a_page_that_waits_for_its_answer_is_not_built_anew_under_it(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("lin")
    guest.touch(_home(guest).tiles[KioskPage.STATEMENT])
    guest.is_at(KioskPage.STATEMENT)
    page = guest.page
    assert isinstance(page, StatementPage)
    page.print.click()
    guest.window.foot.buttons["large"].click()  # before the printer has said anything
    assert guest.page is page
    guest.until(lambda: guest.page is not page)
    assert guest.kiosk.theme.face == "kiosk_wide_large"
    assert guest.at.simulators.printer.cuts == 1


def test_a_wrong_pin_is_said_in_one_line(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.swipe("lin")
    guest.type_pin("111111")
    guest.is_at(KioskPage.PHONE)
    page = guest.page
    assert isinstance(page, IdentifyPage)
    assert (page.board.tone, page.board.detail.text()) == ("refused", "")

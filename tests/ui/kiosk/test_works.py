"""What a guest does at the kiosk besides redeeming, and what staff do there, in real windows over real books."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt

from app.bootstrap.demo_house import STAFF_PIN
from app.station.news import IcEnd, IcOrder, IcWork
from app.ui.kiosk.check_in import CheckInPage
from app.ui.kiosk.done import DonePage
from app.ui.kiosk.enrol import EnrolPage, Step
from app.ui.kiosk.gift import GiftPage
from app.ui.kiosk.home import HomePage
from app.ui.kiosk.service_page import ServicePage
from app.ui.kiosk.state import KioskPage
from app.ui.kiosk.statement import StatementPage
from app.ui.kiosk.window import KioskWindow
from tests.support.at_desk import member_of
from tests.ui.kiosk.conftest import Guest, GuestMaker

NEW = "13711110000"


def _tile(guest: Guest, page: KioskPage) -> None:
    home = guest.page
    assert isinstance(home, HomePage)
    guest.touch(home.tiles[page])
    guest.is_at(page)


def test_points_are_given_to_a_friend(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("shen")
    friend_before = guest.at.points()
    guest.window.end()
    guest.come("lin")
    before = guest.at.points()
    _tile(guest, KioskPage.GIFT)
    page = guest.page
    assert isinstance(page, GiftPage)
    for digit in "13900012207":
        guest.touch(page.pad.keys[digit])
    guest.touch(page.next)
    guest.until(lambda: page.friend is not None)
    assert "沈" in guest.texts()
    for digit in "500":
        guest.touch(page.pad.keys[digit])
    guest.touch(page.next)
    guest.type_pin()
    guest.is_at(KioskPage.DONE)
    assert guest.at.points() == before - 500
    done = guest.page
    assert isinstance(done, DonePage)
    guest.touch(done.finish)
    guest.is_at(KioskPage.ATTRACT)
    guest.come("shen")
    assert guest.at.points() == friend_before + 500


def test_a_booking_is_checked_in(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("shen")
    _tile(guest, KioskPage.CHECK_IN)
    page = guest.page
    assert isinstance(page, CheckInPage)
    guest.touch(page.lines[0])
    guest.is_at(KioskPage.DONE)
    assert "已办理入住" in guest.texts()
    visit = guest.at.service.visit()
    assert visit is not None
    assert visit.panel.stay is not None
    assert visit.bookings == ()


def test_a_statement_is_printed(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("lin")
    _tile(guest, KioskPage.STATEMENT)
    page = guest.page
    assert isinstance(page, StatementPage)
    guest.touch(page.print)
    guest.until(lambda: "出纸口" in guest.texts())
    assert "18,244" in guest.at.printed()


def test_somebody_joins_with_a_code_and_a_pin_of_their_own(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.kiosk.go.emit(KioskPage.ENROL)
    guest.is_at(KioskPage.ENROL)
    page = guest.page
    assert isinstance(page, EnrolPage)
    for digit in NEW:
        guest.touch(page.pad.keys[digit])
    guest.touch(page.next)
    guest.until(lambda: page.step is Step.CODE)
    modem = guest.at.simulators.modem
    guest.until(lambda: any(to.endswith(NEW) for to, _ in modem.sent))
    text = next(text for to, text in modem.sent if to.endswith(NEW))
    for digit in re.findall(r"\d{6}", text)[0]:
        guest.touch(page.pad.keys[digit])
    guest.touch(page.next)
    guest.until(lambda: page.step is Step.NAME)
    for letter in "lin":
        guest.touch(page.keyboard.keys[letter])
    guest.touch(page.keyboard.choices[0])
    assert page.keyboard.text == "林"
    guest.touch(page.next)
    guest.until(lambda: page.step is Step.CONSENT)
    assert not page.next.isEnabled()
    guest.touch(page.consent.agreed)
    guest.touch(page.next)
    guest.type_pin("975310")
    guest.until(lambda: not guest.at.simulators.pad.is_asking)
    guest.type_pin("975310")
    guest.is_at(KioskPage.DONE)
    assert "欢迎加入" in guest.texts()
    guest.window.end()
    guest.is_at(KioskPage.ATTRACT)
    guest.kiosk.go.emit(KioskPage.PHONE)
    guest.qtbot.keyClicks(guest.page, NEW)
    guest.qtbot.keyClick(guest.page, Qt.Key.Key_Return)
    guest.type_pin("975310")
    guest.is_at(KioskPage.HOME)
    assert "林，您好" in guest.texts()


def test_a_card_that_is_taken_away_clears_everything_at_once(guest_for: GuestMaker) -> None:
    guest = guest_for()
    station = guest.at.kiosk.station
    ((number,),) = guest.at.rows("SELECT number FROM cards WHERE member = ?", str(member_of("lin")))
    guest.at.simulators.lay_ic_card("desfire")
    guest.is_at(KioskPage.PHONE)  # an empty card opens nothing
    assert station.ic.card is not None
    order = IcOrder(work=IcWork.PERSONALISE, card=station.ic.card.token, number=str(number))
    assert station.ic.work(order, 20) is IcEnd.DONE
    guest.at.simulators.take_ic_card()
    guest.window.end()
    guest.at.simulators.lay_ic_card("desfire")
    guest.type_pin()
    guest.is_at(KioskPage.HOME)
    assert guest.kiosk.pending.has_card
    guest.at.simulators.take_ic_card()
    guest.is_at(KioskPage.ATTRACT)
    guest.settle()
    assert guest.kiosk.visit is None
    assert guest.at.service.visit() is None


def test_staff_open_the_service_page_with_card_and_pin_and_close_the_kiosk(
    guest_for: GuestMaker,
) -> None:
    guest = guest_for()
    guest.swipe("supervisor")
    guest.type_pin("000000")
    guest.is_at(KioskPage.PHONE)
    guest.swipe("supervisor")
    guest.type_pin(STAFF_PIN)
    guest.is_at(KioskPage.SERVICE)
    page = guest.page
    assert isinstance(page, ServicePage)
    guest.until(lambda: page.sheet is not None)
    guest.touch(page.acts["prove"])
    guest.until(lambda: "全部正确" in guest.texts())
    guest.touch(page.acts["print"])
    guest.until(lambda: guest.at.simulators.printer.cuts == 1)
    left: list[bool] = []
    guest.window.closed_by_staff.connect(left.append)
    guest.touch(page.acts["anew"])
    guest.touch(page.acts["close"])
    assert left == [True, False]


def test_the_window_system_cannot_close_the_kiosk(guest_for: GuestMaker) -> None:
    window: KioskWindow = guest_for().window
    handle = window.windowHandle()
    assert handle is not None
    handle.close()
    assert window.isVisible()


def test_staff_are_called_by_text(guest_for: GuestMaker) -> None:
    guest = guest_for()
    guest.come("lin")
    guest.touch(guest.window.foot.buttons["call"])
    guest.is_at(KioskPage.HELP)
    guest.until(lambda: "前台很乐意帮您" in guest.texts())
    assert guest.kiosk.visit is not None
    guest.touch(guest.page.choices()[0])
    guest.is_at(KioskPage.HOME)

"""The IC card at the card page: written after a card was issued, verified, blocked, and what is asked meanwhile."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.card_page import CardPage
from app.ui.desk.ic_sayings import ic_card_words, ic_done, ic_renewal, ic_work_name
from app.ui.desk.ic_task import IcTask
from app.ui.kit.messages import plain
from app.ui.service.answers import IcChanged, SwipeSeen, SwipeToken
from app.ui.service.station_records import IcCard, IcDone, IcState, IcWork
from app.ui.serving.context import PageName
from tests.support.at_desk import AtDesk
from tests.support.waiting import until
from tests.ui.checks import cut_off, unnamed
from tests.ui.conftest import Seat, SeatMaker

ALT = Qt.KeyboardModifier.AltModifier
BLANK = IcCard(token="blank", family="mifare-classic", state=IcState.EMPTY)
KNOWN = IcCard(token="known", family="desfire-ev1", state=IcState.GENUINE, tail="1234")

OLD = IcCard(
    token="old", family="mifare-classic", state=IcState.GENUINE, tail="1234", is_former=True
)


def card_page(seat: Seat) -> CardPage:
    assert isinstance(seat.page, CardPage)
    return seat.page


def said(seat: Seat) -> str:
    now = seat.window.result.now
    return now.text() if now is not None else ""


def at_ic_task(seat: Seat, card: IcCard | None = BLANK, who: str = "1001") -> CardPage:
    """Open a member's card page at the IC card, with a card on the reader."""
    seat.sign_in(who)
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F7)
    page = card_page(seat)
    page.menu.go("ic")
    if card is not None:
        seat.service.send(IcChanged(card))
    seat.settle()
    return page


def work_of(page: CardPage) -> IcWork:
    task = page._tasks["ic"]
    assert isinstance(task, IcTask)
    return task.work


@pytest.mark.parametrize("code", ["zh_CN", "en"])
@pytest.mark.parametrize("state", IcState)
def test_what_lies_there_is_said_and_fits(seat_for: SeatMaker, code, state):
    seat = seat_for(code)
    card = IcCard(token="x", family="mifare-classic", state=state, tail="1234")
    page = at_ic_task(seat, card)
    assert page._tasks["ic"]._words.text() == ic_card_words(card)
    assert cut_off(seat.window) + unnamed(seat.window) == []


@pytest.mark.parametrize(
    ("card", "work"),
    [(BLANK, IcWork.PERSONALISE), (KNOWN, IcWork.VERIFY), (OLD, IcWork.RENEW)],
    ids=["blank", "known", "old"],
)
def test_the_likeliest_work_is_one_key_away(seat_for, card, work):
    seat = seat_for()
    page = at_ic_task(seat, card)
    assert work_of(page) is work
    seat.key(Qt.Key.Key_Return)
    page.enter()
    seat.settle()
    assert seat.service.ic_works[-1].work is work
    assert seat.service.ic_works[-1].card == card.token
    assert said(seat) == ic_done(IcDone(work=work, tail="1234"))


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_a_card_on_the_old_key_says_so_and_fits(seat_for, code):
    seat = seat_for(code)
    page = at_ic_task(seat, OLD)
    words = page._tasks["ic"]._words.text()
    assert words == ic_card_words(OLD)
    assert words != ic_card_words(msgspec.structs.replace(OLD, is_former=False))
    assert cut_off(seat.window) + unnamed(seat.window) == []


def test_a_card_on_the_old_key_opens_its_member_and_asks_to_be_renewed(seat_for):
    seat = seat_for()
    seat.sign_in("1001")
    for card, asks in ((OLD, True), (KNOWN, False)):
        token = SwipeToken("lin")
        seat.service.send(IcChanged(msgspec.structs.replace(card, token=token)))
        seat.service.send(SwipeSeen(token, 0))
        seat.settle()
        assert seat.at() is PageName.MEMBER
        assert (said(seat) == ic_renewal()) is asks


def test_a_card_that_the_books_know_as_lost_is_to_be_blocked(seat_for):
    seat = seat_for()
    page = at_ic_task(seat, None)
    seat.desk.problem = Refusal(Reason.CARD_LOST)
    seat.service.send(IcChanged(KNOWN))
    seat.settle()
    assert work_of(page) is IcWork.BLOCK


def test_without_a_card_the_way_out_is_said(seat_for):
    seat = seat_for()
    page = at_ic_task(seat, None)
    page.enter()
    seat.settle()
    assert page.ic.note.title.text() == plain(Reason.CARD_NOT_THERE)
    assert seat.service.ic_works == []


@pytest.mark.parametrize("code", ["zh_CN", "en"])
@pytest.mark.parametrize(
    "reason",
    [
        Reason.CARD_HELD,
        Reason.CARD_NOT_THERE,
        Reason.CARD_DIFFERS,
        Reason.CARD_OF_ANOTHER_MEMBER,
        Reason.CARD_NOT_NOTED,
    ],
)
def test_a_refusal_is_said_and_the_card_is_written_once_more(seat_for, code, reason):
    seat = seat_for(code, ic_answers=[Refusal(reason)])
    page = at_ic_task(seat)
    page.enter()
    seat.settle()
    assert page.ic.note.title.text() == plain(reason)
    assert cut_off(seat.window) == []
    seat.key(Qt.Key.Key_W, ALT)
    assert len(seat.service.ic_works) == 2
    assert not page.ic.isVisible()
    assert "1234" in said(seat)


@pytest.mark.parametrize("code", ["zh_CN", "en"])
@pytest.mark.parametrize("reason", [Reason.NEEDS_SUPERVISOR, Reason.CARD_LAST_TRY])
def test_a_supervisor_agrees_in_place(seat_for, code, reason):
    seat = seat_for(code, ic_answers=[Refusal(reason)])
    page = at_ic_task(seat)
    page.enter()
    seat.settle()
    assert page.ic.is_asking
    assert page.ic.overriding.isVisible()
    assert cut_off(seat.window) + unnamed(seat.window) == []
    seat.type("2001")
    page.ic.overriding.password.entry.setFocus()
    seat.type("right")
    page.enter()
    seat.settle()
    first, second = seat.service.ic_works
    assert (first.override, first.last_try) == (None, False)
    assert second.override is not None
    assert second.last_try is (reason is Reason.CARD_LAST_TRY)
    assert not page.side.isVisible()
    assert "1234" in said(seat)


def test_escape_asks_nobody_and_writes_nothing(seat_for):
    seat = seat_for(ic_answers=[Refusal(Reason.CARD_LAST_TRY)])
    page = at_ic_task(seat)
    page.enter()
    seat.settle()
    seat.key(Qt.Key.Key_Escape)
    assert not page.ic.is_asking
    assert seat.at() is PageName.CARD
    assert not seat.desk.busy
    assert len(seat.service.ic_works) == 1


def test_a_card_laid_on_at_the_ic_task_stays_there_and_elsewhere_opens_its_member(seat_for):
    seat = seat_for()
    at_ic_task(seat, KNOWN)
    seat.service.send(SwipeSeen(SwipeToken("known"), 1))
    seat.settle()
    assert seat.at() is PageName.CARD
    seat.key(Qt.Key.Key_Escape)
    seat.service.send(IcChanged(IcCard(token="shen", family="desfire-ev1", state=IcState.GENUINE)))
    seat.swipe("shen")
    assert seat.at() is PageName.MEMBER
    assert seat.desk.panel.name.en == "Shen Mo"


def test_every_work_has_a_name_in_both_languages(seat_for):
    for code in ("zh_CN", "en"):
        seat_for(code)
        names = {ic_work_name(one) for one in IcWork}
        assert len(names) == len(IcWork)


def test_a_card_is_issued_and_written_over_the_reader_s_own_bytes(seat_for, at_desk: AtDesk):
    until(lambda: at_desk.desk.station.ic.is_ready, "the IC card reader")
    seat = seat_for(real=at_desk)
    seat.desk.session = at_desk.service.sign_in("wang", "jinting-wang")
    seat.desk.session_changed.emit()
    seat.window.router.go(PageName.WAITING)
    seat.settle()
    at_desk.simulators.swipe("lin")
    seat.qtbot.waitUntil(lambda: seat.desk.panel is not None, timeout=10_000)
    seat.key(Qt.Key.Key_F7)
    page = card_page(seat)
    at_desk.simulators.lay_ic_card("mifare")
    seat.qtbot.waitUntil(
        lambda: seat.desk.ic_card is not None and seat.desk.ic_card.state is IcState.EMPTY,
        timeout=10_000,
    )
    page.menu.go("replace")
    seat.key(Qt.Key.Key_Return)
    page.primary.setFocus()
    page.enter()
    seat.settle()
    page.enter()
    seat.qtbot.waitUntil(lambda: "已写好并核对" in said(seat), timeout=10_000)
    tail = at_desk.panel("lin").card_tail
    assert tail in said(seat)
    # the guest lays it on again and is known
    seat.key(Qt.Key.Key_Escape)
    seat.key(Qt.Key.Key_Escape)
    at_desk.simulators.take_ic_card()
    at_desk.simulators.lay_ic_card("mifare")
    seat.qtbot.waitUntil(lambda: seat.at() is PageName.MEMBER, timeout=10_000)
    # reported lost while it lies there, it is blocked, too
    seat.key(Qt.Key.Key_F7)
    page = card_page(seat)
    page.menu.go("lost")
    seat.key(Qt.Key.Key_Return)
    page.enter()
    seat.settle()
    page.enter()
    seat.qtbot.waitUntil(lambda: "已锁卡" in said(seat), timeout=10_000)

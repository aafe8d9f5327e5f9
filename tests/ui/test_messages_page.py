"""The message page by keys: what did not go is found, sent again or given up; only who may write to members sees it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.messages import MessagesPage
from app.ui.service.message_records import MessageSheet, MessageStand
from app.ui.serving.context import PageName
from tests.support.at_desk import AtDesk, top_up
from tests.support.fake_messages import LINES
from tests.support.waiting import until
from tests.ui.conftest import Seat, SeatMaker

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def opened(seat: Seat, who: str = "2001") -> MessagesPage:
    seat.sign_in(who)
    seat.key(Qt.Key.Key_M, CTRL)
    assert seat.at() is PageName.MESSAGES
    page = seat.page
    assert isinstance(page, MessagesPage)
    return page


def stands(seat: Seat) -> dict[str, MessageStand]:
    return {one.message_id: one.stand for one in seat.service.message_sheet.lines}


def test_what_is_unsure_says_so_and_is_sent_again_by_a_key(seat: Seat) -> None:
    page = opened(seat)
    assert "两次" in page._hint.title.text()
    seat.key(Qt.Key.Key_S, ALT)
    assert stands(seat)["m-unsure"] is MessageStand.WAITING
    seat.key(Qt.Key.Key_G, ALT)
    assert stands(seat)["m-unsure"] is MessageStand.GIVEN_UP
    assert not page.give_up.isEnabled()


def test_what_was_sent_cannot_be_moved_and_shows_what_the_network_said(seat: Seat) -> None:
    page = opened(seat)
    seat.key(Qt.Key.Key_Down)
    assert not page.again.isEnabled()
    assert not page.give_up.isEnabled()
    seat.key(Qt.Key.Key_S, ALT)
    assert stands(seat)["m-sent"] is MessageStand.SENT
    assert "••" in page._text.text()


def test_the_filter_shows_one_state(seat: Seat) -> None:
    page = opened(seat)
    assert len(page.list.rows.rows) == len(LINES)
    seat.key(Qt.Key.Key_F, ALT)
    for _ in range(20):
        if page.filter.code() == "given-up":
            break
        seat.key(Qt.Key.Key_Down)
    (row,) = page.list.rows.rows
    assert row.key == "m-given-up"
    seat.key(Qt.Key.Key_Up)
    assert [one.key for one in page.list.rows.rows] == ["m-unsure"]


def test_who_may_not_write_to_members_sees_none(seat_for: SeatMaker) -> None:
    barred = Refusal(Reason.NOT_PERMITTED, {"act": Act.EXCHANGE.value})
    seat = seat_for(message_refusal=barred)
    page = opened(seat, "1001")
    assert page._broken.isVisible()
    assert [one.key for one in page.list.rows.rows] == [""]


def test_broken_sentences_of_the_hotel_are_told(seat_for: SeatMaker) -> None:
    seat = seat_for(message_sheet=MessageSheet(lines=LINES, faults=("en.toml: spent: x",)))
    page = opened(seat)
    assert page._broken.isVisible()
    assert page._broken.detail.text() == "en.toml: spent: x"


def test_at_a_real_desk_a_supervisor_gives_up_what_waits(
    seat_for: SeatMaker, at_desk: AtDesk
) -> None:
    at_desk.simulators.modem.errors.extend([331] * 500)
    at_desk.sign_in("wang")
    at_desk.done(top_up("lin", amount_minor=10_00))
    sql = "SELECT state FROM messages ORDER BY made_at DESC LIMIT 1"
    until(lambda: at_desk.rows(sql) == [("waiting",)], "the text to wait")
    seat = seat_for(real=at_desk)
    service = at_desk.desk.service
    sheet = service.messages("waiting")
    assert isinstance(sheet, MessageSheet)
    newest = sheet.lines[0]
    assert not any(one.isdigit() for one in newest.text)
    assert "储值充入¥••.••" in newest.text
    assert service.give_up_message(newest.message_id) is None
    assert at_desk.rows(sql) == [("given-up",)]
    assert service.send_message_again(newest.message_id) is None
    until(lambda: at_desk.rows(sql) == [("waiting",)], "the text to wait again")
    acts = {"messages", "message-given-up", "message-again"}
    until(
        lambda: acts <= {row[0] for row in at_desk.rows("SELECT act FROM audit")},
        "what was done to be noted",  # behind the postings
    )
    at_desk.sign_in("chen")
    refusal = service.messages("")
    assert isinstance(refusal, Refusal)
    assert refusal.reason is Reason.NOT_PERMITTED
    assert service.give_up_message(newest.message_id) == refusal
    assert seat.window.isVisible()

"""The enrolment task by keys: contacts are taken as typed, and what cannot be is said where it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.desk.card_page import CardPage
from app.ui.desk.member_tasks import AmendTask, EnrolTask
from app.ui.service.requests import AmendDraft, EnrolDraft
from tests.ui.conftest import Seat


def enrolling(seat: Seat) -> tuple[CardPage, EnrolTask]:
    seat.key(Qt.Key.Key_F7)
    page = seat.page
    assert isinstance(page, CardPage)
    task = page._tasks["enrol"]
    assert isinstance(task, EnrolTask)
    task.named.setText("顾青禾")
    return page, task


def test_the_e_mail_address_goes_with_the_application(seat: Seat) -> None:
    _page, task = enrolling(seat)
    task.phone.setFocus()
    seat.type("13977770001")
    seat.key(Qt.Key.Key_Tab)
    assert seat.focus() is task.email
    seat.type("qinghe@example.com")
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    request, _backing = seat.service.submitted[0]
    assert isinstance(request, EnrolDraft)
    assert (request.email, request.phone) == ("qinghe@example.com", "13977770001")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("email", "qinghe@", "电子邮箱"),
        ("email", "qing he@example.com", "电子邮箱"),
        ("birthday", "1.5.1990", "1990-05-01"),
    ],
)
def test_what_cannot_be_is_said_and_the_keyboard_goes_there(
    seat: Seat, field: str, text: str, words: str
) -> None:
    page, task = enrolling(seat)
    entry = getattr(task, field)
    entry.setFocus()
    seat.type(text)
    seat.key(Qt.Key.Key_Return)
    assert words in page.note.title.text()
    assert seat.focus() is entry
    assert seat.service.submitted == []


def test_an_anonymous_card_has_no_e_mail(seat: Seat) -> None:
    _page, task = enrolling(seat)
    task.kind.choose("anonymous")
    assert not task.email.isEnabled()


def test_an_address_is_amended_and_a_wrong_one_is_not(seat: Seat) -> None:
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F7)
    page = seat.page
    assert isinstance(page, CardPage)
    task = page._tasks["amend"]
    assert isinstance(task, AmendTask)
    task.email.setFocus()
    task.email.clear()
    seat.type("new@")
    seat.key(Qt.Key.Key_Return)
    assert "电子邮箱" in page.note.title.text()
    seat.type("example.org")
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    request, _backing = seat.service.submitted[0]
    assert isinstance(request, AmendDraft)
    assert request.email == "new@example.org"


def test_a_member_says_no_to_texts_at_the_desk(seat: Seat) -> None:
    seat.swipe("lin")
    seat.key(Qt.Key.Key_F7)
    page = seat.page
    assert isinstance(page, CardPage)
    task = page._tasks["amend"]
    assert isinstance(task, AmendTask)
    assert task.sms.isChecked()
    task.sms.setFocus()
    seat.key(Qt.Key.Key_Space)
    seat.key(Qt.Key.Key_Return)
    seat.key(Qt.Key.Key_Return)
    request, _backing = seat.service.submitted[0]
    assert isinstance(request, AmendDraft)
    assert (request.wants_sms, request.wants_email, request.consent) == (False, None, None)

"""Joining alone: the code proves the phone; the phone of a member is told so only behind the code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.bootstrap.clock import system_clock
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import PinPurpose, PinToken
from app.ui.service.kiosk import Claim, CodeSent, EnrolForm, Visit
from tests.support.at_kiosk import AtKiosk
from tests.support.waiting import until

NEW = "13577778888"
FORM = EnrolForm(name="顾南乔", language="zh_CN", birthday=date(1990, 5, 6), consent=True)


def sent(at_kiosk: AtKiosk, phone: str = NEW) -> tuple[CodeSent, str]:
    until(lambda: at_kiosk.kiosk.station.texts.is_ready, "the modem is ready")
    found = at_kiosk.service.send_code(phone)
    assert isinstance(found, CodeSent), found
    text = at_kiosk.texts_to(phone)[-1]
    (code,) = set(re.findall(r"\d{6}", text))
    assert len(text) <= 70  # one message
    return found, code


def chosen(at_kiosk: AtKiosk, *digits: str) -> tuple[PinToken, ...]:
    purposes = (PinPurpose.NEW, PinPurpose.AGAIN)
    return tuple(
        at_kiosk.pin(None, one, purpose) for one, purpose in zip(digits, purposes, strict=True)
    )


def test_a_guest_joins_and_stands_in_the_visit_of_the_new_member(at_kiosk: AtKiosk) -> None:
    code, digits = sent(at_kiosk)
    assert code.seconds == 300
    assert at_kiosk.service.check_code(code.token, digits) is None
    visit = at_kiosk.service.enrol(FORM, code.token, chosen(at_kiosk, "8642", "8642"))
    assert isinstance(visit, Visit), visit
    assert visit.panel.name.zh == "顾南乔"
    assert visit.panel.has_pin
    assert visit.panel.member_no
    assert visit.ecard
    sql = "SELECT channel, consent, status FROM members WHERE number = ?"
    assert at_kiosk.rows(sql, visit.panel.member_no) == [("kiosk", 1, "active")]
    at_kiosk.service.end_visit()
    claim = at_kiosk.service.claim_by_phone(NEW)
    assert isinstance(claim, Claim)
    assert isinstance(at_kiosk.tried(claim, "8642"), Visit)


def test_a_wrong_code_is_said_and_three_make_it_worthless(at_kiosk: AtKiosk) -> None:
    code, digits = sent(at_kiosk)
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    for reason in (Reason.CODE_WRONG, Reason.CODE_WRONG, Reason.CODE_OVER):
        assert at_kiosk.service.check_code(code.token, wrong) == Refusal(reason)
    assert at_kiosk.service.check_code(code.token, digits) == Refusal(Reason.CODE_OVER)


def test_a_code_holds_five_minutes(kiosk_at: Callable[..., AtKiosk]) -> None:
    late = timedelta()
    at_kiosk = kiosk_at(clock=lambda: system_clock() + late)
    code, digits = sent(at_kiosk)
    late = timedelta(minutes=5, seconds=1)
    assert at_kiosk.service.check_code(code.token, digits) == Refusal(Reason.CODE_OVER)


def test_a_members_phone_is_told_so_only_behind_the_right_code(at_kiosk: AtKiosk) -> None:
    code, digits = sent(at_kiosk, "13812342217")
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    assert at_kiosk.service.check_code(code.token, wrong) == Refusal(Reason.CODE_WRONG)
    assert at_kiosk.service.check_code(code.token, digits) == Refusal(Reason.ALREADY_MEMBER)
    refused = at_kiosk.service.enrol(FORM, code.token, ())
    assert refused == Refusal(Reason.CODE_OVER)


def test_without_the_code_nobody_joins(at_kiosk: AtKiosk) -> None:
    code, _ = sent(at_kiosk)
    refused = at_kiosk.service.enrol(FORM, code.token, ())
    assert refused == Refusal(Reason.CODE_OVER)


def test_without_a_name_nothing_is_opened(at_kiosk: AtKiosk) -> None:
    code, digits = sent(at_kiosk)
    assert at_kiosk.service.check_code(code.token, digits) is None
    nameless = EnrolForm(name="  ", language="en")
    refused = at_kiosk.service.enrol(nameless, code.token, chosen(at_kiosk, "8642", "8642"))
    assert refused == Refusal(Reason.NAME_MISSING)


def test_two_pins_that_differ_open_nothing_and_may_be_entered_again(at_kiosk: AtKiosk) -> None:
    code, digits = sent(at_kiosk)
    assert at_kiosk.service.check_code(code.token, digits) is None
    before = at_kiosk.rows("SELECT COUNT(*) FROM members")
    refused = at_kiosk.service.enrol(FORM, code.token, chosen(at_kiosk, "8642", "8643"))
    assert refused == Refusal(Reason.PIN_UNREADABLE)
    assert at_kiosk.rows("SELECT COUNT(*) FROM members") == before
    visit = at_kiosk.service.enrol(FORM, code.token, chosen(at_kiosk, "8642", "8642"))
    assert isinstance(visit, Visit)


def test_codes_are_bounded_by_phone_and_by_kiosk(at_kiosk: AtKiosk) -> None:
    for _ in range(3):
        sent(at_kiosk)
    assert at_kiosk.service.send_code(NEW) == Refusal(Reason.TOO_MANY_TRIES)
    for n in range(3):
        sent(at_kiosk, f"1357777000{n}")
    assert at_kiosk.service.send_code("13577770009") == Refusal(Reason.TOO_MANY_TRIES)


def test_a_code_of_the_guest_before_is_worth_nothing(at_kiosk: AtKiosk) -> None:
    code, digits = sent(at_kiosk)
    at_kiosk.service.end_visit()
    assert at_kiosk.service.check_code(code.token, digits) == Refusal(Reason.CODE_OVER)


@pytest.mark.parametrize("phone", ["12", "", "abc"])
def test_no_phone_number_gets_no_text(at_kiosk: AtKiosk, phone: str) -> None:
    assert at_kiosk.service.send_code(phone) == Refusal(Reason.PHONE_MALFORMED)


def test_without_a_modem_the_guest_hears_it(at_kiosk: AtKiosk) -> None:
    until(lambda: at_kiosk.kiosk.station.texts.is_ready, "the modem is ready")
    at_kiosk.simulators.plug("modem", plugged=False)
    until(lambda: not at_kiosk.kiosk.station.texts.is_ready, "the modem is gone")
    assert at_kiosk.service.send_code(NEW) == Refusal(Reason.TEXT_NOT_SENT)

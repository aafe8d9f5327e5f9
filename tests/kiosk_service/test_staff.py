"""Staff: called, and let in by card and PIN."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.bootstrap.clock import system_clock
from app.bootstrap.demo_house import STAFF_PIN
from app.loyalty.refusals import Reason, Refusal
from app.settings.kiosk import KioskSettings
from app.ui.service.kiosk import Called, ServiceAct, ServiceSheet, StaffCame
from tests.support.at_kiosk import AtKiosk
from tests.support.waiting import until


def tried(at_kiosk: AtKiosk, digits: str = STAFF_PIN) -> ServiceSheet | Refusal:
    came = at_kiosk.service.claim_by_card(at_kiosk.swipe("supervisor"))
    assert isinstance(came, StaffCame), came
    assert came.name.zh == "王敏"
    return at_kiosk.service.open_service(came.token, at_kiosk.pin(came.token, digits))


def test_card_and_pin_open_the_service_page(at_kiosk: AtKiosk) -> None:
    sheet = tried(at_kiosk)
    assert isinstance(sheet, ServiceSheet)
    assert len(sheet.devices) == 6
    assert sheet.version
    assert sheet.books == ""
    assert at_kiosk.service.serve(ServiceAct.VERIFY_BOOKS) == "ok"
    assert at_kiosk.service.service_sheet().books == "ok"
    assert at_kiosk.service.serve(ServiceAct.TEST_PRINT) == "printed"
    assert "打印测试" in at_kiosk.printed()
    at_kiosk.service.end_service()
    with pytest.raises(PermissionError):
        at_kiosk.service.service_sheet()
    with pytest.raises(PermissionError):
        at_kiosk.service.serve(ServiceAct.EXIT)


def test_a_damage_in_the_books_is_named(at_kiosk: AtKiosk) -> None:
    assert isinstance(tried(at_kiosk), ServiceSheet)

    def set_hash(change: str) -> None:
        with at_kiosk.kiosk.hotel.books.writing() as connection:
            connection.exec_driver_sql(f"UPDATE cards SET hash = {change}")

    at_kiosk.kiosk.hotel.line.between(lambda: set_hash("hash || 'x'")).result()
    assert "hash" in at_kiosk.service.serve(ServiceAct.VERIFY_BOOKS)
    trimmed = "substr(hash, 1, length(hash) - 1)"
    at_kiosk.kiosk.hotel.line.between(lambda: set_hash(trimmed)).result()


def test_five_wrong_ones_lock_it_for_five_minutes(kiosk_at: Callable[..., AtKiosk]) -> None:
    late = timedelta()
    at_kiosk = kiosk_at(clock=lambda: system_clock() + late)
    for _ in range(5):
        assert tried(at_kiosk, "000000") == Refusal(Reason.STAFF_PIN_WRONG)
    assert tried(at_kiosk) == Refusal(Reason.STAFF_PIN_WRONG)
    late = timedelta(minutes=6)
    assert isinstance(tried(at_kiosk), ServiceSheet)


def test_the_pin_stands_nowhere_in_the_clear(at_kiosk: AtKiosk) -> None:
    ((kept,),) = at_kiosk.rows("SELECT pin_hash FROM staff WHERE operator = 'wang'")
    assert kept.startswith("$argon2")
    assert STAFF_PIN not in kept


def test_a_guests_entry_does_not_open_the_service_page(at_kiosk: AtKiosk) -> None:
    claim = at_kiosk.claim("lin")
    token = at_kiosk.pin(claim.token, STAFF_PIN)
    came = at_kiosk.service.claim_by_card(at_kiosk.swipe("supervisor"))
    assert isinstance(came, StaffCame)
    assert at_kiosk.service.open_service(came.token, token) == Refusal(Reason.VISIT_OVER)


def test_a_call_goes_by_text_where_somebody_is_named(kiosk_at: Callable[..., AtKiosk]) -> None:
    at_kiosk = kiosk_at(kiosk=KioskSettings(staff_phone="+8613300001111"))
    until(lambda: at_kiosk.kiosk.station.texts.is_ready, "the modem is ready")
    assert at_kiosk.service.call_staff() is Called.TEXTED
    assert "大堂自助机" in at_kiosk.texts_to("13300001111")[-1]


def test_without_a_phone_it_is_only_shown(at_kiosk: AtKiosk) -> None:
    assert at_kiosk.service.call_staff() is Called.SHOWN

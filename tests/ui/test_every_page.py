"""Every page in both languages: reached by keys, nothing cut off, everything named."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.ui.service.answers import LampsChanged
from app.ui.service.station_records import DeviceRole, Link, LinkState
from tests.ui.checks import cut_off, unnamed
from tests.ui.conftest import SeatMaker
from tests.ui.visits import every_page


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_every_page_is_reached_by_keys_fits_and_names_its_widgets(
    seat_for: SeatMaker, code: str
) -> None:
    seat = seat_for(code)
    assert (seat.window.width(), seat.window.height()) == (1366, 768)
    problems = {}
    for where in every_page(seat):
        seat.settle()
        if found := cut_off(seat.window) + unnamed(seat.window):
            problems[where] = found
    assert problems == {}


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_every_page_fits_under_the_offline_banner(seat_for: SeatMaker, code: str) -> None:
    seat = seat_for(code, link=Link(state=LinkState.OFFLINE, waiting_slips=12))
    problems = {}
    for where in every_page(seat):
        seat.settle()
        if found := cut_off(seat.window):
            problems[where] = found
    assert problems == {}


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_that_the_keypad_does_not_encrypt_stays_on_every_page(
    seat_for: SeatMaker, code: str
) -> None:
    seat = seat_for(code)
    lamps = tuple(
        replace(lamp, encrypts=lamp.role is not DeviceRole.PIN_PAD) for lamp in seat.service.lamps
    )
    seat.service.send(LampsChanged(lamps))
    problems = {}
    for where in every_page(seat):
        seat.settle()
        assert seat.window.banner.isVisible() or seat.window.desk.session is None, where
        if found := cut_off(seat.window):
            problems[where] = found
    assert problems == {}


def test_the_language_changes_on_an_open_page(seat_for: SeatMaker) -> None:
    seat = seat_for("zh_CN")
    seat.sign_in()
    seat.swipe("lin")
    assert seat.window.actions_bar.buttons["F3"].text() == "消费登记"
    seat.language.choose("en")
    seat.settle()
    assert seat.window.actions_bar.buttons["F3"].text() == "Post spend"
    assert cut_off(seat.window) == []

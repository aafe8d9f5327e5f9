"""The card page by keys alone: Alt and a number choose the row that is shown at that place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from app.ui.desk.card_menu import MENU_KEYS
from app.ui.desk.card_page import CardPage
from app.ui.kit.fields import Entry
from app.ui.service.member_records import MemberPanel
from app.ui.serving.flow import FlowState
from tests.support import desk_samples as samples
from tests.ui.conftest import Seat, SeatMaker

ALT = Qt.KeyboardModifier.AltModifier
PINLESS = replace(samples.LIN, has_pin=False)
BLOCKED = replace(samples.LIN, pin_blocked=True)
LINKED = replace(samples.LIN, bank_tail="6688")
CARDLESS = replace(samples.LIN, card_tail="")


@pytest.fixture
def opened(seat_for: SeatMaker) -> Callable[..., tuple[Seat, CardPage]]:
    """Open the card page for a member, or for none."""

    def open_page(panel: MemberPanel | None, who: str = "2001") -> tuple[Seat, CardPage]:
        seat = seat_for()
        seat.sign_in(who)
        if panel is not None:
            seat.desk.show_panel(panel)
            seat.settle()
        seat.key(Qt.Key.Key_F7)
        assert isinstance(seat.page, CardPage)
        return seat, seat.page

    return open_page


def press(seat: Seat, number: int) -> None:
    seat.key(Qt.Key(Qt.Key.Key_0 + number), ALT)


def shown(page: CardPage) -> tuple[str, ...]:
    return tuple(row.key for row in page.menu.rows.rows)


@pytest.mark.parametrize(
    ("panel", "holds"),
    [
        (None, ("enrol", "review")),
        (samples.LIN, ("amend", "replace", "lost", "pin-change", "bank", "ic", "enrol", "review")),
        (PINLESS, ("amend", "replace", "lost", "pin-set", "bank", "ic", "enrol", "review")),
        (BLOCKED, ("amend", "replace", "lost", "pin-unblock", "bank", "ic", "enrol", "review")),
        (LINKED, ("amend", "replace", "lost", "pin-change", "bank-off", "ic", "enrol", "review")),
        (CARDLESS, ("amend", "issue", "pin-change", "bank", "ic", "enrol", "review")),
    ],
    ids=["no member", "with PIN", "without PIN", "PIN blocked", "bank card linked", "no card"],
)
def test_each_row_that_is_shown_has_its_key(opened, panel, holds):
    seat, page = opened(panel)
    assert shown(page) == holds
    assert [row.keys for row in page.menu.rows.rows] == [f"Alt {i + 1}" for i in range(len(holds))]
    # backwards, so that each key has somewhere to go
    for number in range(len(holds), 0, -1):
        press(seat, number)
        key = holds[number - 1]
        assert page.menu.current_key() == key
        assert page._tasks.currentWidget() is page._tasks[key]
        assert seat.focus() is page.first_field()


def test_a_number_past_the_last_row_does_nothing(opened):
    seat, page = opened(None)
    press(seat, 2)
    press(seat, 9)
    assert page.menu.current_key() == "review"


def test_no_more_rows_are_offered_than_there_are_keys(opened, monkeypatch):
    ways = (object(),)
    _seat, page = opened(samples.LIN)
    monkeypatch.setattr(page.desk, "panel", replace(samples.LIN, tier_ways=ways))
    offered = page.menu.offered()
    assert "tier" in offered
    assert len(offered) <= MENU_KEYS


def test_the_keys_work_from_within_a_field(opened):
    seat, page = opened(PINLESS)
    press(seat, 7)
    assert isinstance(seat.focus(), Entry)
    seat.type("Gu")
    press(seat, 4)
    assert page.menu.current_key() == "pin-set"
    seat.key(Qt.Key.Key_Return)
    assert page.flow.state is FlowState.CHECKING


def test_the_menu_stays_where_it_is_while_a_question_is_asked(opened):
    seat, page = opened(samples.LIN)
    press(seat, 3)
    seat.key(Qt.Key.Key_Return)
    assert page.flow.state is FlowState.CHECKING
    press(seat, 1)
    assert page.menu.current_key() == "lost"
    assert page.flow.state is FlowState.CHECKING

"""The till's page in a real window over real books and simulated devices, by keys and by touch, in both languages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.outlet.tender_bar import TenderTile
from app.ui.outlet.till import TillPage
from app.ui.outlet.window import LEAST, OutletWindow
from app.ui.serving.flow import FlowState
from tests.support.at_desk import PIN, AtDesk
from tests.ui.test_every_page import cut_off, unnamed

RESOURCES = Path(__file__).parents[3] / "resources"
KEY = Qt.Key
PATIENCE_MS = 15_000


@dataclass
class Till:
    """A waiter at the till."""

    qtbot: QtBot
    window: OutletWindow
    at: AtDesk

    @property
    def page(self) -> TillPage:
        return self.window.till

    @property
    def state(self) -> FlowState:
        return self.page.selling.flow.state

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=PATIENCE_MS)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.focus(), key)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.focus(), text)

    def touch(self, *keys: str) -> None:
        for key in keys:
            self.qtbot.mouseClick(self.page.pad.keys[key], Qt.MouseButton.LeftButton)

    def sign_in(self, who: str = "chen") -> None:
        page = self.window.sign_in
        self.qtbot.keyClicks(page.operator, who)
        self.qtbot.keyClicks(page.password, f"jinting-{who}")
        self.qtbot.keyClick(page.password, KEY.Key_Return)
        self.until(lambda: self.window.page is self.page)

    def swipe(self, card: str = "lin") -> None:
        self.at.simulators.swipe(card)
        self.until(lambda: self.window.desk.panel is not None)

    def previewed(self) -> None:
        self.until(lambda: self.page.go.isEnabled() and bool(self.page.sums.rest.text()))
        self.until(self.window.desk.tasks.idle)

    def rest(self) -> str:
        return self.page.sums.rest.text()

    def wait_posted(self, slips: int = 1) -> None:
        self.until(lambda: self.at.simulators.printer.cuts >= slips)
        self.until(lambda: self.state is FlowState.EDITING)

    def problems(self) -> list[str]:
        """List what is cut off or has no name, once it is laid out."""
        end = time.monotonic() + 3
        while (found := self._problems()) and time.monotonic() < end:
            self.qtbot.wait(60)
        return found

    def _problems(self) -> list[str]:
        tiles = [one for one in self.window.findChildren(TenderTile) if one.overflows()]
        cut = cut_off(self.window) + unnamed(self.window)
        return cut + [f"tile {one.text()!r}" for one in tiles]


TillMaker = Callable[..., Till]


@pytest.fixture
def till_for(
    qtbot: QtBot, qapp: QApplication, open_at: Callable[..., AtDesk]
) -> Iterator[TillMaker]:
    made: list[tuple[OutletWindow, Language]] = []

    def make(code: str = "zh_CN") -> Till:
        at = open_at(outlet="restaurant", name_zh="收银 2", name_en="Till 2")
        theme = Theme(RESOURCES, "light", "outlet")
        theme.apply(qapp)
        language = Language(RESOURCES / "i18n", code)
        window = OutletWindow(theme, language, TaskRunner(), at.service)
        with qtbot.waitActive(window):
            window.show()
        made.append((window, language))
        till = Till(qtbot, window, at)
        till.until(lambda: window.desk.house is not None)
        till.sign_in()
        return till

    yield make
    for window, language in made:
        qtbot.waitUntil(window.desk.tasks.idle, timeout=PATIENCE_MS)
        window.close()
        window.deleteLater()
        language.retire()


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_a_sale_by_keys_with_stored_value_and_pin(till_for: TillMaker, code: str) -> None:
    till = till_for(code)
    before = till.at.balances()
    assert till.problems() == []
    till.swipe()
    till.page.amount.bill.setText("")
    till.page.selling.change(bill="20-1193")
    till.type("428")
    till.previewed()
    assert till.rest() == "¥385.20"  # ten in a hundred off
    assert till.problems() == []
    till.key(KEY.Key_F2)
    till.until(lambda: till.rest() == "¥0.00")
    assert till.problems() == []
    till.key(KEY.Key_Return)
    till.until(lambda: till.at.simulators.pad.is_asking)
    till.until(lambda: till.page.middle.currentWidget() is till.page.pin)
    assert till.problems() == []
    till.at.simulators.type_pin(PIN)
    till.wait_posted()
    points, stored = till.at.balances()
    assert (points - before[0], before[1] - stored) == (2_118, 38_520)
    assert "20-1193" in till.at.printed()
    assert till.window.desk.panel is None
    assert till.page.selling.sale.bill == "20-1194"
    assert till.page.last.words.text().startswith("A-")
    assert till.problems() == []


def test_a_sale_by_touch_in_cash(till_for: TillMaker) -> None:
    till = till_for()
    points, stored = till.at.balances()
    till.swipe()
    till.touch("1", "00", "+", "5", "0", ".", "5", "back", "back")
    assert till.page.selling.sale.amount == "100+50"
    till.previewed()
    assert till.rest() == "¥135.00"
    till.qtbot.mouseClick(till.page.go, Qt.MouseButton.LeftButton)
    till.wait_posted()
    assert till.at.balances() == (points + 742, stored)


def test_the_last_sale_is_voided_with_a_reason(till_for: TillMaker) -> None:
    till = till_for()
    before = till.at.balances()
    till.swipe()
    till.type("88")
    till.previewed()
    till.key(KEY.Key_Return)
    till.wait_posted()
    till.key(KEY.Key_F6)
    till.until(lambda: till.page.middle.currentWidget() is till.page.undoing)
    assert till.problems() == []
    till.qtbot.mouseClick(till.page.undoing.reasons[0], Qt.MouseButton.LeftButton)
    till.wait_posted(2)
    assert till.at.balances() == before
    assert "已作废" in till.page.last.words.text()


def test_a_guest_who_cancels_the_pin_pays_nothing_and_the_sale_stays(till_for: TillMaker) -> None:
    till = till_for()
    before = till.at.balances()
    till.swipe()
    till.type("50")
    till.previewed()
    till.key(KEY.Key_F2)
    till.until(lambda: till.rest() == "¥0.00")
    till.key(KEY.Key_Return)
    till.until(lambda: till.at.simulators.pad.is_asking)
    till.at.simulators.cancel_pin()
    till.until(lambda: till.state is FlowState.EDITING)
    assert till.page.note.isVisible()
    assert till.page.selling.sale.amount == "50"
    assert till.at.balances() == before


def test_what_is_missing_is_said_with_the_way_out(till_for: TillMaker) -> None:
    till = till_for("en")
    till.key(KEY.Key_Return)
    assert "Swipe" in till.page.note.title.text()
    till.swipe()
    assert not till.page.note.isVisible()
    till.key(KEY.Key_Return)
    assert till.page.note.isVisible()
    till.page.selling.change(amount="10", bill="")
    till.page.setFocus()
    till.key(KEY.Key_Return)
    assert till.focus() is till.page.amount.bill
    till.key(KEY.Key_Escape)
    till.key(KEY.Key_Escape)
    assert till.window.desk.panel is None


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_a_lost_card_sells_nothing(till_for: TillMaker, code: str) -> None:
    till = till_for(code)
    till.at.simulators.swipe("he")
    till.until(till.page.note.isVisible)
    assert till.window.desk.panel is None
    assert not till.page.go.isEnabled()
    assert till.problems() == []


def test_a_bill_used_before_is_refused_and_said(till_for: TillMaker) -> None:
    till = till_for()
    for _ in range(2):
        till.swipe()
        till.page.selling.change(bill="20-7")
        till.page.setFocus()
        till.type("10")
        till.until(till.window.desk.tasks.idle)
        if till.page.note.isVisible():
            break
        till.previewed()
        till.key(KEY.Key_Return)
        till.wait_posted()
    till.until(till.page.note.isVisible)
    assert till.page.selling.sale.bill == "20-7"


def test_locking_clears_the_guest_and_the_language_changes_while_it_runs(
    till_for: TillMaker,
) -> None:
    till = till_for()
    till.swipe()
    till.type("12")
    till.window.desk.language.choose("en")
    assert till.page.go.text() == "Post and print"
    assert till.problems() == []
    till.key(KEY.Key_F12)
    till.until(lambda: till.window.page is till.window.sign_in)
    assert till.window.desk.panel is None
    assert till.page.selling.sale.amount == ""


def test_the_smallest_window_is_as_small_as_it_says(till_for: TillMaker) -> None:
    till = till_for("en")
    assert (till.window.width(), till.window.height()) == LEAST
    least = 42  # eleven millimetres at 96 dots to the inch
    for key in till.page.pad.keys.values():
        assert min(key.width(), key.height()) >= least, key.key

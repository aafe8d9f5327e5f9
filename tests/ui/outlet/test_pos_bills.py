"""Bills of another maker's till on the page: real connections, the real page and real books."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.settings.pos import PosSettings
from app.ui.service.pos_records import PosTrouble
from app.ui.serving.flow import FlowState
from tests.exchange.pos.tills import Till as OtherTill
from tests.exchange.pos.tills import other, sale
from tests.support.at_desk import PIN
from tests.ui.outlet.waiter import KEY, Till, TillMaker

HEARS = PosSettings(listen="tcp://127.0.0.1:0")


@pytest.fixture
def till(till_for: TillMaker) -> Till:
    return till_for("zh_CN", pos=HEARS)


@pytest.fixture
def maker(till: Till) -> Iterator[OtherTill]:
    """A till of another maker, connected."""
    assert till.at.desk.pos is not None
    till.until(lambda: till.at.desk.pos is not None and till.at.desk.pos.port > 0)
    with OtherTill(till.at.desk.pos.port) as one:
        yield one


def came(till: Till, bills: int = 1) -> None:
    till.until(lambda: len(till.page.selling.pos.stand.bills) == bills)
    till.until(till.page.strip.isVisible)


def hear(till: Till, maker: OtherTill) -> dict[str, Any]:
    """Wait for an answer while the page goes on."""
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(maker.outcome)
        till.until(answer.done)
        return answer.result()


def test_a_bill_is_taken_posted_with_the_pin_and_answered(till: Till, maker: OtherTill) -> None:
    before = till.at.balances()
    assert maker.ask(sale())["type"] == "waiting"
    came(till)
    assert "20-1187" in till.page.strip.words.text()
    assert till.problems() == []
    till.swipe()
    till.key(KEY.Key_F7)
    till.previewed()
    assert till.page.amount.bill.isReadOnly()
    assert till.page.amount.bill.text() == "20-1187"
    assert till.rest() == "¥34.20"
    till.type("99")  # the amount is the till's
    assert till.page.selling.draft is not None
    assert till.page.selling.draft.amount_minor == 3_800
    till.key(KEY.Key_F2)
    till.until(lambda: till.rest() == "¥0.00")
    assert till.problems() == []
    till.key(KEY.Key_Return)
    till.until(lambda: till.at.simulators.pad.is_asking)
    refused = maker.ask(other("cancel", bill="20-1187"))
    while refused["type"] == "waiting":
        refused = maker.hear()
    assert refused["code"] == "being-posted"
    till.at.simulators.type_pin(PIN)
    said = hear(till, maker)
    assert (said["type"], said["stored_value"], said["to_pay"]) == ("approved", "34.20", "0.00")
    till.wait_posted()
    assert till.at.balances()[1] == before[1] - 3_420
    assert "20-1187" in till.at.printed()
    till.until(lambda: not till.page.strip.isVisible())
    assert not till.page.amount.bill.isReadOnly()
    assert till.page.selling.sale.amount == ""


def test_who_is_served_stays_while_bills_come_and_go(till: Till, maker: OtherTill) -> None:
    till.swipe()
    till.type("12")
    panel = till.window.desk.panel
    for number in ("7", "8"):
        maker.ask(sale(bill=number))
    came(till, 2)
    assert (till.window.desk.panel, till.page.selling.sale.amount) == (panel, "12")
    opened = []
    for _ in range(3):
        till.qtbot.mouseClick(till.page.strip.take, Qt.MouseButton.LeftButton)
        assert till.page.selling.pos.open is not None
        opened.append(till.page.selling.pos.open.key.bill)
    assert opened == ["7", "8", "7"]
    till.key(KEY.Key_Escape)
    assert till.page.selling.pos.open is None
    assert till.window.desk.panel == panel
    assert len(till.page.selling.pos.stand.bills) == 2


@pytest.mark.parametrize("is_open", [True, False])
def test_a_guest_without_a_card_is_the_tills_alone(
    till: Till,
    maker: OtherTill,
    is_open: bool,
) -> None:
    maker.ask(sale())
    came(till)
    if is_open:
        till.key(KEY.Key_F7)
    till.key(KEY.Key_F9)
    assert hear(till, maker)["type"] == "declined"
    till.until(lambda: not till.page.strip.isVisible())
    assert "20-1187" in till.page.note.title.text()
    assert till.page.selling.sale.pos is None


def test_a_bill_that_the_till_takes_back_is_said_and_cleared(till: Till, maker: OtherTill) -> None:
    maker.ask(sale())
    came(till)
    till.swipe()
    till.key(KEY.Key_F7)
    till.previewed()
    maker.say(other("cancel", bill="20-1187"))
    assert hear(till, maker)["type"] == "withdrawn"
    till.until(till.page.note.isVisible)
    assert "20-1187" in till.page.note.title.text()
    assert till.page.selling.draft is None
    assert till.window.desk.panel is not None


def test_a_number_used_again_for_another_sum_is_not_posted(till: Till, maker: OtherTill) -> None:
    maker.ask(sale())
    came(till)
    till.swipe()
    till.key(KEY.Key_F7)
    till.previewed()
    pos = till.page.selling.pos
    stale = pos.open
    assert stale is not None
    pos._latest.cancel()
    till.window._stop()
    maker.say(other("cancel", bill="20-1187"))
    assert hear(till, maker)["type"] == "withdrawn"
    maker.ask(sale(amount="76.00", lines=(("牛肉面 Noodles", "76.00"),)))
    assert pos.open == stale
    till.key(KEY.Key_Return)
    till.until(till.page.note.isVisible)
    assert till.at.simulators.printer.cuts == 0
    assert till.state is FlowState.EDITING
    till.until(till.window.desk.tasks.idle)
    maker.say(other("cancel", bill="20-1187"))  # it was given back
    assert hear(till, maker)["type"] == "withdrawn"


def test_a_guest_who_cancels_the_pin_lets_the_bill_wait_on(till: Till, maker: OtherTill) -> None:
    maker.ask(sale())
    came(till)
    till.swipe()
    till.key(KEY.Key_F7)
    till.previewed()
    till.key(KEY.Key_F2)
    till.until(lambda: till.rest() == "¥0.00")
    till.key(KEY.Key_Return)
    till.until(lambda: till.at.simulators.pad.is_asking)
    till.at.simulators.cancel_pin()
    till.until(lambda: till.state is FlowState.EDITING)
    till.until(till.window.desk.tasks.idle)
    assert not till.page.selling.pos.is_begun
    assert till.page.selling.pos.open is not None
    maker.say(other("cancel", bill="20-1187"))
    assert hear(till, maker)["type"] == "withdrawn"


@pytest.mark.parametrize("code", ["zh_CN", "en"])
def test_a_link_that_hears_nobody_says_why(till_for: TillMaker, code: str) -> None:
    till = till_for(code, pos=PosSettings(listen="tcp://192.0.2.1:9310"))
    till.until(till.page.strip.isVisible)
    assert till.page.selling.pos.stand.trouble is PosTrouble.BEYOND_LOOPBACK
    assert "beyond_loopback" in till.page.strip.note.text()
    assert "beyond_loopback" in till.window.bar._till.accessibleName()
    assert not till.page.strip.take.isVisible()
    assert till.problems() == []
    till.key(KEY.Key_F7)
    till.key(KEY.Key_F9)
    assert till.page.selling.sale.pos is None

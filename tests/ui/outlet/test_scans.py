"""QR codes at the till: a scanner types them into the real window, and value by QR always needs the PIN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.loyalty.ids import MemberId
from app.operations.carry_over import CarryOver
from app.operations.decision import Outcome
from app.operations.publish_programme import PublishProgramme
from app.operations.slip import Body
from app.ui.kit.wedge_filter import WedgeFilter
from app.ui.service.answers import PinPurpose
from app.ui.service.requests import FoundBy, PinChange, PinDraft
from app.ui.serving.flow import FlowState
from tests.operations.test_found_by import house_without_pins
from tests.support.at_desk import PIN, AtDesk, member_of
from tests.ui.outlet.waiter import KEY, Till, TillMaker

ADMIN = "admin"
NEW = (PinPurpose.NEW, PinPurpose.AGAIN)
Scan = Callable[[str], None]


@pytest.fixture
def till(till_for: TillMaker) -> Till:
    return till_for("zh_CN")


@pytest.fixture
def scan(till: Till, qapp: QApplication) -> Iterator[Scan]:
    """A scanner that types into the till's window."""
    wedge = WedgeFilter(till.at.desk.station.wedge())
    wedge.watch(qapp)
    window = till.window.windowHandle()

    def type_it(text: str) -> None:
        for character in text:
            till.qtbot.keyClick(window, character)
        till.qtbot.keyClick(window, KEY.Key_Return)

    yield type_it
    wedge.unwatch(qapp)


def code_of(at: AtDesk, label: str = "lin") -> str:
    text = at.service.e_card_text(member_of(label))
    assert isinstance(text, str)
    return text


def post(at: AtDesk, kind: str, body: Body, operator: str, member: str = "") -> None:
    hotel = at.desk.hotel
    draft = hotel.draft(kind, body, operator=operator, member=MemberId(member))
    answer = hotel.line.submit(draft).result(15)
    assert answer.decision.outcome is Outcome.POSTED, answer.decision.refusal


def pay_by_stored_value(till: Till, amount: str) -> None:
    till.type(amount)
    till.previewed()
    till.key(KEY.Key_F2)
    till.until(lambda: till.rest() == "¥0.00")
    till.key(KEY.Key_Return)


def without_pins(at: AtDesk) -> None:
    """Publish a programme that asks for no PIN, with vouchers."""
    today = at.service.house().business_date
    body = PublishProgramme(
        source=house_without_pins(),
        settings='{"points_per_yuan_paid": "100"}',
        valid_from=today - timedelta(days=1),
    )
    post(at, "publish_programme", body, ADMIN)


def test_a_members_code_opens_the_member_and_value_needs_the_pin(till: Till, scan: Scan) -> None:
    without_pins(till.at)
    before = till.at.balances()
    scan(code_of(till.at))
    till.until(lambda: till.window.desk.panel is not None)
    assert till.window.desk.found_by is FoundBy.QR
    assert till.page.who.found.text().endswith("QR")
    assert till.page.amount.bill.text().count("%") == 0
    pay_by_stored_value(till, "50")
    till.until(lambda: till.at.simulators.pad.is_asking)
    assert till.at.balances() == before
    till.at.simulators.type_pin(PIN)
    till.wait_posted()
    assert till.at.balances()[1] == before[1] - 5_000
    ((text,),) = till.at.rows(
        "SELECT text FROM slips WHERE kind = 'post_spend' ORDER BY arrived_at DESC LIMIT 1"
    )
    assert b'"identify":"qr"' in bytes(text)


def test_a_swipe_upgrades_and_a_code_again_does_not(till: Till, scan: Scan) -> None:
    without_pins(till.at)
    scan(code_of(till.at))
    till.until(lambda: till.window.desk.panel is not None)
    till.type("50")
    till.previewed()
    till.key(KEY.Key_F2)
    till.at.simulators.swipe("lin")
    till.until(lambda: till.window.desk.found_by is FoundBy.CARD)
    assert till.page.selling.sale.with_stored  # the same guest's sale goes on
    till.until(lambda: till.rest() == "¥0.00")
    till.key(KEY.Key_Return)
    till.wait_posted()  # the programme asks for no PIN
    assert not till.at.simulators.pad.is_asking


def test_a_member_stays_by_qr_until_the_card_is_read(till: Till, scan: Scan) -> None:
    scan(code_of(till.at))
    till.until(lambda: till.window.desk.panel is not None)
    desk = till.window.desk
    desk.show_panel(desk.panel)
    assert desk.found_by is FoundBy.QR
    desk.show_panel(desk.panel, found_by=FoundBy.PHONE)
    assert desk.found_by is FoundBy.QR
    till.key(KEY.Key_Escape)
    assert (desk.panel, desk.found_by) == (None, FoundBy.CARD)


def test_a_guest_without_a_pin_pays_nothing_by_qr_and_hears_why(till: Till, scan: Scan) -> None:
    post(till.at, "carry_over", CarryOver(stored_minor=50_000), ADMIN, member="m-none")
    text = till.at.service.e_card_text(MemberId("m-none"))
    assert isinstance(text, str)
    scan(text)
    till.until(lambda: till.window.desk.panel is not None)
    till.type("50")
    till.previewed()
    till.key(KEY.Key_F2)
    till.until(till.page.note.isVisible)
    assert "密码" in till.page.note.title.text()
    till.key(KEY.Key_Return)
    till.until(till.window.desk.tasks.idle)
    assert till.at.simulators.printer.cuts == 0


def test_a_vouchers_code_selects_it_and_pays_with_the_pin(till: Till, scan: Scan) -> None:
    at = till.at
    without_pins(at)
    post(at, "carry_over", CarryOver(balances={"gift-money": 5_000}), ADMIN, member="m-voucher")
    at.service.print_e_card(MemberId("m-voucher"))
    codes = [line[4:-1] for line in at.simulators.printer.text if line.startswith("[QR ")]
    scan(next(one for one in codes if ".V." in one))
    till.until(lambda: till.page.selling.sale.voucher == "gift-money")
    assert till.window.desk.panel is not None
    till.type("80")
    till.until(till.page.note.isVisible)  # nobody set a PIN
    assert "密码" in till.page.note.title.text()
    till.key(KEY.Key_Return)
    till.until(till.window.desk.tasks.idle)
    till.key(KEY.Key_F4)  # no voucher: the rest is cash
    till.previewed()
    assert till.rest() == "¥80.00"
    till.key(KEY.Key_Return)
    till.wait_posted(2)  # the e-card was the first


def test_a_voucher_of_money_pays_what_it_holds_after_the_pin(till: Till, scan: Scan) -> None:
    at = till.at
    without_pins(at)
    member = "m-voucher"
    post(at, "carry_over", CarryOver(balances={"gift-money": 5_000}), ADMIN, member=member)
    at.service.sign_in("wang", "jinting-wang")
    pins = [at.pin(digits="271828", purpose=one, member=MemberId(member)) for one in NEW]
    at.done(PinDraft(member_id=MemberId(member), change=PinChange.SET), *pins)
    at.service.print_e_card(MemberId(member))
    codes = [line[4:-1] for line in at.simulators.printer.text if line.startswith("[QR ")]
    scan(next(one for one in codes if ".V." in one))
    till.until(lambda: till.page.selling.sale.voucher == "gift-money")
    till.type("80")
    till.until(lambda: till.rest() == "¥30.00")
    till.until(till.window.desk.tasks.idle)
    assert till.problems() == []
    till.key(KEY.Key_Return)
    till.until(lambda: at.simulators.pad.is_asking)
    at.simulators.type_pin("271828")
    till.wait_posted(2)
    assert "礼券" in at.printed()
    assert at.rows("SELECT SUM(remaining) FROM lots WHERE asset = 'gift-money'") == [(0,)]


@pytest.mark.parametrize("where", ["bill", "page", "signed out"])
def test_a_made_up_code_is_never_typed_and_opens_nobody(till: Till, scan: Scan, where: str) -> None:
    if where == "bill":
        till.page.amount.bill.setFocus()
    elif where == "signed out":
        till.key(KEY.Key_F12)
        till.until(lambda: till.window.page is till.window.sign_in)
    till.until(till.window.desk.tasks.idle)
    bill = till.page.amount.bill.text()
    scan("%INN1.M.100000033.ABCDEFGHIJKLMNOP")
    if where == "signed out":
        till.qtbot.wait(200)
        assert till.window.sign_in.operator.text().count("INN1") == 0
    else:
        till.until(till.page.note.isVisible)
        assert "二维码" in till.page.note.title.text()
    assert till.page.amount.bill.text() == bill
    assert till.page.selling.sale.amount == ""
    assert till.window.desk.panel is None


def test_a_code_while_the_pad_asks_changes_nothing(till: Till, scan: Scan) -> None:
    till.swipe()
    pay_by_stored_value(till, "50")
    till.until(lambda: till.at.simulators.pad.is_asking)
    scan(code_of(till.at, "shen"))
    till.qtbot.wait(200)
    assert till.state is FlowState.PIN
    assert till.window.desk.panel is not None
    assert till.window.desk.panel.member_id == member_of("lin")
    till.at.simulators.type_pin(PIN)
    till.wait_posted()


def test_the_e_card_is_printed_with_a_key(till: Till, scan: Scan) -> None:
    till.swipe()
    till.qtbot.keyClick(till.focus(), KEY.Key_E, Qt.KeyboardModifier.ControlModifier)
    till.until(lambda: till.at.simulators.printer.cuts == 1)
    assert code_of(till.at) in till.at.printed()
    till.until(till.page.note.isVisible)
    till.key(KEY.Key_Escape)
    scan(code_of(till.at))
    till.until(lambda: till.window.desk.panel is not None)

"""The cashier's day: what is done, and what must be seen after each step."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from app.bootstrap.demo_house import DEMO_PIN
from app.tour.guests import lay_card, see_messages, send_text
from app.tour.serving_stage import TourStage
from app.ui.service.station_records import LampState
from app.ui.serving.context import PageName
from app.ui.serving.flow import FlowState

_BILL = "20-1187"
_FLOAT = 50_000


def play_desk(stage: TourStage) -> None:
    """Play the whole day."""
    _sign_in(stage)
    _open_shift(stage)
    _see_member(stage)
    spent = _post_bill(stage)
    _redeem(stage)
    _refuse_dear(stage)
    _void(stage, spent)
    _lost_card(stage)
    _unplug(stage)
    lay_card(stage)
    send_text(stage)
    _close_shift(stage)
    _close_day(stage)


def _sign_in(stage: TourStage, operator: str = "chen", *, picture: bool = True) -> None:
    page = stage.page(PageName.SIGN_IN)
    page.operator.selectAll()
    stage.type(operator, page.operator)
    stage.type(f"jinting-{operator}", page.password)
    if picture:
        stage.shot(
            "sign-in", expected={"operator": operator}, seen={"operator": page.operator.text()}
        )
    stage.enter()
    stage.page(PageName.WAITING)
    if picture:
        session = stage.faces.window.desk.session
        stage.shot(
            "waiting",
            expected={"operator": operator},
            seen={"operator": session and session.operator_id},
        )


def _open_shift(stage: TourStage) -> None:
    stage.key(Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    page = stage.page(PageName.SHIFT)
    stage.type("500", page.float_field)
    _through(stage, page)
    sheet = stage.desk.service.shift_sheet()
    seen = {"float_minor": sheet.float_minor if sheet else None}
    stage.shot("shift-opened", expected={"float_minor": _FLOAT}, seen=seen)
    stage.key(Qt.Key.Key_Escape)
    stage.page(PageName.WAITING)


def _see_member(stage: TourStage) -> None:
    stage.swipe("lin")
    panel = stage.panel()
    seen = {"name": panel and panel.name.zh, "tier": panel and panel.tier.code} | stage.balances()
    expected = {"name": "林语晴", "tier": "gold", "points": 18_244, "stored_minor": 128_000}
    stage.shot("member", expected=expected, seen=seen, swipe_ms=stage.report.swipe_ms[-1])


def _post_bill(stage: TourStage) -> str:
    before = stage.balances()
    stage.key(Qt.Key.Key_F3)
    page = stage.page(PageName.SPEND)
    page.outlet.setCurrentIndex(1)
    stage.type(_BILL, page.bill)
    stage.type("428+260", page.amount)
    stage.key(Qt.Key.Key_Tab)
    stage.type("300", page.stored)
    stage.settle()
    preview = page.flow.preview
    seen = {
        "payable_minor": preview and preview.payable_minor,
        "rest_minor": preview and preview.rest_minor,
    }
    stage.shot("bill-preview", expected={"payable_minor": 61_920, "rest_minor": 31_920}, seen=seen)
    stage.enter()
    stage.until("the question", lambda: page.flow.state is FlowState.CHECKING)
    stage.settle()
    stage.enter()
    _enter_pin(stage, page, "bill-pin")
    after = stage.balances()
    earned = 3_405  # 619.20 × 5 × 1.1 = 3,405.6, parts dropped
    expected = {
        "points": before["points"] + earned,
        "stored_minor": before["stored_minor"] - 30_000,
    }
    slip = _last_slip(stage)
    stage.shot("bill-posted", expected=expected, seen=after, before=before, slip=slip)
    _print_first(stage)
    return slip


def _print_first(stage: TourStage) -> None:
    stage.key(Qt.Key.Key_F8)
    page = stage.page(PageName.FORMAT)
    stage.settle()
    stage.shot("print-format", expected={"paper": "80"}, seen={"paper": page.paper.code()})
    cuts = stage.sims.printer.cuts
    page.enter()
    stage.until("the receipt", lambda: stage.sims.printer.cuts > cuts)
    stage.settle()
    stage.keep_receipt("post-spend")
    stage.key(Qt.Key.Key_F8)
    stage.until("the copy", lambda: stage.sims.printer.cuts > 0)
    stage.settle()
    text = "\n".join(stage.sims.printer.text)
    marked = "补打" in text or "COPY" in text
    stage.shot("printed-again", expected={"marked_as_copy": True}, seen={"marked_as_copy": marked})
    stage.keep_receipt("copy")


def _redeem(stage: TourStage) -> None:
    _back_to_member(stage)
    before = stage.balances()
    stage.key(Qt.Key.Key_F4)
    page = stage.page(PageName.REDEEM)
    page.catalogue.go("R001")
    stage.settle()
    stage.shot("rewards", expected={"first": "R001"}, seen={"first": page.catalogue.current_key()})
    stage.enter()
    stage.until("the question", lambda: page.flow.state is FlowState.CHECKING)
    stage.settle()
    stage.enter()
    _enter_pin(stage, page, "redeem-pin")
    after = stage.balances()
    expected = {"points": before["points"] - 2_400, "stored_minor": before["stored_minor"]}
    stage.shot("redeemed", expected=expected, seen=after, before=before, slip=_last_slip(stage))
    stage.key(Qt.Key.Key_F8)
    stage.until("the receipt", lambda: stage.sims.printer.cuts > 0)
    stage.settle()
    stage.keep_receipt("redeem")


def _refuse_dear(stage: TourStage) -> None:
    _back_to_member(stage)
    before = stage.balances()
    stage.key(Qt.Key.Key_F4)
    page = stage.page(PageName.REDEEM)
    page.catalogue.go("R005")
    stage.settle()
    stage.enter()
    stage.settle()
    refused = page.flow.state is FlowState.EDITING and not page.note.isHidden()
    expected = {"refused": True} | before
    stage.shot(
        "too-dear", expected=expected, seen={"refused": refused} | stage.balances(), before=before
    )
    stage.key(Qt.Key.Key_Escape)


def _void(stage: TourStage, slip: str) -> None:
    _back_to_member(stage)
    before = stage.balances()
    stage.key(Qt.Key.Key_F6)
    page = stage.page(PageName.UNDO)
    page.slips.go(slip)
    stage.settle()
    stage.type("客人改用别的方式付款" if stage.is_chinese else "guest paid otherwise", page.why)
    stage.settle()
    stage.enter()
    stage.until("the question", lambda: page.flow.state is FlowState.CHECKING)
    stage.settle()
    stage.shot(
        "void-checked", expected={"state": "checking"}, seen={"state": page.flow.state.value}
    )
    stage.enter()
    stage.until("the result", lambda: page.flow.state is FlowState.DONE)
    stage.settle()
    after = stage.balances()
    expected = {"points": before["points"] - 3_405, "stored_minor": before["stored_minor"] + 30_000}
    stage.shot("voided", expected=expected, seen=after, before=before, slip=_last_slip(stage))


def _lost_card(stage: TourStage) -> None:
    stage.swipe("he")
    panel = stage.panel()
    kinds = [one.kind.value for one in panel.warnings] if panel else []
    stage.shot(
        "lost-card", expected={"lost": True}, seen={"lost": "card-lost" in kinds, "warnings": kinds}
    )


def _unplug(stage: TourStage) -> None:
    stage.sims.plug("reader", plugged=False)
    stage.until("the reader's lamp", lambda: _lamp(stage, "reader") is not LampState.READY)
    stage.settle()
    stage.shot(
        "reader-out",
        expected={"ready": False},
        seen={"ready": _lamp(stage, "reader") is LampState.READY},
    )
    stage.sims.plug("reader", plugged=True)
    stage.until("the reader's lamp", lambda: _lamp(stage, "reader") is LampState.READY, seconds=15)
    stage.swipe("shen")
    panel = stage.panel()
    stage.shot("reader-back", expected={"name": "沈墨"}, seen={"name": panel and panel.name.zh})


def _close_shift(stage: TourStage) -> None:
    _back_to_waiting(stage)
    stage.key(Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    page = stage.page(PageName.SHIFT)
    stage.settle()
    sheet = stage.desk.service.shift_sheet()
    expected_minor = sheet.tenders[0].expected_minor if sheet else -1
    for one, field in zip(sheet.tenders if sheet else (), page.fields(), strict=False):
        stage.type(f"{one.expected_minor / 100:.2f}", field)
    stage.settle()
    stage.shot(
        "shift-counted", expected={"cash_minor": _FLOAT}, seen={"cash_minor": expected_minor}
    )
    _through(stage, page)
    closed = stage.desk.service.shift_sheet() is None
    stage.shot(
        "shift-closed", expected={"closed": True}, seen={"closed": closed}, slip=_last_slip(stage)
    )


def _close_day(stage: TourStage) -> None:
    _back_to_waiting(stage)
    stage.key(Qt.Key.Key_F12)
    _sign_in(stage, "wang", picture=False)
    see_messages(stage)
    day = stage.desk.service.house().business_date
    stage.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = stage.page(PageName.DAY)
    stage.settle()
    stage.shot("day-proof", expected={"date": day.isoformat()}, seen={"date": day.isoformat()})
    _through(stage, page)
    after = stage.desk.service.house().business_date
    stage.shot(
        "day-closed",
        expected={"days": 1},
        seen={"days": (after - day).days},
        slip=_last_slip(stage),
    )


def _through(stage: TourStage, page: Any) -> None:
    """Enter, say yes, wait for the result."""
    stage.enter()
    stage.until("the question", lambda: page.flow.state in {FlowState.CHECKING, FlowState.DONE})
    stage.settle()
    if page.flow.state is FlowState.CHECKING:
        stage.enter()
    stage.until("the result", lambda: page.flow.state is FlowState.DONE)
    stage.settle()


def _enter_pin(stage: TourStage, page: Any, name: str) -> None:
    stage.until("the PIN prompt", lambda: page.flow.state is FlowState.PIN)
    stage.until("the pad asking", lambda: stage.sims.pad.is_asking)
    stage.pause(0.35)  # the prompt is painted while the pad still waits
    stage.shot(name, expected={"asking": True}, seen={"asking": stage.sims.pad.is_asking})
    stage.sims.type_pin(DEMO_PIN)
    stage.until("the result", lambda: page.flow.state is FlowState.DONE)
    stage.settle()


def _back_to_member(stage: TourStage) -> None:
    for _ in range(3):
        if stage.faces.window.router.name is PageName.MEMBER:
            break
        stage.key(Qt.Key.Key_Escape)
        stage.settle()
    stage.page(PageName.MEMBER)


def _back_to_waiting(stage: TourStage) -> None:
    for _ in range(4):
        if stage.faces.window.router.name is PageName.WAITING:
            break
        stage.key(Qt.Key.Key_Escape)
        stage.settle()
    stage.page(PageName.WAITING)


def _last_slip(stage: TourStage) -> str:
    slip = stage.faces.window.desk.last_slip
    return str(slip.slip_id) if slip else ""


def _lamp(stage: TourStage, name: str) -> LampState | None:
    lamps = stage.faces.window.desk.lamps
    return next((one.state for one in lamps if one.device_id == name), None)

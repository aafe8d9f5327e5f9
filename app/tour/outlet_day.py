"""A waiter's day at the till: what is done, and what must be seen after each step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.bootstrap.demo_house import MEMBERS
from app.tour.outlet_stage import TillStage
from app.tour.stage import ENTER_PIN
from app.ui.service.requests import FoundBy
from app.ui.service.station_records import Link, LinkState

_PHONE = MEMBERS[0].record.phone.removeprefix("+86")
_KEY = Qt.Key
_WAIT_S = 12.0


def play_outlet(stage: TillStage) -> None:
    """Play the whole day."""
    _sign_in(stage)
    _split(stage)
    _pay_by_stored_value(stage)
    _scan(stage)
    _find_by_phone(stage)
    _void(stage)
    _see_figures(stage, _take_bill_of_another_till(stage))
    _go_offline(stage)
    _print_again(stage)


def _sign_in(stage: TillStage) -> None:
    window = stage.faces.window
    stage.until("the house", lambda: window.desk.house is not None)
    stage.settle()
    stage.type("chen", window.sign_in.operator)
    stage.type("jinting-chen", window.sign_in.password)
    stage.shot(
        "sign-in", expected={"operator": "chen"}, seen={"operator": window.sign_in.operator.text()}
    )
    stage.enter()
    stage.until("the till", lambda: window.page is stage.till)
    stage.settle()
    session = window.desk.session
    stage.shot(
        "waiting",
        expected={"operator": "chen", "outlet": "restaurant"},
        seen={
            "operator": session and session.operator_id,
            "outlet": window.desk.house and window.desk.house.outlet,
        },
    )


def _split(stage: TillStage) -> None:
    """Add sums up, and pay in two ways."""
    before = stage.books_of("lin")
    stage.swipe("lin")
    panel = stage.panel()
    stage.shot(
        "member",
        expected={"name": "林语晴"} | before,
        seen={"name": panel and panel.name.zh} | stage.balances(),
        swipe_ms=stage.report.swipe_ms[-1],
    )
    stage.sum_up("428+260", 61_920)
    stage.shot("sums", expected={"rest": "¥619.20"}, seen={"rest": stage.till.sums.rest.text()})
    stage.key(_KEY.Key_F10)
    stage.type("100")
    stage.settle()
    stage.enter()
    stage.sum_up("", 51_920)
    sale = stage.till.selling.sale
    stage.shot(
        "split",
        expected={"first": ["cash", 10_000], "rest_minor": 51_920},
        seen={"first": list(sale.first or ()), "rest_minor": stage.rest_minor()},
    )
    stage.post()
    expected = before | {"points": before["points"] + 3_405}  # 619.20 × 5 × 1.1 = 3,405.6
    stage.shot(
        "split-posted",
        expected=expected,
        seen=stage.books_of("lin"),
        before=before,
        slip=stage.last_slip(),
    )
    stage.keep_receipt("split")


def _pay_by_stored_value(stage: TillStage) -> None:
    before = stage.books_of("lin")
    stage.swipe("lin")
    stage.sum_up("50", 4_500)
    stage.key(_KEY.Key_F2)
    stage.sum_up("", 0)
    prompt = stage.prompted()
    stage.shot(
        "stored-value-pin",
        expected={"pad": ENTER_PIN} | before,
        seen={"pad": prompt} | stage.books_of("lin"),
    )
    stage.confirm()
    expected = {
        "points": before["points"] + 247,  # 45.00 × 5 × 1.1 = 247.5, parts dropped
        "stored_minor": before["stored_minor"] - 4_500,
    }
    stage.shot(
        "stored-value-posted",
        expected=expected,
        seen=stage.books_of("lin"),
        before=before,
        slip=stage.last_slip(),
    )
    stage.keep_receipt("stored-value")


def _scan(stage: TillStage) -> None:
    """Open a guest by the code on their phone: value then needs the PIN, whatever the programme says."""
    stage.swipe("shen")
    shen = stage.panel()
    code = stage.desk.service.e_card_text(shen.member_id) if shen else ""
    stage.key(_KEY.Key_Escape)
    before = stage.books_of("shen")
    stage.scan(str(code))
    found = stage.faces.window.desk.found_by
    panel = stage.panel()
    stage.shot(
        "scanned",
        expected={"found_by": "qr", "name": "沈墨"},
        seen={
            "found_by": "qr" if found is FoundBy.QR else "card",
            "name": panel and panel.name.zh,
        },
    )
    stage.sum_up("60", 6_000)
    stage.key(_KEY.Key_F2)
    stage.sum_up("", 0)
    prompt = stage.prompted()
    stage.shot(
        "scanned-pin",
        expected={"pad": ENTER_PIN} | before,
        seen={"pad": prompt} | stage.books_of("shen"),
    )
    stage.confirm()
    slip = stage.last_slip()
    expected = {
        "points": before["points"] + 300,
        "stored_minor": before["stored_minor"] - 6_000,
        "written_as": "qr",
    }
    by_code = '"identify":"qr"' in stage.text_of(slip)
    stage.shot(
        "scanned-posted",
        expected=expected,
        seen=stage.books_of("shen") | {"written_as": "qr" if by_code else "other"},
        before=before,
        slip=slip,
    )
    stage.keep_receipt("scanned")


def _find_by_phone(stage: TillStage) -> None:
    before = stage.books_of("lin")
    stage.key(_KEY.Key_F5)
    stage.type(_PHONE)
    stage.until("the number's owner", lambda: len(stage.till.phone.hits) == 1)
    stage.settle()
    stage.shot("phone", expected={"hits": 1}, seen={"hits": len(stage.till.phone.hits)})
    stage.enter()
    stage.until("the member", lambda: stage.panel() is not None)
    stage.settle()
    stage.sum_up("10", 900)
    found = stage.faces.window.desk.found_by
    stage.shot(
        "phone-found", expected={"by_phone": True}, seen={"by_phone": found is FoundBy.PHONE}
    )
    stage.post()
    expected = before | {"points": before["points"] + 49}  # 9.00 × 5 × 1.1 = 49.5
    stage.shot("phone-posted", expected=expected, seen=stage.books_of("lin"), before=before)
    stage.sims.printer.tear_off()


def _void(stage: TillStage) -> None:
    """Void what was posted last, for a reason."""
    before = stage.books_of("lin")
    stage.key(_KEY.Key_F6)
    stage.until("why", lambda: stage.till.middle.currentWidget() is stage.till.undoing)
    stage.settle()
    why = stage.till.undoing.reasons[0].text()
    stage.shot("void-why", expected={"has_reason": True}, seen={"has_reason": bool(why)}, why=why)
    cuts = stage.sims.printer.cuts
    stage.key(_KEY.Key_F1)
    stage.until_posted(cuts)
    slip = stage.last_slip()
    expected = before | {"points": before["points"] - 49, "reason_is_written": True}
    seen = stage.books_of("lin") | {"reason_is_written": why in stage.text_of(slip)}
    stage.shot("voided", expected=expected, seen=seen, before=before, slip=slip)
    stage.keep_receipt("void")


def _take_bill_of_another_till(stage: TillStage) -> int:
    """Take the bill that another maker's till sends over its real connection, and answer it; returns what it took."""
    pos, till, before = stage.till.selling.pos, stage.sims.till, stage.books_of("lin")
    stage.until("the link", lambda: stage.desk.pos is not None and stage.desk.pos.port > 0)
    stage.sims.send_bill()
    stage.until("the bill", lambda: len(pos.stand.bills) == 1, _WAIT_S)
    stage.until("the strip", stage.till.strip.isVisible)
    stage.settle()
    bill = pos.stand.bills[0]
    stage.shot(
        "bill-came",
        expected={"shown": True},
        seen={"shown": bill.key.bill in stage.till.strip.words.text()},
        bill=bill.key.bill,
    )
    stage.swipe("lin")
    stage.key(_KEY.Key_F7)
    rest = bill.amount_minor * 9 // 10
    stage.sum_up("", rest)
    number = stage.till.amount.bill.text()
    stage.shot("bill-taken", expected={"bill": bill.key.bill}, seen={"bill": number})
    stage.post()
    stage.until("the other till's answer", lambda: "¥" in till.says.zh or "另收" in till.says.zh)
    stage.shot(
        "bill-answered",
        expected={
            "points": before["points"] + rest * 55 // 1_000,
            "till_takes": f"{rest // 100}.{rest % 100:02d}",
        },
        seen=stage.books_of("lin") | {"till_takes": till.says.en.split()[-4]},
        before=before,
        told=till.says.en,
    )
    stage.keep_receipt("bill")
    return int(rest)


def _see_figures(stage: TillStage, of_another_till: int) -> None:
    """Compare the day's figures at the foot of the page with the books."""
    stage.key(_KEY.Key_Escape)
    stage.settle()
    # What the steps above took; the bill that was voided is none of it.
    taken = 61_920 + 4_500 + 6_000 + of_another_till
    shown = stage.faces.window.desk.today
    stage.shot(
        "figures",
        expected={"spend_minor": taken, "voids": 1},
        seen={
            "bills": shown and shown.bills,
            "spend_minor": shown and shown.spend_minor,
            "voids": shown and shown.voids,
        },
    )


def _go_offline(stage: TillStage) -> None:
    """Lose the central books, with slips that wait, and find them again."""
    desk, window = stage.faces.window.desk, stage.faces.window
    for state, waiting in ((LinkState.OFFLINE, 12), (desk.link.state, 0)):
        desk.link = Link(state=state, waiting_slips=waiting)
        desk.link_changed.emit()
        stage.settle()
        is_offline = state is LinkState.OFFLINE
        texts = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
        said = any("12" in text and ("离线" in text or "Offline" in text) for text in texts)
        stage.shot(
            "offline" if is_offline else "online-again",
            expected={"strip": is_offline},
            seen={"strip": said},
        )


def _print_again(stage: TillStage) -> None:
    stage.sims.printer.tear_off()
    stage.key(_KEY.Key_F8)
    stage.until("the copy", lambda: stage.sims.printer.cuts > 0)
    stage.settle()
    text = "\n".join(stage.sims.printer.text)
    stage.shot(
        "printed-again",
        expected={"marked_as_copy": True, "said_as_trouble": False},
        seen={
            "marked_as_copy": "补打" in text or "COPY" in text,
            "said_as_trouble": stage.till.note.isVisible(),
        },
    )
    stage.keep_receipt("copy")

"""A day at the kiosk: what guests do alone, and what must be seen after each step."""

from __future__ import annotations

from app.bootstrap.demo_house import STAFF_PIN
from app.tour.kiosk_guests import give_points, join, walk_away
from app.tour.kiosk_stage import KioskStage
from app.tour.stage import ENTER_PIN
from app.ui.kiosk.state import KioskPage
from app.ui.kit.language import Language

_PHONE = "13812342217"
_FIRST_POINTS = 2_400


def play_kiosk(stage: KioskStage) -> None:
    """Play the whole day."""
    _attract(stage)
    _type_phone(stage)
    _come_by_card(stage)
    _redeem(stage)
    _jam(stage)
    _look_back(stage)
    _print_statement(stage)
    give_points(stage)
    _turn_helps(stage)
    _call_staff(stage)
    stage.finish()
    _check_in(stage)
    walk_away(stage)
    join(stage)
    _serve(stage)


def _words(stage: KioskStage, zh: str, en: str) -> str:
    return zh if stage.is_chinese else en


def _language(stage: KioskStage) -> Language:
    return stage.window.kiosk.language


def _attract(stage: KioskStage) -> None:
    kiosk = stage.window.kiosk
    stage.until("the house", lambda: kiosk.house is not None and not kiosk.missing, 15)
    stage.settle()
    said = stage.read()
    stage.shot(
        "attract",
        expected={"both_languages": True, "nobody": True},
        seen={
            "both_languages": "欢迎光临" in said and "Welcome" in said,
            "nobody": stage.is_cleared(),
        },
    )


def _type_phone(stage: KioskStage) -> None:
    """Begin by phone in the tour's language, and mistype the PIN: nothing is told."""
    stage.touch(stage.page.starts[0 if stage.is_chinese else 1])
    stage.at(KioskPage.PHONE)
    stage.touch_in(_PHONE)
    stage.shot("phone", expected={"phone": _PHONE}, seen={"phone": stage.page.phone})
    stage.touch(stage.page.next)
    prompt = stage.prompted()
    told = "林语晴" in stage.read() or "Lin Yuqing" in stage.read()
    stage.shot(
        "pin",
        expected={"pad": ENTER_PIN, "told_before_the_pin": False},
        seen={
            "pad": prompt,
            "told_before_the_pin": told,
        },
    )
    stage.sims.type_pin("111111")
    stage.at(KioskPage.PHONE)
    board = stage.page.board
    stage.shot(
        "pin-wrong",
        expected={"tone": "refused", "second_line": "", "tells_which": False},
        seen={
            "tone": board.tone,
            "second_line": board.detail.text(),
            "tells_which": "林" in stage.read() or "Lin" in stage.read(),
            "said": board.title.text(),
        },
    )
    stage.finish()


def _come_by_card(stage: KioskStage) -> None:
    in_books = stage.books_of("lin")
    stage.window.kiosk.chose_language = True  # the tour's, whatever the guest's own
    stage.sims.swipe("lin")
    prompt = stage.prompted()
    stage.shot(
        "card-pin",
        expected={"pad": ENTER_PIN},
        seen={"pad": prompt},
    )
    stage.type_pin()
    stage.at(KioskPage.HOME)
    language, said = _language(stage), stage.read()
    stage.shot(
        "home",
        expected={"name": True, "tells_points": True, "tells_stored": True},
        seen={
            "name": _words(stage, "林语晴", "Lin Yuqing") in said,
            "tells_points": language.count(in_books["points"]) in said,
            "tells_stored": language.money(in_books["stored_minor"]) in said,
        }
        | in_books,
    )


def _redeem(stage: KioskStage) -> None:
    before = stage.books_of("lin")
    stage.open_rewards()
    first = stage.page.cards[0].reward
    stage.shot("rewards", expected={"points": _FIRST_POINTS}, seen={"points": first.points})
    stage.touch(stage.page.cards[0])
    confirm = stage.at(KioskPage.CONFIRM)
    keeps = _language(stage).count(before["points"] - _FIRST_POINTS)
    stage.shot("confirm", expected={"keeps": True}, seen={"keeps": keeps in stage.read()})
    stage.touch(confirm.take)
    prompt = stage.prompted()
    stage.shot(
        "redeem-pin",
        expected={"pad": ENTER_PIN} | before,
        seen={"pad": prompt} | stage.books_of("lin"),
    )
    stage.type_pin()
    stage.at(KioskPage.DONE)
    expected = before | {"points": before["points"] - _FIRST_POINTS, "voucher": True}
    voucher = first.name.zh in stage.printed() or first.name.en in stage.printed()
    stage.shot(
        "redeemed",
        expected=expected,
        seen=stage.books_of("lin") | {"voucher": voucher},
        before=before,
    )
    stage.keep_receipt("voucher")
    stage.touch(stage.page.home)
    stage.at(KioskPage.HOME)


def _jam(stage: KioskStage) -> None:
    """Jam the printer behind the PIN: what was posted is taken back, and the balance is as it was."""
    before = stage.books_of("lin")
    confirm = stage.choose_first()
    stage.touch(confirm.take)
    stage.prompted()
    stage.sims.printer.turn(is_jammed=True)
    stage.type_pin()
    stage.at(KioskPage.DONE)
    words = _words(stage, "没有出券，没有扣分", "No voucher, no points taken")
    stage.shot(
        "taken-back",
        expected=before | {"said": True},
        seen=stage.books_of("lin") | {"said": words in stage.read()},
        before=before,
    )
    stage.sims.printer.turn(is_jammed=False)
    stage.until("the printer", lambda: not stage.window.kiosk.missing, 12)
    stage.sims.printer.tear_off()
    stage.touch(stage.page.home)
    stage.at(KioskPage.HOME)


def _look_back(stage: KioskStage) -> None:
    stage.go(KioskPage.HISTORY)
    stage.until("the slips", stage.page.lines[0].isVisible)
    stage.settle()
    shown = [one for one in stage.page.lines if one.isVisible()]
    stage.shot("history", expected={"slips": True}, seen={"slips": len(shown) >= 2})
    stage.touch(stage.page.lines[1])
    stage.at(KioskPage.WHY)
    figure = _language(stage).count(_FIRST_POINTS)
    stage.shot("why", expected={"explains": True}, seen={"explains": figure in stage.read()})
    stage.touch(stage.window.head.back_button)
    stage.at(KioskPage.HISTORY)


def _print_statement(stage: KioskStage) -> None:
    page, balance = stage.go(KioskPage.STATEMENT), stage.books_of("lin")
    cuts = stage.sims.printer.cuts
    stage.touch(page.print)
    stage.until("the statement", lambda: stage.sims.printer.cuts > cuts)
    stage.settle()
    figure = _language(stage).count(balance["points"])
    stage.shot(
        "statement",
        expected={"tells_points": True},
        seen={"tells_points": figure in stage.printed()} | balance,
    )
    stage.keep_receipt("statement")


def _turn_helps(stage: KioskStage) -> None:
    """Large text and contrast, by the foot; both end with the visit."""
    stage.at(KioskPage.HOME)
    foot = stage.window.foot
    stage.touch(foot.buttons["large"])
    stage.at(KioskPage.HOME)
    theme = stage.window.kiosk.theme
    stage.shot("large", expected={"face": "kiosk_large"}, seen={"face": theme.face})
    stage.touch(stage.window.foot.buttons["contrast"])
    stage.at(KioskPage.HOME)
    stage.shot(
        "large-contrast",
        expected={"face": "kiosk_large", "colours": "high_contrast"},
        seen={"face": theme.face, "colours": theme.name},
    )
    stage.touch(stage.window.foot.buttons["large"])
    stage.at(KioskPage.HOME)
    stage.shot(
        "contrast",
        expected={"face": "kiosk", "colours": "high_contrast"},
        seen={"face": theme.face, "colours": theme.name},
    )
    stage.touch(stage.window.foot.buttons["contrast"])
    stage.at(KioskPage.HOME)


def _call_staff(stage: KioskStage) -> None:
    stage.touch(stage.window.foot.buttons["call"])
    page = stage.at(KioskPage.HELP)
    stage.shot("call", expected={"told": True}, seen={"told": bool(page.title.text())})
    stage.touch(stage.window.head.back_button)
    stage.at(KioskPage.HOME)


def _check_in(stage: KioskStage) -> None:
    """Check a booking in: the guest whom the demo expects today."""
    stage.window.kiosk.chose_language = True
    stage.come("shen")
    stage.go(KioskPage.CHECK_IN)
    booked = len(stage.window.kiosk.visit.bookings if stage.window.kiosk.visit else ())
    stage.shot("check-in", expected={"bookings": 1}, seen={"bookings": booked})
    stage.touch(stage.page.lines[0])
    stage.at(KioskPage.DONE)
    visit = stage.open.service.visit()
    left = len(visit.bookings) if visit else -1
    words = _words(stage, "入住", "checked in")
    stage.shot(
        "checked-in",
        expected={"bookings": 0, "said": True},
        seen={"bookings": left, "said": words in stage.read()},
    )
    stage.touch(stage.page.finish)
    stage.at(KioskPage.ATTRACT)


def _serve(stage: KioskStage) -> None:
    """Open the service page with a staff card and its PIN, and leave it."""
    stage.sims.swipe("supervisor")
    prompt = stage.prompted()
    stage.type_pin(STAFF_PIN)
    stage.at(KioskPage.SERVICE)
    stage.until("the sheet", lambda: stage.page.sheet is not None)
    stage.settle()
    devices = len(stage.page.sheet.devices)
    stage.shot("service", expected={"devices": True}, seen={"devices": devices >= 5, "pad": prompt})
    stage.finish()
    stage.shot("end", expected={"nobody": True}, seen={"nobody": stage.is_cleared()})

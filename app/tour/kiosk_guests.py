"""Three guests at the kiosk: one who gives points, one who walks away from the pad, one who joins."""

from __future__ import annotations

from app.tour.kiosk_stage import KioskStage
from app.tour.stage import ENTER_PIN
from app.ui.kiosk.state import KioskPage

_FRIEND = "13900012207"
_GIFT = 100
_NEW = "13711110000"
_OWN_PIN = "975310"
_NEW_PIN, _PIN_AGAIN = "ENTER NEW PIN", "ENTER PIN AGAIN"
_ASK_MS, _CLEAR_MS = 700, 900
_ASK_AFTER_MS, _CLEAR_AFTER_MS = 30_000, 10_000


def give_points(stage: KioskStage) -> None:
    """Give points to a friend found by phone."""
    giver, friend = stage.books_of("lin"), stage.books_of("shen")
    stage.go(KioskPage.GIFT)
    stage.touch_in(_FRIEND)
    stage.touch(stage.page.next)
    stage.until("the friend", lambda: stage.page.friend is not None)
    stage.at(KioskPage.GIFT)
    stage.touch_in(str(_GIFT))
    stage.shot("gift", expected={"points": str(_GIFT)}, seen={"points": stage.page.number})
    stage.touch(stage.page.next)
    prompt = stage.prompted()
    stage.shot(
        "gift-pin",
        expected={"pad": ENTER_PIN} | giver,
        seen={"pad": prompt} | stage.books_of("lin"),
    )
    stage.type_pin()
    stage.at(KioskPage.DONE)
    stage.shot(
        "gift-given",
        expected={"given": giver["points"] - _GIFT, "got": friend["points"] + _GIFT},
        seen={"given": stage.books_of("lin")["points"], "got": stage.books_of("shen")["points"]},
        before={"given": giver["points"], "got": friend["points"]},
    )
    stage.touch(stage.page.home)
    stage.at(KioskPage.HOME)


def walk_away(stage: KioskStage) -> None:
    """Leave in the middle of a redemption: the pad gives up, the screen asks, then everything is cleared.

    The seconds are shortened, the way is the house's own: while the pad asks nobody is counted away, so
    it is the pad's own end that brings the reward back, and there the counting begins.
    """
    window = stage.window
    before = stage.books_of("lin")
    window.kiosk.chose_language = True
    stage.come("lin")
    confirm = stage.choose_first()
    stage.touch(confirm.take)
    prompt = stage.prompted()
    stage.shot(
        "left-at-the-pad",
        expected={"pad": ENTER_PIN} | before,
        seen={"pad": prompt} | stage.books_of("lin"),
    )
    window.leaving.set_times(ask_ms=_ASK_MS, clear_ms=_CLEAR_MS)
    stage.sims.pad.let_time_out()
    stage.until("the question", window.still_there.isVisible)
    stage.pause(0.15)
    stage.shot(
        "still-there",
        expected={"still_a_visit": True, "pad_asks": False},
        seen={
            "still_a_visit": window.kiosk.visit is not None,
            "pad_asks": stage.sims.pad.is_asking,
        },
    )
    stage.at(KioskPage.ATTRACT)
    window.leaving.set_times(ask_ms=_ASK_AFTER_MS, clear_ms=_CLEAR_AFTER_MS)
    stage.shot(
        "walked-away",
        expected=before | {"nobody": True, "held": 0},
        seen=stage.books_of("lin") | {"nobody": stage.is_cleared(), "held": stage.held()},
        before=before,
    )


def join(stage: KioskStage) -> None:
    """Join with a phone that a texted code proves, and a PIN of one's own."""
    members = stage.members()
    stage.touch(stage.page.starts[0 if stage.is_chinese else 1])
    page = stage.at(KioskPage.PHONE)
    stage.touch(page.join)
    stage.at(KioskPage.ENROL)
    stage.touch_in(_NEW)
    stage.shot("join-phone", expected={"phone": _NEW}, seen={"phone": stage.page.number})
    stage.touch(stage.page.next)
    stage.until("the code's page", lambda: stage.page.sent is not None)
    stage.at(KioskPage.ENROL)
    code = stage.code_sent_to(_NEW)
    stage.touch_in(code)
    stage.shot("join-code", expected={"code": code}, seen={"code": stage.page.number})
    stage.touch(stage.page.next)
    stage.until("the name's page", lambda: int(stage.page.step) == 2)
    stage.type("lin")
    stage.pause(0.5)
    if stage.page.keyboard.is_chinese:
        stage.touch(stage.page.keyboard.choices[0])
    stage.settle()
    name = stage.page.keyboard.text
    stage.shot(
        "join-name", expected={"has_name": True}, seen={"has_name": bool(name), "name": name}
    )
    stage.touch(stage.page.next)
    stage.touch(stage.page.consent.agreed)
    stage.settle()
    agreed = stage.page.consent.agreed.isChecked()
    stage.shot("join-agreement", expected={"agreed": True}, seen={"agreed": agreed})
    stage.touch(stage.page.next)
    first = stage.prompted()
    stage.shot("join-pin", expected={"pad": _NEW_PIN}, seen={"pad": first})
    stage.sims.type_pin(_OWN_PIN)
    stage.until("the pad asking again", lambda: stage.sims.pad.display == _PIN_AGAIN)
    again = stage.prompted()
    stage.shot("join-pin-again", expected={"pad": _PIN_AGAIN}, seen={"pad": again})
    stage.sims.type_pin(_OWN_PIN)
    stage.at(KioskPage.DONE)
    stage.shot(
        "joined",
        expected={"members": members + 1, "visit": True},
        seen={
            "members": stage.members(),
            "visit": stage.open.service.visit() is not None,
        },
    )
    stage.touch(stage.page.finish)
    stage.at(KioskPage.ATTRACT)

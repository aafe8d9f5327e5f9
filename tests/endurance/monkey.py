"""Does anything at all to one face: FACE LANGUAGE SEED EVENTS HOTEL REPORT. The same seed does the same again.

Threads answer when they can, so a fault may need some tries with its seed; the last deeds are told with it.
"""

from __future__ import annotations

import json
import random
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.bootstrap.collector import collect_rarely
from app.bootstrap.demo_house import DEMO_PIN, STAFF_PIN
from app.store.verify import verify
from app.tour.gallery.hands import Hands
from app.tour.gallery.looks import LOOKS, take
from app.tour.gallery.walks import OpenWalk, open_walk
from app.ui.kiosk.state import KioskPage
from app.ui.serving.context import PageName
from tests.endurance.ears import Ears

KEY, MOD = Qt.Key, Qt.KeyboardModifier
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 .,+-*/'\"%;:?=@<>&\\"
NAMED = (
    *(getattr(KEY, f"Key_F{n}") for n in range(1, 13)),
    *(KEY.Key_Escape, KEY.Key_Return, KEY.Key_Return, KEY.Key_Enter, KEY.Key_Tab, KEY.Key_Backtab),
    *(KEY.Key_Up, KEY.Key_Down, KEY.Key_Left, KEY.Key_Right, KEY.Key_Home, KEY.Key_End),
    *(KEY.Key_PageUp, KEY.Key_PageDown, KEY.Key_Backspace, KEY.Key_Delete, KEY.Key_Space),
)
WITH_CTRL = (KEY.Key_K, KEY.Key_D, KEY.Key_E, KEY.Key_M, KEY.Key_A, KEY.Key_V, KEY.Key_Z)
CARDS = ("lin", "shen", "muir", "he", "yan", "long", "foreign", "unknown", "bank", "supervisor")
IC_CARDS = ("mifare", "fresh-mifare", "desfire", "sle4442", "iso7816")
PINS = (DEMO_PIN, DEMO_PIN, DEMO_PIN, STAFF_PIN, "111111", "4321")
OPERATORS = ("chen", "wang")
LAST = "zhao"  # signs in when all is over: nobody mistyped this password


class Monkey:
    """Random hands on one face."""

    def __init__(self, face: str, walking: OpenWalk, chance: random.Random) -> None:
        walk: Any = walking.walk
        self.face, self.walking, self.chance = face, walking, chance
        self.window: Any = walking.window
        self.hands: Hands = walk.hands
        self.opened = walk.kiosk if face == "kiosk" else walk.desk
        self.sims = self.opened.simulators
        self.tasks = self.window.kiosk.tasks if face == "kiosk" else self.window.desk.tasks
        self.finger = QTest.createTouchDevice()
        self.deeds: deque[str] = deque(maxlen=40)
        self.unplugged: set[str] = set()
        self.doing: dict[Callable[[], str], int] = {
            self.named_key: 30,
            self.letter: 18,
            self.number: 8,
            self.shortcut: 4,
            self.click: 18,
            self.touch: 8,
            self.swipe: 8,
            self.pin: 10,
            self.wait: 12,
            self.resize: 1,
            self.turn_language: 1,
            self.turn_colours: 1,
            self.device: 2,
            self.printer: 2,
            self.mend: 3,
            self.ic_card: 1,
            self.text: 1,
        }
        if face != "kiosk":
            self.doing[self.sign_in] = 12

    def do(self) -> None:
        """Do one thing."""
        (deed,) = self.chance.choices(tuple(self.doing), tuple(self.doing.values()))
        self.deeds.append(deed.__name__)
        try:
            self.deeds[-1] = f"{deed.__name__} {deed()}".rstrip()
        except RuntimeError as error:
            # Qt's own popups hand out parts that are gone; what the face raises is heard, never raised here.
            if "already deleted" not in str(error):
                raise
            self.deeds[-1] = f"{deed.__name__} at what is gone"
        app = self.walking.app
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # --- keys, pointer, finger ------------------------------------------------------------------

    def _focus(self) -> QWidget:
        return self._popup() or QApplication.focusWidget() or self.window

    def _popup(self) -> QWidget | None:
        popup = QApplication.activePopupWidget()
        return popup if popup is not None and isValid(popup) else None

    def named_key(self) -> str:
        key = self.chance.choice(NAMED)
        modifier = self.chance.choice((MOD.NoModifier,) * 8 + (MOD.ShiftModifier, MOD.AltModifier))
        QTest.keyClick(self._focus(), key, modifier)
        return f"{modifier.name} {key.name}"

    def letter(self) -> str:
        text = "".join(self.chance.choices(LETTERS, k=self.chance.randint(1, 4)))
        QTest.keyClicks(self._focus(), text)
        return text

    def number(self) -> str:
        text = self.chance.choice(("10", "88", "428+260", "1.005", "13812342217", "0", "99999999"))
        QTest.keyClicks(self._focus(), text)
        return text

    def shortcut(self) -> str:
        key = self.chance.choice(WITH_CTRL)
        extra = self.chance.choice((MOD.NoModifier, MOD.NoModifier, MOD.ShiftModifier))
        QTest.keyClick(self._focus(), key, MOD.ControlModifier | extra)
        return f"{key.name} {extra.name}"

    def _spot(self) -> tuple[QWidget, QPoint]:
        popup = self._popup()
        if popup is not None and self.chance.random() < 0.3:
            popup.close()
        whole = self._popup() or self.window
        at = QPoint(
            self.chance.randrange(max(1, whole.width())),
            self.chance.randrange(max(1, whole.height())),
        )
        child = whole.childAt(at)
        if child is None or not isValid(child):  # a popup's inner widgets come and go
            return whole, at
        return child, child.mapFrom(whole, at)

    def click(self) -> str:
        child, at = self._spot()
        button = self.chance.choice(
            (Qt.MouseButton.LeftButton,) * 6 + (Qt.MouseButton.RightButton,)
        )
        name = f"{type(child).__name__} {at.x()},{at.y()}"
        if self.chance.random() < 0.1:
            QTest.mouseDClick(child, button, MOD.NoModifier, at)
        else:
            QTest.mouseClick(child, button, MOD.NoModifier, at)
        return name

    def touch(self) -> str:
        child, at = self._spot()
        to = at + QPoint(0, self.chance.choice((0, 0, 0, -60, 90)))
        name = f"{type(child).__name__} {at.x()},{at.y()}"
        QTest.touchEvent(child, self.finger).press(0, at, child).commit()
        if to != at:
            QTest.touchEvent(child, self.finger).move(0, to, child).commit()
        QTest.touchEvent(child, self.finger).release(0, to, child).commit()
        return name

    # --- what people do -------------------------------------------------------------------------

    def sign_in(self) -> str:
        if self.window.desk.session is not None:
            return ""
        self.sign_in_as(self.chance.choice(OPERATORS))
        return "signed in" if self.window.desk.session is not None else "not signed in"

    def sign_in_as(self, name: str) -> None:
        page = self.window.sign_in if self.face == "outlet" else self.window.pages.current()
        if self.face == "desk" and page.name is not PageName.SIGN_IN:
            return
        for field, text in ((page.operator, name), (page.password, f"jinting-{name}")):
            field.setFocus()
            field.clear()
            QTest.keyClicks(field, text)
        QTest.keyClick(page.password, KEY.Key_Return)
        end = time.monotonic() + 5
        while self.window.desk.session is None and time.monotonic() < end:
            self.hands.pause(0.02)
            if self.tasks.idle():
                break

    def swipe(self) -> str:
        if "reader" in self.unplugged:
            return "unplugged"
        card = self.chance.choice(CARDS)
        self.sims.swipe(card)
        self.hands.pause(0.03)
        return card

    def pin(self) -> str:
        if not self.sims.pad.is_asking:
            return "nobody asks"
        way = self.chance.random()
        if way < 0.75:
            digits = self.chance.choice(PINS)
            self.sims.type_pin(digits)
            return digits
        (self.sims.cancel_pin if way < 0.9 else self.sims.pad.let_time_out)()
        return "cancelled"

    def wait(self) -> str:
        end = time.monotonic() + 0.3
        while time.monotonic() < end and not self.tasks.idle():
            self.hands.pause(0.01)
        return ""

    # --- looks ----------------------------------------------------------------------------------

    def resize(self) -> str:
        look = self.chance.choice(LOOKS[self.face])
        self.window.resize(*look.size)
        return look.name

    def turn_language(self) -> str:
        if self.face == "kiosk":
            self.window.look.turn_language()
        else:
            language = self.window.desk.language
            language.choose("en" if language.chinese else "zh_CN")
        return ""

    def turn_colours(self) -> str:
        look = self.chance.choice(LOOKS[self.face])
        take(look, self.window, self.walking.theme, self.walking.app)
        return look.name

    # --- devices --------------------------------------------------------------------------------

    def device(self) -> str:
        name = self.chance.choice(("reader", "pad", "printer", "encoder", "ic", "modem"))
        plugged = name in self.unplugged
        self.sims.plug(name, plugged=plugged)
        (self.unplugged.discard if plugged else self.unplugged.add)(name)
        return f"{name} {'in' if plugged else 'out'}"

    def printer(self) -> str:
        way = self.chance.choice(("ok", "low", "out", "jam"))
        if way == "jam":
            self.sims.printer.turn(is_jammed=True)
        else:
            self.sims.set_paper(way)
        return way

    def mend(self) -> str:
        for name in tuple(self.unplugged):
            self.sims.plug(name, plugged=True)
        self.unplugged.clear()
        self.sims.set_paper("ok")
        self.sims.printer.turn(is_jammed=False)
        return ""

    def ic_card(self) -> str:
        if "ic" in self.unplugged or self.chance.random() < 0.4:
            self.sims.take_ic_card()
            return "taken"
        card = self.chance.choice(IC_CARDS)
        self.sims.lay_ic_card(card)
        return card

    def text(self) -> str:
        if "modem" not in self.unplugged:
            self.sims.receive_text(
                self.chance.choice(CARDS[:5]), self.chance.choice(("余额", "stop"))
            )
        return ""

    # --- the end --------------------------------------------------------------------------------

    def answers(self) -> str:
        """Mend everything, begin anew, and tell what does not answer; empty where all does."""
        self.mend()
        self.sims.take_ic_card()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            self.hands.pause(0.05)
        # Without a window manager nobody gives the window the keyboard back once a list was shut.
        self.window.activateWindow()
        if self.face == "kiosk":
            return self._kiosk_answers()
        if self.sims.pad.is_asking:
            self.sims.cancel_pin()
        self.hands.until("quiet", self.tasks.idle, 60)
        for _ in range(12):  # a staff card that was swiped last may sign somebody in meanwhile
            session = self.window.desk.session
            if session is None:
                self.sign_in_as(LAST)
            elif session.operator_id == LAST:
                return ""
            else:
                for key in (KEY.Key_Escape, KEY.Key_Escape, KEY.Key_F12):
                    QTest.keyClick(QApplication.focusWidget() or self.window, key)
                    self.hands.pause(0.1)
            self.hands.until("quiet", self.tasks.idle, 60)
        session, focus = self.window.desk.session, QApplication.focusWidget()
        who = "nobody" if session is None else session.operator_id
        at = f"{who} is at {self._place()}, the keyboard at {focus!r}"
        return f"{LAST} cannot sign in: {at}, {QApplication.activeWindow()!r} in front"

    def _place(self) -> str:
        router = getattr(self.window, "router", None)
        return "the till" if router is None else str(router.name)

    def _kiosk_answers(self) -> str:
        self.window.end()
        kiosk = self.window.kiosk
        self.hands.until("the devices", lambda: not kiosk.missing, 30)
        self.hands.until("quiet", self.tasks.idle, 60)
        self.sims.swipe("long")
        # A card that was blocked is said on the phone's page.
        asked = (KioskPage.PIN, KioskPage.PHONE)
        self.hands.until("an answer to the card", lambda: self.window.page.name in asked, 20)
        self.window.end()
        self.hands.until("quiet", self.tasks.idle, 60)
        return ""


def _play(monkey: Monkey, events: int, ears: Ears, wrong: list[str]) -> int:
    """Do one thing after the other until something is wrong; returns how many it were."""
    for at in range(events):
        if ears.heard or wrong:
            return at
        try:
            monkey.do()
        except Exception:  # noqa: BLE001 (whatever it is, it is told with the seed)
            wrong.append(traceback.format_exc())
    return events


def main(argv: list[str]) -> int:
    face, language, seed, events = argv[0], argv[1], int(argv[2]), int(argv[3])
    hotel, report = Path(argv[4]), Path(argv[5])
    collect_rarely()
    ears = Ears()
    wrong: list[str] = []
    with open_walk(face, hotel, language) as walking:
        monkey = Monkey(face, walking, random.Random(seed))
        monkey.tasks.fault.connect(lambda number: ears.heard.append(f"fault {number}"))
        if face == "kiosk":
            walking.window.leaving.set_times(ask_ms=2_500, clear_ms=1_500)  # type: ignore[attr-defined]
        monkey.hands.until("the house", lambda: house_of(monkey.window) is not None, 30)
        started = time.monotonic()
        at = _play(monkey, events, ears, wrong)
        took, deeds = time.monotonic() - started, list(monkey.deeds)
        if not ears.heard and not wrong:
            try:
                wrong += [said for said in [monkey.answers()] if said]
            except Exception:  # noqa: BLE001 (whatever it is, it is told with the seed)
                wrong.append(traceback.format_exc())
        strangers = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        wrong += [f"a window: {one!r}" for one in strangers if one is not walking.window]
        monkey.hands.until("quiet", monkey.tasks.idle, 60)
        books = verify(monkey.opened.hotel.books)
        wrong += [f"books: {one.check}: {one.entry}: {one.why}" for one in books.broken]
        told = {
            "seed": seed,
            "events": at,
            "took_s": round(took, 1),
            "heard": ears.heard,
            "wrong": wrong,
            "deeds": deeds,
            "books": books.checked,
        }
    told["heard"] = ears.heard  # closing may say something, too
    report.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


def house_of(window: Any) -> Any:
    """The house as a face knows it; None until it was told."""
    return window.kiosk.house if hasattr(window, "kiosk") else window.desk.house


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

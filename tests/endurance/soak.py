"""Tours one face's pages over and over and weighs the process: FACE TOURS HOTEL REPORT."""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bootstrap.collector import collect_rarely
from app.bootstrap.demo_house import DEMO_PIN
from app.tour.gallery.hands import Hands
from app.tour.gallery.walks import open_walk
from app.ui.kiosk.state import KioskPage
from app.ui.serving.context import PageName

KEY = Qt.Key
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
DESK_PAGES = (
    (KEY.Key_F2, NONE, PageName.STAY),
    (KEY.Key_F3, NONE, PageName.SPEND),
    (KEY.Key_F4, NONE, PageName.REDEEM),
    (KEY.Key_F5, NONE, PageName.TOP_UP),
    (KEY.Key_F6, NONE, PageName.UNDO),
    (KEY.Key_F7, NONE, PageName.CARD),
    (KEY.Key_F12, SHIFT, PageName.SHIFT),
    (KEY.Key_D, CTRL, PageName.DEVICES),
)
KIOSK_PAGES = (
    KioskPage.REWARDS,
    KioskPage.HISTORY,
    KioskPage.STATEMENT,
    KioskPage.GIFT,
    KioskPage.MINE,
    KioskPage.HELP,
)


class Tourist:
    """Somebody who looks at every page of one face again and again, and posts nothing."""

    def __init__(self, face: str, window: Any, sims: Any, hands: Hands) -> None:
        self.window, self.sims, self.hands = window, sims, hands
        self.rounds = 0
        self.tour: Callable[[], None] = getattr(self, face)

    def swiped(self, card: str) -> None:
        before = self.window.desk.panel
        self.sims.swipe(card)
        self.hands.until("the panel", lambda: self.window.desk.panel not in (None, before))

    def quiet(self) -> None:
        tasks = self.window.kiosk.tasks if hasattr(self.window, "kiosk") else self.window.desk.tasks
        self.hands.until("quiet", tasks.idle)

    def sign_in(self) -> None:
        self.hands.until("the house", lambda: self.window.desk.house is not None)
        self.quiet()
        self.hands.type("chen")
        self.hands.key(KEY.Key_Return)
        self.hands.type("jinting-chen")
        self.hands.key(KEY.Key_Return)
        self.hands.until("the first page", lambda: self.window.desk.session is not None)
        self.quiet()

    def turn_language(self) -> None:
        language = self.window.desk.language
        language.choose("en" if language.chinese else "zh_CN")

    def desk(self) -> None:
        if self.window.desk.session is None:
            self.hands.until("every page", lambda: self.window.pages.are_ready)
            self.sign_in()
        self.swiped("lin" if self.rounds % 2 else "muir")
        for key, modifier, name in DESK_PAGES:
            # As a keyboard does it, through the window: else the desk sees nobody and locks itself.
            QTest.keyClick(self.window.windowHandle(), key, modifier)
            self.hands.until(name.value, lambda n=name: self.window.router.name is n)
            self.quiet()
        for _ in range(3):
            if self.window.router.name is not PageName.WAITING:
                self.hands.key(KEY.Key_Escape)
        self.quiet()
        if self.rounds % 5 == 0:
            self.turn_language()

    def outlet(self) -> None:
        if self.window.desk.session is None:
            self.sign_in()
        self.swiped("lin" if self.rounds % 2 else "muir")
        till = self.window.till
        self.hands.type("428")
        self.hands.until("the sums", lambda: bool(till.sums.rest.text()))
        self.hands.key(KEY.Key_F10)
        self.hands.key(KEY.Key_Escape)
        self.hands.key(KEY.Key_F5)
        self.hands.type("1381234")
        self.quiet()
        for _ in range(4):
            self.hands.key(KEY.Key_Escape)
        if self.rounds % 10:
            return
        self.hands.key(KEY.Key_F12)
        self.quiet()
        self.window.sign_in.operator.clear()
        self.window.sign_in.operator.setFocus()
        self.sign_in()
        self.turn_language()

    def kiosk(self) -> None:
        window, hands = self.window, self.hands
        if self.rounds == 0:
            hands.until("devices", lambda: window.kiosk.house and not window.kiosk.missing)
        self.sims.swipe("lin" if self.rounds % 2 else "muir")  # one reads Chinese, one English
        hands.until("the pad", lambda: self.sims.pad.is_asking)
        self.sims.type_pin(DEMO_PIN)
        self.at(KioskPage.HOME)
        for name in KIOSK_PAGES:
            window.kiosk.go.emit(name)
            self.at(name)
        window.kiosk.go.emit(KioskPage.REWARDS)
        self.at(KioskPage.REWARDS)
        hands.until("the catalogue", lambda: window.page.cards[0].reward is not None)
        hands.press(window.page.cards[0])
        self.at(KioskPage.CONFIRM)
        if self.rounds % 5 == 0:
            window.look.turn_large()
            window.look.turn_contrast()
        hands.press(window.head.end_button)
        self.at(KioskPage.ATTRACT)

    def at(self, name: KioskPage) -> None:
        window = self.window
        self.hands.until(name.value, lambda: window.page.name is name and not window.kiosk.busy)
        self.quiet()

    def go_round(self) -> None:
        self.tour()
        self.rounds += 1


def weigh(window: Any) -> dict[str, Any]:
    """Weigh this process, once rubbish is gone."""
    for _ in range(3):
        gc.collect()
        QApplication.processEvents()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    children = len(window.findChildren(QObject))  # wraps them all, at the first weighing too
    wrapped = Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, QObject))
    return {
        "rss_kb": pages * os.sysconf("SC_PAGE_SIZE") // 1024,
        "threads": threading.active_count(),
        "kernel_threads": len(list(Path("/proc/self/task").iterdir())),
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "widgets": len(QApplication.allWidgets()),
        "children": children,
        "objects": dict(wrapped),
    }


def main(argv: list[str]) -> int:
    face, tours, hotel, report = argv[0], int(argv[1]), Path(argv[2]), Path(argv[3])
    collect_rarely()
    weighed: list[dict[str, Any]] = []
    with open_walk(face, hotel, "zh_CN") as walking:
        walk: Any = walking.walk
        opened = walk.kiosk if face == "kiosk" else walk.desk
        if face == "kiosk":
            walking.window.kiosk.chose_language = False  # type: ignore[attr-defined]
        tourist = Tourist(face, walking.window, opened.simulators, walk.hands)
        started = time.monotonic()
        # Weighed where a round ends as the others do: same guest, same language, same look.
        marks = {tours // 10, tours // 2, tours}
        for at in range(1, tours + 1):
            tourist.go_round()
            if at in marks:
                weighed.append(weigh(walking.window))
        took = time.monotonic() - started
    told = {"weighed": weighed, "took_s": round(took, 1), "tours": tours}
    report.write_text(json.dumps(told), encoding="utf-8")
    print(json.dumps(told, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

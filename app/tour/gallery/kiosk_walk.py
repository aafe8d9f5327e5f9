"""Through every page of the kiosk, each in the states that a guest meets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.bootstrap.demo_house import DEMO_PIN, STAFF_PIN
from app.bootstrap.kiosk import OpenKiosk
from app.tour.gallery.hands import Hands
from app.ui.kiosk.state import KioskPage
from app.ui.kiosk.window import KioskWindow
from app.ui.kiosk.works import Trouble
from app.ui.service.kiosk import KioskWork
from app.ui.service.station_records import Link, LinkState

_PHONE = "13812342217"
_FRIEND = "13900012207"
_NEW = "13711110000"


@dataclass(slots=True)
class KioskWalk:
    """A guest who tries everything.

    A stop may be looked at in other looks, which builds the page anew: no page is held over a yield.

    Attributes:
        kiosk: Opened on a demo hotel that may be used up.
    """

    kiosk: OpenKiosk
    window: KioskWindow
    hands: Hands

    @property
    def _sims(self) -> Any:
        return self.kiosk.simulators

    @property
    def _page(self) -> Any:
        return self.window.page

    def stops(self) -> Iterator[str]:
        """Go, and yield the name of what is shown at each stop."""
        yield from self._begin()
        yield from self._redeem()
        yield from self._read()
        yield from self._give()
        yield from self._trouble()
        if self.window.kiosk.offers(KioskWork.ENROL):
            yield from self._join()
        yield from self._service()

    def _at(self, name: KioskPage) -> Any:
        kiosk = self.window.kiosk
        self.hands.until(
            f"the page {name.value}", lambda: self._page.name is name and not kiosk.busy
        )
        self.hands.settle()
        return self._page

    def _go(self, name: KioskPage) -> Any:
        self.window.kiosk.go.emit(name)
        return self._at(name)

    def _asked(self) -> None:
        self.hands.until("the PIN page", lambda: self._page.name is KioskPage.PIN)
        self.hands.until("the pad's prompt", lambda: self._sims.pad.is_asking)
        self.hands.pause(0.05)

    def _pin(self, digits: str = DEMO_PIN) -> None:
        self._asked()
        self._sims.type_pin(digits)

    def _come(self, card: str) -> None:
        self.window.kiosk.chose_language = True  # the walk's, not the guest's own
        self._sims.swipe(card)
        self._pin()
        self._at(KioskPage.HOME)

    def _end(self) -> None:
        self.window.end()
        self._at(KioskPage.ATTRACT)

    def _begin(self) -> Iterator[str]:
        kiosk, hands = self.window.kiosk, self.hands
        hands.until("the house", lambda: kiosk.house is not None and not kiosk.missing)
        yield "attract"
        self._go(KioskPage.PHONE)
        yield "identify"
        hands.type(_PHONE)
        yield "identify-phone"
        hands.press(self._page.next)
        self._asked()
        yield "pin"
        self._sims.type_pin("111111")
        self._at(KioskPage.PHONE)
        yield "identify-refused"
        self._end()
        self._come("long")
        yield "home-long-names"
        self._end()
        self._come("lin")
        yield "home"
        self.window.leaving.asked.emit(10)
        hands.pause(0.05)
        yield "still-there"
        self.window.still_there.hide()

    def _redeem(self) -> Iterator[str]:
        hands = self.hands
        self._go(KioskPage.REWARDS)
        hands.until("the catalogue", lambda: self._page.cards[0].reward is not None)
        yield "rewards"
        hands.press(self._page.cards[0])
        self._at(KioskPage.CONFIRM)
        yield "confirm"
        hands.press(self._page.take)
        self._asked()
        yield "pin-redeem"
        self._sims.type_pin(DEMO_PIN)
        self._at(KioskPage.DONE)
        yield "done"
        self._go(KioskPage.REWARDS)
        hands.until("the catalogue", lambda: self._page.cards[0].reward is not None)
        hands.press(self._page.cards[0])
        self._at(KioskPage.CONFIRM)
        hands.press(self._page.take)
        self._asked()
        self._sims.printer.turn(is_jammed=True)
        self._sims.type_pin(DEMO_PIN)
        self._at(KioskPage.DONE)
        yield "taken-back"
        self._sims.printer.turn(is_jammed=False)
        hands.until("the printer", lambda: not self.window.kiosk.missing)

    def _read(self) -> Iterator[str]:
        hands = self.hands
        self._go(KioskPage.HISTORY)
        hands.settle()
        yield "history"
        hands.press(self._page.lines[0])
        self._at(KioskPage.WHY)
        yield "why"
        self._go(KioskPage.STATEMENT)
        yield "statement"
        hands.press(self._page.print)
        hands.settle()
        yield "statement-printed"
        self._go(KioskPage.MINE)
        yield "my-card"
        if self.window.kiosk.offers(KioskWork.CHECK_IN):
            self._end()
            self._come("shen")  # who has a booking
            self._go(KioskPage.CHECK_IN)
            yield "check-in"
            hands.press(self._page.lines[0])
            self._at(KioskPage.DONE)
            yield "checked-in"
            self._end()
            self._come("lin")
        self._go(KioskPage.HELP)
        yield "help"

    def _give(self) -> Iterator[str]:
        if not self.window.kiosk.offers(KioskWork.GIFT):
            return
        hands = self.hands
        self._go(KioskPage.GIFT)
        hands.type(_FRIEND)
        yield "gift-to-whom"
        hands.press(self._page.next)
        hands.until("the friend", lambda: self._page.friend is not None)
        hands.type("9999999")
        hands.press(self._page.next)
        hands.settle()
        yield "gift-refused"
        hands.press(self._page.pad.keys["clear"])
        hands.type("100")
        hands.press(self._page.next)
        self._asked()
        yield "pin-gift"
        self._sims.type_pin(DEMO_PIN)
        self._at(KioskPage.DONE)
        yield "gift-done"

    def _trouble(self) -> Iterator[str]:
        sims, hands, kiosk = self._sims, self.hands, self.window.kiosk
        self._go(KioskPage.HOME)
        sims.printer.set_paper(out=True)
        hands.until("the empty printer", lambda: Trouble.NO_PAPER in kiosk.missing)
        hands.settle()
        yield "home-no-paper"
        sims.printer.set_paper()
        hands.until("the paper", lambda: not kiosk.missing)
        self._end()
        for name in ("reader", "encoder", "ic"):
            sims.plug(name, plugged=False)
        hands.until("the lost reader", lambda: Trouble.READER in kiosk.missing)
        hands.settle()
        yield "attract-reader-lost"
        for name in ("reader", "encoder", "ic"):
            sims.plug(name, plugged=True)
        hands.until("the reader", lambda: not kiosk.missing)
        kiosk.show_link(Link(state=LinkState.OFFLINE, waiting_slips=3))
        hands.settle()
        self._go(KioskPage.PHONE)
        yield "identify-offline"
        kiosk.show_link(Link(state=LinkState.EMBEDDED))
        self._end()

    def _join(self) -> Iterator[str]:
        hands = self.hands
        self._go(KioskPage.ENROL)
        hands.type(_NEW)
        yield "join-phone"
        hands.press(self._page.next)
        hands.until("the code's page", lambda: self._page.sent is not None)
        hands.settle()
        hands.type(self._code())
        yield "join-code"
        hands.press(self._page.next)
        hands.until("the name's page", lambda: int(self._page.step) == 2)
        hands.type("lin")
        hands.pause(0.6)
        yield "join-name"
        if self._page.keyboard.is_chinese:
            hands.press(self._page.keyboard.choices[0])
        hands.press(self._page.next)
        hands.press(self._page.consent.agreed)
        yield "join-agreement"
        hands.press(self._page.next)
        self._asked()
        yield "join-pin"
        self._sims.type_pin("975310")
        hands.pause(0.3)
        self._pin("975310")
        self._at(KioskPage.DONE)
        yield "join-done"
        self._go(KioskPage.HISTORY)
        self.hands.settle()
        yield "history-empty"
        self._end()

    def _code(self) -> str:
        """Read the code that was texted."""
        modem = self._sims.modem
        self.hands.until("the text message", lambda: any(to.endswith(_NEW) for to, _ in modem.sent))
        text: str = next(text for to, text in reversed(modem.sent) if to.endswith(_NEW))
        found: list[str] = re.findall(r"\d{6}", text)
        return found[0]

    def _service(self) -> Iterator[str]:
        self._sims.swipe("supervisor")
        self._pin(STAFF_PIN)
        self._at(KioskPage.SERVICE)
        yield "service"

"""Through every page of the desk, each in the states that a cashier meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from app.bootstrap.desk import OpenDesk
from app.tour.gallery.hands import Hands
from app.ui.desk.window import DeskWindow
from app.ui.service.station_records import LampState, Link, LinkState
from app.ui.serving.context import PageName
from app.ui.serving.flow import FlowState

_KEY = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(slots=True)
class DeskWalk:
    """A cashier who goes through the pages.

    Attributes:
        desk: Opened on a demo hotel that may be used up.
        long_names: Label of the card of a guest with the longest names.
    """

    desk: OpenDesk
    window: DeskWindow
    hands: Hands

    @property
    def _sims(self) -> Any:
        return self.desk.simulators

    def stops(self) -> Iterator[str]:
        """Go, and yield the name of what is shown at each stop."""
        yield from self._begin()
        yield from self._member()
        yield from self._posting()
        yield from self._pages()
        yield from self._trouble()

    def _at(self, name: PageName) -> Any:
        self.hands.until(f"the page {name.value}", lambda: self.window.router.name is name)
        self.hands.settle()
        return self.window.pages.current()

    def _begin(self) -> Iterator[str]:
        hands = self.hands
        page = self._at(PageName.SIGN_IN)
        yield "sign-in"
        hands.type("chen")
        hands.key(_KEY.Key_Return)
        hands.type("wrong")
        hands.key(_KEY.Key_Return)
        hands.settle()
        yield "sign-in-refused"
        page.password.clear()
        hands.type("jinting-chen")
        hands.key(_KEY.Key_Return)
        self._at(PageName.WAITING)
        yield "waiting"
        hands.key(_KEY.Key_K, _CTRL)
        hands.type("lin")
        hands.pause(0.2)
        hands.settle()
        yield "search"
        hands.key(_KEY.Key_Escape)

    def _swipe(self, card: str) -> None:
        before = self.window.desk.panel
        self._sims.swipe(card)
        self.hands.until(f"the panel of {card}", lambda: self.window.desk.panel is not before)
        self.hands.settle()

    def _member(self) -> Iterator[str]:
        self._swipe("lin")
        self._at(PageName.MEMBER)
        yield "member"
        self._swipe("long")
        yield "member-long-names"
        self._swipe("he")
        yield "member-card-lost"
        self._swipe("lin")

    def _posting(self) -> Iterator[str]:
        hands = self.hands
        hands.key(_KEY.Key_F3)
        page = self._at(PageName.SPEND)
        yield "spend-empty"
        hands.type("G-1001")
        hands.key(_KEY.Key_Return)
        hands.type("428+260")
        hands.key(_KEY.Key_Return)
        hands.until("the check", lambda: page.flow.state is FlowState.CHECKING)
        hands.settle()
        yield "spend-checked"
        hands.key(_KEY.Key_Return)
        hands.until("the posting", lambda: page.flow.state is FlowState.DONE)
        hands.settle()
        yield "spend-done"
        hands.key(_KEY.Key_F3)
        page = self._at(PageName.SPEND)
        hands.type("G-1001")
        hands.key(_KEY.Key_Return)
        hands.type("10")
        hands.key(_KEY.Key_Return)
        hands.settle()
        yield "spend-refused"
        hands.key(_KEY.Key_Escape)

    def _pages(self) -> Iterator[str]:
        hands = self.hands
        for key, modifier, name in (
            (_KEY.Key_F4, Qt.KeyboardModifier.NoModifier, PageName.REDEEM),
            (_KEY.Key_F5, Qt.KeyboardModifier.NoModifier, PageName.TOP_UP),
            (_KEY.Key_F2, Qt.KeyboardModifier.NoModifier, PageName.STAY),
            (_KEY.Key_F6, Qt.KeyboardModifier.NoModifier, PageName.UNDO),
            (_KEY.Key_F7, Qt.KeyboardModifier.NoModifier, PageName.CARD),
            (_KEY.Key_F12, _SHIFT, PageName.SHIFT),
            (_KEY.Key_D, _CTRL, PageName.DEVICES),
        ):
            hands.key(key, modifier)
            self._at(name)
            yield name.value
        hands.key(_KEY.Key_F8)
        self._at(PageName.FORMAT)
        yield "print-format"
        hands.key(_KEY.Key_F12)
        self._at(PageName.SIGN_IN)
        yield "locked"
        hands.type("jinting-chen")
        hands.key(_KEY.Key_Return)
        self._at(PageName.WAITING)

    def _trouble(self) -> Iterator[str]:
        sims, hands = self._sims, self.hands
        sims.plug("printer", plugged=False)
        hands.until("the lost lamp", self._lamp_is_lost)
        desk = self.window.desk
        desk.link = Link(state=LinkState.OFFLINE, waiting_slips=12)
        desk.link_changed.emit()
        hands.settle()
        yield "offline-and-printer-lost"
        hands.key(_KEY.Key_D, _CTRL)
        self._at(PageName.DEVICES)
        yield "devices-lost"

    def _lamp_is_lost(self) -> bool:
        return any(one.state is not LampState.READY for one in self.window.desk.lamps)

"""Through the till's page in the states that a waiter meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from app.bootstrap.demo_house import DEMO_PIN
from app.bootstrap.desk import OpenDesk
from app.tour.gallery.hands import Hands
from app.ui.outlet.till import TillPage
from app.ui.outlet.window import OutletWindow
from app.ui.service.station_records import LampState, Link, LinkState
from app.ui.serving.flow import FlowState

_KEY = Qt.Key


@dataclass(slots=True)
class OutletWalk:
    """A waiter between two tables.

    Attributes:
        desk: Opened on a demo hotel that may be used up.
    """

    desk: OpenDesk
    window: OutletWindow
    hands: Hands

    @property
    def _sims(self) -> Any:
        return self.desk.simulators

    @property
    def _till(self) -> TillPage:
        return self.window.till

    def stops(self) -> Iterator[str]:
        """Go, and yield the name of what is shown at each stop."""
        hands = self.hands
        hands.until("the house", lambda: self.window.desk.house is not None)
        hands.settle()
        yield "sign-in"
        hands.type("chen")
        hands.key(_KEY.Key_Return)
        hands.type("jinting-chen")
        hands.key(_KEY.Key_Return)
        hands.until("the till", lambda: self.window.page is self._till)
        hands.settle()
        yield "waiting"
        yield from self._sell()
        yield from self._trouble()

    def _swipe(self, card: str) -> None:
        before = self.window.desk.panel
        self._sims.swipe(card)
        self.hands.until(f"the panel of {card}", lambda: self.window.desk.panel is not before)
        self.hands.settle()

    def _sell(self) -> Iterator[str]:
        hands, flow = self.hands, self._till.selling.flow
        self._swipe("long")
        hands.type("123456.78")
        hands.settle()
        yield "long-names"
        hands.key(_KEY.Key_Escape)
        hands.key(_KEY.Key_Escape)
        self._swipe("lin")
        hands.type("428+260")
        hands.key(_KEY.Key_F2)
        hands.settle()
        yield "sale"
        hands.key(_KEY.Key_Return)
        hands.until("the pad's prompt", lambda: self._sims.pad.is_asking)
        hands.pause(0.2)
        yield "pin"
        self._sims.type_pin("111111")
        hands.until("the refusal", lambda: flow.state is not FlowState.PIN)
        hands.settle()
        yield "pin-refused"
        if flow.state is not FlowState.EDITING:
            flow.edit()
        hands.key(_KEY.Key_Return)
        hands.until("the pad's prompt", lambda: self._sims.pad.is_asking)
        self._sims.type_pin(DEMO_PIN)
        hands.until("the posting", lambda: self.window.desk.panel is None)
        hands.settle()
        yield "posted"
        hands.key(_KEY.Key_F6)
        hands.settle()
        yield "void"
        hands.key(_KEY.Key_Escape)

    def _trouble(self) -> Iterator[str]:
        desk, hands = self.window.desk, self.hands
        self._sims.plug("printer", plugged=False)
        hands.until(
            "the lost lamp", lambda: any(one.state is not LampState.READY for one in desk.lamps)
        )
        desk.link = Link(state=LinkState.OFFLINE, waiting_slips=12)
        desk.link_changed.emit()
        hands.settle()
        yield "offline-and-printer-lost"

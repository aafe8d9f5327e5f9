"""What a fake desk holds between two questions, and who listens to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.loyalty.refusals import Refusal
from app.ui.service.answers import (
    Backing,
    CardWritten,
    DeskEvent,
    IcAsk,
    LampsChanged,
    LinkChanged,
    NoPin,
    Outcome,
    PinEntered,
    PinToken,
    SwipeSeen,
    SwipeToken,
)
from app.ui.service.requests import (
    Request,
)
from app.ui.service.station_records import (
    DeviceLamp,
    IcDone,
    Link,
    LinkState,
    PrintFormat,
    PrintResult,
)
from tests.support import desk_samples as samples
from tests.support import desk_sheets as sheets


class FakeState:
    """What the fake is told and remembers, and the news it sends."""

    def __init__(self) -> None:
        self.house_now = samples.HOUSE
        self.sheet_now = sheets.SHEET
        self.link = Link(state=LinkState.ONLINE)
        self.lamps: tuple[DeviceLamp, ...] = sheets.LAMPS
        self.outcome: Outcome | None = None
        self.submitted: list[tuple[Request, Backing]] = []
        self.printed: list[tuple[str, bool]] = []
        self.print_result = PrintResult.PRINTED
        self.colours = "light"
        self.format: PrintFormat | None = PrintFormat()
        self.identify_delay: dict[str, float] = {}
        self.identified: list[str] = []
        self.submit_delay = 0.0
        self.locked = 0
        self.pin_answer: PinEntered | NoPin = PinEntered(token=PinToken("pin-1"))
        self.pin_waits = False
        self._pin_done = threading.Event()
        self.has_encoder = False
        self.writes: list[str] = []
        self.ic_works: list[IcAsk] = []
        self.ic_answers: list[IcDone | Refusal] = []
        self.card_answer = CardWritten.WRITTEN
        self.card_waits = False
        self._card_done = threading.Event()
        self._listeners: list[Callable[[DeskEvent], None]] = []

    # events
    def subscribe(self, listener: Callable[[DeskEvent], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        listener(LampsChanged(self.lamps))
        listener(LinkChanged(self.link))
        return lambda: self._listeners.remove(listener)

    def send(self, event: DeskEvent) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def swipe(self, token: str) -> None:
        self.send(SwipeSeen(SwipeToken(token), time.monotonic_ns()))

"""A real kiosk for tests: a copy of the demo hotel, its service, and simulated devices on pseudo-terminals."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

from app.bootstrap.clock import system_clock
from app.bootstrap.demo_house import DEMO_PIN
from app.bootstrap.kiosk import OpenKiosk, open_kiosk
from app.store.verify import Broken, verify
from app.ui.service.answers import (
    DeskEvent,
    NoPin,
    PinEntered,
    PinPurpose,
    PinToken,
    SwipeSeen,
    SwipeToken,
)
from app.ui.service.kiosk import Claim, ClaimToken, StaffToken, Visit
from tests.support.waiting import PATIENCE_S, until


class AtKiosk:
    """A guest who stands at an open kiosk."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = system_clock) -> None:
        self.path = path
        self.events: queue.SimpleQueue[DeskEvent] = queue.SimpleQueue()
        self._clock = clock
        self.open()

    def open(self) -> None:
        """Open the kiosk, or open it again after ``close``."""
        self.kiosk: OpenKiosk = open_kiosk(
            self.path, simulate=True, use_keyring=False, clock=self._clock
        )
        self.service = self.kiosk.service
        assert self.kiosk.simulators is not None
        self.simulators = self.kiosk.simulators
        self.is_open = True
        self.service.subscribe(self.events.put)
        until(self._is_ready, "every device is ready")

    def _is_ready(self) -> bool:
        return all(one.state == "ready" for one in self.kiosk.station.lamps())

    def close(self) -> None:
        """Close the kiosk; doing it twice is doing it once."""
        if self.is_open:
            self.is_open = False
            self.kiosk.close()

    def swipe(self, card: str) -> SwipeToken:
        """Pull one of the demo's cards through the reader."""
        self.simulators.swipe(card)
        end = time.monotonic() + PATIENCE_S
        while True:
            event = self.events.get(timeout=max(0.0, end - time.monotonic()))
            if isinstance(event, SwipeSeen):
                return SwipeToken(event.token)

    def claim(self, card: str = "lin") -> Claim:
        """Claim by a card that must do."""
        found = self.service.claim_by_card(self.swipe(card))
        assert isinstance(found, Claim), found
        return found

    def asking(
        self, purpose: PinPurpose, claim: ClaimToken | StaffToken | None = None
    ) -> Future[PinEntered | NoPin]:
        """Ask for a PIN beside the test; returns when the pad shows its prompt."""
        answer: Future[PinEntered | NoPin] = Future()

        def ask() -> None:
            try:
                answer.set_result(self.service.ask_pin(purpose, claim, 30))
            except BaseException as error:
                answer.set_exception(error)
                raise

        threading.Thread(target=ask, name="ask", daemon=True).start()
        assert self.simulators.pad.wait_until_asking(PATIENCE_S)
        return answer

    def pin(
        self,
        claim: ClaimToken | StaffToken | None = None,
        digits: str = DEMO_PIN,
        purpose: PinPurpose = PinPurpose.PAY,
    ) -> PinToken:
        """Enter a PIN on the pad."""
        answer = self.asking(purpose, claim)
        self.simulators.type_pin(digits)
        found = answer.result(PATIENCE_S)
        assert isinstance(found, PinEntered), found
        return found.token

    def tried(self, claim: Claim, digits: str = DEMO_PIN) -> Any:
        """Try to open the visit with a PIN."""
        return self.service.open_visit(claim.token, self.pin(claim.token, digits))

    def come(self, card: str = "lin") -> Visit:
        """Begin a visit by card and PIN."""
        visit = self.tried(self.claim(card))
        assert isinstance(visit, Visit), visit
        return visit

    def points(self) -> int:
        """Return the guest's points."""
        visit = self.service.visit()
        assert visit is not None
        return visit.panel.points

    def rows(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the books."""
        with self.kiosk.hotel.books.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(text, values)]

    def broken(self) -> list[Broken]:
        """Check every promise of the books."""
        return verify(self.kiosk.hotel.books).broken

    def texts_to(self, phone: str) -> list[str]:
        """Return what the modem sent to a phone; whatever else the house texts is passed over."""
        return [text for to, text in self.simulators.modem.sent if to.endswith(phone)]

    def printed(self) -> str:
        """Return what stands on the paper, as one text."""
        return "\n".join(self.simulators.printer.text)

"""What the tour does at desk and till alike: cards are swiped, and whoever is shown is looked at."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from typing_extensions import override

from app.bootstrap.desk import OpenDesk
from app.tour.stage import Report, Stage
from app.ui.opening import Faces
from app.ui.service.answers import DeskEvent, SwipeSeen
from app.ui.service.member_records import MemberPanel
from app.ui.serving.context import PageName


class ServingStage(Stage):
    """Desk or till: what both show of a member, and how soon."""

    def __init__(self, desk: OpenDesk, faces: Faces[Any], folder: Path, report: Report) -> None:
        super().__init__(faces, desk.hotel, desk.simulators, folder, report)
        self.desk = desk
        self._painted: dict[str, int] = {}
        self._swiped: dict[str, int] = {}
        desk.service.subscribe(self._hear)
        faces.window.panel_painted.connect(self._note_painted)

    def panel(self) -> MemberPanel | None:
        """Return the member that is shown."""
        panel: MemberPanel | None = self.faces.window.desk.panel
        return panel

    def swipe(self, card: str) -> None:
        """Pull a card through the simulated reader and wait for its panel; notes how long it took."""
        before = len(self._painted)
        self.sims.swipe(card)
        self.until(f"the panel of {card}", lambda: len(self._painted) > before)
        self.settle()

    def balances(self) -> dict[str, int]:
        """Read the shown member's balances from the books."""
        panel = self.panel()
        if panel is None:
            return {}
        self._stalls.stop()  # the tour asks the books itself, where a desk would not wait for them
        fresh = self.desk.service.member(panel.member_id)
        self._stalls.start()
        if not isinstance(fresh, MemberPanel):
            return {}
        return {"points": fresh.points, "stored_minor": fresh.stored_minor}

    def _hear(self, event: DeskEvent) -> None:
        """Note on any thread when a swipe's last byte came."""
        if isinstance(event, SwipeSeen):
            self._swiped[event.token] = event.at_monotonic_ns

    def _note_painted(self, token: object) -> None:
        if isinstance(token, str) and token in self._swiped and token not in self._painted:
            now = time.monotonic_ns()
            self._painted[token] = now
            self.report.swipe_ms.append(round((now - self._swiped[token]) / 1_000_000, 2))


class TourStage(ServingStage):
    """The desk with its pages."""

    @override
    def begin(self) -> None:
        """Wait for pages and fonts, too."""
        super().begin()
        # The guests are not there yet: pages are built ahead while the house opens.
        self.until("all pages and fonts", lambda: self.faces.window.pages.are_ready, 15)

    def page(self, name: PageName) -> Any:
        """Wait until a page is open; returns it."""
        self.until(f"the page {name.value}", lambda: self.faces.window.router.name is name)
        self.settle()
        return self.faces.window.pages.current()

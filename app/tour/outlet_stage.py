"""The tour's hands and eyes at the till of an outlet."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.bootstrap.demo_house import DEMO_PIN
from app.tour.serving_stage import ServingStage
from app.ui.serving.flow import FlowState

_PAINT_S = 0.25


class TillStage(ServingStage):
    """The till's one page."""

    @property
    def till(self) -> Any:
        """The page."""
        return self.faces.window.till

    @property
    def state(self) -> FlowState:
        """How far the sale is."""
        state: FlowState = self.till.selling.flow.state
        return state

    def rest_minor(self) -> int | None:
        """Return what the preview says is left to pay, in minor units; None before there is one."""
        preview = self.till.selling.flow.preview
        return preview.rest_minor if preview is not None else None

    def sum_up(self, amount: str, rest_minor: int) -> None:
        """Type an amount and wait for what is left to pay."""
        if amount:
            self.type(amount)
        self.until(f"{rest_minor} to pay", lambda: self.rest_minor() == rest_minor)
        self.until("the way to post", self.till.go.isEnabled)
        self.settle()

    def post(self) -> None:
        """Press Enter and wait for the slip and its receipt."""
        cuts = self.sims.printer.cuts
        self.enter()
        self.until_posted(cuts)

    def until_posted(self, cuts: int) -> None:
        """Wait until one receipt more was cut and the till is ready again."""
        self.until("the receipt", lambda: self.sims.printer.cuts > cuts)
        self.until("the next sale", lambda: self.state is FlowState.EDITING)
        self.settle()

    def prompted(self) -> str:
        """Press Enter and wait for the pad; returns what the pad shows."""
        self.enter()
        self.until("the pad asking", lambda: self.sims.pad.is_asking)
        self.until("the PIN's card", lambda: self.till.middle.currentWidget() is self.till.pin)
        self.pause(_PAINT_S)  # it is painted while the pad still waits
        return str(self.sims.pad.display)

    def confirm(self) -> None:
        """Type the PIN and wait for the slip."""
        cuts = self.sims.printer.cuts
        self.sims.type_pin(DEMO_PIN)
        self.until_posted(cuts)

    def scan(self, code: str) -> None:
        """Let a scanner type a code, as fast as scanners do, and wait for whoever it opens."""
        window = self.faces.window.windowHandle()
        for character in code:
            QTest.keyClick(window, character)  # type: ignore[call-overload]  # stubs lack char
        QTest.keyClick(window, Qt.Key.Key_Return)
        self.until("whoever the code opens", lambda: self.panel() is not None)
        self.settle()

    def last_slip(self) -> str:
        """Return the id of the slip that was posted last."""
        slip = self.faces.window.desk.last_slip
        return str(slip.slip_id) if slip else ""

    def text_of(self, slip: str) -> str:
        """Read a slip as it stands in the books."""
        books = self.desk.hotel.books
        with books.reading() as connection:
            sql = books.sql("SELECT text FROM slips WHERE id = ?")
            found = connection.exec_driver_sql(sql, (slip,)).scalar()
        return bytes(found).decode() if found is not None else ""

"""Prints a slip's receipt, asking for the format the first time, and says what became of it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.ui.kit.words import Words
from app.ui.service.records import SlipId, SlipRow
from app.ui.service.station_records import PrintResult, ReportKind
from app.ui.serving.context import Desk, PageName, Told
from app.ui.serving.house_sayings import print_words, report_words


class Printing(QObject):
    """Knows what was printed at this desk, so that the second print is marked as a copy."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._printed: set[SlipId] = set()
        self._mine: set[SlipId] = set()
        self.waiting: SlipRow | None = None
        desk.print_asked.connect(self.print_slip)
        desk.told.connect(self._remember)

    def _remember(self, told: Told | None) -> None:
        if told is not None and told.slip is not None:
            self._mine.add(told.slip.slip_id)

    def print_slip(self, slip: SlipRow) -> None:
        """Print a slip; a slip made elsewhere or printed before comes out as a copy."""
        fresh = slip.slip_id in self._mine and slip.slip_id not in self._printed
        service = self._desk.service
        self._desk.tasks.run(
            lambda: service.print_slip(slip.slip_id, copy=not fresh),
            lambda result: self._came(slip, result, copy=not fresh),
        )

    def print_waiting(self) -> None:
        """Go on with what waited for its format."""
        slip, self.waiting = self.waiting, None
        if slip is not None:
            self.print_slip(slip)

    def print_report(self, kind: ReportKind) -> None:
        """Print a report of the shift or day."""
        service, desk = self._desk.service, self._desk

        def then(result: PrintResult) -> None:
            tone = "ready" if result is PrintResult.PRINTED else "warning"
            desk.tell(Told(text=lambda: report_words(result, kind), tone=tone))

        desk.tasks.run(lambda: service.print_report(kind), then)

    def _came(self, slip: SlipRow, result: PrintResult, *, copy: bool) -> None:
        desk = self._desk
        if result is PrintResult.NO_FORMAT:
            self.waiting = slip
            desk.go.emit(PageName.FORMAT)
            return
        done = result is PrintResult.PRINTED
        if done:
            self._printed.add(slip.slip_id)
        mark = Words("补打", "copy")

        def words() -> str:
            said = f"{slip.number} · {print_words(result)}"
            return f"{said} · {desk.language.words(mark)}" if done and copy else said

        undo = done and slip.void_barred is None and slip.slip_id in self._mine
        tone = "ready" if done else "warning"
        desk.tell(Told(text=words, tone=tone, slip=slip, can_print=True, can_undo=undo))

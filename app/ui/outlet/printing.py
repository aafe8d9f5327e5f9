"""Prints each sale at once; the first print takes the common format, so that a till asks nobody."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.ui.service.answers import Done
from app.ui.service.records import SlipId
from app.ui.service.station_records import PrintFormat, PrintResult
from app.ui.serving.context import Desk
from app.ui.serving.house_sayings import print_words


class TillPrinting(QObject):
    """Knows what was printed here, so that the second print is marked as a copy.

    Args:
        desk: Whose service prints.
        noted: Told a sentence where something did not print.
        parent: Qt's owner.
    """

    def __init__(
        self, desk: Desk, noted: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._noted = noted
        self._printed: set[SlipId] = set()

    def posted(self, done: Done) -> None:
        """Print what was just posted."""
        self._desk.refresh_today()
        if done.can_print:
            self.print_slip(done.slip.slip_id)

    def print_last(self) -> None:
        """Print the last slip; a second print is marked as a copy."""
        slip = self._desk.last_slip
        if slip is not None and self._desk.session is not None:
            self.print_slip(slip.slip_id)

    def print_slip(self, slip: SlipId) -> None:
        """Print one slip."""
        service, copy = self._desk.service, slip in self._printed

        def work() -> PrintResult:
            result = service.print_slip(slip, copy=copy)
            if result is not PrintResult.NO_FORMAT:
                return result
            service.save_print_format(PrintFormat())
            return service.print_slip(slip, copy=copy)

        self._desk.tasks.run(work, lambda result: self._came(slip, result))

    def _came(self, slip: SlipId, result: PrintResult) -> None:
        if result is PrintResult.PRINTED:
            self._printed.add(slip)
        else:
            self._noted(print_words(result))

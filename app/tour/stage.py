"""The tour's hands and eyes: presses keys, waits for what must appear, takes pictures, compares."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap.connected import AnyHotel
from app.loyalty.ids import derived_id
from app.ui.kit.input_method import give
from app.ui.kit.tasks import StallWatch
from app.ui.opening import Faces

ENTER_PIN = "ENTER PIN"
"""What a pad shows that asks for a PIN."""

_PATIENCE_S = 6.0
_PAPER_EDGE = 32  # 80 mm are 640 dots at 203 dpi, of which a head reaches 576


class TourError(Exception):
    """Something that must appear did not; the tour cannot go on."""


@dataclass(slots=True)
class Report:
    """What the tour saw.

    Attributes:
        before: Of the pictures' names; tells the faces apart.
    """

    language: str
    before: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    swipe_ms: list[float] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)


class Stage:
    """One face with its window under the tour's hands.

    Args:
        faces: The open window.
        hotel: Whose books are asked for balances.
        sims: The simulators; None where there are none.
        folder: Where pictures and receipts go.
        report: Where what was seen is noted.
    """

    def __init__(
        self, faces: Faces[Any], hotel: AnyHotel, sims: Any, folder: Path, report: Report
    ) -> None:
        self.faces = faces
        self.sims = sims
        self.report = report
        self._hotel = hotel
        self._folder = folder
        self._stalls = StallWatch()

    @property
    def is_chinese(self) -> bool:
        """Whether this tour is the Chinese one."""
        return self.report.language == "zh_CN"

    def begin(self) -> None:
        """Wait for the window's first paint, and watch for stalls from there on."""
        handle = self.faces.window.windowHandle()
        self.until("the first painted pixel", handle.isExposed)
        self._stalls.start()
        self.until("the window", lambda: self.faces.window.isVisible() and self.faces.tasks.idle())
        self.faces.window.activateWindow()
        QApplication.setActiveWindow(self.faces.window)

    def stalls(self) -> list[int]:
        """Stop watching; returns each stall over 50 ms, in milliseconds."""
        self._stalls.stop()
        return list(self._stalls.stalls)

    def worked(self) -> list[int]:
        """Of each stall, the milliseconds in which the GUI thread really ran."""
        return list(self._stalls.worked)

    def pause(self, seconds: float) -> None:
        """Let the windows live for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.faces.app.processEvents()
            time.sleep(0.004)

    def until(self, what: str, holds: Callable[[], bool], seconds: float = _PATIENCE_S) -> None:
        """Let the windows live until something holds.

        Raises:
            TourError: It did not within the time.
        """
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise TourError(f"{what} did not appear within {seconds:g} s")
            self.faces.app.processEvents()
            time.sleep(0.003)

    def settle(self) -> None:
        """Wait until every answer has come and was painted."""
        self.pause(0.12)
        self.until("quiet", self.faces.tasks.idle)
        self.pause(0.1)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press one key where the focus is."""
        QTest.keyClick(self._target(), key, modifier)
        self.pause(0.03)

    def type(self, text: str, into: QWidget | None = None) -> None:
        """Type a text; where ``into`` is given, go there first."""
        if into is not None:
            into.setFocus()
            self.pause(0.02)
        if text.isascii():
            QTest.keyClicks(self._target(), text)
        else:
            give(self._target(), text)  # as an input method does: no key has these letters

    def enter(self) -> None:
        """Press Enter."""
        self.key(Qt.Key.Key_Return)

    def books_of(self, label: str) -> dict[str, int]:
        """Read a demo member's points and stored value from the books, past every face and service."""
        self._stalls.stop()  # the tour asks the books itself, where a face would not wait for them
        books = self._hotel.books
        sql = books.sql(
            "SELECT asset, SUM(in_total - out_total) FROM balances "
            "WHERE member = ? AND account = 'member:available' GROUP BY asset"
        )
        with books.reading() as connection:
            rows = connection.exec_driver_sql(sql, (derived_id("demo", label),)).all()
        self._stalls.start()
        found = {str(asset): int(total) for asset, total in rows}
        return {"points": found.pop("points", 0), "stored_minor": found.pop("CNY", 0)}

    def shot(
        self, name: str, *, expected: dict[str, Any], seen: dict[str, Any], **more: Any
    ) -> None:
        """Take a picture, note what was seen, and compare it with what must be seen."""
        number = len(self.report.steps) + 1
        picture = f"{self.report.before}{number:02d}-{name}-{self.report.language}.png"
        self.faces.app.processEvents()
        self._stalls.stop()  # taking a picture is the tour's doing, not the face's
        self.faces.window.grab().save(str(self._folder / picture))
        self._stalls.start()
        ok = all(seen.get(key) == value for key, value in expected.items())
        step = {
            "step": number,
            "name": name,
            "picture": picture,
            "ok": ok,
            "expected": expected,
            "seen": seen,
        } | more
        self.report.steps.append(step)
        for key, value in expected.items():
            if seen.get(key) != value:
                self.report.wrong.append(
                    f"step {number} {name}: {key} must be {value!r}, was {seen.get(key)!r}"
                )

    def keep_receipt(self, name: str) -> None:
        """Keep what was printed last, as picture and as bytes."""
        self._stalls.stop()
        number = len(self.report.receipts) + 1
        stem = f"{self.report.before}receipt-{number:02d}-{name}-{self.report.language}"
        on_paper(self.sims.printer.png()).save(str(self._folder / f"{stem}.png"))
        (self._folder / f"{stem}.bin").write_bytes(self.sims.printer.data)
        self.report.receipts.append(stem)
        self.sims.printer.tear_off()
        self._stalls.start()

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self.faces.window


def on_paper(png: bytes) -> QImage:
    """Show what a print head printed on its paper, which is wider than the head on both sides."""
    printed = QImage.fromData(png)
    paper = QImage(
        printed.width() + 2 * _PAPER_EDGE,
        printed.height() + 2 * _PAPER_EDGE,
        QImage.Format.Format_Grayscale8,
    )
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(_PAPER_EDGE, _PAPER_EDGE, printed)
    painter.end()
    return paper


def in_front(language: str) -> tuple[str, ...]:
    """Return both languages, this one in front."""
    return (language, *(one for one in ("zh_CN", "en") if one != language))

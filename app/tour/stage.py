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

from app.bootstrap.desk import OpenDesk
from app.ui.kit.input_method import give
from app.ui.kit.tasks import StallWatch
from app.ui.opening import DeskFaces
from app.ui.service.answers import DeskEvent, SwipeSeen
from app.ui.service.member_records import MemberPanel
from app.ui.serving.context import PageName

_PATIENCE_S = 6.0
_PAPER_EDGE = 32  # 80 mm are 640 dots at 203 dpi, of which a head reaches 576


class TourError(Exception):
    """Something that must appear did not; the tour cannot go on."""


@dataclass(slots=True)
class Report:
    """What the tour saw."""

    language: str
    steps: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    swipe_ms: list[float] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)


class TourStage:
    """One desk with its windows under the tour's hands."""

    def __init__(self, desk: OpenDesk, faces: DeskFaces, folder: Path, report: Report) -> None:
        self.desk = desk
        self.faces = faces
        self.report = report
        self._folder = folder
        self._painted: dict[str, int] = {}
        self._swiped: dict[str, int] = {}
        desk.service.subscribe(self._hear)
        self._stalls = StallWatch()
        faces.window.panel_painted.connect(self._note_painted)

    @property
    def sims(self) -> Any:
        """The simulators."""
        return self.desk.simulators

    def begin(self) -> None:
        """Wait for the window's first paint, watch for stalls from there on, wait for pages and fonts."""
        handle = self.faces.window.windowHandle()
        self.until("the first painted pixel", handle.isExposed)
        self._stalls.start()
        self.until(
            "the desk's window", lambda: self.faces.window.isVisible() and self.faces.tasks.idle()
        )
        self.faces.window.activateWindow()
        # The guests are not there yet: pages are built ahead while the house opens.
        self.until("all pages and fonts", lambda: self.faces.window.pages.are_ready, 15)
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

    def page(self, name: PageName) -> Any:
        """Wait until a page is open; returns it."""
        self.until(f"the page {name.value}", lambda: self.faces.window.router.name is name)
        self.settle()
        return self.faces.window.pages.current()

    def panel(self) -> MemberPanel | None:
        """Return the member that is shown."""
        return self.faces.window.desk.panel

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

    def shot(
        self, name: str, *, expected: dict[str, Any], seen: dict[str, Any], **more: Any
    ) -> None:
        """Take a picture, note what was seen, and compare it with what must be seen."""
        number = len(self.report.steps) + 1
        picture = f"{number:02d}-{name}-{self.report.language}.png"
        self.faces.app.processEvents()
        self._stalls.stop()  # taking a picture is the tour's doing, not the desk's
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
        stem = f"receipt-{len(self.report.receipts) + 1:02d}-{name}-{self.report.language}"
        on_paper(self.sims.printer.png()).save(str(self._folder / f"{stem}.png"))
        (self._folder / f"{stem}.bin").write_bytes(self.sims.printer.data)
        self.report.receipts.append(stem)
        self.sims.printer.tear_off()
        self._stalls.start()

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self.faces.window

    def _hear(self, event: DeskEvent) -> None:
        """Note on any thread when a swipe's last byte came."""
        if isinstance(event, SwipeSeen):
            self._swiped[event.token] = event.at_monotonic_ns

    def _note_painted(self, token: object) -> None:
        if isinstance(token, str) and token in self._swiped and token not in self._painted:
            now = time.monotonic_ns()
            self._painted[token] = now
            self.report.swipe_ms.append(round((now - self._swiped[token]) / 1_000_000, 2))


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

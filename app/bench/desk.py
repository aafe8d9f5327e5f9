"""The desk's latencies in a real window: a swipe to its painted panel, a confirmation to its painted result."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from app.bench.disk import append_and_sync
from app.bench.hotels import sample_hotel
from app.bench.result import Result, middle, percentile

_SWIPES = 40
_CONFIRMS = 30
_PATIENCE_S = 5.0


def bench_swipe(members: int, rounds: int) -> Result:
    """Measure from the last byte of a swipe to the painted panel."""
    with _Desk(members) as desk:
        limit = [append_and_sync(desk.folder) for _ in range(200)]
        for card in desk.cards[:5]:
            desk.swipe(card)
        by_round = [
            [desk.swipe(desk.cards[(r * 7 + n) % len(desk.cards)]) for n in range(_SWIPES)]
            for r in range(rounds)
        ]
    result = Result(name="swipe")
    result.figures = {
        "p50_ms": middle([percentile(one, 50) for one in by_round]),
        "p99_ms": middle([percentile(one, 99) for one in by_round]),
        "worst_ms": max(max(one) for one in by_round),
        "members": float(members),
        "fdatasync_p50_ms": percentile(limit, 50),
    }
    result.targets = {"p99_ms": {"at_most": 100}}
    return result


def bench_confirm(members: int, rounds: int) -> Result:
    """Measure from the confirming key to the painted result, the books' fsync included."""
    with _Desk(members) as desk:
        limit = [append_and_sync(desk.folder) for _ in range(200)]
        desk.swipe(desk.cards[0])
        desk.confirm()
        by_round = [[desk.confirm() for _ in range(_CONFIRMS)] for _ in range(rounds)]
    result = Result(name="confirm")
    result.figures = {
        "p50_ms": middle([percentile(one, 50) for one in by_round]),
        "p99_ms": middle([percentile(one, 99) for one in by_round]),
        "members": float(members),
        "fdatasync_p50_ms": percentile(limit, 50),
    }
    result.targets = {"p99_ms": {"at_most": 60}}
    return result


class _Desk:
    """A desk with simulated devices, driven from here."""

    def __init__(self, members: int) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from app.bootstrap.desk import open_desk
        from app.ui.opening import open_faces
        from app.ui.service.answers import DeskEvent, SwipeSeen

        self._folder = tempfile.TemporaryDirectory(prefix="innpoint-bench-")
        home = Path(self._folder.name) / "hotel"
        sample_hotel(home, members).close()
        self._desk = open_desk(home, simulate=True, use_keyring=False)
        self._faces = open_faces(self._desk.service)
        self._swiped: dict[str, int] = {}
        self._painted: dict[str, int] = {}
        self._bills = 0

        def hear(event: DeskEvent) -> None:
            if isinstance(event, SwipeSeen):
                self._swiped[event.token] = event.at_monotonic_ns

        self._desk.service.subscribe(hear)
        self._faces.window.panel_painted.connect(
            lambda token: self._painted.setdefault(str(token), time.monotonic_ns())
        )
        with self._desk.hotel.books.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT number FROM cards WHERE status = 'active' ORDER BY number LIMIT 400"
            )
            self.cards = [str(row[0]) for row in rows]
        self._sign_in()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._faces.close()
        self._desk.close()
        self._folder.cleanup()

    @property
    def folder(self) -> Path:
        """Where its books lie."""
        return Path(self._folder.name)

    def swipe(self, number: str) -> float:
        """Swipe a card; returns milliseconds from its last byte to the painted panel."""
        simulators: Any = self._desk.simulators
        if simulators is None:
            raise LookupError("a desk to be measured has simulators")
        before = len(self._painted)
        simulators.reader.swipe(track2=f";{number}=4912?")
        self._until(lambda: len(self._painted) > before)
        token = next(reversed(self._painted))
        took = (self._painted[token] - self._swiped[token]) / 1_000_000
        self._rest()
        return took

    def confirm(self) -> float:
        """Post a bill; returns milliseconds from the confirming key to the painted result."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        from app.ui.serving.context import PageName
        from app.ui.serving.flow import FlowState

        window = self._faces.window
        window.desk.go.emit(PageName.SPEND)
        page: Any = window.pages.current()  # the spend page
        self._bills += 1
        page.outlet.setCurrentIndex(1)  # the page is the spend page
        page.bill.setText(f"B{self._bills:06d}")
        page.amount.set_minor(18_800)
        self._rest()
        page.enter()
        flow = page.flow
        self._until(lambda: flow.state is FlowState.CHECKING)
        self._rest()
        started = time.perf_counter()
        QTest.keyClick(self._faces.app.focusWidget() or window, Qt.Key.Key_Return)
        self._until(lambda: flow.state is FlowState.DONE)
        window.repaint()
        took = (time.perf_counter() - started) * 1000
        window.router.escape()
        self._rest()
        return took

    def _sign_in(self) -> None:
        from app.ui.serving.context import PageName

        window = self._faces.window
        self._rest()
        page: Any = window.pages.current()  # the sign-in page
        page.operator.setText("chen")  # the page is the sign-in page
        page.password.setText("jinting-chen")
        page.enter()
        self._until(lambda: window.router.name is PageName.WAITING)
        self._rest()

    def _rest(self) -> None:
        self._until(self._faces.tasks.idle)
        end = time.monotonic() + 0.08
        self._until(lambda: time.monotonic() > end and self._faces.tasks.idle())

    def _until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError("the desk did not answer")
            self._faces.app.processEvents()
            time.sleep(0.0005)

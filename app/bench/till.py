"""The till in a real window: the last byte of a swipe to the printed receipt, with stored value and PIN."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from app.bench.disk import append_and_sync
from app.bench.hotels import sample_hotel
from app.bench.result import Result, middle, percentile
from app.settings.terminal import PrintChoice

_SALES = 12
_PATIENCE_S = 10.0
_GUEST = "lin"
_AMOUNT = "1.00"


def bench_till(members: int, rounds: int) -> Result:
    """Measure sales whose people lose no time: every key is pressed as soon as the till is ready for it.

    The amount is typed before the card; the swipe, the key for stored value, Enter and the PIN follow each other.
    What remains is the machine's: reader, books, window, pad, books' fsync and printer, over pseudo-terminals.
    """
    with _Till(members) as till:
        limit = [append_and_sync(till.folder) for _ in range(200)]
        for _ in range(2):
            till.sell()
        by_round = [[till.sell() for _ in range(_SALES)] for _ in range(rounds)]
    totals = [[sum(sale.values()) for sale in one] for one in by_round]
    result = Result(name="till")
    result.figures = {
        "p50_ms": middle([percentile(one, 50) for one in totals]),
        "p99_ms": middle([percentile(one, 99) for one in totals]),
    }
    for name in by_round[0][0]:
        result.figures[f"{name}_p50_ms"] = middle(
            [percentile([sale[name] for sale in one], 50) for one in by_round]
        )
    result.figures |= {"members": float(members), "fdatasync_p50_ms": percentile(limit, 50)}
    result.targets = {"p99_ms": {"at_most": 300}}
    return result


class _Till:
    """A till with simulated devices, driven from here."""

    def __init__(self, members: int) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from app.bootstrap.demo_house import DEMO_PIN
        from app.bootstrap.desk import open_desk
        from app.bootstrap.hotel import HotelFolder
        from app.settings.terminal import read_settings, write_settings
        from app.ui.opening import open_outlet
        from app.ui.service.answers import DeskEvent, SwipeSeen

        self._pin = DEMO_PIN
        self._folder = tempfile.TemporaryDirectory(prefix="innpoint-bench-")
        home = self.folder / "hotel"
        sample_hotel(home, members).close()
        file = HotelFolder(home).settings
        write_settings(file, replace(read_settings(file), print_format=PrintChoice()))
        self._desk = open_desk(home, simulate=True, use_keyring=False, outlet="restaurant")
        self._faces = open_outlet(self._desk.service)
        self._swiped_ns = 0
        self._bills = 0

        def hear(event: DeskEvent) -> None:
            if isinstance(event, SwipeSeen):
                self._swiped_ns = event.at_monotonic_ns

        self._desk.service.subscribe(hear)
        self._painted = 0

        def painted(_token: object) -> None:
            self._painted += 1

        self._faces.window.panel_painted.connect(painted)
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

    def sell(self) -> dict[str, float]:
        """Sell once; returns the milliseconds of each step, from the swipe's last byte to the paper's cut."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        window, simulators = self._faces.window, self._simulators
        page = window.till
        selling = page.selling
        self._bills += 1
        selling.change(bill=f"B{self._bills:06d}")
        QTest.keyClicks(page, _AMOUNT)
        self._rest()
        painted, cuts, done_ns = self._painted, simulators.printer.cuts, {}
        simulators.swipe(_GUEST)
        self._until(lambda: self._painted > painted)
        done_ns["panel"] = time.monotonic_ns()
        self._until(lambda: selling.sale.payable_minor is not None)
        QTest.keyClick(page, Qt.Key.Key_F2)
        self._until(lambda: bool(selling.flow.preview and not selling.flow.preview.rest_minor))
        done_ns["sums"] = time.monotonic_ns()
        QTest.keyClick(page, Qt.Key.Key_Return)
        self._until(lambda: simulators.pad.is_asking)
        done_ns["pad"] = time.monotonic_ns()
        simulators.type_pin(self._pin)
        self._until(lambda: window.desk.panel is None)
        done_ns["posted"] = time.monotonic_ns()
        self._until(lambda: simulators.printer.cuts > cuts)
        done_ns["printed"] = time.monotonic_ns()
        self._rest()
        before, steps = self._swiped_ns, {}
        for name, at_ns in done_ns.items():
            steps[name] = (at_ns - before) / 1_000_000
            before = at_ns
        return steps

    @property
    def _simulators(self) -> Any:
        if self._desk.simulators is None:
            raise LookupError("a till to be measured has simulators")
        return self._desk.simulators

    def _sign_in(self) -> None:
        window = self._faces.window
        self._until(lambda: window.desk.house is not None)
        page = window.sign_in
        page.operator.setText("chen")
        page.password.setText("jinting-chen")
        page.enter()
        self._until(lambda: window.page is window.till)
        self._rest()

    def _rest(self) -> None:
        end = time.monotonic() + 0.1
        self._until(lambda: time.monotonic() > end and self._faces.tasks.idle())

    def _until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError("the till did not answer")
            self._faces.app.processEvents()
            time.sleep(0.0005)

"""Work away from the GUI thread: run it, take the result back, show faults in one place."""

from __future__ import annotations

import itertools
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot

_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Arrived:
    number: int
    result: Any
    fault: str


class TaskRunner(QObject):
    """Runs what blocks. ``fault`` tells the number under which a bug was logged."""

    fault = Signal(str)
    _arrived = Signal(object)

    def __init__(self, threads: int = 6, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Callable[[Any], None]] = {}
        self._on_fault: dict[int, Callable[[], None]] = {}
        self._is_finished = False
        self._arrived.connect(self._deliver)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        *,
        failed: Callable[[], None] | None = None,
    ) -> int:
        """Do ``work`` on another thread, then ``then`` with its result on this one.

        Args:
            work: Blocks; touches no widget.
            then: Called on the GUI thread.
            failed: Called on the GUI thread after a fault was shown, to unlock a page.

        Returns:
            A number to ``forget`` the task by.
        """
        number = next(self._numbers)
        if self._is_finished:
            return number  # its window is closed: nobody is there for the answer
        self._waiting[number] = then
        if failed is not None:
            self._on_fault[number] = failed
        self._pool.start(lambda: self._work(number, work))
        return number

    def forget(self, number: int) -> None:
        """Drop a task's result: nobody waits for it any more."""
        self._waiting.pop(number, None)
        self._on_fault.pop(number, None)

    def _work(self, number: int, work: Callable[[], Any]) -> None:
        result: Any = None
        fault = ""
        try:
            result = work()
        except Exception:  # noqa: BLE001 (the one place where a bug is caught and shown)
            fault = f"{os.getpid() % 1000:03d}-{number:04d}"
            _log.exception("fault %s", fault)
        try:
            self._arrived.emit(_Arrived(number, result, fault))
        except RuntimeError:  # the window closed meanwhile
            _log.info("task %d ended after its window", number)

    @Slot(object)
    def _deliver(self, arrived: _Arrived) -> None:
        then = self._waiting.pop(arrived.number, None)
        failed = self._on_fault.pop(arrived.number, None)
        if arrived.fault:
            self.fault.emit(arrived.fault)
            if failed is not None:
                failed()
        elif then is not None:
            then(arrived.result)

    def idle(self) -> bool:
        """Tell whether nothing is awaited; for tests and the tour."""
        return not self._waiting

    def finish(self, wait_ms: int = 3000) -> None:
        """Drop everything awaited, take nothing more, and wait for the threads."""
        self._is_finished = True
        self._waiting.clear()
        self._pool.clear()
        self._pool.waitForDone(wait_ms)


class Latest(QObject):
    """Runs only the newest of many questions, e.g. while somebody types.

    Args:
        tasks: Where the work is done.
        delay_ms: How long typing must rest before a question is asked.
    """

    def __init__(
        self, tasks: TaskRunner, delay_ms: int = 60, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._number = 0
        self._next: Callable[[], None] = self.cancel
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._start)

    def ask(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Ask; an older question's answer is dropped."""
        self._tasks.forget(self._number)

        def start() -> None:
            self._number = self._tasks.run(work, then)

        self._next = start
        self._timer.start()

    def _start(self) -> None:
        self._next()

    def cancel(self) -> None:
        """Drop the question under way."""
        self._timer.stop()
        self._tasks.forget(self._number)

    @property
    def pending(self) -> bool:
        """Whether a question waits to be asked."""
        return self._timer.isActive()


class StallWatch(QObject):
    """Reports every time the GUI thread was busy for too long.

    Args:
        at_most_ms: What is still allowed.

    Attributes:
        stalls: Each stall, in milliseconds.
        worked: Of each stall, how long this thread really ran; the rest it waited for its turn (another
            thread's or another program's), for a disk or for a lock.
    """

    stalled = Signal(int)

    def __init__(self, at_most_ms: int = 50, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at_most = at_most_ms
        self._step = 10
        self._last = time.perf_counter()
        self._ran = time.thread_time()
        self.stalls: list[int] = []
        self.worked: list[int] = []
        self._timer = QTimer(self)
        self._timer.setInterval(self._step)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Watch from now on."""
        self._last, self._ran = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """Stop watching."""
        self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        now, ran = time.perf_counter(), time.thread_time()
        late = round((now - self._last) * 1000) - self._step
        worked = round((ran - self._ran) * 1000)
        self._last, self._ran = now, ran
        if late > self._at_most:
            self.stalls.append(late)
            self.worked.append(worked)
            self.stalled.emit(late)

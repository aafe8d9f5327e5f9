"""The one thread that owns a wire: opens it, reads it, does jobs on it, opens it again.

Everything that touches the wire runs on this thread, so no driver needs a lock around its port
and a hang-up is handled in one place.
"""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Thread, current_thread
from time import monotonic, monotonic_ns
from typing import Protocol, TypeVar

from devices.errors import BusyError, ClosedError, DeviceError, NotClaimedError
from devices.events import Lamp
from devices.wire.line import Wire

_LOG = logging.getLogger(__name__)
_BACK_OFF_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5)
_CLOSE_S = 10.0
_MOST_JOBS = 32

T = TypeVar("T")


class Session(Protocol):
    """What a driver does on the owner thread; every method may raise ``DeviceError``."""

    def opened(self, wire: Wire) -> None:
        """Set the device up; an error closes the wire and the owner tries again later."""

    def received(self, wire: Wire, data: bytes, at_ns: int) -> None:
        """Take bytes that came while no job was running."""

    def due(self, wire: Wire, now_ns: int) -> None:
        """The moment of ``next_due_ns`` has come."""

    def next_due_ns(self) -> int | None:
        """When ``due`` is to be called, in ``monotonic_ns``; None for never."""

    def gone(self, error: DeviceError) -> None:
        """The wire hung up or was closed; whatever was half received is lost."""

    def show(self, lamp: Lamp, code: str, detail: str) -> None:
        """The lamp changed."""


class IdleSession:
    """A session that does nothing; drivers override what they need."""

    def opened(self, wire: Wire) -> None:
        """Set nothing up."""

    def received(self, wire: Wire, data: bytes, at_ns: int) -> None:
        """Ignore bytes that nobody asked for."""

    def due(self, wire: Wire, now_ns: int) -> None:
        """Do nothing in time."""

    def next_due_ns(self) -> int | None:
        """Nothing is ever due."""
        return None

    def gone(self, error: DeviceError) -> None:
        """Forget nothing."""


class WireOwner:
    """Runs one ``Session`` on one ``Wire``."""

    def __init__(self, wire: Wire, session: Session, *, name: str) -> None:
        """Prepare the thread; ``start`` starts it.

        Args:
            wire: The wire to own.
            session: What to do on it.
            name: Name of the thread.
        """
        self._wire = wire
        self._session = session
        self._jobs: deque[tuple[Callable[[Wire], object], Future[object]]] = deque()
        self._changed = Condition()
        self._is_stopping = self._is_busy = self._is_kicked = False
        self._thread = Thread(target=self._run, name=f"device {name}", daemon=True)

    def start(self) -> None:
        """Start owning."""
        self._thread.start()

    @property
    def is_started(self) -> bool:
        """Whether the wire is ours, or being looked for."""
        return self._thread.ident is not None

    @property
    def is_busy(self) -> bool:
        """Whether a job is being done or waits."""
        return self._is_busy or bool(self._jobs)

    def retry(self) -> None:
        """Look for the port now instead of later; does nothing where it is open."""
        with self._changed:
            self._is_kicked = True
            self._changed.notify_all()

    def submit(self, job: Callable[[Wire], T]) -> "Future[T]":
        """Have a job done on the owner thread, after those before it.

        A job that waits must look at ``is_stopping`` whenever ``Wire.read`` gives nothing.

        Returns:
            Its result; or the ``DeviceError`` it raised, ``PortGoneError`` when the wire is not
            there, ``NotClaimedError`` before ``start``, ``ClosedError`` when the device is closed,
            ``BusyError`` when too many wait.
        """
        future: Future[T] = Future()
        with self._changed:
            if not self.is_started and not self._is_stopping:
                future.set_exception(NotClaimedError("the device is not claimed"))
                return future
            if self._is_stopping:
                future.set_exception(ClosedError("the device is closed"))
                return future
            if len(self._jobs) >= _MOST_JOBS:
                future.set_exception(BusyError("too much waits for the device"))
                return future
            self._jobs.append((job, future))  # type: ignore[arg-type]  # Future is invariant
            self._changed.notify_all()
        self._wire.wake()
        return future

    def wake(self) -> None:
        """Have ``next_due_ns`` asked again."""
        self._wire.wake()

    @property
    def is_stopping(self) -> bool:
        """Whether ``close`` was called."""
        return self._is_stopping

    def close(self) -> None:
        """End the thread and give the port back.

        Raises:
            RuntimeError: The thread did not end: a sink blocks. That is a bug.
        """
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        self._wire.wake()
        if self._thread.is_alive() and self._thread is not current_thread():
            self._thread.join(_CLOSE_S)
            if self._thread.is_alive():
                raise RuntimeError(f"{self._thread.name} did not end")
        self._fail_jobs(ClosedError("the device is closed"))

    def _run(self) -> None:
        try:
            self._own()
        finally:
            # Also after a bug in a driver: nobody may wait for a thread that is gone.
            with self._changed:
                self._is_stopping = True
            self._wire.close()
            self._fail_jobs(ClosedError("the device is closed"))

    def _own(self) -> None:
        tries = 0
        while not self._is_stopping:
            was_ready = False
            try:
                self._wire.open()
                self._session.show(Lamp.RECONNECTING, "", self._wire.title)
                self._session.opened(self._wire)
                self._session.show(Lamp.READY, "", self._wire.title)
                was_ready = True
                self._serve()
            except DeviceError as error:
                self._lost(error)
            tries = 0 if was_ready else tries + 1
            self._wait(_BACK_OFF_S[min(tries, len(_BACK_OFF_S) - 1)])
        self._wire.close()
        self._session.gone(ClosedError("the device is closed"))
        self._session.show(Lamp.CLOSED, "closed", "")

    def _serve(self) -> None:
        while not self._is_stopping:
            if self._jobs:
                self._do_one_job()
                continue
            due_ns = self._session.next_due_ns()
            wait_s = None if due_ns is None else max(0.0, (due_ns - monotonic_ns()) / 1e9)
            data = self._wire.read(wait_s)
            now_ns = monotonic_ns()
            if data:
                self._session.received(self._wire, data, now_ns)
            elif due_ns is not None and now_ns >= due_ns:
                self._session.due(self._wire, now_ns)

    def _do_one_job(self) -> None:
        job, future = self._jobs.popleft()
        if not future.set_running_or_notify_cancel():
            return
        self._is_busy = True
        try:
            future.set_result(job(self._wire))
        except DeviceError as error:
            future.set_exception(error)
            if error.code in ("port-gone", "port-busy"):
                raise
        except BaseException as bug:
            future.set_exception(bug)
            raise
        finally:
            self._is_busy = False

    def _lost(self, error: DeviceError) -> None:
        _LOG.info("%s: %s (%s)", self._wire.title, error.code, error)
        self._wire.close()
        self._session.gone(error)
        self._session.show(Lamp.LOST, error.code, str(error))
        self._fail_jobs(error)

    def _fail_jobs(self, error: DeviceError) -> None:
        while self._jobs:
            _, future = self._jobs.popleft()
            if future.set_running_or_notify_cancel():
                future.set_exception(error)

    def _wait(self, delay_s: float) -> None:
        end = monotonic() + delay_s
        with self._changed:
            # A job that comes meanwhile is a reason to try at once: somebody stands at the desk.
            self._changed.wait_for(
                lambda: self._is_stopping or self._is_kicked or bool(self._jobs),
                max(0.0, end - monotonic()),
            )
            self._is_kicked = False

"""A thread that does jobs one after another, for devices that have no byte stream to wait on."""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread, current_thread

_LOG = logging.getLogger(__name__)
_CLOSE_S = 10.0


class Worker:
    """Does what is submitted, in order."""

    def __init__(self, name: str) -> None:
        """Prepare the thread; ``start`` starts it."""
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start working."""
        self._thread.start()

    def submit(self, job: Callable[[], None]) -> None:
        """Have a job done; after ``close`` it is forgotten."""
        self._jobs.put(job)

    def close(self) -> None:
        """Finish the jobs submitted so far and end the thread; may be called twice.

        A job that hangs in a driver of the system is left behind after ten seconds.
        """
        self._jobs.put(None)
        if self._thread.is_alive() and self._thread is not current_thread():
            self._thread.join(_CLOSE_S)
            if self._thread.is_alive():
                _LOG.error("%s hangs and is left behind", self._thread.name)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

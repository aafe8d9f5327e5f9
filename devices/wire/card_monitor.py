"""Watches PC/SC for readers and cards, through restarts of the service and swaps of like cards."""

import logging
from threading import Event, Thread, current_thread
from time import monotonic
from typing import Protocol

from devices.errors import CancelledError, DeviceError, NotInstalledError
from devices.wire.pcsc import Pcsc, PcscContext, ReaderState

_LOG = logging.getLogger(__name__)
_BACK_OFF_S = (0.1, 0.2, 0.5, 1.0, 2.0)
# libpcsclite 1.9.9 counts the readers only when a wait begins: one plugged in just before, between the
# list and the wait, is not told. That happens right after another change, so a look soon follows each.
_LOOK_AGAIN_S = (0.25, 1.0, 5.0)
_CANCEL_EVERY_S = 0.05
_STOP_S = 10.0


class CardWatcher(Protocol):
    """Who is told; every method is called on the monitor's thread and must return soon."""

    def service_changed(self, error: DeviceError | None) -> None:
        """The service answers, or it went or is not installed; told at the first and at each change."""

    def reader_came(self, reader: str) -> None:
        """A reader was plugged in, or was there."""

    def reader_went(self, reader: str) -> None:
        """A reader was unplugged, or the service went; ``card_went`` came before."""

    def card_came(self, reader: str, atr: bytes) -> None:
        """A card was laid on; ``atr`` is ``b""`` when it does not answer."""

    def card_went(self, reader: str) -> None:
        """The card was taken away; also told between two cards that were swapped."""


class CardMonitor:
    """One thread, one context."""

    def __init__(self, pcsc: Pcsc, watcher: CardWatcher, *, name: str) -> None:
        """Prepare the thread; ``start`` starts it."""
        self._pcsc = pcsc
        self._watcher = watcher
        self._stopping = Event()
        self._woken = Event()
        self._context: PcscContext | None = None
        self._states: dict[str, ReaderState | None] = {}
        self._was_up: bool | None = None
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start watching."""
        self._thread.start()

    @property
    def is_started(self) -> bool:
        """Whether the thread was started."""
        return self._thread.ident is not None

    def retry(self) -> None:
        """Ask for the service now instead of later; where it answers, it tells of changes itself."""
        self._woken.set()

    def stop(self) -> None:
        """End the thread; may be called twice.

        Raises:
            RuntimeError: The thread did not end: a watcher blocks. That is a bug.
        """
        self._stopping.set()
        self._woken.set()
        end = monotonic() + _STOP_S
        while self._thread.is_alive() and self._thread is not current_thread():
            context = self._context
            if context is not None:
                context.cancel()  # does nothing when the wait is just about to begin, so again
            self._thread.join(_CANCEL_EVERY_S)
            if monotonic() > end:
                raise RuntimeError(f"{self._thread.name} did not end")

    def _run(self) -> None:
        tries = 0
        while not self._stopping.is_set():
            try:
                context = self._pcsc.establish()
            except DeviceError as error:
                self._tell_service(error)
                if isinstance(error, NotInstalledError):
                    return
                self._woken.wait(_BACK_OFF_S[min(tries, len(_BACK_OFF_S) - 1)])
                tries = 0 if self._woken.is_set() else tries + 1
                if not self._stopping.is_set():
                    self._woken.clear()
                continue
            tries = 0
            self._context = context
            self._follow(context)
            self._stopping.wait(_BACK_OFF_S[0])

    def _follow(self, context: PcscContext) -> None:
        """Watch until the service goes or ``stop`` is called."""
        error: DeviceError | None = None
        try:
            self._tell_service(None)
            quiet = 0
            while not self._stopping.is_set():
                if self._compare_readers(context.readers()):
                    quiet = 0
                known = {
                    reader: 0 if state is None else state.mark
                    for reader, state in self._states.items()
                }
                states = context.wait(known, _LOOK_AGAIN_S[min(quiet, len(_LOOK_AGAIN_S) - 1)])
                for state in states:
                    self._compare_card(state)
                quiet = 0 if states else quiet + 1
        except CancelledError:
            pass
        except DeviceError as gone:
            _LOG.info("PC/SC: %s (%s)", gone.code, gone)
            error = gone
        finally:
            self._context = None
            context.close()
            self._compare_readers(())
        if error is not None:
            self._tell_service(error)

    def _compare_readers(self, readers: tuple[str, ...]) -> bool:
        """Tell of readers that came and went, and say whether there were any."""
        is_changed = set(readers) != set(self._states)
        for reader in [name for name in self._states if name not in readers]:
            state = self._states.pop(reader)
            if state is not None and state.has_card:
                self._watcher.card_went(reader)
            self._watcher.reader_went(reader)
        for reader in readers:
            if reader not in self._states:
                self._states[reader] = None
                self._watcher.reader_came(reader)
        return is_changed

    def _compare_card(self, state: ReaderState) -> None:
        before = self._states.get(state.reader)
        self._states[state.reader] = state
        had_card = before is not None and before.has_card
        is_same = (
            before is not None
            and had_card
            and state.has_card
            and (before.atr, before.is_mute, before.count)
            == (state.atr, state.is_mute, state.count)
        )
        if is_same:
            return
        if had_card:
            self._watcher.card_went(state.reader)
        if state.has_card:
            self._watcher.card_came(state.reader, b"" if state.is_mute else state.atr)

    def _tell_service(self, error: DeviceError | None) -> None:
        is_up = error is None
        if self._was_up is not is_up:
            self._was_up = is_up
            self._watcher.service_changed(error)

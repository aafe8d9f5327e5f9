"""What holds a PC/SC reader: a monitor that only listens, and a worker that talks to the card.

Two threads, so that a slow card never hides that it was taken away.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Lock
from typing import Protocol

from devices.cards.member_card import MemberCard
from devices.drivers.pcsc_session import PcscSession
from devices.errors import (
    BusyError,
    CardGoneError,
    ClosedError,
    DeviceError,
    NotClaimedError,
    NotInstalledError,
    PortBusyError,
    PortGoneError,
)
from devices.events import DeviceEvent, Lamp
from devices.wire.card_monitor import CardMonitor
from devices.wire.pcsc import Pcsc
from devices.wire.worker import Worker

_LOG = logging.getLogger(__name__)
# Other programs look at a new card for a moment, too; the link may be one of a service that was restarted.
_TRIES_S = (0.05, 0.15, 0.3)


class CardHolder(Protocol):
    """Who is told; lamps on the monitor's thread, cards on the worker's."""

    def show(self, lamp: Lamp, code: str, detail: str) -> None:
        """The lamp changed."""

    def laid(self, reader: str, atr: bytes, card: MemberCard | None) -> None:
        """A card lies there; None for one that is not known or does not answer."""

    def came(self, event: DeviceEvent) -> None:
        """A work ended."""

    def taken(self) -> None:
        """It lies there no more; also told where none did."""


class PcscOwner:
    """Watches for the reader that is meant, and does works on its card, one at a time."""

    def __init__(self, pcsc: Pcsc, holder: CardHolder, *, name: str, meant: str) -> None:
        """Prepare both threads.

        Args:
            pcsc: The way to PC/SC.
            holder: Who is told.
            name: Of the threads.
            meant: How the reader's name begins; ``""`` for any.
        """
        self._holder = holder
        self._meant = meant
        self._readers: dict[str, bytes | None] = {}
        self._chosen: str | None = None
        self._session = PcscSession(pcsc)
        self._is_busy = Lock()
        self._closing = Event()
        self._monitor = CardMonitor(pcsc, self, name=f"device {name}")
        self._worker = Worker(f"device {name} cards")

    @property
    def is_started(self) -> bool:
        """Whether the reader is ours, or being looked for."""
        return self._monitor.is_started

    @property
    def is_busy(self) -> bool:
        """Whether a card is being read or written."""
        return self._is_busy.locked()

    @property
    def readers(self) -> tuple[str, ...]:
        """All readers that are plugged in, ours among them."""
        return tuple(self._readers)

    def start(self) -> None:
        """Start both threads."""
        self._worker.start()
        self._monitor.start()

    def retry(self) -> None:
        """Ask for the service now; where it answers, it tells of readers itself."""
        self._monitor.retry()

    def close(self) -> None:
        """End both threads and let go of the card; may be called twice."""
        if self._closing.is_set():
            return
        self._closing.set()
        if self.is_started:
            self._monitor.stop()
            self._worker.submit(self._session.close)
            self._worker.close()
        self._holder.show(Lamp.CLOSED, "closed", "")

    def begin(
        self,
        work: Callable[[MemberCard], DeviceEvent],
        failed: Callable[[DeviceError], DeviceEvent],
        *,
        resets: bool,
    ) -> None:
        """Do a work on the card; returns at once, the holder is told what one of both makes.

        Args:
            work: Talks to the card, with other programs kept away.
            failed: Makes what is told of an error.
            resets: Reset the card afterwards, so that nothing that was opened on it stays open.

        Raises:
            BusyError: A work is under way.
        """
        if not self._is_busy.acquire(blocking=False):
            raise BusyError("the card is being read or written")
        if self._closing.is_set() or not self.is_started:
            is_closed = self._closing.is_set()
            self._is_busy.release()
            self._holder.came(
                failed(
                    ClosedError("the device is closed")
                    if is_closed
                    else NotClaimedError("the device is not claimed")
                )
            )
            return

        def run() -> None:
            try:
                if self._closing.is_set():
                    raise ClosedError("the device is closed")
                with self._session.alone(resets=resets) as card:
                    event = work(card)
            except DeviceError as error:
                _LOG.info("%s", error)
                event = failed(error)
            finally:
                self._is_busy.release()
            self._holder.came(event)

        self._worker.submit(run)

    def examine(self) -> Future[MemberCard | None]:
        """Look at the card that lies there, after the works that wait; None where none does."""
        done: Future[MemberCard | None] = Future()

        def look() -> None:
            try:
                done.set_result(self._session.card())
            except CardGoneError:
                done.set_result(None)
            except DeviceError as error:
                done.set_exception(error)

        self._worker.submit(look)
        return done

    # --- on the monitor's thread --------------------------------------------------------------------

    def service_changed(self, error: DeviceError | None) -> None:
        """Show whether PC/SC answers."""
        if isinstance(error, NotInstalledError):
            self._show(Lamp.NOT_INSTALLED, error.code, str(error))
        elif error is not None:
            self._show(Lamp.LOST, error.code, str(error))
        else:
            self._choose()

    def reader_came(self, reader: str) -> None:
        """Take the reader when it is the one meant."""
        self._readers[reader] = None
        self._choose()

    def reader_went(self, reader: str) -> None:
        """Give the reader up, and take another one that fits."""
        self._readers.pop(reader, None)
        if reader == self._chosen:
            self._chosen = None
            self._choose()

    def card_came(self, reader: str, atr: bytes) -> None:
        """Look at the card."""
        self._readers[reader] = atr
        if reader == self._chosen:
            self._worker.submit(lambda: self._laid(reader, atr))

    def card_went(self, reader: str) -> None:
        """Tell that the card went."""
        self._readers[reader] = None
        if reader == self._chosen:
            self._worker.submit(self._taken)

    def _choose(self) -> None:
        if self._chosen is None:
            self._chosen = next(
                (name for name in self._readers if name.startswith(self._meant)), None
            )
            if self._chosen is not None and (atr := self._readers[self._chosen]) is not None:
                self.card_came(self._chosen, atr)
        if self._chosen is not None:
            self._show(Lamp.READY, "", self._chosen)
        else:
            meant = f"named {self._meant!r} " if self._meant else ""
            self._show(Lamp.LOST, "port-gone", f"no card reader {meant}is plugged in")

    def _show(self, lamp: Lamp, code: str, detail: str) -> None:
        if not self._closing.is_set():
            self._holder.show(lamp, code, detail)

    # --- on the worker's thread ---------------------------------------------------------------------

    def _laid(self, reader: str, atr: bytes) -> None:
        self._session.lay(reader, atr)
        found: MemberCard | None = None
        for wait_s in _TRIES_S:
            try:
                found = self._session.card()
                break
            except (CardGoneError, PortBusyError, PortGoneError) as error:
                _LOG.info("%s: %s", reader, error)
                if self._closing.wait(wait_s):
                    return
            except DeviceError as error:
                _LOG.info("%s: %s", reader, error)
                break
        self._holder.laid(reader, atr, found)

    def _taken(self) -> None:
        self._session.take()
        self._holder.taken()

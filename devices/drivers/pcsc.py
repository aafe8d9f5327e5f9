"""IC card readers through PC/SC: tells of cards, reads and writes member records.

Two threads: the monitor's, which only listens, and a worker's, which talks to cards, so that a slow
card never hides that it was taken away.
"""

import logging
from collections.abc import Callable
from threading import Event, Lock

from devices.cards.member_card import MemberCard, do_work
from devices.codec import pointer
from devices.drivers.opening import Opening
from devices.drivers.pcsc_session import PcscSession
from devices.errors import (
    BusyError,
    CardGoneError,
    CardTriesError,
    ClosedError,
    DeviceError,
    NotInstalledError,
    PortBusyError,
    PortGoneError,
)
from devices.events import DeviceEvent, DeviceStatus, Lamp, WriteDone, WriteFailed
from devices.ic_card import (
    CardInserted,
    CardKeys,
    CardOrder,
    CardRead,
    CardReadFailed,
    CardRemoved,
    CardWork,
)
from devices.wire.card_monitor import CardMonitor
from devices.wire.pcsc import Pcsc, SystemPcsc
from devices.wire.worker import Worker

_LOG = logging.getLogger(__name__)
# Other programs look at a new card for a moment, too; the link may be one of a service that was restarted.
_TRIES_S = (0.05, 0.15, 0.3)


class PcscReader:
    """An ``IcCardReader``: the first reader whose name begins as the address says."""

    def __init__(self, opening: Opening, pcsc: Pcsc) -> None:
        """Take what was given; ``start`` opens it."""
        self._opening = opening
        self._meant = opening.uri.path
        self._readers: dict[str, bytes | None] = {}
        self._chosen: str | None = None
        self._session = PcscSession(pcsc)
        self._card: CardInserted | None = None
        self._is_busy = Lock()
        self._closing = Event()
        self._monitor = CardMonitor(pcsc, self, name=f"device {opening.name}")
        self._worker = Worker(f"device {opening.name} cards")
        self._status = self._lamp(Lamp.RECONNECTING, "", self._meant)

    @property
    def name(self) -> str:
        """Name it was opened under."""
        return self._opening.name

    @property
    def status(self) -> DeviceStatus:
        """Latest lamp."""
        return self._status

    @property
    def card(self) -> CardInserted | None:
        """The card that lies there now."""
        return self._card

    def start(self) -> None:
        """Start both threads."""
        self._worker.start()
        self._monitor.start()

    def close(self) -> None:
        """End both threads and let go of the card."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._monitor.stop()
        self._worker.submit(self._session.close)
        self._worker.close()
        self._status = self._lamp(Lamp.CLOSED, "closed", "")
        self._opening.sink(self._status)

    def read(self, entry_id: str, keys: CardKeys) -> None:
        """Read the member record of the card that lies there."""

        def failed(error: DeviceError) -> DeviceEvent:
            return CardReadFailed(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=entry_id,
                code=error.code,
                retry=error.retry,
            )

        def work(card: MemberCard) -> DeviceEvent:
            record = card.read(keys)
            return CardRead(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=entry_id,
                uid=card.uid,
                family=card.family,
                number=record.number,
                is_genuine=record.is_genuine,
                is_blocked=record.is_blocked,
            )

        self._begin(work, failed, resets=False)

    def write(self, order: CardOrder) -> None:
        """Do what is ordered to the card that is meant."""
        if order.work is not CardWork.BLOCK:
            pointer.check_number(order.number)

        def failed(error: DeviceError) -> DeviceEvent:
            return WriteFailed(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=order.entry_id,
                code=error.code,
                retry=error.retry,
                tries_left=error.tries_left if isinstance(error, CardTriesError) else None,
            )

        def work(card: MemberCard) -> DeviceEvent:
            do_work(card, order)
            return WriteDone(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=order.entry_id,
            )

        self._begin(work, failed, resets=True)

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
            self._look(reader, atr)

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
                self._look(self._chosen, atr)
        if self._chosen is not None:
            self._show(Lamp.READY, "", self._chosen)
        else:
            meant = f"named {self._meant!r} " if self._meant else ""
            self._show(Lamp.LOST, "port-gone", f"no card reader {meant}is plugged in")

    def _look(self, reader: str, atr: bytes) -> None:
        at_ns = self._opening.clock_ns()
        self._worker.submit(lambda: self._laid(reader, atr, at_ns))

    # --- on the worker's thread ---------------------------------------------------------------------

    def _laid(self, reader: str, atr: bytes, at_ns: int) -> None:
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
        self._card = CardInserted(
            device=self.name,
            at_monotonic_ns=at_ns,
            reader=reader,
            atr=atr,
            uid=b"" if found is None else found.uid,
            family=None if found is None else found.family,
        )
        self._opening.sink(self._card)

    def _taken(self) -> None:
        self._session.take()
        card, self._card = self._card, None
        if card is not None:
            self._opening.sink(
                CardRemoved(
                    device=self.name,
                    at_monotonic_ns=self._opening.clock_ns(),
                    reader=card.reader,
                )
            )

    def _begin(
        self,
        work: Callable[[MemberCard], DeviceEvent],
        failed: Callable[[DeviceError], DeviceEvent],
        *,
        resets: bool,
    ) -> None:
        if not self._is_busy.acquire(blocking=False):
            raise BusyError("the card is being read or written")
        if self._closing.is_set():
            self._is_busy.release()
            self._opening.sink(failed(ClosedError("the device is closed")))
            return

        def run() -> None:
            try:
                if self._closing.is_set():
                    raise ClosedError("the device is closed")
                with self._session.alone(resets=resets) as card:
                    event = work(card)
            except DeviceError as error:
                _LOG.info("%s: %s", self.name, error)
                event = failed(error)
            finally:
                self._is_busy.release()
            self._opening.sink(event)

        self._worker.submit(run)

    def _show(self, lamp: Lamp, code: str, detail: str) -> None:
        latest = self._status
        if self._closing.is_set():
            return
        if (latest.lamp, latest.code, latest.detail) != (lamp, code, detail):
            self._status = self._lamp(lamp, code, detail)
            self._opening.sink(self._status)

    def _lamp(self, lamp: Lamp, code: str, detail: str) -> DeviceStatus:
        return DeviceStatus(
            device=self.name,
            at_monotonic_ns=self._opening.clock_ns(),
            lamp=lamp,
            code=code,
            detail=detail,
        )


def from_uri(opening: Opening) -> PcscReader:
    """Make the device of ``pcsc:READER``; touches nothing yet."""
    return PcscReader(opening, SystemPcsc())

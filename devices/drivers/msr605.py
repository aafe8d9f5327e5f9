"""Encoders of the MSR605 family: read while armed; write, read back, compare.

The device has no time-out of its own: a pending read or write ends with a swipe or with a reset.
So every wait here can be cancelled and ends with reset, drain and a communication test.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Lock

from typing_extensions import override

from devices.codec import msr605
from devices.codec.msr605 import BlockParser
from devices.codec.track_text import check_payload
from devices.drivers.gate import swipe_event
from devices.drivers.gated_reader import GatedReader
from devices.drivers.msr605_jobs import EncoderJobs, check_raw
from devices.drivers.msr605_talk import EncoderTalk
from devices.drivers.opening import Opening
from devices.errors import (
    BusyError,
    CancelledError,
    ClosedError,
    DeviceError,
    TimedOutError,
    WriteFailedError,
)
from devices.events import WriteDone, WriteFailed
from devices.roles import RawOrder, WriteOrder
from devices.wire.line import Wire
from devices.wire.serial_port import SerialWire

BAUD = 9600


@dataclass(slots=True)
class _Work:
    """A write or erase under way."""

    entry_id: str
    run: Callable[[Wire], None]


class Msr605(GatedReader):
    """A ``MagstripeReader`` and ``MagstripeWriter``."""

    def __init__(self, opening: Opening, wire: Wire) -> None:
        """Take the wire; ``start`` opens it."""
        super().__init__(opening, wire)
        self._parser = BlockParser()
        self._is_reading = False
        self._lock = Lock()
        self._work: _Work | None = None
        self._cancelled = Event()

    @override
    def gate_changed(self) -> None:
        """Make the device wait for a card, or end its waiting; without the device, when it comes."""
        self._owner.submit(self._follow_gate)

    def write(self, order: WriteOrder) -> None:
        """Write one card and read it back."""
        for place, text in enumerate((order.track1, order.track2, order.track3), start=1):
            if text is not None:
                check_payload(text, place)
        self._begin(_Work(order.entry_id, lambda wire: self._jobs(wire).write(order)))

    def erase(self, entry_id: str, tracks: Sequence[int] = (1, 2, 3)) -> None:
        """Erase tracks of one card."""
        self._begin(_Work(entry_id, lambda wire: self._jobs(wire).erase(entry_id, tracks)))

    def read_raw(self, entry_id: str) -> None:
        """Read the bits of one card."""
        self._begin(_Work(entry_id, lambda wire: self._jobs(wire).read_raw(entry_id)))

    def write_raw(self, order: RawOrder) -> None:
        """Write the characters of one card and read its bits back."""
        check_raw(order)
        self._begin(_Work(order.entry_id, lambda wire: self._jobs(wire).write_raw(order)))

    def cancel(self) -> None:
        """End the write under way."""
        with self._lock:
            if self._work is None:
                return
            self._cancelled.set()
        self._owner.wake()

    @override
    def quiet(self) -> None:
        """Let nothing through, and end the write under way."""
        self.disarm()
        self.cancel()

    # --- on the owner thread --------------------------------------------------------------------

    @override
    def examine(self, wire: Wire) -> dict[str, str]:
        """Ask the encoder for its model, firmware, memory and field strength."""
        self._settle(wire)
        found = self._talk(wire).examine()
        self._follow_gate(wire)
        return found

    @override
    def opened(self, wire: Wire) -> None:
        """Reset, test, reset; go on reading when armed."""
        self._is_reading = False
        self._settle(wire)
        wire.write(msr605.RESET)
        self._follow_gate(wire)

    @override
    def received(self, wire: Wire, data: bytes, at_ns: int) -> None:
        """Take a card that was read."""
        for swipe in self._parser.feed(data, at_ns):
            self._is_reading = False  # the command is done with one swipe
            self._gate.offer(swipe_event(self.name, swipe, self._opening.cards))
        self._follow_gate(wire)

    @override
    def gone(self, error: DeviceError) -> None:
        """Forget half a block."""
        self._is_reading = False
        self._parser.flush()

    def _follow_gate(self, wire: Wire) -> None:
        if self._gate.is_armed and not self._is_reading:
            wire.write(msr605.READ)
            self._is_reading = True
        elif self._is_reading and not self._gate.is_armed:
            self._settle(wire)

    def _begin(self, work: _Work) -> None:
        with self._lock:
            if self._work is not None:
                raise BusyError("a card is being written")
            self._work = work
            self._cancelled.clear()
        future = self._owner.submit(self._do_work)
        # The job itself never fails; what comes here is a port that is not there.
        future.add_done_callback(lambda done: self._end(work, done.exception()))

    def _do_work(self, wire: Wire) -> None:
        work = self._work
        if work is None:
            return
        if self._is_reading:
            self._settle(wire)
        try:
            work.run(wire)
        except (CancelledError, TimedOutError, ClosedError) as stopped:
            self._settle(wire)
            self._end(work, stopped)
        except WriteFailedError as failed:
            self._end(work, failed)
        else:
            self._end(work, None)
        self._follow_gate(wire)

    def _end(self, work: _Work, error: BaseException | None) -> None:
        """Tell how the work ended, once."""
        with self._lock:
            if self._work is not work:
                return
            self._work = None
        now_ns = self._opening.clock_ns()
        if error is None:
            self._tell(WriteDone(device=self.name, at_monotonic_ns=now_ns, entry_id=work.entry_id))
            return
        code, retry = ("device", False)
        if isinstance(error, DeviceError):
            code, retry = error.code, error.retry
        self._tell(
            WriteFailed(
                device=self.name,
                at_monotonic_ns=now_ns,
                entry_id=work.entry_id,
                code=code,
                retry=retry,
            )
        )

    def _jobs(self, wire: Wire) -> EncoderJobs:
        # A talk that nobody stops sets the encoder back when a raw write was cancelled.
        unstopped = EncoderTalk(wire, self._parser, lambda: None)
        now_ns = self._opening.clock_ns
        return EncoderJobs(self.name, wire, self._talk(wire), unstopped, self._tell, now_ns)

    def _talk(self, wire: Wire) -> EncoderTalk:
        return EncoderTalk(wire, self._parser, self._stopped)

    def _stopped(self) -> DeviceError | None:
        if self._owner.is_stopping:
            return ClosedError("the device is closed")
        if self._work is not None and self._cancelled.is_set():
            return CancelledError("cancelled")
        return None

    def _settle(self, wire: Wire) -> None:
        self._is_reading = False
        self._talk(wire).settle()


def from_uri(opening: Opening) -> Msr605:
    """Make the device of ``msr605:PORT``; touches no port yet."""
    return Msr605(opening, SerialWire.from_uri(opening.uri, baud=BAUD))

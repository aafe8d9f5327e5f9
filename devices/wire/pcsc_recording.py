"""Records what passes between this program and PC/SC: readers, cards that come and go, and the talk to them.

A line of JSON for each, in the file that ``begin_recording`` made: ``pcsc`` names what it is, frames are as those of
wires. A work on a card (a read, a write) is kept in one piece behind its line, which says how it ended, with an
``end``; what is said in it is written down only then, since until then nobody knows what of it may be.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from time import monotonic_ns

from devices.codec.card_traffic import CardTraffic, Said, is_readable
from devices.errors import CancelledError, DeviceError
from devices.events import DeviceEvent, WriteDone, WriteFailed
from devices.ic_card import CardRead, CardReadFailed
from devices.wire.pcsc import Pcsc, PcscCard, PcscContext, ReaderState

Line = dict[str, object]
_ENDS = (CardRead, CardReadFailed, WriteDone, WriteFailed)


@dataclass(slots=True)
class _Work:
    """A work under way, in its place among the lines."""

    at_ms: int
    said: list[Said | Line] = field(default_factory=list)
    lines: list[Line] | None = None


class PcscRecorder:
    """One recording; its device's PC/SC and events pass through it."""

    def __init__(self, path: Path, *, clock_ns: Callable[[], int] = monotonic_ns) -> None:
        """Take the file, which is appended to."""
        self._path = path
        self._clock_ns = clock_ns
        self._start_ns = clock_ns()
        self._lock = RLock()
        self._traffic = CardTraffic()
        self._pending: list[Line | _Work] = []
        self._open: _Work | None = None
        self._service: str | None = None
        self._readers: tuple[str, ...] | None = None
        self._states: dict[str, tuple[object, ...]] = {}

    def watch(self, pcsc: Pcsc) -> Pcsc:
        """Wrap the way to PC/SC."""
        return _RecordedPcsc(pcsc, self)

    def told(self, event: DeviceEvent) -> None:
        """Take what the device tells; the end of a work says what of it may be written down."""
        if isinstance(event, _ENDS):
            with self._lock:
                self._end(event)

    def at_ms(self) -> int:
        """Give the time since the recording began."""
        return (self._clock_ns() - self._start_ns) // 1_000_000

    def note(self, what: str, **facts: object) -> None:
        """Write something down that is no talk."""
        with self._lock:
            self._pending.append({"at_ms": self.at_ms(), "pcsc": what, **facts})
            self._write()

    def note_service(self, code: str) -> None:
        """Write down that the service answers, or why not; at changes only."""
        with self._lock:
            if code != self._service:
                self._service = code
                self._readers, self._states = None, {}  # all of them are told again
                self.note("service", code=code)

    def note_readers(self, names: tuple[str, ...]) -> None:
        """Write down which readers there are; at changes only."""
        with self._lock:
            if names != self._readers:
                self._readers = names
                self._states = {name: one for name, one in self._states.items() if name in names}
                self.note("readers", names=list(names))

    def note_state(self, state: ReaderState) -> None:
        """Write down a card that came or went; at changes only."""
        facts = (state.has_card, state.is_mute, state.atr, state.count)
        with self._lock:
            if self._states.get(state.reader) != facts:
                self._states[state.reader] = facts
                self.note(
                    "card",
                    reader=state.reader,
                    present=state.has_card,
                    mute=state.is_mute,
                    atr=state.atr.hex(),
                    count=state.count,
                )

    def note_said(self, said: Said | Line, *, is_work: bool) -> None:
        """Write talk down: at once while a card is identified, at its end while a work is done."""
        with self._lock:
            if is_work and self._open is not None:
                self._open.said.append(said)
                return
            self._pending += self._lines(said, b"")
            self._write()

    def begin(self) -> None:
        """A work begins; one before it that nobody heard the end of is written down as it is."""
        with self._lock:
            if self._open is not None:
                self._end(None)
            self._open = _Work(self.at_ms())
            self._pending.append(self._open)

    def close(self) -> None:
        """Write down what waits."""
        with self._lock:
            if self._open is not None:
                self._end(None)
            self._write()

    def _end(self, event: DeviceEvent | None) -> None:
        work, self._open = self._open, None
        if work is None:  # it ended before the card could be asked
            work = _Work(self.at_ms())
            self._pending.append(work)
        record = b""
        facts = _facts(event)
        if isinstance(event, CardRead) and is_readable(event):
            record = self._traffic.record(event)
            facts["readable"] = True
        lines: list[Line] = [{"at_ms": work.at_ms, "pcsc": "work", **facts}]
        for said in work.said:
            lines += self._lines(said, record)
        work.lines = [*lines, {"at_ms": self.at_ms(), "pcsc": "end"}]
        self._write()

    def _lines(self, said: Said | Line, record: bytes) -> list[Line]:
        if not isinstance(said, Said):
            return [said]
        clean = self._traffic.clean(said, record)
        lines: list[Line] = [
            {"at_ms": said.at_ms, "direction": "out", "hex": clean.command.hex()},
        ]
        if said.answer:
            lines.append({"at_ms": said.at_ms, "direction": "in", "hex": clean.answer.hex()})
        return lines

    def _write(self) -> None:
        """Write down everything before the first work that has not ended."""
        ready: list[Line] = []
        while self._pending:
            first = self._pending[0]
            if isinstance(first, _Work):
                if first.lines is None:
                    break
                ready += first.lines
            else:
                ready.append(first)
            self._pending.pop(0)
        if ready:
            with self._path.open("a", encoding="ascii") as file:
                file.writelines(json.dumps(line) + "\n" for line in ready)


def _facts(event: DeviceEvent | None) -> Line:
    """Say how a work ended, without a number in it."""
    match event:
        case CardRead():
            return {
                "work": "read",
                "digits": len(event.number),
                "genuine": event.is_genuine,
                "blocked": event.is_blocked,
                "former": event.is_former,
            }
        case CardReadFailed():
            return {"work": "read", "code": event.code, "retry": event.retry}
        case WriteDone():
            return {"work": "write"}
        case WriteFailed():
            return {
                "work": "write",
                "code": event.code,
                "retry": event.retry,
                "tries_left": event.tries_left,
            }
        case _:
            return {"work": "write", "code": "untold", "retry": False, "tries_left": None}


@dataclass(slots=True)
class _RecordedPcsc:
    _pcsc: Pcsc
    _to: PcscRecorder

    def establish(self) -> PcscContext:
        try:
            context = self._pcsc.establish()
        except DeviceError as error:
            self._to.note_service(error.code)
            raise
        self._to.note_service("")
        return _RecordedContext(context, self._to)


@dataclass(slots=True)
class _RecordedContext:
    _context: PcscContext
    _to: PcscRecorder
    _is_for_cards: bool = False  # else it is the monitor's, whose end says nothing of a work

    def readers(self) -> tuple[str, ...]:
        with self._service():
            names = self._context.readers()
        self._to.note_readers(names)
        return names

    def wait(self, known: Mapping[str, int], timeout_s: float) -> tuple[ReaderState, ...]:
        with self._service():
            states = self._context.wait(known, timeout_s)
        for state in states:
            self._to.note_state(state)
        return states

    def connect(self, reader: str, *, is_direct: bool = False) -> PcscCard:
        self._is_for_cards = True
        try:
            card = self._context.connect(reader, is_direct=is_direct)
        except DeviceError as error:
            self._to.note("connect", reader=reader, code=error.code)
            raise
        self._to.note("connect", reader=reader, code="")
        return _RecordedCard(card, self._to)

    def cancel(self) -> None:
        self._context.cancel()

    def close(self) -> None:
        self._context.close()
        if self._is_for_cards:
            self._to.close()

    @contextmanager
    def _service(self) -> Iterator[None]:
        try:
            yield
        except CancelledError:
            raise
        except DeviceError as error:
            self._to.note_service(error.code)
            raise


@dataclass(slots=True)
class _RecordedCard:
    _card: PcscCard
    _to: PcscRecorder
    _times: int = 0  # transactions: the first finds out what card it is, the others are works

    def transmit(self, command: bytes) -> bytes:
        at_ms = self._to.at_ms()
        try:
            answer = self._card.transmit(command)
        except DeviceError as error:
            self._say(Said(at_ms, command, b""))
            self._failed(error)
            raise
        self._say(Said(at_ms, command, answer))
        return answer

    def control(self, data: bytes) -> bytes:
        return self._card.control(data)

    def reset(self) -> None:
        self._say({"at_ms": self._to.at_ms(), "pcsc": "reset"})
        try:
            self._card.reset()
        except DeviceError as error:
            self._failed(error)
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        self._times += 1
        if self._times > 1:
            self._to.begin()
        with self._card.alone():
            yield

    def disconnect(self, *, resets: bool = False) -> None:
        self._card.disconnect(resets=resets)

    def _say(self, said: Said | Line) -> None:
        self._to.note_said(said, is_work=self._times > 1)

    def _failed(self, error: DeviceError) -> None:
        self._say({"at_ms": self._to.at_ms(), "pcsc": "failed", "code": error.code})
